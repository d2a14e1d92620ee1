"""外出登记: who may enter it, what is refused, and that B has the work from that second on."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from engine.commands.people.absences import Entry, end_absence, enter_absence
from engine.domain.errors import Invalid, NotFound
from engine.queries.attendance import count_unattended, done_for, find_unattended
from engine.site import Site
from engine.store.models import AbsenceRow, Event, OutboxMail, Post
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import (
    ADMINISTRATOR,
    HANDLER,
    LEADER,
    MONDAY,
    OFFICER,
    SUBSTITUTE,
    UNIT_HEAD,
    act_of,
    doers,
    move_clock,
    person,
    roles,
)

DAY = timedelta(days=1)


def enter(
    site: Site,
    username: str,
    by: str | None = None,
    *,
    starts_at: datetime = MONDAY,
    ends_at: datetime = MONDAY + 3 * DAY,
    third: str | None = None,
    **scope: object,
) -> int:
    with site.writing() as session:
        third_id = person(session, third).id if third else None
        entry = Entry(person(session, username).id, starts_at, ends_at, third_id=third_id, **scope)  # type: ignore[arg-type]
        actor = by or username
        return enter_absence(act_of(site, session, actor), roles(session, actor), entry).id


def refuse_both_absent(site: Site) -> None:
    """The rule of every post is that A and B are not away at once."""
    with site.writing() as session:
        for post in session.scalars(select(Post)):
            post.both_absent = "refuse"


def problems_of(error: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_b_has_the_work_from_that_second_and_a_again_after_the_return(either_site: Site) -> None:
    dispatch(either_site)
    task_id = open_task(either_site, "sign")
    absence_id = enter(either_site, HANDLER, starts_at=MONDAY + timedelta(hours=1))
    for moment, expected in ((MONDAY, HANDLER), (MONDAY + timedelta(hours=1), SUBSTITUTE)):
        move_clock(either_site, moment)
        with either_site.reading() as session:
            assert doers(session, task_id) == [expected]
    with either_site.writing() as session:
        end_absence(act_of(either_site, session, HANDLER), roles(session, HANDLER), absence_id)
    with either_site.reading() as session:
        assert doers(session, task_id) == [HANDLER]


def test_on_return_a_sees_what_b_did(either_site: Site) -> None:
    dispatch(either_site)
    absence_id = enter(either_site, HANDLER)
    complete(either_site, SUBSTITUTE, open_task(either_site, "sign"), decision="sign")
    with either_site.reading() as session:
        (done,) = done_for(session, session.get_one(AbsenceRow, absence_id))
        assert (done.actor_id, done.post, done.task) == (person(session, SUBSTITUTE).id, "综合处承办岗B", "签收")
        assert done.item_id is not None


def test_whoever_stands_in_is_told_once(site: Site) -> None:
    enter(site, HANDLER)
    with site.reading() as session:
        mail = session.scalars(select(OutboxMail).where(OutboxMail.kind == "standing_in")).one()
    assert mail.recipient == "刘洋"
    assert "陈璐" in mail.subject
    assert "综合处承办岗A" in mail.text


def test_one_enters_ones_own_and_the_head_that_of_the_units_people(site: Site) -> None:
    enter(site, HANDLER, by=UNIT_HEAD)
    enter(site, SUBSTITUTE, by=ADMINISTRATOR, starts_at=MONDAY + 5 * DAY, ends_at=MONDAY + 6 * DAY)
    enter(site, UNIT_HEAD, by=LEADER)
    for username, by in ((HANDLER, SUBSTITUTE), (HANDLER, "zhaolei"), ("caomin", UNIT_HEAD), (OFFICER, HANDLER)):
        with pytest.raises(NotFound):
            enter(site, username, by=by, starts_at=MONDAY + 9 * DAY, ends_at=MONDAY + 10 * DAY)


def test_who_stands_in_for_the_head_enters_as_the_head(site: Site) -> None:
    enter(site, UNIT_HEAD)
    with pytest.raises(NotFound):
        enter(site, HANDLER, by="zhaolei")
    enter(site, HANDLER, by="liming")  # the head of the partner unit stands in


def test_both_away_is_refused_with_the_reason_and_accepted_with_a_named_third(site: Site) -> None:
    refuse_both_absent(site)
    dispatch(site)
    enter(site, HANDLER)
    with pytest.raises(Invalid) as refused:
        enter(site, SUBSTITUTE, starts_at=MONDAY + DAY, ends_at=MONDAY + 2 * DAY)
    assert problems_of(refused) == ["people.post_uncovered"]
    assert "综合处承办岗" in refused.value.problems[0].message()
    enter(site, SUBSTITUTE, starts_at=MONDAY + DAY, ends_at=MONDAY + 2 * DAY, third="zhaolei")
    move_clock(site, MONDAY + DAY)
    with site.reading() as session:
        assert doers(session, open_task(site, "sign")) == ["zhaolei"]
    with pytest.raises(Invalid) as left_alone:
        enter(site, "zhaolei", starts_at=MONDAY + DAY, ends_at=MONDAY + 4 * DAY)
    assert "people.post_uncovered" in problems_of(left_alone)


def test_both_away_falls_to_the_head_where_the_rule_says_so(site: Site) -> None:
    dispatch(site)
    enter(site, HANDLER)
    enter(site, SUBSTITUTE)
    with site.reading() as session:
        assert doers(session, open_task(site, "sign")) == [UNIT_HEAD]


def test_two_absences_for_different_processes_do_not_leave_a_post_alone(site: Site) -> None:
    refuse_both_absent(site)
    enter(site, HANDLER, process="supervision-item")
    enter(site, SUBSTITUTE, process="supervision-matter")
    with pytest.raises(Invalid) as refused:
        enter(site, SUBSTITUTE, starts_at=MONDAY + DAY, ends_at=MONDAY + 2 * DAY)
    assert problems_of(refused) == ["people.post_uncovered"]


def test_everything_that_is_wrong_is_said_at_once(site: Site) -> None:
    with pytest.raises(Invalid) as refused:
        enter(site, HANDLER, starts_at=MONDAY, ends_at=MONDAY, third=HANDLER, process="no-such", unit_id=999)
    assert sorted(problems_of(refused)) == [
        "people.absence_ends_early",
        "people.absence_process",
        "people.absence_unit",
        "people.third_itself",
    ]
    with pytest.raises(Invalid) as over:
        enter(site, HANDLER, starts_at=MONDAY - 2 * DAY, ends_at=MONDAY - DAY)
    assert problems_of(over) == ["people.absence_past"]


def test_a_third_who_is_away_too_is_refused(site: Site) -> None:
    enter(site, "zhaolei", starts_at=MONDAY + 2 * DAY, ends_at=MONDAY + 5 * DAY)
    with pytest.raises(Invalid) as refused:
        enter(site, HANDLER, third="zhaolei")
    assert problems_of(refused) == ["people.third_away"]


def test_the_same_absence_twice_is_refused_with_the_times_of_the_first(site: Site) -> None:
    enter(site, HANDLER)
    with pytest.raises(Invalid) as refused:
        enter(site, HANDLER, starts_at=MONDAY + DAY, ends_at=MONDAY + 9 * DAY)
    assert "2026-01-05 09:30" in refused.value.problems[0].message()


def test_nobody_is_let_go_who_is_the_last_who_could_do_the_work(site: Site) -> None:
    dispatch(site)
    for username in (HANDLER, SUBSTITUTE, UNIT_HEAD, "liming", LEADER):
        enter(site, username, by=ADMINISTRATOR)
    with site.reading() as session:
        assert doers(session, open_task(site, "sign")) == [ADMINISTRATOR]
    with pytest.raises(Invalid) as refused:
        enter(site, ADMINISTRATOR)
    assert set(problems_of(refused)) == {"people.nobody_left"}
    with site.reading() as session:
        act = act_of(site, session)
        organisation = site.house.organisations.get(session)
        assert find_unattended(session, organisation, act.now, act.now + 30 * DAY) == []


def test_the_scan_names_what_would_be_without_anybody(either_site: Site) -> None:
    dispatch(either_site)
    task_id = open_task(either_site, "sign")
    with either_site.writing() as session:  # past every check, as a broken import would
        everybody = act_of(either_site, session).situation.everybody()
        start, end = MONDAY + DAY, MONDAY + 2 * DAY
        session.add_all(AbsenceRow(person_id=one.id, starts_at=start, ends_at=end) for one in everybody)
    with either_site.reading() as session:
        organisation = either_site.house.organisations.get(session)
        (found,) = find_unattended(session, organisation, MONDAY, MONDAY + 30 * DAY)
        assert found.since == MONDAY + DAY
        assert task_id in found.tasks
        assert count_unattended(session, organisation.at(MONDAY)) == 0
        assert count_unattended(session, organisation.at(MONDAY + DAY)) == 1


def test_an_absence_and_its_end_stand_in_the_record_of_the_office(either_site: Site) -> None:
    absence_id = enter(either_site, HANDLER, reason="年休假")
    with either_site.writing() as session:
        end_absence(act_of(either_site, session, HANDLER), roles(session, HANDLER), absence_id)
    with either_site.reading() as session:
        entered, ended = session.scalars(select(Event).where(Event.type.startswith("absence.")).order_by(Event.seq))
        assert entered.after is not None
        assert (entered.name, entered.after["reason"], entered.actor_id) == (
            "陈璐",
            "年休假",
            person(session, HANDLER).id,
        )
        assert (ended.type, ended.after) == ("absence.ended", {"ends_at": "2026-01-05T01:30:00+00:00"})
