"""拆分、合并: open items become several or one, nothing of their course is lost, and the matter closes afterwards."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engine.commands.supervision.matters import write_milestones
from engine.commands.supervision.merge import merge_items
from engine.commands.supervision.split import split_item
from engine.domain.errors import Conflict, Invalid, NotAllowed
from engine.site import Site
from engine.store import Session
from engine.store.item_links import predecessors
from engine.store.items import milestones_of
from engine.store.models import Instance, Item, Matter, OutboxMail, Task
from tests.support.items import do, finish, open_elements, records, unit_id
from tests.support.matter import complete, dispatch
from tests.support.office import HANDLER, LEADER, OFFICER, doers, move_clock
from tests.support.several import dispatch_several

REASON = "涉及两个单位，分开办理"


def split(site: Site, item_id: int, *rows: dict[str, Any], who: str = OFFICER, reason: str = REASON) -> list[int]:
    parts = do(site, who, lambda act, roles: split_item(act, roles, item_id, rows, reason))
    return [part.id for part in parts]


def merge(site: Site, into: int, *others: int, reason: str = "同一件事", who: str = OFFICER) -> None:
    do(site, who, lambda act, roles: merge_items(act, roles, into, others, reason))


def two_parts(site: Site) -> list[dict[str, Any]]:
    with site.reading() as session:
        return [
            {"title": "制定方案", "lead_unit_id": unit_id(session, "zhc"), "due_working_days": 5},
            {"title": "接通平台", "lead_unit_id": unit_id(session, "xxc"), "due_working_days": 10},
        ]


def close(site: Site, item_id: int) -> None:
    """Whoever's turn it is, until the item is closed."""
    for element_id, values in (
        ("sign", {"decision": "sign"}),
        ("handle", {"summary": "已办结"}),
        ("verify", {"decision": "accept", "opinion": "属实"}),
        ("confirm", {"satisfaction": "satisfied"}),
    ):
        finish(site, who_does(site, item_id, element_id), item_id, element_id, **values)


def who_does(site: Site, item_id: int, element_id: str) -> str:
    with site.reading() as session:
        query = select(Task.id).where(Task.item_id == item_id, Task.element_id == element_id, Task.state == "open")
        return doers(session, session.scalars(query).one())[0]


def outcome(session: Session, item_id: int) -> tuple[str, str | None]:
    item = session.get_one(Item, item_id)
    return item.state, item.outcome


def test_the_parts_are_dispatched_and_the_item_ends_with_the_reason(either_site: Site) -> None:
    site = either_site
    item_id = dispatch(site)
    finish(site, HANDLER, item_id, "sign", decision="sign", remark="先行接收")
    parts = split(site, item_id, *two_parts(site))
    assert [open_elements(site, part) for part in (item_id, *parts)] == [[], ["sign"], ["sign"]]
    with site.reading() as session:
        assert outcome(session, item_id) == ("closed", "split")
        item = session.get_one(Item, item_id)
        assert session.get_one(Instance, item.instance_id).state == "completed"
        entry = records(session, item_id, "split")[0]
        assert (entry.data["text"], entry.data["items"]) == (
            REASON,
            [f"{number_of(session)}-2", f"{number_of(session)}-3"],
        )
        assert [predecessors(session, part) for part in parts] == [[item_id], [item_id]]
        assert records(session, item_id, "sign")[0].data["text"] == "先行接收"
        assert session.scalars(select(Matter.state)).one() == "running"
        assert session.scalars(select(OutboxMail.kind).where(OutboxMail.kind == "split")).first() == "split"
    close(site, parts[0])
    with site.reading() as session:
        assert session.scalars(select(Matter.state)).one() == "running"
    close(site, parts[1])
    with site.reading() as session:
        assert session.scalars(select(Matter.state)).one() == "closed"


def number_of(session: Session) -> str:
    return session.scalars(select(Matter.number)).one()


def test_a_part_may_not_be_due_later_than_the_item_was(site: Site) -> None:
    item_id = dispatch(site)
    rows = two_parts(site)
    rows[1]["due_working_days"] = 11
    with pytest.raises(Invalid) as refused:
        split(site, item_id, *rows)
    assert [(one.code, one.field) for one in refused.value.problems] == [("supervision.due_later", "/rows/1/due_on")]
    with site.reading() as session:
        assert outcome(session, item_id) == ("dispatched", None)
        assert len(session.scalars(select(Item.id)).all()) == 1


def test_everything_wrong_with_a_split_is_told_at_once(site: Site) -> None:
    item_id = dispatch(site)
    with pytest.raises(Invalid) as refused:
        split(site, item_id, {"title": "只有一项"}, reason=" ")
    assert [one.code for one in refused.value.problems] == [
        "supervision.reason_missing",
        "supervision.split_two",
        "supervision.unit_missing",
        "supervision.due_missing",
    ]


