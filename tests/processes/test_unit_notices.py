"""单位公示: who was recommended stands on notice in the unit, and rests as recommended only when it has ended."""

from datetime import date

import pytest

from engine.calendar import WorkingCalendar
from engine.commands.commendation.cancel_cycle import cancel_cycle
from engine.commands.commendation.keep_unposted import keep_unposted
from engine.commands.commendation.open_cycle import Category
from engine.commands.commendation.withdraw import withdraw_nomination
from engine.commands.instances.modify import Modification, modify_instance
from engine.commands.public_notices.withdraw import withdraw_by_hand
from engine.domain.errors import Conflict, Invalid, NotFound
from engine.queries.public_notices import get_shown_notice, list_notices
from engine.queries.reader import Reader
from engine.site import Site
from engine.store.models import Nomination
from tests.support.commending import (
    OFFICE,
    awards_of,
    begin_cycle,
    complete,
    cycle_of,
    decide,
    give_marks,
    give_opinions,
    incidents,
    notices_of,
    object_to,
    panel_votes,
    put_forward,
    reasons_of,
    recommend_all,
    stand_at,
    states_of,
    tasks_of,
    unit_notices_of,
)
from tests.support.office import act_of, person, roles

LAST_DAY, AFTER = date(2026, 1, 12), date(2026, 1, 13)  # of five working days from 5 January 2026


def _on_notice(site: Site, until: date = date(2026, 1, 20)) -> tuple[int, list[str]]:
    """Two people of two units, recommended on 5 January 2026."""
    cycle_id = begin_cycle(site, [Category("先进个人", "person", 2)], until, unit_notice=True)
    numbers = [put_forward(site, cycle_id, "先进个人", *one) for one in (("ms1", "huangjing"), ("ms2", "linxi"))]
    give_opinions(site)
    recommend_all(site)
    assert set(states_of(site, cycle_id).values()) == {"unit_notice"}
    return cycle_id, numbers


def _instance_of(site: Site, number: str) -> int:
    with site.reading() as session:
        return session.query(Nomination).filter_by(number=number).one().instance_id or 0


def test_who_is_recommended_stands_on_notice_in_the_unit_for_its_days(either_site: Site) -> None:
    site = either_site
    cycle_id, numbers = _on_notice(site)
    (notice,) = unit_notices_of(site, numbers[0])
    assert (notice.ends_at, notice.rule["public"]) == (WorkingCalendar().closing(LAST_DAY), False)
    assert [one["name"] for one in notice.content["subjects"]] == ["黄静"]
    stand_at(site, LAST_DAY)
    assert set(states_of(site, cycle_id).values()) == {"unit_notice"}
    stand_at(site, AFTER)
    assert set(states_of(site, cycle_id).values()) == {"recommended"}
    assert cycle_of(site, cycle_id).state == "nominating"
    assert incidents(site) == []


def test_the_cycle_waits_for_the_notices_of_the_units(site: Site) -> None:
    cycle_id, _ = _on_notice(site, date(2026, 1, 7))
    stand_at(site, date(2026, 1, 8))
    assert cycle_of(site, cycle_id).state == "examining"
    stand_at(site, AFTER)
    assert cycle_of(site, cycle_id).state == "reviewing"


def test_the_notice_within_a_unit_is_read_by_its_people_and_who_oversees(site: Site) -> None:
    _, numbers = _on_notice(site)
    (notice,) = unit_notices_of(site, numbers[0])
    with site.reading() as session:
        situation = act_of(site, session).situation

        def reader(username: str) -> Reader:
            return Reader(person(session, username).id, roles(session, username), situation)

        for username in ("xuhao", "zhaolei", OFFICE, "qianbo"):
            assert get_shown_notice(session, reader(username), notice.id).id == notice.id
            assert notice.id in [one.id for one in list_notices(session, reader(username))[0]]
        with pytest.raises(NotFound):
            get_shown_notice(session, reader("linxi"), notice.id)
        assert notice.id not in [one.id for one in list_notices(session, reader("linxi"))[0]]


