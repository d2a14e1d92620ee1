"""实绩: lines computed from the records by the table, for who had the work; again, nothing changes."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.actions.reckoning import reckon_as_bound
from engine.commands.performance.reckon import reckon_year, rehearse
from engine.commands.supervision.step_by_hand import step_by_hand
from engine.domain.errors import Conflict, Invalid
from engine.domain.lights import REPORT_STAGE
from engine.domain.performance import ranks, tenths
from engine.site import Site
from engine.store.items import reports_of
from engine.store.models import Item, Person, Post, PostHolding
from tests.support.items import do, finish, records, unit_id
from tests.support.matter import confirm, dispatch
from tests.support.office import (
    HANDLER,
    MONDAY,
    OFFICER,
    SUBSTITUTE,
    act_of,
    move_clock,
    move_clock_and_work,
    person,
    roles,
    send_away,
)
from tests.support.performance import COMMITTEE, changed_table, deploy_family, lines

DAY = timedelta(days=1)


def hand_in(site: Site, item_id: int, who: str) -> None:
    finish(site, who, item_id, "handle", summary="已办结")


def close(site: Site, item_id: int, satisfaction: str = "satisfied") -> None:
    finish(site, OFFICER, item_id, "verify", decision="accept", opinion="情况属实")
    confirm(site, satisfaction)


def signed(site: Site, **row: Any) -> int:
    item_id = dispatch(site, issuer="周瑞", **row)
    finish(site, HANDLER, item_id, "sign", decision="sign")
    return item_id


def reckoned(site: Site, year: int = 2026) -> int:
    """How many lines a reckoning changed."""
    with site.writing() as session:
        return len(reckon_as_bound(act_of(site, session), year))


def test_a_small_office_has_the_lines_that_a_plain_count_of_its_acts_gives(either_site: Site) -> None:
    """On time by A with praise; returned once, then on time by B; urged, supervised and late while B stood in for A."""
    site = either_site
    first, second, third = signed(site), signed(site), signed(site, due_working_days=1)
    hand_in(site, first, HANDLER)
    close(site, first)
    hand_in(site, second, HANDLER)
    finish(site, OFFICER, second, "verify", decision="reject", opinion="佐证材料不全")
    with site.writing() as session:
        send_away(session, HANDLER, MONDAY + timedelta(hours=3), MONDAY + 10 * DAY)
    move_clock_and_work(site, MONDAY + timedelta(hours=5))
    hand_in(site, second, SUBSTITUTE)
    close(site, second, "basically")
    move_clock_and_work(site, MONDAY + 3 * DAY)  # Thursday: due on Tuesday, so two days late
    hand_in(site, third, SUBSTITUTE)
    close(site, third, "basically")
    reckoned(site)
    wanted = {
        HANDLER: {("on_time", first, 20), ("praised", first, 10), ("returned", second, -10)},
        SUBSTITUTE: {("on_time", second, 20), ("late", third, -10)},
    }
    found = lines(site)
    for who, own in wanted.items():
        assert own <= {(one.kind, one.item_id, one.points) for one in found[who]}
    steps = {(one.kind, one.points) for one in found[SUBSTITUTE] if one.kind in ("urged", "watched", "supervised")}
    assert ("supervised", -10) in steps
    assert not {one.kind for one in found[HANDLER]} & {"late", "supervised"}
    unit = sorted((one.kind, one.item_id, one.points) for one in found["zhc"])
    people = sorted((one.kind, one.item_id, one.points) for who in (HANDLER, SUBSTITUTE) for one in found[who])
    assert unit == people  # one person had each piece of the work
    assert reckoned(site) == 0


def test_every_step_and_every_missed_report_is_one_line_of_the_unit(site: Site) -> None:
    item_id = signed(site, due_working_days=4, cadence="daily")
    for day in range(1, 12):
        move_clock_and_work(site, MONDAY + day * DAY)
    hand_in(site, item_id, HANDLER)
    close(site, item_id, "basically")
    reckoned(site)
    counted = Counter(one.kind for one in lines(site)["zhc"])
    with site.reading() as session:
        for kind, step in (("urged", "urge"), ("watched", "watch"), ("supervised", "supervise")):
            assert counted[kind] == len(records(session, item_id, step)) > 0
        missed = [one for one in reports_of(session, item_id, REPORT_STAGE) if one[0] < (one[1] or MONDAY + 30 * DAY)]
    assert counted["missed_report"] == len(missed) > 0
    assert counted["late"] == 1


def test_what_befell_the_unit_that_had_an_item_stays_its_own_after_the_item_is_handed_over(site: Site) -> None:
    item_id = dispatch(site, due_working_days=10)
    step(site, item_id, "urge")
    finish(site, HANDLER, item_id, "sign", decision="return", reason="不属本处职责")
    with site.reading() as session:
        other = unit_id(session, "xxc")
        handler = session.scalars(
            select(Person.username)
            .join(PostHolding, PostHolding.person_id == Person.id)
            .join(Post, Post.id == PostHolding.post_id)
            .where(Post.unit_id == other, Post.kind == "handler", PostHolding.part == "A")
        ).one()
    finish(site, OFFICER, item_id, "redispatch", decision="reassign", reason="改由信息处承办", lead_unit_id=other)
    finish(site, handler, item_id, "sign", decision="sign")
    hand_in(site, item_id, handler)
    close(site, item_id)
    reckoned(site)
    found = lines(site)
    assert [one.kind for one in found["zhc"]] == [one.kind for one in found[HANDLER]] == ["urged"]
    assert {one.kind for one in found["xxc"]} == {one.kind for one in found[handler]} == {"on_time", "praised"}


def step(site: Site, item_id: int, code: str) -> None:
    do(site, OFFICER, lambda act, own: step_by_hand(act, own, item_id, code, "请抓紧办理"))


def test_a_line_goes_with_its_record_and_comes_back_with_it(site: Site) -> None:
    item_id = signed(site)
    hand_in(site, item_id, HANDLER)
    close(site, item_id)
    reckoned(site)
    with site.writing() as session:
        session.get_one(Item, item_id).state = "running"
    reckoned(site)
    assert [one.kind for one in lines(site)[HANDLER]] == ["praised"]
    with site.writing() as session:
        session.get_one(Item, item_id).state = "closed"
    reckoned(site)
    entry = next(one for one in lines(site)[HANDLER] if one.kind == "on_time")
    assert [one["state"] for one in entry.history] == ["stands", "cancelled"]


def test_a_changed_table_is_rehearsed_for_each_and_holds_once_it_was_taken_over(site: Site) -> None:
    item_id = signed(site)
    hand_in(site, item_id, HANDLER)
    close(site, item_id)
    reckoned(site)
    deploy_family(site, changed_table("<text>2</text>", "<text>2.5</text>"))
    assert reckoned(site) == 0  # the year goes on by the table that it was begun with
    with site.reading() as session:
        act = act_of(site, session, COMMITTEE)
        rehearsal = rehearse(act, roles(session, COMMITTEE), 2026)
        unit, who = unit_id(session, "zhc"), person(session, HANDLER).id
    assert rehearsal.is_new
    assert [(one.whose, one.before, one.after) for one in rehearsal.differences] == [
        (f"person:{who}", 30, 35),
        (f"unit:{unit}", 30, 35),
    ]
    with pytest.raises(Conflict):
        do(site, COMMITTEE, lambda act, own: reckon_year(act, own, 2026, "0" * 64))
    do(site, COMMITTEE, lambda act, own: reckon_year(act, own, 2026, rehearsal.digest))
    entry = next(one for one in lines(site)[HANDLER] if one.kind == "on_time")
    assert (entry.points, entry.history[0]["points"]) == (25, 20)
    assert reckoned(site) == 0


def test_a_table_that_cannot_be_used_is_refused_at_the_rehearsal(site: Site) -> None:
    reckoned(site)
    signed_and_closed(site)
    deploy_family(site, changed_table("<text>2</text>", "<text>2.55</text>"))
    with pytest.raises(Invalid) as raised:
        do(site, COMMITTEE, lambda act, own: rehearse(act, own, 2026))
    assert [one.code for one in raised.value.problems] == ["performance.points"]
    deploy_family(site, changed_table("<text>urgency</text>", "<text>mood</text>"))
    with pytest.raises(Invalid) as raised:
        do(site, COMMITTEE, lambda act, own: rehearse(act, own, 2026))
    assert [one.code for one in raised.value.problems] == ["performance.fact_unknown"]
    assert reckoned(site) > 0  # the year goes on by its own


def signed_and_closed(site: Site) -> int:
    item_id = signed(site)
    hand_in(site, item_id, HANDLER)
    close(site, item_id)
    return item_id


def test_the_lines_of_a_year_are_those_of_its_days_in_the_office(site: Site) -> None:
    """Closed on New Year's morning in Shanghai, while it is still the old year in Greenwich."""
    move_clock(site, datetime.fromisoformat("2026-12-31T16:00:00+08:00"))
    item_id = signed(site)
    hand_in(site, item_id, HANDLER)
    move_clock_and_work(site, datetime.fromisoformat("2027-01-01T07:00:00+08:00"))
    close(site, item_id)
    reckoned(site, 2026)
    reckoned(site, 2027)
    assert "on_time" not in {one.kind for one in lines(site)[HANDLER]}
    assert "on_time" in {one.kind for one in lines(site, 2027)[HANDLER]}


def test_equals_share_a_place_and_too_few_are_not_ranked() -> None:
    assert ranks({1: 30, 2: 20, 3: 30, 4: -5}) == {1: 1, 3: 1, 2: 3, 4: 4}
    assert ranks({1: 30, 2: 20}) is None


def test_points_have_one_decimal() -> None:
    assert [tenths(points) for points in (2, 0.5, -1.5, 0.3)] == [20, 5, -15, 3]
    assert [tenths(points) for points in (0.25, 2000)] == [None, None]
