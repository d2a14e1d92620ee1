"""What an event says, and that the chain of an instance holds, also one that was begun before events said so much."""

from typing import Any

from sqlalchemy import select

from engine.domain.proof import chained_hash
from engine.site import Site
from engine.store.events import content_of
from engine.store.models import Event, Item, Person
from engine.store.people import find_by_username
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import HANDLER, MONDAY
from tests.support.record import verified


def _events(site: Site, type_: str) -> list[Event]:
    with site.reading() as session:
        return list(session.scalars(select(Event).where(Event.type == type_).order_by(Event.id)))


def test_every_chain_holds_after_a_matter_was_dispatched_signed_and_handled(either_site: Site) -> None:
    dispatch(either_site)
    complete(either_site, HANDLER, open_task(either_site, "sign"), decision="sign", remark="收到 “今日” 办理 ½")
    complete(either_site, HANDLER, open_task(either_site, "handle"), summary="已办结")
    report = verified(either_site)
    assert report.events > 15
    assert report.findings == []


def test_what_an_act_changes_of_an_item_is_told_before_and_after(either_site: Site) -> None:
    dispatch(either_site)
    task_id = open_task(either_site, "sign")
    complete(either_site, HANDLER, task_id, decision="sign")
    event = _events(either_site, "record.changed")[-1]
    assert (event.before, event.after) == ({"state": "dispatched"}, {"state": "running"})
    assert event.cause == {"kind": "task", "id": task_id}
    with either_site.reading() as session:
        person, item = session.get(Person, event.actor_id), session.get(Item, event.data["id"])
        assert person is not None
        assert item is not None
        assert (person.username, item.number) == (HANDLER, event.name)


def test_drafted_items_that_were_edited_are_told_before_and_after(either_site: Site) -> None:
    dispatch(either_site, title="核对台账")
    event = _events(either_site, "items.edited")[0]
    assert event.before == {"items": []}
    assert event.after is not None
    assert [item["title"] for item in event.after["items"]] == ["核对台账"]
    with either_site.reading() as session:
        officer = find_by_username(session, "zhengyi")
        assert officer is not None
        assert event.actor_id == officer.id


def test_an_event_of_before_has_the_hash_that_it_always_had() -> None:
    later: dict[str, Any] = dict.fromkeys(("post", "behalf_of_id", "cause", "request_id", "before", "after"))
    row = {"instance_id": 1, "seq": 1, "type": "t", "element_id": None, "name": "n", "at": MONDAY, "actor_id": 7}
    content = {
        "instance": 1,
        "seq": 1,
        "type": "t",
        "element": None,
        "name": "n",
        "at": "2026-01-05T01:30:00+00:00",
        "actor": 7,
        "data": {},
    }
    assert content_of({**row, **later, "data": {}}) == content
    assert chained_hash("", content) == "558240b2146ac0c04c27bc3ea9a5b622392d7f198827343a62f5d1893cf567ec"
    assert content_of({**row, **later, "data": {}, "post": "办公室督查岗B", "request_id": "r"}) == {
        **content,
        "post": "办公室督查岗B",
        "request": "r",
    }
