"""负面清单: what the chain puts on it by itself, what people put on it, and how it comes off again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.actions.reckoning import reckon_as_bound
from engine.commands.performance.negative import NewNegative, enter_by_hand, withdraw_entry
from engine.commands.supervision.step_by_hand import step_by_hand
from engine.commands.supervision.step_down import step_down
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from engine.site import Site
from engine.store.models import NegativeEntry
from engine.store.performance import negative_standing
from tests.support.items import do, finish, unit_id
from tests.support.matter import dispatch
from tests.support.office import (
    HANDLER,
    LEADER,
    MONDAY,
    OFFICER,
    SUBSTITUTE,
    act_of,
    move_clock,
    person,
    roles,
    send_away,
)
from tests.support.performance import COMMITTEE, lines


def listed(site: Site) -> list[NegativeEntry]:
    with site.reading() as session:
        return list(session.scalars(select(NegativeEntry).order_by(NegativeEntry.id)))


def signed(site: Site) -> int:
    item_id = dispatch(site)
    finish(site, HANDLER, item_id, "sign", decision="sign")
    return item_id


def push(site: Site, item_id: int, *codes: str) -> None:
    for code in codes:
        with site.writing() as session:
            step_by_hand(act_of(site, session, OFFICER), roles(session, OFFICER), item_id, code, "久拖不办")


def test_circular_and_talk_are_on_it_at_once_against_whoever_had_the_work(site: Site) -> None:
    item_id = signed(site)
    with site.writing() as session:
        send_away(session, HANDLER, MONDAY - timedelta(hours=1), MONDAY + timedelta(days=1))
    push(site, item_id, "supervise", "circular", "talk")
    found = listed(site)
    with site.reading() as session:
        who, unit = person(session, SUBSTITUTE).id, unit_id(session, "zhc")
    assert [(one.kind, one.unit_id, one.person_id, one.expires_on) for one in found] == [
        ("circular", unit, who, date(2027, 1, 5)),
        ("talk", unit, who, date(2027, 1, 5)),
    ]


def test_a_step_that_is_withdrawn_takes_its_entry_and_its_points_along(site: Site) -> None:
    item_id = signed(site)
    push(site, item_id, "supervise", "circular")
    with site.writing() as session:
        reckon_as_bound(act_of(site, session), 2026)
    assert {"supervised", "circular"} <= {one.kind for one in lines(site)["zhc"]}
    do(site, OFFICER, lambda act, own: step_down(act, own, item_id, "情况已核实", "none"))
    assert [(one.state, one.reason) for one in listed(site)] == [("withdrawn", "情况已核实")]
    with site.writing() as session:
        reckon_as_bound(act_of(site, session), 2026)
    assert not {"supervised", "circular"} & {one.kind for one in lines(site)["zhc"]}


def test_a_false_report_is_against_who_made_it(site: Site) -> None:
    item_id = signed(site)
    with site.writing() as session:
        send_away(session, HANDLER, MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=1))
    finish(site, SUBSTITUTE, item_id, "handle", summary="已办结")
    move_clock(site, MONDAY + timedelta(hours=2))
    finish(site, OFFICER, item_id, "verify", decision="reject", opinion="现场没有动工", is_false=True)
    with site.reading() as session:
        who = person(session, SUBSTITUTE).id
    assert [(one.kind, one.person_id, one.text) for one in listed(site)] == [("false_report", who, "现场没有动工")]


ERROR = NewNegative(
    "document_error",
    "文号写错",
    date(2026, 1, 4),
    cause="套用旧稿",
    correction="收回重发",
    document="办函〔2026〕3号",
)


def enter(site: Site, username: str, new: NewNegative) -> NegativeEntry:
    found: NegativeEntry = do(site, username, lambda act, own: enter_by_hand(act, own, new))
    return found


def test_a_document_error_is_entered_with_its_analysis_and_costs_a_point(site: Site) -> None:
    with site.reading() as session:
        who = person(session, HANDLER).id
    with pytest.raises(Invalid) as raised:
        enter(site, OFFICER, replace(ERROR, cause="", correction=" ", occurred_on=date(2026, 1, 6)))
    assert {one.field for one in raised.value.problems} == {"/cause", "/correction", "/occurred_on", "/person_id"}
    entry = enter(site, OFFICER, replace(ERROR, person_id=who))
    assert entry.expires_on == date(2026, 7, 4)
    with site.writing() as session:
        reckon_as_bound(act_of(site, session), 2026)
    found = lines(site)
    assert [one.points for one in found[HANDLER]] == [one.points for one in found["zhc"]] == [-10]


def test_discipline_is_entered_and_seen_by_the_party_committee_alone_and_gives_no_points(site: Site) -> None:
    with site.reading() as session:
        who = person(session, HANDLER).id
    new = NewNegative("discipline", "诫勉", date(2026, 1, 5), person_id=who, unit_id=1)
    with pytest.raises(NotAllowed):
        enter(site, OFFICER, new)
    entry = enter(site, COMMITTEE, new)
    assert (entry.unit_id, entry.expires_on) == (None, None)
    for username in (OFFICER, LEADER):
        with pytest.raises(NotFound):
            do(site, username, lambda act, own: withdraw_entry(act, own, entry.id, "已过影响期"))
    with site.writing() as session:
        assert reckon_as_bound(act_of(site, session), 2026) == []
        assert [one.id for one in negative_standing(session, date(2026, 1, 5), person_id=who)] == [entry.id]


def test_what_came_by_itself_is_withdrawn_by_the_party_committee_with_a_reason_once(site: Site) -> None:
    push(site, signed(site), "supervise", "circular")
    (entry,) = listed(site)
    with pytest.raises(NotAllowed):
        do(site, OFFICER, lambda act, own: withdraw_entry(act, own, entry.id, "误报"))
    with pytest.raises(Invalid):
        do(site, COMMITTEE, lambda act, own: withdraw_entry(act, own, entry.id, " "))
    do(site, COMMITTEE, lambda act, own: withdraw_entry(act, own, entry.id, "误报"))
    with pytest.raises(Conflict):
        do(site, COMMITTEE, lambda act, own: withdraw_entry(act, own, entry.id, "误报"))
    assert [(one.state, one.reason) for one in listed(site)] == [("withdrawn", "误报")]
