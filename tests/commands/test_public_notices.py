"""公示 in a diagram: its clock across holidays, objections, withdrawal; and nothing is decided before its end."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select

from engine.calendar.own_day import OwnDay
from engine.commands.calendar.change import change_calendar
from engine.commands.instances.carry_over import carry_over
from engine.commands.instances.message import send_message
from engine.commands.instances.migrate import migrate_instance
from engine.commands.instances.modify import Modification, modify_instance
from engine.commands.instances.operate import retry_instance
from engine.commands.instances.suspend import resume_instance, suspend_instance
from engine.commands.public_notices.answer import answer_by_hand
from engine.commands.public_notices.end import end_when_due
from engine.commands.public_notices.withdraw import withdraw_by_hand
from engine.domain.errors import Conflict, DubanError, Invalid, NotAllowed, NotFound
from engine.site import Site
from engine.store.models import Event, Objection, Task
from engine.store.runtime import lock_instance
from engine.store.timers import next_due
from tests.domain.test_public_notice import counted
from tests.support.deciding import PROCESS, at, notice_of, objecting, on_notice, state_of
from tests.support.instances import event_types, open_elements, task_at
from tests.support.matter import complete
from tests.support.office import (
    ADMINISTRATOR,
    DESIGNER,
    HANDLER,
    act_of,
    deploy,
    move_clock,
    move_clock_and_work,
    roles,
)

PARTY = "renhong"
LAST = at("2026-01-12", 17, 30)


def ends(site: Site, instance_id: int) -> datetime | None:
    return notice_of(site, instance_id).ends_at


def answer(site: Site, instance_id: int) -> None:
    complete(
        site, ADMINISTRATOR, task_at(site, instance_id, "investigate"), finding="unfounded", answer="经核查，情况不属实"
    )


@pytest.mark.parametrize("published", ["2026-02-10", "2026-02-13", "2026-09-18", "2026-09-28", "2026-09-30"])
def test_a_notice_ends_on_the_right_day_across_holidays_with_adjusted_working_days(site: Site, published: str) -> None:
    instance_id = on_notice(site, when=at(published))
    last = counted(date.fromisoformat(published), 5)
    assert ends(site, instance_id) == at(last.isoformat(), 17, 30)
    move_clock_and_work(site, at(last.isoformat(), 17, 29))
    assert notice_of(site, instance_id).state == "running"
    move_clock_and_work(site, at(last.isoformat(), 17, 30))
    assert (notice_of(site, instance_id).state, open_elements(site, instance_id)) == ("ended", ["decide"])


def test_a_rule_gives_other_days_and_what_is_shown_is_what_was_named(either_site: Site) -> None:
    instance_id = on_notice(either_site, {"days": 7})
    notice = notice_of(either_site, instance_id)
    assert notice.ends_at == at("2026-01-14", 17, 30)
    assert notice.content["subjects"][0] == {"name": "综合处", "unit": "", "text": ""}
    move_clock_and_work(either_site, at("2026-01-14", 17, 30))
    complete(either_site, ADMINISTRATOR, task_at(either_site, instance_id, "decide"))
    assert state_of(either_site, instance_id) == "completed"


def test_an_objection_on_the_last_day_stops_the_clock_until_it_is_answered(either_site: Site) -> None:
    instance_id = on_notice(either_site)
    move_clock_and_work(either_site, at("2026-01-12", 17, 29))
    objecting(either_site, instance_id)
    assert (notice_of(either_site, instance_id).state, ends(either_site, instance_id)) == ("paused", None)
    with either_site.reading() as session:
        assert next_due(session) is None
    move_clock_and_work(either_site, at("2026-01-16"))
    assert open_elements(either_site, instance_id) == ["investigate"]
    answer(either_site, instance_id)
    assert ends(either_site, instance_id) == at("2026-01-19", 17, 30)  # the day that had not run to its end
    move_clock_and_work(either_site, at("2026-01-19", 17, 30))
    assert open_elements(either_site, instance_id) == ["decide"]
    types = event_types(either_site, instance_id)
    told = [one.partition(".")[2] for one in types if one.startswith("notice.")]
    assert told == ["published", "objection_raised", "objection_answered", "ended"]


def test_two_objections_are_two_tasks_and_the_clock_waits_for_both(either_site: Site) -> None:
    instance_id = on_notice(either_site, {"objection": "restart"})
    move_clock_and_work(either_site, at("2026-01-07"))
    objecting(either_site, instance_id, 1)
    move_clock_and_work(either_site, at("2026-01-08"))
    objecting(either_site, instance_id, 2, username=HANDLER)
    with either_site.reading() as session:
        tasks = session.scalars(select(Task.id).where(Task.element_id == "investigate", Task.state == "open")).all()
        said = [one.data["objection_text"] for one in session.scalars(select(Task).where(Task.id.in_(tasks)))]
    assert said == ["材料与事实不符"] * 2
    complete(either_site, ADMINISTRATOR, tasks[0], finding="unfounded", answer="不属实")
    assert ends(either_site, instance_id) is None
    move_clock_and_work(either_site, at("2026-01-09"))
    complete(either_site, ADMINISTRATOR, tasks[1], finding="founded", answer="部分属实，已更正")
    assert ends(either_site, instance_id) == at("2026-01-16", 17, 30)


def test_a_clock_that_does_not_stop_still_waits_for_the_answer(either_site: Site) -> None:
    instance_id = on_notice(either_site, {"objection": "none"})
    objecting(either_site, instance_id)
    assert ends(either_site, instance_id) == LAST
    move_clock_and_work(either_site, at("2026-01-14"))
    assert (notice_of(either_site, instance_id).state, open_elements(either_site, instance_id)) == (
        "running",
        ["investigate"],
    )
    with pytest.raises(Conflict):  # its days are over
        objecting(either_site, instance_id, 2)
    answer(either_site, instance_id)
    move_clock_and_work(either_site, at("2026-01-14", 9, 31))
    assert open_elements(either_site, instance_id) == ["decide"]


def test_what_is_wrong_with_an_objection_is_said_at_once_and_sending_it_again_does_no_harm(either_site: Site) -> None:
    instance_id = on_notice(either_site)
    with pytest.raises(Invalid) as refused:
        objecting(either_site, instance_id, text="短", name=" ", contact="")
    assert [one.field for one in refused.value.problems] == ["/text", "/name", "/contact"]
    first = objecting(either_site, instance_id)
    assert objecting(either_site, instance_id).id == first.id
    with pytest.raises(Conflict):
        objecting(either_site, instance_id, text="另外一件事情")
    assert event_types(either_site, instance_id).count("notice.objection_raised") == 1


def test_an_objection_without_a_name_is_taken_where_the_rule_says_so(site: Site) -> None:
    instance_id = on_notice(site, {"anonymous": True})
    found = objecting(site, instance_id, username=HANDLER, name="", contact="")
    assert (found.person_id, found.name) == (None, "")  # neither is who was signed in
    with site.reading() as session:
        assert session.get_one(Objection, found.id).person_id is None
        events = session.scalars(select(Event).where(Event.instance_id == instance_id).order_by(Event.seq.desc()))
        raised = [one for one in events if one.type in ("notice.objection_raised", "message.received", "task.opened")]
        assert [(one.actor_id, one.post, one.request_id) for one in raised[:3]] == [(None, None, None)] * 3


def test_a_notice_for_the_inside_takes_no_objection_from_outside(site: Site) -> None:
    instance_id = on_notice(site, {"public": False})
    with pytest.raises(Conflict):
        objecting(site, instance_id)
    assert objecting(site, instance_id, username=HANDLER).person_id is not None


def test_an_objection_that_no_diagram_catches_is_answered_by_hand(either_site: Site) -> None:
    instance_id = on_notice(either_site)
    with either_site.writing() as session:
        operator = act_of(either_site, session, ADMINISTRATOR)
        modify_instance(operator, instance_id, "试", Modification(leave=["on_notice"], enter=["decide"]))
    objection = objecting(either_site, instance_id)
    assert not objection.is_caught
    for username, error in ((HANDLER, NotFound), (DESIGNER, NotFound)):
        with pytest.raises(error), either_site.writing() as session:
            act = act_of(either_site, session, username)
            answer_by_hand(act, roles(session, username), objection.id, "unfounded", "不属实")
    with either_site.writing() as session:
        act = act_of(either_site, session, PARTY)
        answer_by_hand(act, roles(session, PARTY), objection.id, "unfounded", "不属实")
    assert ends(either_site, instance_id) == LAST  # the day of publication never counted
    caught = on_notice(either_site)
    objection = objecting(either_site, caught, 9)
    with pytest.raises(Conflict), either_site.writing() as session:
        act = act_of(either_site, session, PARTY)
        answer_by_hand(act, roles(session, PARTY), objection.id, "unfounded", "不属实")


def test_the_end_follows_the_calendar_and_never_into_the_past(either_site: Site) -> None:
    instance_id = on_notice(either_site)

    def change(day: str, kind: str) -> None:
        with either_site.writing() as session:
            act = act_of(either_site, session, ADMINISTRATOR)
            own = OwnDay(date.fromisoformat(day), kind, "试")
            change_calendar(act, roles(session, ADMINISTRATOR), [own], None, source="page")

    change("2026-01-08", "off")
    assert ends(either_site, instance_id) == at("2026-01-13", 17, 30)
    assert "notice.end_moved" in event_types(either_site, instance_id)
    change("2026-01-10", "open")
    assert ends(either_site, instance_id) == LAST
    move_clock_and_work(either_site, at("2026-01-12"))
    change("2026-01-08", "usual")  # by which it would have ended on Saturday
    assert ends(either_site, instance_id) == LAST
    move_clock_and_work(either_site, LAST)
    assert open_elements(either_site, instance_id) == ["decide"]


def test_a_change_of_the_calendar_leaves_a_standing_clock_standing(site: Site) -> None:
    instance_id = on_notice(site)
    objecting(site, instance_id)
    with site.writing() as session:
        act = act_of(site, session, ADMINISTRATOR)
        day = OwnDay(date(2026, 1, 8), "off", "试")
        change_calendar(act, roles(session, ADMINISTRATOR), [day], None, source="page")
    assert ends(site, instance_id) is None
    answer(site, instance_id)
    assert ends(site, instance_id) == at("2026-01-13", 17, 30)


def test_a_withdrawn_notice_ends_never_and_decides_nothing(either_site: Site) -> None:
    instance_id = on_notice(either_site)
    notice_id = notice_of(either_site, instance_id).id

    def withdraw(username: str, reason: str = "名单有误") -> None:
        with either_site.writing() as session:
            withdraw_by_hand(act_of(either_site, session, username), roles(session, username), notice_id, reason)

    with pytest.raises(NotAllowed):
        withdraw(HANDLER)
    with pytest.raises(Invalid):
        withdraw(PARTY, " ")
    withdraw(PARTY)
    with pytest.raises(Conflict):
        withdraw(PARTY)
    with pytest.raises(Conflict):
        objecting(either_site, instance_id)
    move_clock_and_work(either_site, at("2026-01-20"))
    assert notice_of(either_site, instance_id).state == "withdrawn"
    force_to_decide(either_site, instance_id)
    with pytest.raises(Invalid) as refused:
        complete(either_site, ADMINISTRATOR, task_at(either_site, instance_id, "decide"))
    assert refused.value.problems[0].code == "notice.withdrawn"


def force_to_decide(site: Site, instance_id: int) -> None:
    with site.writing() as session:
        act = act_of(site, session, ADMINISTRATOR)
        modify_instance(act, instance_id, "试", Modification(leave=["on_notice"], enter=["decide"]))


def require_refusal(site: Site, instance_id: int) -> None:
    """The task to decide is open, and cannot be completed."""
    with pytest.raises(Invalid) as refused:
        complete(site, ADMINISTRATOR, task_at(site, instance_id, "decide"))
    assert refused.value.problems[0].code == "notice.not_ended"
    assert state_of(site, instance_id) == "running"


def test_moving_the_tokens_by_hand_decides_nothing_before_the_end(either_site: Site) -> None:
    instance_id = on_notice(either_site)
    force_to_decide(either_site, instance_id)
    require_refusal(either_site, instance_id)
    move_clock_and_work(either_site, LAST)
    complete(either_site, ADMINISTRATOR, task_at(either_site, instance_id, "decide"))
    assert state_of(either_site, instance_id) == "completed"


def test_a_message_by_hand_decides_nothing_before_the_end(either_site: Site) -> None:
    instance_id = on_notice(either_site)
    with either_site.writing() as session:
        send_message(act_of(either_site, session, ADMINISTRATOR), "notice-ended", {}, {})
    require_refusal(either_site, instance_id)


def test_a_forged_message_of_an_objection_answers_none(site: Site) -> None:
    on_notice(site)
    with pytest.raises(Invalid), site.writing() as session:
        act = act_of(site, session, ADMINISTRATOR)
        send_message(act, "objection-raised", {}, {"objection_id": 1})


def test_a_timer_that_rings_early_or_twice_ends_nothing(either_site: Site) -> None:
    instance_id = on_notice(either_site)
    notice_id = notice_of(either_site, instance_id).id
    for moment in (at("2026-01-09"), at("2026-01-12", 17, 29)):
        move_clock(either_site, moment)
        with either_site.writing() as session:
            end_when_due(act_of(either_site, session), lock_instance(session, instance_id), notice_id)
        assert notice_of(either_site, instance_id).state == "running"
    objecting(either_site, instance_id)
    move_clock(either_site, at("2026-01-30"))
    with either_site.writing() as session:
        end_when_due(act_of(either_site, session), lock_instance(session, instance_id), notice_id)
    assert notice_of(either_site, instance_id).state == "paused"


def test_correcting_the_data_by_hand_decides_nothing_before_the_end(site: Site) -> None:
    instance_id = on_notice(site)
    with site.writing() as session:
        act = act_of(site, session, ADMINISTRATOR)
        forged = {"notice_slug": "x", "notice_ends_at": "2026-01-05T00:00:00+08:00"}
        modify_instance(act, instance_id, "试", Modification(["on_notice"], ["decide"], forged))
    require_refusal(site, instance_id)


def by_completing(site: Site, instance_id: int) -> None:
    """There is nothing to complete."""
    assert open_elements(site, instance_id) == []
    with pytest.raises(NotFound):
        complete(site, ADMINISTRATOR, "decide")


def by_a_message(site: Site, instance_id: int) -> None:
    """One that says what only the product says is refused."""
    forged = {"notice_slug": notice_of(site, instance_id).slug, "notice_ends_at": "2026-01-05T09:30:00+08:00"}
    with pytest.raises(Invalid), site.writing() as session:
        send_message(act_of(site, session, ADMINISTRATOR), "notice-ended", {}, forged)
    with site.writing() as session:
        send_message(act_of(site, session, ADMINISTRATOR), "notice-ended", {}, {})


def by_moving_tokens(site: Site, instance_id: int) -> None:
    force_to_decide(site, instance_id)


def by_moving_tokens_within(site: Site, instance_id: int) -> None:
    with site.writing() as session:
        act = act_of(site, session, ADMINISTRATOR)
        modify_instance(act, instance_id, "试", Modification(leave=["run_out"], enter=["over"]))


def by_publishing_another(site: Site, instance_id: int) -> None:
    """Back to where it was published: the first one still runs."""
    with site.writing() as session:
        act = act_of(site, session, ADMINISTRATOR)
        modify_instance(act, instance_id, "试", Modification(leave=["on_notice"], enter=["publish"]))


def by_migrating(site: Site, instance_id: int) -> None:
    """To a version in which what waits for the end is called otherwise; it waits there."""
    _deploy_renamed(site)
    with pytest.raises(DubanError), site.writing() as session:
        migrate_instance(act_of(site, session, ADMINISTRATOR), instance_id, "试", None, {"run_out": "decide"})
    with site.writing() as session:
        migrate_instance(act_of(site, session, ADMINISTRATOR), instance_id, "试", None, {"run_out": "waited"})


def by_carrying_over(site: Site, instance_id: int) -> None:
    deploy(site, PROCESS.replace(b'name="decide"', b'name="again"'))
    with site.writing() as session:
        carry_over(act_of(site, session, ADMINISTRATOR), "deciding", "试")


def by_resting_and_going_on(site: Site, instance_id: int) -> None:
    for operate in (suspend_instance, resume_instance):
        with site.writing() as session:
            operate(act_of(site, session, ADMINISTRATOR), instance_id, "试")


def by_trying_again(site: Site, instance_id: int) -> None:
    with pytest.raises(Conflict), site.writing() as session:
        retry_instance(act_of(site, session, ADMINISTRATOR), instance_id, "试")


def by_ringing(site: Site, instance_id: int) -> None:
    notice_id = notice_of(site, instance_id).id
    with site.writing() as session:
        end_when_due(act_of(site, session), lock_instance(session, instance_id), notice_id)


def by_changing_the_calendar(site: Site, instance_id: int) -> None:
    """Every day off is worked: the end comes nearer, but not to now."""
    with site.writing() as session:
        act = act_of(site, session, ADMINISTRATOR)
        days = [OwnDay(date(2026, 1, day), "open", "试") for day in (10, 11)]
        change_calendar(act, roles(session, ADMINISTRATOR), days, None, source="page")


def _deploy_renamed(site: Site) -> None:
    deploy(
        site,
        PROCESS.replace(b'"run_out"', b'"waited"').replace(b"run_out-", b"waited-").replace(b"-run_out", b"-waited"),
    )


@pytest.mark.parametrize(
    "path",
    [
        by_completing,
        by_a_message,
        by_moving_tokens,
        by_moving_tokens_within,
        by_publishing_another,
        by_migrating,
        by_carrying_over,
        by_resting_and_going_on,
        by_trying_again,
        by_ringing,
        by_changing_the_calendar,
    ],
    ids=lambda path: path.__name__,
)
def test_nothing_is_decided_before_the_end_through_any_path(site: Site, path: Callable[[Site, int], None]) -> None:
    """Whatever an administrator does, who then completes all that is open: the instance has not decided."""
    instance_id = on_notice(site)
    path(site, instance_id)
    for element in open_elements(site, instance_id):
        with pytest.raises(Invalid) as refused:
            complete(site, ADMINISTRATOR, task_at(site, instance_id, element))
        assert refused.value.problems[0].code == "notice.not_ended"
    assert notice_of(site, instance_id).state == "running"
    assert state_of(site, instance_id) in ("running", "incident")
    types = event_types(site, instance_id)
    assert "instance.completed" not in types and "notice.ended" not in types