def test_an_overdue_item_is_extended_before_it_is_split(site: Site) -> None:
    item_id = dispatch(site, due_working_days=1)
    with site.reading() as session:
        due_at = session.get_one(Item, item_id).due_at
    assert due_at is not None
    move_clock(site, site.house.calendar.next_opening(due_at))
    with pytest.raises(Invalid) as refused:
        split(site, item_id, *two_parts(site))
    assert "supervision.split_overdue" in [one.code for one in refused.value.problems]


def test_only_the_office_splits_and_merges_and_only_what_is_open(site: Site) -> None:
    item_id = dispatch(site)
    with pytest.raises(NotAllowed):
        split(site, item_id, *two_parts(site), who=HANDLER)
    with pytest.raises(NotAllowed):
        merge(site, item_id, item_id, who=HANDLER)
    close(site, item_id)
    with pytest.raises(Conflict):
        split(site, item_id, *two_parts(site))


def test_merged_items_go_on_in_one_whose_units_all_have_their_part(either_site: Site) -> None:
    site = either_site
    first, second, third = dispatch_several(site, 3, ("zhc", "xxc", "wdc"))
    merge(site, first, second, third)
    assert open_elements(site, second) == open_elements(site, third) == []
    assert open_elements(site, first) == ["co_feed_more", "co_feed_more", "sign", "sign_supplement"]
    with site.reading() as session:
        item = session.get_one(Item, first)
        assert item.co_unit_ids == [unit_id(session, "xxc"), unit_id(session, "wdc")]
        assert outcome(session, second) == outcome(session, third) == ("closed", "merged")
        assert predecessors(session, first) == [second, third]
        assert records(session, first, "merged_in")[0].data["items"] == [
            session.get_one(Item, second).number,
            session.get_one(Item, third).number,
        ]
    feed(site, "caomin", first, summary="平台已接通")
    finish(site, HANDLER, first, "sign_supplement")
    close(site, first)
    with site.reading() as session:
        result = records(session, first, "result")[0]
        assert [one["unit"] for one in result.data["contributions"]] == ["信息处"]
        assert result.data["not_contributed"] == ["文电处"]
        assert session.scalars(select(Matter.state)).one() == "closed"
        assert set(session.scalars(select(Instance.state))) == {"completed"}
        assert session.scalars(select(Task.id).where(Task.state == "open")).first() is None


def feed(site: Site, username: str, item_id: int, **variables: Any) -> None:
    """Somebody's own task among those of all new co-organising units."""
    with site.reading() as session:
        query = select(Task.id).where(Task.item_id == item_id, Task.element_id == "co_feed_more")
        task_id = next(one for one in session.scalars(query) if username in doers(session, one))
    complete(site, username, task_id, **variables)


def test_what_is_due_first_stays_due_first(site: Site) -> None:
    first, second = dispatch_several(site, 2)
    with site.writing() as session:
        session.get_one(Item, second).due_at = session.get_one(Item, second).due_at.replace(day=7)  # type: ignore[union-attr]
    with pytest.raises(Invalid) as refused:
        merge(site, first, second)
    assert [one.code for one in refused.value.problems] == ["supervision.merge_due"]
    merge(site, second, first)


def test_items_of_different_matters_are_not_merged(site: Site) -> None:
    with pytest.raises(Invalid) as refused:
        merge(site, dispatch(site), dispatch(site), reason="")
    assert [one.code for one in refused.value.problems] == [
        "supervision.reason_missing",
        "supervision.merge_other_matter",
    ]


def test_milestones_that_are_not_reached_go_along_into_what_is_merged(site: Site) -> None:
    milestone = {"title": "完成初稿", "due_on": "2026-01-12", "percent": 40}
    first, second = dispatch_several(site, 2)
    with site.writing() as session:
        write_milestones(session, second, [milestone])
    merge(site, first, second)
    with site.reading() as session:
        assert [(one.title, one.due_on, one.percent) for one in milestones_of(session, first)] == [
            ("完成初稿", date(2026, 1, 12), 40)
        ]


def test_the_leader_still_confirms_what_was_merged(site: Site) -> None:
    first, second = dispatch_several(site, 2)
    merge(site, first, second)
    finish(site, HANDLER, first, "sign_supplement")
    finish(site, HANDLER, first, "sign", decision="sign")
    finish(site, HANDLER, first, "handle", summary="已办结")
    finish(site, OFFICER, first, "verify", decision="accept", opinion="属实")
    assert finish(site, LEADER, first, "confirm", satisfaction="satisfied") == "completed"