def test_an_objection_on_the_last_day_stops_the_clock_and_untrue_lets_it_go_on(site: Site) -> None:
    cycle_id, numbers = _on_notice(site)
    stand_at(site, LAST_DAY, 16)
    object_to(site, unit_notices_of(site, numbers[0])[0])
    stand_at(site, AFTER)
    assert states_of(site, cycle_id) == {numbers[0]: "unit_notice", numbers[1]: "recommended"}
    complete(site, tasks_of(site, "investigate")[0].id, {"finding": "unfounded", "answer": "不属实"})
    (notice,) = unit_notices_of(site, numbers[0])
    assert notice.ends_at == WorkingCalendar().closing(date(2026, 1, 14))
    stand_at(site, date(2026, 1, 15))
    assert set(states_of(site, cycle_id).values()) == {"recommended"}


def test_a_true_objection_ends_the_nomination_when_all_are_answered(site: Site) -> None:
    cycle_id, numbers = _on_notice(site)
    (notice,) = unit_notices_of(site, numbers[0])
    object_to(site, notice, 1)
    object_to(site, notice, 2)
    first, second = tasks_of(site, "investigate")
    complete(site, first.id, {"finding": "founded", "answer": "属实"})
    assert states_of(site, cycle_id)[numbers[0]] == "unit_notice"
    complete(site, second.id, {"finding": "unfounded", "answer": "不属实"})
    assert states_of(site, cycle_id)[numbers[0]] == "not_recommended"
    assert reasons_of(site, cycle_id)[numbers[0]] == "单位公示期间的异议经查属实"
    assert [one.state for one in unit_notices_of(site, numbers[0])] == ["withdrawn"]
    stand_at(site, date(2026, 1, 21))
    assert (cycle_of(site, cycle_id).state, incidents(site)) == ("reviewing", [])


def test_a_notice_within_a_unit_that_is_withdrawn_is_published_anew(site: Site) -> None:
    cycle_id, numbers = _on_notice(site)
    stand_at(site, date(2026, 1, 8))
    with site.writing() as session:
        notice = unit_notices_of(site, numbers[0])[0]
        withdraw_by_hand(act_of(site, session, OFFICE), roles(session, OFFICE), notice.id, "排版有误")
    assert [one.state for one in unit_notices_of(site, numbers[0])] == ["withdrawn", "running"]
    stand_at(site, AFTER)
    assert states_of(site, cycle_id)[numbers[0]] == "unit_notice"
    stand_at(site, date(2026, 1, 16))
    assert states_of(site, cycle_id)[numbers[0]] == "recommended"


def test_a_withdrawn_nomination_and_a_cancelled_cycle_take_the_notices_down(site: Site) -> None:
    cycle_id, numbers = _on_notice(site)
    with site.writing() as session:
        act = act_of(site, session, "huangjing")
        withdraw_nomination(act, roles(session, "huangjing"), 1, "本人放弃")
    with site.writing() as session:
        cancel_cycle(act_of(site, session, OFFICE), roles(session, OFFICE), cycle_id, "上级另有安排")
    assert [states_of(site, cycle_id)[one] for one in numbers] == ["withdrawn", "cancelled"]
    assert [unit_notices_of(site, one)[0].state for one in numbers] == ["withdrawn", "withdrawn"]
    assert incidents(site) == []


@pytest.mark.parametrize("enter", ["pass_notice", "settle", "record_vote"])
def test_nobody_rests_as_recommended_before_the_notice_in_the_unit_has_ended_on_any_path(
    site: Site, enter: str
) -> None:
    cycle_id, numbers = _on_notice(site)
    instance_id = _instance_of(site, numbers[0])
    leave = "run_out" if enter == "pass_notice" else "unit_notice"
    with site.writing() as session:
        act = act_of(site, session, "pengfei")
        modify_instance(act, instance_id, "试", Modification(leave=[leave], enter=[enter]))
    assert states_of(site, cycle_id)[numbers[0]] == "unit_notice"
    stand_at(site, date(2026, 1, 9))
    assert states_of(site, cycle_id)[numbers[0]] == "unit_notice"
    assert len(incidents(site)) == 1


