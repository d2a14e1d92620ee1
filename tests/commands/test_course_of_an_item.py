"""Verification apart from handling, the leader who gave the matter, hand-over, reopening: what the record holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, union_all

from engine.commands.supervision.ask_of_item import ask_of_item
from engine.commands.supervision.step_by_hand import step_by_hand
from engine.commands.supervision.step_down import step_down
from engine.commands.tasks.acting import OnTask
from engine.commands.tasks.delegate import delegate_task
from engine.commands.tasks.transfer import transfer_task
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from engine.queries.inbox import Wanted, list_tasks
from engine.queries.mine import concerning
from engine.queries.record.evidence import matter_subject
from engine.site import Site
from engine.store.models import Event, Item, ItemRecord, Matter, Person, PersonRole, PostHolding, Task, Unit
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import (
    HANDLER,
    LEADER,
    MONDAY,
    OFFICER,
    act_of,
    doers,
    move_clock_and_work,
    person,
    reader,
    roles,
    send_away,
)

OTHER_OFFICERS = ("hefan", "liming")


def ask(site: Site, username: str, item_id: int, name: str, **variables: object) -> None:
    with site.writing() as session:
        ask_of_item(act_of(site, session, username), roles(session, username), item_id, name, variables)


def reported(site: Site, who: str = HANDLER, **row: Any) -> int:
    """An item whose result was handed in."""
    item_id = dispatch(site, issuer="周瑞", **row)
    complete(site, who, open_task(site, "sign"), decision="sign")
    complete(site, who, open_task(site, "handle"), summary="已办结")
    return item_id


def hold_the_handlers_post(site: Site, username: str) -> None:
    """Somebody takes the post over as A."""
    with site.writing() as session:
        held = select(PostHolding).where(PostHolding.person_id == person(session, HANDLER).id, PostHolding.part == "A")
        session.scalars(held).one().person_id = person(session, username).id


def test_an_officer_who_holds_the_handlers_post_does_not_verify(site: Site) -> None:
    item_id = dispatch(site)
    hold_the_handlers_post(site, OFFICER)
    complete(site, OFFICER, open_task(site, "sign"), decision="sign")
    complete(site, OFFICER, open_task(site, "handle"), summary="已办结")
    task_id = open_task(site, "verify")
    with site.reading() as session:
        assert doers(session, task_id) == list(OTHER_OFFICERS)
    complete(site, OTHER_OFFICERS[0], task_id, decision="accept", opinion="情况属实")
    with site.reading() as session:
        assert session.get_one(Item, item_id).state == "submitted"


def test_where_there_is_no_other_officer_the_leader_verifies(site: Site) -> None:
    dispatch(site)
    with site.writing() as session:
        others = [person(session, one).id for one in OTHER_OFFICERS]
        session.execute(delete(PersonRole).where(PersonRole.person_id.in_(others), PersonRole.role == "officer"))
    hold_the_handlers_post(site, OFFICER)
    complete(site, OFFICER, open_task(site, "sign"), decision="sign")
    complete(site, OFFICER, open_task(site, "handle"), summary="已办结")
    with site.reading() as session:
        assert doers(session, open_task(site, "verify")) == [LEADER]


def test_who_comes_into_the_handlers_post_later_does_not_verify_either(site: Site) -> None:
    reported(site)
    task_id = open_task(site, "verify")
    hold_the_handlers_post(site, OFFICER)
    with pytest.raises(NotAllowed) as raised:
        complete(site, OFFICER, task_id, decision="accept", opinion="情况属实")
    assert [problem.code for problem in raised.value.problems] == ["tasks.not_by_the_same"]


def test_who_stands_in_for_the_officer_does_not_verify_what_they_handled(either_site: Site) -> None:
    site = either_site
    reported(site)
    task_id = open_task(site, "verify")
    with site.writing() as session:
        send_away(session, OFFICER, MONDAY, MONDAY + timedelta(days=9), third=HANDLER)
        send_away(session, "hefan", MONDAY, MONDAY + timedelta(days=9))
    assert who_has_it(site, task_id) == {"liming"}  # the head of the officer's unit, for the third handled it
    assert concerned_by(site, task_id) == {"liming", OFFICER}
    with pytest.raises(NotFound):
        complete(site, HANDLER, task_id, decision="accept", opinion="情况属实")
    complete(site, "liming", task_id, decision="accept", opinion="情况属实")


def test_a_verification_is_not_handed_to_who_handled_it_and_stays_apart_when_handed_on(site: Site) -> None:
    reported(site)
    task_id = open_task(site, "verify")
    for verb in (transfer_task, delegate_task):
        with site.writing() as session, pytest.raises(Invalid) as refused:
            act, to = act_of(site, session, OFFICER), person(session, HANDLER).id
            verb(act, roles(session, OFFICER), OnTask(task_id, "请核查"), to)
        assert [(one.code, one.field) for one in refused.value.problems] == [("tasks.not_by_the_same", "/to")]
    with site.writing() as session:
        act, to = act_of(site, session, OFFICER), person(session, "hefan").id
        transfer_task(act, roles(session, OFFICER), OnTask(task_id, "请核查"), to)
        send_away(session, "hefan", MONDAY, MONDAY + timedelta(days=9), third=HANDLER)
    assert who_has_it(site, task_id) == {"liming"}


def who_has_it(site: Site, task_id: str) -> set[str]:
    """By the inbox of everybody, which is also what the product says of the task."""
    with site.reading() as session:
        everybody = list(session.scalars(select(Person.username)))
        found = {
            one
            for one in everybody
            if task_id in {row.task.id for row in list_tasks(session, reader(session, one), Wanted())[0]}
        }
        assert found == set(doers(session, task_id))
    return found


def concerned_by(site: Site, task_id: str) -> set[str]:
    """Who sees it without overseeing the office."""
    with site.reading() as session:
        return {
            one
            for one in session.scalars(select(Person.username))
            if task_id in set(session.scalars(union_all(*concerning(reader(session, one)))))
        }


def test_the_leader_who_gave_the_matter_closes_it_out(site: Site) -> None:
    item_id = reported(site)
    with site.writing() as session:
        matter = session.get_one(Matter, session.get_one(Item, item_id).matter_id)
        given_by = matter.issuer_post_id
    complete(site, OFFICER, open_task(site, "verify"), decision="accept", opinion="情况属实")
    with site.reading() as session:
        held = session.scalars(select(PostHolding.person_id).where(PostHolding.post_id == given_by)).all()
        names = doers(session, open_task(site, "confirm"))
        assert given_by is not None
        assert [person(session, name).id for name in names] == list(held)


def test_both_records_tell_of_a_reopening(site: Site) -> None:
    item_id = reported(site)
    complete(site, OFFICER, open_task(site, "verify"), decision="accept", opinion="情况属实")
    with site.reading() as session:
        (leader,) = doers(session, open_task(site, "confirm"))
    complete(site, leader, open_task(site, "confirm"), satisfaction="satisfied")
    with site.reading() as session:
        item = session.get_one(Item, item_id)
        first, number = item.instance_id, item.number
    ask(site, OFFICER, item_id, "reopening", reason="问题反弹", due_on="2026-01-30")
    with site.reading() as session:
        item = session.get_one(Item, item_id)
        matter = session.get_one(Matter, item.matter_id)
        assert (item.number, item.times_reopened, matter.state) == (number, 1, "running")
        old = session.scalars(select(Event).where(Event.instance_id == first, Event.type == "item.continued")).one()
        assert old.data["instance"] == item.instance_id
        new = session.scalars(select(Event).where(Event.instance_id == item.instance_id, Event.seq == 1)).one()
        assert new.cause is not None
        assert new.cause["instance"] == first
        assert {first, item.instance_id} <= set(matter_subject(session, matter).instances)


def test_co_organising_units_are_asked_again_by_the_new_date_of_a_reopened_item(site: Site) -> None:
    with site.reading() as session:
        co_unit = session.scalars(select(Unit.id).where(Unit.code == "xxc")).one()
    item_id = reported(site, co_unit_ids=[co_unit])
    complete(site, OFFICER, open_task(site, "verify"), decision="accept", opinion="情况属实")
    with site.reading() as session:
        (leader,) = doers(session, open_task(site, "confirm"))
    complete(site, leader, open_task(site, "confirm"), satisfaction="satisfied")
    ask(site, OFFICER, item_id, "reopening", reason="问题反弹", due_on="2026-01-30")
    with site.reading() as session:
        task = session.get_one(Task, open_task(site, "co_feed"))
        assert task.due_at == act_of(site, session, OFFICER).calendar.due_instant(date(2026, 1, 28))
        told = select(ItemRecord).where(ItemRecord.item_id == item_id, ItemRecord.kind == "superior_told")
        assert session.scalars(told).all() == []


def test_steps_of_the_closed_course_neither_colour_nor_stand_when_it_is_reopened(site: Site) -> None:
    item_id = dispatch(site, issuer="周瑞")
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    with site.writing() as session:
        step_by_hand(act_of(site, session, OFFICER), roles(session, OFFICER), item_id, "supervise", "请抓紧")
    complete(site, HANDLER, open_task(site, "handle"), summary="已办结")
    complete(site, OFFICER, open_task(site, "verify"), decision="accept", opinion="情况属实")
    with site.reading() as session:
        (leader,) = doers(session, open_task(site, "confirm"))
    complete(site, leader, open_task(site, "confirm"), satisfaction="satisfied")
    move_clock_and_work(site, MONDAY + timedelta(days=1))
    ask(site, OFFICER, item_id, "reopening", reason="问题反弹", due_on="2026-01-30")
    with site.writing() as session:
        item = session.get_one(Item, item_id)
        assert (item.step, item.yellow_why, item.red_why) == ("none", "warning", "overdue")
        with pytest.raises(Conflict):
            step_down(act_of(site, session, OFFICER), roles(session, OFFICER), item_id, "情况有变")


def test_what_is_open_goes_along_with_a_hand_over(site: Site) -> None:
    item_id = dispatch(site)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    with site.reading() as session:
        before = doers(session, open_task(site, "handle"))
        other = session.scalars(select(Item.lead_unit_id).where(Item.id == item_id)).one()
        units = act_of(site, session).situation.units()
        unit = next(one for one in units if one.code == "ms1" or one.name == "秘书一处")
    ask(site, HANDLER, item_id, "hand-over", unit_id=unit.id, reason="职能已经调整")
    for element in ("give", "take"):
        with site.reading() as session:
            assert doers(session, open_task(site, "handle")) == before  # 首问负责
            (signer,) = doers(session, open_task(site, element))
        complete(site, signer, open_task(site, element), decision="sign")
    with site.reading() as session:
        item = session.get_one(Item, item_id)
        assert (item.lead_unit_id, other) == (unit.id, other)
        assert doers(session, open_task(site, "handle")) != before
        assert session.scalar(select(func.count()).where(Task.item_id == item_id, Task.state == "open")) == 1
