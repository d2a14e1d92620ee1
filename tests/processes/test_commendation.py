"""总结表彰 as its diagrams say it: a cycle from the announcement to the awards, and what may happen on the way."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from io import BytesIO
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select

from engine.calendar import WorkingCalendar
from engine.commands.attachments.attach import Place, Received, attach
from engine.commands.ballots.cancel import cancel_ballot
from engine.commands.ballots.cast import Casting, cast_vote
from engine.commands.commendation.cancel_cycle import cancel_cycle
from engine.commands.commendation.open_cycle import Category
from engine.commands.commendation.withdraw import withdraw_nomination
from engine.commands.instances.modify import Modification, modify_instance
from engine.commands.public_notices.withdraw import withdraw_by_hand
from engine.domain.criteria import Criterion
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from engine.queries.commendation import get_cycle_seen
from engine.site import Site
from engine.store.commendation import checks_of
from engine.store.models import AwardCycle, Ballot, Nomination, Notice, OutsideOpinion, PanelSeat, PanelSitting
from engine.store.runtime import lock_instance
from tests.support import commending
from tests.support.commending import (
    OFFICE,
    PEOPLE,
    add_negative,
    begin_cycle,
    complete,
    cycle_of,
    decide,
    give_marks,
    give_opinions,
    incidents,
    notices_of,
    object_to,
    open_ballots,
    panel_votes,
    put_forward,
    reasons_of,
    recommend_all,
    stand_at,
    states_of,
    tasks_of,
    to_notice,
    to_panel,
    vote,
    voters_of,
)
from tests.support.deciding import receipt
from tests.support.office import act_of, reader, roles

NAMES = (("ms1", "huangjing"), ("ms2", "linxi"), ("ms3", "hanbing"), ("xxc", "caomin"))


def _people(site: Site, count: int = 3, **more: object) -> tuple[int, list[str]]:
    """A cycle with one category of persons, two seats, and so many nominees."""
    cycle_id = begin_cycle(site, [Category("先进个人", "person", 2, **more)])  # type: ignore[arg-type]
    return cycle_id, [put_forward(site, cycle_id, "先进个人", *one) for one in NAMES[:count]]


def _marks(numbers: list[str]) -> dict[str, int]:
    return {number: 90 - place for place, number in enumerate(numbers)}


def test_a_cycle_goes_from_the_announcement_to_the_awards(either_site: Site) -> None:
    site = either_site
    cycle_id = begin_cycle(site)
    unit = put_forward(site, cycle_id, "模范单位", "zhc")
    people = [put_forward(site, cycle_id, "先进个人", *one) for one in NAMES[:2]]
    own = put_forward(site, cycle_id, "先进个人", *NAMES[2], by="hanbing")
    give_opinions(site)
    recommend_all(site)
    assert set(states_of(site, cycle_id).values()) == {"recommended"}
    stand_at(site, date(2026, 1, 13))
    give_marks(site, {unit: 90, people[0]: 95, people[1]: 85, own: 80})
    panel_votes(site, [unit])
    panel_votes(site, people)
    assert cycle_of(site, cycle_id).state == "on_notice"
    stand_at(site, date(2026, 1, 21))
    decide(site)
    assert incidents(site) == []
    awards = commending.awards_of(site, cycle_id)
    assert cycle_of(site, cycle_id).state == "awarded"
    assert [one.number for one in awards] == [f"表彰证书〔2026〕{n}号" for n in (1, 2, 3)]
    assert states_of(site, cycle_id) == {unit: "awarded", **dict.fromkeys(people, "awarded"), own: "not_shortlisted"}
    with site.reading() as session:
        told = list(session.scalars(select(Notice.cause).where(Notice.kind == "nomination_outcome")))
    assert {one.rpartition(".")[0] for one in told} == {f"nomination_outcome.{n}" for n in (1, 2, 3, 4)}


def test_who_does_not_qualify_goes_no_further_and_every_line_is_kept(site: Site) -> None:
    add_negative(site, "huangjing", day=date(2026, 1, 5))
    cycle_id, (first, *_) = _people(site)
    assert (states_of(site, cycle_id)[first], reasons_of(site, cycle_id)[first]) == (
        "not_qualified",
        "负面清单有效记录 1 条",
    )
    with site.reading() as session:
        nomination = session.scalars(select(Nomination).where(Nomination.number == first)).one()
        lines = checks_of(session, nomination.id)
    assert [one.passed for one in lines] == [True, True, False, True, True, True]


def test_a_body_that_objects_ends_the_nomination_and_each_is_asked_once(site: Site) -> None:
    cycle_id, (first, *_) = _people(site, 1)
    task = tasks_of(site, "opinions")[0]
    lacking = [{"body": commending.BODIES[0], "opinion": "agree", "given_on": "2026-01-05"}]
    with pytest.raises(Invalid):
        complete(site, task.id, {"opinions": lacking})
    old = [{"body": one, "opinion": "agree", "given_on": "2025-07-04"} for one in commending.BODIES]
    with pytest.raises(Invalid):
        complete(site, task.id, {"opinions": old})
    give_opinions(site, opinion="object")
    assert states_of(site, cycle_id)[first] == "not_qualified"


def test_a_unit_votes_again_where_too_few_voted_and_then_does_not_recommend(site: Site) -> None:
    cycle_id, (first, second) = _people(site, 2)
    give_opinions(site)
    one, other = sorted(open_ballots(site), key=lambda ballot: ballot.options[0]["code"])
    assert "huangjing" not in voters_of(site, one)
    vote(site, one, {voters_of(site, one)[0]: {first: "for"}})
    vote(site, other, {who: {second: "against"} for who in voters_of(site, other)})
    stand_at(site, date(2026, 1, 8))
    again = open_ballots(site)
    assert [ballot.round for ballot in again] == [2]
    stand_at(site, date(2026, 1, 13))
    assert states_of(site, cycle_id) == {first: "not_recommended", second: "not_recommended"}
    assert reasons_of(site, cycle_id)[first] == "投票 2 次，人数都不够"
    assert (cycle_of(site, cycle_id).state, cycle_of(site, cycle_id).reason) == ("cancelled", "没有可以表彰的对象")


def test_the_panel_waits_until_the_last_nomination_has_come_to_rest(site: Site) -> None:
    cycle_id, _ = _people(site, 2)
    stand_at(site, date(2026, 1, 13))
    assert cycle_of(site, cycle_id).state == "examining"
    give_opinions(site)
    recommend_all(site)
    assert cycle_of(site, cycle_id).state == "reviewing"


def test_two_nominations_that_come_to_rest_at_the_same_moment_let_the_cycle_go_on(postgresql_site: Site) -> None:
    site = postgresql_site
    cycle_id, numbers = _people(site, 2)
    stand_at(site, date(2026, 1, 13))
    give_opinions(site)
    one, other = open_ballots(site)
    for ballot in (one, other):
        vote(site, ballot, {voters_of(site, ballot)[0]: {ballot.options[0]["code"]: "for"}})
    last = voters_of(site, other)[1]
    at_once = Thread(target=vote, args=(site, other, {last: {other.options[0]["code"]: "for"}}))
    with site.writing() as session:
        act = act_of(site, session, voters_of(site, one)[1])
        cast_vote(act, one.id, Casting(receipt(77), {one.options[0]["code"]: "for"}))
        at_once.start()
        at_once.join(1)  # it waits for this one, or it has not seen it
    at_once.join()
    assert (set(states_of(site, cycle_id).values()), len(numbers)) == ({"recommended"}, 2)
    assert cycle_of(site, cycle_id).state == "reviewing"


def test_a_sitting_without_its_quorum_is_held_again_and_nobody_marks_their_own_unit(site: Site) -> None:
    panel = (*commending.PANEL[:4], "tangwen")  # of the unit of the third nominee
    cycle_id = begin_cycle(site, [Category("先进个人", "person", 2)], panel=panel)
    numbers = [put_forward(site, cycle_id, "先进个人", *one) for one in NAMES[:3]]
    to_panel(site, cycle_id)
    with pytest.raises(Invalid):
        give_marks(site, _marks(numbers), absent=panel[:4])
    give_marks(site, _marks(numbers), absent=panel[:2], own={"tangwen": [numbers[2]]})
    stand_at(site, date(2026, 1, 19))
    with site.reading() as session:
        assert [one.state for one in session.scalars(select(PanelSitting))] == ["missed", "called"]
    # all are there, but two of the four who may mark the third stand aside for them: two marks are enough of two
    aside = {panel[0]: [numbers[2]], panel[1]: [numbers[2]]}
    give_marks(site, _marks(numbers), aside=aside, own={"tangwen": [numbers[2]]})
    assert incidents(site) == []
    assert cycle_of(site, cycle_id).state == "voting"
    with site.reading() as session:
        third = session.scalars(select(Nomination).where(Nomination.number == numbers[2])).one()
        assert (third.mark, third.score) == (880, 728)
        assert [line["row"] for line in third.points] == ["1", "score_panel", "score_record"]
        assert (third.points[0]["text"], third.points[0]["points"]) == ("综合评价", 880)


FOUR = tuple(Criterion(*one) for one in (("实绩", 40), ("公认", 25), ("创新", 20), ("作风", 15)))


def test_each_criterion_is_marked_up_to_its_points_and_the_averages_add_up(either_site: Site) -> None:
    site = either_site
    cycle_id, numbers = _people(site, 2, criteria=FOUR)
    to_panel(site, cycle_id)
    first, second = numbers
    wrong: list[dict[str, Any]] = [
        {"number": first, "points": [41, 0, 0, 0]},
        {"number": second, "mark": 90},
    ]
    task = tasks_of(site, "mark")[0]
    with pytest.raises(Invalid) as refused:
        complete(site, task.id, {"marks": wrong})
    assert [(one.code, one.field) for one in refused.value.problems] == [
        ("commendation.points_of_each", "/marks/0"),
        ("commendation.points_of_each", "/marks/1"),
    ]
    given = iter([[40, 20, 20, 10], [30, 25, 15, 11], [31, 20, 10, 15], [36, 20, 16, 12], [38, 22, 18, 13]])
    for task in tasks_of(site, "mark"):
        marks = [{"number": first, "points": next(given)}, {"number": second, "points": [40, 25, 20, 15]}]
        complete(site, task.id, {"marks": marks})
    assert incidents(site) == []
    with site.reading() as session:
        found = session.scalars(select(Nomination).order_by(Nomination.id)).all()
        lines = [[line for line in one.points if line["kind"] == "criterion"] for one in found]
        assert [one.mark for one in found] == [844, 1000]
        assert [[line["points"] for line in one] for one in lines] == [[350, 214, 158, 122], [400, 250, 200, 150]]
        assert [(line["text"], line["most"]) for line in lines[0]] == [(one.name, one.points) for one in FOUR]


def test_who_had_spoken_before_there_were_criteria_is_counted_by_the_one_mark(site: Site) -> None:
    cycle_id, numbers = _people(site, 1)
    to_panel(site, cycle_id)
    give_marks(site, {numbers[0]: 90}, absent=commending.PANEL[:1])
    with site.writing() as session:
        for seat in session.scalars(select(PanelSeat).where(PanelSeat.state == "present")):
            seat.data = {name: value for name, value in seat.data.items() if name != "points"}
    give_marks(site, {numbers[0]: 80})
    with site.reading() as session:
        one = session.scalars(select(Nomination)).one()
        assert (one.mark, one.points[0]["points"]) == (880, 880)


def test_a_nominee_whom_too_few_may_mark_makes_the_sitting_missed(site: Site) -> None:
    cycle_id, numbers = _people(site)
    to_panel(site, cycle_id)
    everybody = commending.PANEL
    give_marks(site, _marks(numbers), aside={one: [numbers[0]] for one in everybody[:4]})
    with site.reading() as session:
        assert [one.state for one in session.scalars(select(PanelSitting))] == ["missed", "called"]


def test_a_tie_at_the_quota_is_voted_on_again_and_tied_again_gives_no_seat(site: Site) -> None:
    cycle_id, numbers = _people(site, 4, heads_percent=None)
    to_panel(site, cycle_id)
    give_marks(site, dict.fromkeys(numbers, 90))
    one, two, three, four = numbers
    ballot = open_ballots(site)[0]
    a, b, c, d, e = voters_of(site, ballot)
    chosen = {a: (one, two), b: (one, three), c: (one, two), d: (three, two), e: (one, three)}
    vote(site, ballot, {who: dict.fromkeys(what, "for") for who, what in chosen.items()})
    again = open_ballots(site)[0]
    assert ([option["code"] for option in again.options], again.rule["seats"], again.round) == ([two, three], 1, 2)
    tied = {a: two, b: two, c: three, d: three}
    vote(site, again, {who: {what: "for"} for who, what in tied.items()})
    vote(site, again, {e: {}})
    assert incidents(site) == []
    states = states_of(site, cycle_id)
    assert states == {one: "elected", two: "reserve", three: "reserve", four: "not_elected"}


def test_a_ballot_that_is_called_off_is_opened_again(site: Site) -> None:
    cycle_id, numbers = _people(site)
    to_panel(site, cycle_id)
    give_marks(site, _marks(numbers))
    with site.writing() as session:
        cancel_ballot(act_of(site, session, OFFICE), roles(session, OFFICE), open_ballots(site)[0].id, "选项有误")
    assert [ballot.round for ballot in open_ballots(site)] == [2]
    panel_votes(site, numbers[:2])
    assert cycle_of(site, cycle_id).state == "on_notice"


def test_a_category_whose_ballot_misses_its_quorum_twice_stays_without_an_award(site: Site) -> None:
    cycle_id, numbers = _people(site)
    to_panel(site, cycle_id)
    give_marks(site, _marks(numbers))
    stand_at(site, date(2026, 1, 16))
    stand_at(site, date(2026, 1, 21))
    assert sorted(states_of(site, cycle_id).values()) == ["not_elected", "not_elected", "not_shortlisted"]
    assert cycle_of(site, cycle_id).state == "cancelled"


def test_heads_over_the_limit_give_their_seat_to_the_next(site: Site) -> None:
    cycle_id = begin_cycle(site, [Category("先进个人", "person", 2, heads_percent=50)])
    heads = [put_forward(site, cycle_id, "先进个人", *one) for one in (("ms1", "zhaolei"), ("ms2", "gaoyuan"))]
    other = put_forward(site, cycle_id, "先进个人", *NAMES[2])
    to_panel(site, cycle_id)
    give_marks(site, dict.fromkeys([*heads, other], 90))
    ballot = open_ballots(site)[0]
    a, b, *rest = voters_of(site, ballot)
    vote(site, ballot, {one: {heads[0]: "for", heads[1]: "for"} for one in (a, b)})
    vote(site, ballot, {rest[0]: {heads[0]: "for", other: "for"}, rest[1]: {heads[1]: "for", heads[0]: "for"}})
    vote(site, ballot, {rest[2]: {other: "for"}})
    assert states_of(site, cycle_id) == {heads[0]: "elected", heads[1]: "reserve", other: "not_elected"}


def test_by_rule_the_score_decides_and_a_tie_at_the_quota_is_voted_on(site: Site) -> None:
    cycle_id = begin_cycle(site, [Category("先进个人", "person", 2)], kind="special")
    numbers = [put_forward(site, cycle_id, "先进个人", *one) for one in NAMES[:3]]
    for task in tasks_of(site, "opinions"):
        given = [{"body": commending.BODIES[0], "opinion": "none", "given_on": "2026-01-05"}]
        complete(site, task.id, {"opinions": given})
    recommend_all(site)
    stand_at(site, date(2026, 1, 13))
    give_marks(site, dict(zip(numbers, (95, 90, 90), strict=True)))
    ballot = open_ballots(site)[0]
    assert [option["code"] for option in ballot.options] == numbers[1:]
    panel_votes(site, numbers[2:])
    assert states_of(site, cycle_id) == {numbers[0]: "elected", numbers[1]: "reserve", numbers[2]: "elected"}
    assert (incidents(site), cycle_of(site, cycle_id).state) == ([], "on_notice")


def test_who_is_struck_by_an_objection_on_the_last_day_is_followed_by_the_next_with_a_full_notice(site: Site) -> None:
    cycle_id, numbers = _people(site)
    one, two, three = numbers
    to_panel(site, cycle_id)
    give_marks(site, dict.fromkeys(numbers, 90))
    ballot = open_ballots(site)[0]
    a, b, c, *rest = voters_of(site, ballot)
    chosen = {a: (one, two), b: (one, two), c: (one, three), rest[0]: (one, three), rest[1]: (two, three)}
    vote(site, ballot, {who: dict.fromkeys(what, "for") for who, what in chosen.items()})
    runoff = {a: two, b: two, c: two, rest[0]: three, rest[1]: three}
    vote(site, open_ballots(site)[0], {who: {what: "for"} for who, what in runoff.items()})
    assert states_of(site, cycle_id) == {one: "elected", two: "elected", three: "reserve"}
    stand_at(site, date(2026, 1, 20), 16)
    object_to(site, notices_of(site, cycle_id)[0])
    stand_at(site, date(2026, 1, 22))
    assert notices_of(site, cycle_id)[0].state == "paused"
    task = tasks_of(site, "investigate")[0]
    with pytest.raises(Invalid):
        complete(site, task.id, {"finding": "founded", "answer": "属实", "number": three})
    complete(site, task.id, {"finding": "founded", "answer": "属实", "number": two})
    assert states_of(site, cycle_id)[two] == "struck"
    stand_at(site, date(2026, 1, 24))
    first, second = notices_of(site, cycle_id)
    assert (first.state, second.state, second.published_on) == ("ended", "running", date(2026, 1, 24))
    assert [subject["name"] for subject in second.content["subjects"]] == ["韩冰"]
    assert second.ends_at == WorkingCalendar().closing(date(2026, 1, 30))
    assert tasks_of(site, "decide") == []
    stand_at(site, date(2026, 2, 2))
    decide(site)
    assert states_of(site, cycle_id) == {one: "awarded", two: "struck", three: "awarded"}


def test_an_untrue_objection_takes_nobodys_seat(site: Site) -> None:
    cycle_id, numbers = _people(site)
    to_notice(site, cycle_id, _marks(numbers), numbers[:2])
    object_to(site, notices_of(site, cycle_id)[0])
    complete(site, tasks_of(site, "investigate")[0].id, {"finding": "unfounded", "answer": "不属实"})
    stand_at(site, date(2026, 1, 23))
    decide(site)
    assert sorted(states_of(site, cycle_id).values()) == ["awarded", "awarded", "not_shortlisted"]


def test_a_notice_that_is_withdrawn_is_published_anew(site: Site) -> None:
    cycle_id, numbers = _people(site)
    to_notice(site, cycle_id, _marks(numbers), numbers[:2])
    with site.writing() as session:
        notice = notices_of(site, cycle_id)[0]
        withdraw_by_hand(act_of(site, session, OFFICE), roles(session, OFFICE), notice.id, "排版有误")
    assert [one.state for one in notices_of(site, cycle_id)] == ["withdrawn", "running"]


def test_nothing_is_decided_before_the_notice_has_ended_on_any_path(site: Site) -> None:
    cycle_id, numbers = _people(site)
    to_notice(site, cycle_id, _marks(numbers), numbers[:2])
    instance_id = cycle_of(site, cycle_id).instance_id or 0

    def move(*enter: str, leave: tuple[str, ...]) -> None:
        with site.writing() as session:
            act = act_of(site, session, "pengfei")
            modify_instance(act, instance_id, "试", Modification(leave=leave, enter=enter))

    move("decide", leave=("on_notice",))
    with pytest.raises(Invalid):
        decide(site)
    move("award", leave=("decide",))
    assert [one["element_id"] for one in incidents(site)] == ["award"]
    move("end_cycle", leave=("decide",))
    assert commending.awards_of(site, cycle_id) == []
    assert cycle_of(site, cycle_id).state == "on_notice"


def test_who_no_longer_qualifies_at_the_decision_is_struck_and_the_next_moves_up(site: Site) -> None:
    cycle_id, numbers = _people(site)
    to_panel(site, cycle_id)
    give_marks(site, dict.fromkeys(numbers, 90))
    ballot = open_ballots(site)[0]
    a, b, c, *rest = voters_of(site, ballot)
    one, two, three = numbers
    chosen = {a: (one, two), b: (one, two), c: (one, two), rest[0]: (one, three), rest[1]: (two, three)}
    vote(site, ballot, {who: dict.fromkeys(what, "for") for who, what in chosen.items()})
    assert states_of(site, cycle_id)[three] == "not_elected"  # two of five are no majority
    stand_at(site, date(2026, 1, 21))
    add_negative(site, "huangjing", day=date(2026, 1, 20))
    with pytest.raises(Invalid):
        decide(site)
    assert states_of(site, cycle_id)[one] == "elected"
    complete(site, tasks_of(site, "decide")[0].id, {"outcome": "recheck"})
    assert states_of(site, cycle_id)[one] == "struck"
    decide(site)
    assert states_of(site, cycle_id) == {one: "struck", two: "awarded", three: "not_elected"}


def test_an_outside_opinion_that_has_run_out_is_renewed_before_the_decision(site: Site) -> None:
    cycle_id, numbers = _people(site)
    to_notice(site, cycle_id, _marks(numbers), numbers[:2])
    with site.writing() as session:
        for one in session.scalars(select(OutsideOpinion).where(OutsideOpinion.nomination_id == 1)):
            one.expires_on = date(2026, 1, 20)
    stand_at(site, date(2026, 1, 21))
    assert tasks_of(site, "decide") == []
    task = tasks_of(site, "renew")[0]
    given = [
        {"number": numbers[0], "body": one, "opinion": "agree", "given_on": "2026-01-21"} for one in commending.BODIES
    ]
    with site.reading() as session:
        act = act_of(site, session)
        due = [
            get_cycle_seen(act, reader(session, who), cycle_id).opinions_due for who in (commending.OFFICE, "qianbo")
        ]
    assert due == [{1: list(commending.BODIES), 2: []}, {}]
    with pytest.raises(Invalid):
        complete(site, task.id, {"opinions": given[:1]})
    complete(site, task.id, {"opinions": given})
    with site.writing() as session:
        for one in session.scalars(select(OutsideOpinion).where(OutsideOpinion.nomination_id == 2)):
            one.expires_on = date(2026, 1, 20)
    with pytest.raises(Invalid):
        decide(site)
    complete(site, tasks_of(site, "decide")[0].id, {"outcome": "recheck"})
    given = [{**one, "number": numbers[1], "opinion": "object"} for one in given]
    complete(site, tasks_of(site, "renew")[0].id, {"opinions": given})
    decide(site)
    assert [states_of(site, cycle_id)[one] for one in numbers[:2]] == ["awarded", "struck"]


def test_the_leader_may_strike_with_a_reason_and_never_add(site: Site) -> None:
    cycle_id, numbers = _people(site)
    to_notice(site, cycle_id, _marks(numbers), numbers[:2])
    stand_at(site, date(2026, 1, 21))
    with pytest.raises(Invalid):
        decide(site, struck=[{"number": numbers[2], "reason": "不妥"}])
    decide(site, struck=[{"number": numbers[0], "reason": "另行表彰"}])
    assert [states_of(site, cycle_id)[one] for one in numbers[:2]] == ["struck", "awarded"]


def test_a_nomination_is_withdrawn_until_the_panel_sits(site: Site) -> None:
    cycle_id, numbers = _people(site)
    give_opinions(site)

    def withdraw(number: int, username: str) -> None:
        with site.writing() as session:
            withdraw_nomination(act_of(site, session, username), roles(session, username), number, "本人放弃")

    for username, error in (("panying", NotFound), ("xuhao", NotAllowed)):
        with pytest.raises(error):
            withdraw(1, username)
    withdraw(1, "huangjing")
    assert states_of(site, cycle_id)[numbers[0]] == "withdrawn"
    with site.reading() as session:
        assert [one.state for one in session.scalars(select(Ballot).order_by(Ballot.id))].count("cancelled") == 1
    assert put_forward(site, cycle_id, "先进个人", *NAMES[0]) not in numbers
    stand_at(site, date(2026, 1, 12), 11)
    withdraw(4, "zhaolei")
    recommend_all(site)
    stand_at(site, date(2026, 1, 13))
    with pytest.raises(Conflict):
        withdraw(2, "linxi")


@pytest.mark.parametrize("until", ["nominating", "reviewing", "voting", "on_notice"])
def test_a_cycle_that_is_cancelled_ends_everything_in_it(site: Site, until: str) -> None:
    cycle_id, numbers = _people(site)
    if until != "nominating":
        to_panel(site, cycle_id)
    if until in ("voting", "on_notice"):
        give_marks(site, _marks(numbers))
    if until == "on_notice":
        panel_votes(site, numbers[:2])
    assert cycle_of(site, cycle_id).state == until
    with site.writing() as session:
        cancel_cycle(act_of(site, session, OFFICE), roles(session, OFFICE), cycle_id, "上级另有安排")
    ended = {"cancelled"} if until in ("nominating", "reviewing") else {"cancelled", "not_shortlisted"}
    assert set(states_of(site, cycle_id).values()) <= ended
    assert (cycle_of(site, cycle_id).state, open_ballots(site), incidents(site)) == ("cancelled", [], [])
    assert [one.state for one in notices_of(site, cycle_id)] == (["withdrawn"] if until == "on_notice" else [])
    with pytest.raises(Conflict), site.writing() as session:
        cancel_cycle(act_of(site, session, OFFICE), roles(session, OFFICE), cycle_id, "再终止")


def test_a_member_of_the_panel_and_somebody_twice_are_not_nominated(site: Site) -> None:
    cycle_id = begin_cycle(site, [PEOPLE, Category("优秀个人", "person", 1)])
    put_forward(site, cycle_id, "先进个人", *NAMES[0])
    for category, unit, who in (
        ("先进个人", *NAMES[0]),
        ("优秀个人", *NAMES[0]),
        ("先进个人", "dcs", "liming"),
        ("先进个人", "ms2", "huangjing"),
        ("先进个人", "zhc", None),
    ):
        with pytest.raises(Invalid):
            put_forward(site, cycle_id, category, unit, who)
    with pytest.raises(NotAllowed):
        put_forward(site, cycle_id, "优秀个人", "ms2", "linxi", by="linxi")  # not allowed for oneself there
    stand_at(site, date(2026, 1, 13))
    with pytest.raises(Conflict):
        put_forward(site, cycle_id, "先进个人", *NAMES[1])


def test_a_file_that_comes_while_the_panel_is_called_waits_and_is_refused(postgresql_site: Site) -> None:
    site = postgresql_site
    cycle_id, _ = _people(site, 1)
    with site.reading() as session:
        place = Place(session.scalars(select(Nomination.instance_id)).one() or 0, None, None)

    def add() -> None:
        with site.writing() as session:
            attach(act_of(site, session, "zhaolei"), place, Received(BytesIO(b"x"), "a.txt", "text", 1, "0" * 64))

    with ThreadPoolExecutor(1) as beside:
        with site.writing() as session:
            cycle = session.get_one(AwardCycle, cycle_id)
            lock_instance(session, cycle.instance_id or 0)
            adding = beside.submit(add)
            wait([adding], 1)  # it waits for this one, or it has not begun
            cycle.state = "reviewing"
        with pytest.raises(Conflict) as refused:
            adding.result()
    assert [one.code for one in refused.value.problems] == ["commendation.files_frozen"]