def test_nobody_is_put_on_notice_in_the_unit_who_was_not_recommended(site: Site) -> None:
    cycle_id = begin_cycle(site, [Category("先进个人", "person", 2)], unit_notice=True)
    number = put_forward(site, cycle_id, "先进个人", "ms1", "huangjing")
    with site.writing() as session:
        act = act_of(site, session, "pengfei")
        modify_instance(act, _instance_of(site, number), "试", Modification(leave=["opinions"], enter=["unit_notice"]))
    assert (len(incidents(site)), unit_notices_of(site, number)) == (1, [])


def test_a_notice_that_was_not_passed_on_is_no_end_of_it(site: Site) -> None:
    """Straight to the end of the nominating, while an objection is open on the last day."""
    cycle_id, numbers = _on_notice(site)
    object_to(site, unit_notices_of(site, numbers[0])[0])
    stand_at(site, date(2026, 1, 21))
    assert (states_of(site, cycle_id)[numbers[0]], cycle_of(site, cycle_id).state) == ("unit_notice", "examining")
    with pytest.raises(Invalid):
        complete(site, tasks_of(site, "investigate")[0].id, {"finding": "", "answer": "x"})


def test_a_cycle_opened_before_goes_on_without_a_notice_in_the_unit(site: Site) -> None:
    cycle_id = begin_cycle(site, [Category("先进个人", "person", 2)])
    number = put_forward(site, cycle_id, "先进个人", "ms1", "huangjing")
    give_opinions(site)
    recommend_all(site)
    assert (states_of(site, cycle_id), unit_notices_of(site, number)) == ({number: "recommended"}, [])


def keep_off(site: Site, nomination_id: int, who: str = OFFICE) -> None:
    with site.writing() as session:
        keep_unposted(act_of(site, session, who), roles(session, who), nomination_id, "涉密岗位")


def test_what_is_secret_is_not_posted_and_the_others_are(site: Site) -> None:
    cycle_id = begin_cycle(site, [Category("先进个人", "person", 2)], unit_notice=True)
    secret, open_ = (put_forward(site, cycle_id, "先进个人", *one) for one in (("ms1", "huangjing"), ("ms2", "linxi")))
    keep_off(site, 1)
    give_opinions(site)
    recommend_all(site)
    assert states_of(site, cycle_id) == {secret: "recommended", open_: "unit_notice"}
    for nomination_id in (1, 2):
        with pytest.raises(Conflict):
            keep_off(site, nomination_id)
    stand_at(site, AFTER)
    give_marks(site, {secret: 90, open_: 85})
    panel_votes(site, [secret, open_])
    (notice,) = notices_of(site, cycle_id)
    assert [one["name"] for one in notice.content["subjects"]] == ["林溪"]
    with pytest.raises(IndexError):
        decide(site)
    stand_at(site, date(2026, 1, 21))
    decide(site)
    awards = awards_of(site, cycle_id)
    assert [one.published_at is None for one in awards] == [True, False]
    assert incidents(site) == []


def test_where_all_are_secret_the_decision_comes_without_a_notice(site: Site) -> None:
    cycle_id = begin_cycle(site, [Category("先进个人", "person", 1)], unit_notice=True)
    secret = put_forward(site, cycle_id, "先进个人", "ms1", "huangjing")
    with pytest.raises(NotFound):
        keep_off(site, 1, "linxi")
    keep_off(site, 1)
    give_opinions(site)
    recommend_all(site)
    stand_at(site, AFTER)
    give_marks(site, {secret: 90})
    panel_votes(site, [secret])
    assert (cycle_of(site, cycle_id).state, notices_of(site, cycle_id)) == ("deciding", [])
    decide(site)
    assert (states_of(site, cycle_id), incidents(site)) == ({secret: "awarded"}, [])
