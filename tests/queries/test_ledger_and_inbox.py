"""The pages' statements, written for a full archive, say what the plain rules say."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from engine.domain.lights import LIGHTS, item_light
from engine.people.policy import may_oversee
from engine.queries.inbox import Wanted, list_tasks
from engine.queries.ledger import count_lights, list_items
from engine.queries.narrowing import Filter
from engine.site import Site
from engine.store import Session
from engine.store.models import Item, Task, TaskCandidate
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import HANDLER, MONDAY, OFFICER, SUBSTITUTE, reader, roles

STATES = ("running", "submitted", "suspended", "closed", "running", "closed", "draft")


def _furnish(site: Site) -> None:
    """Items of two units in every state and light; the handler of the first unit has signed one and has another."""
    first = dispatch(site, unit="zhc")
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    others = [dispatch(site, unit=unit) for unit in ("zhc", "dcs", "dcs", "zhc", "dcs", "dcs", "dcs")]
    with site.writing() as session:
        for number, (item_id, state) in enumerate(zip(others, STATES, strict=True)):
            item = session.get_one(Item, item_id)
            item.state, item.due_at = state, MONDAY + timedelta(days=3 - number)
            item.closed_at = MONDAY if state == "closed" else None
            item.red_at, item.yellow_at = item.due_at, item.due_at - timedelta(days=2)
        session.get_one(Item, first).lead_unit_id = session.get_one(Item, others[1]).lead_unit_id


def _seen_by(session: Session, username: str) -> set[int]:
    """The rule, item by item."""
    who = reader(session, username)
    principals = sorted(who.situation.own(who.person_id))
    query = select(Task).outerjoin(TaskCandidate).where(TaskCandidate.principal.in_(principals))
    own = {task.item_id for task in session.scalars(query)}
    own |= {task.item_id for task in session.scalars(select(Task).where(Task.completed_by_id == who.person_id))}
    items = [item for item in session.scalars(select(Item)) if item.state != "draft"]
    sees_all = may_oversee(roles(session, username))
    return {
        item.id
        for item in items
        if sees_all or item.lead_unit_id in who.situation.units_of(who.person_id) or item.id in own
    }


def test_the_ledger_shows_whom_it_concerns_closed_ones_last_and_counts_the_same_lights(either_site: Site) -> None:
    _furnish(either_site)
    with either_site.reading() as session:
        for username in (OFFICER, HANDLER, SUBSTITUTE):
            who = reader(session, username)
            items, following = list_items(session, who, Filter(), now=MONDAY)
            assert {item.id for item in items} == _seen_by(session, username)
            assert following is None
            keys = [(item.closed_at is not None, item.due_at, item.id) for item in items]
            assert keys == sorted(keys)
            lights = Counter(item_light(item.state, item.yellow_at, item.red_at, MONDAY) for item in items)
            counted = count_lights(session, who, Filter(), MONDAY)
            assert counted == {light: lights[light] for light in LIGHTS}
            for light in LIGHTS:
                shown, _ = list_items(session, who, Filter(light=light), now=MONDAY)
                assert len(shown) == lights[light]


def test_the_ledger_goes_on_where_its_page_ends(either_site: Site) -> None:
    _furnish(either_site)
    with either_site.reading() as session:
        who = reader(session, OFFICER)
        whole, _ = list_items(session, who, Filter(), now=MONDAY)
        first, following = list_items(session, who, Filter(), now=MONDAY, limit=3)
        assert following == 3
        second, _ = list_items(session, who, Filter(), now=MONDAY, after=following)
        assert [item.id for item in (*first, *second)] == [item.id for item in whole]


def test_everything_of_mine_is_what_i_have_to_do_and_what_i_did(either_site: Site) -> None:
    _furnish(either_site)
    with either_site.reading() as session:
        who = reader(session, HANDLER)
        views = {}
        for view in ("todo", "done", "all"):
            rows, _ = list_tasks(session, who, Wanted(view=view))
            views[view] = {row.task.id for row in rows}
        assert views["todo"]
        assert views["done"]
        assert views["all"] == views["todo"] | views["done"]
