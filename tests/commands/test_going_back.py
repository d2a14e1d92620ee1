"""A task is returned to an earlier one, or taken back by who did it: the commands over the engine's mechanics."""

from datetime import timedelta
from typing import Any

import pytest

from engine.commands.tasks.add_signers import add_signers
from engine.commands.tasks.claim import claim_task
from engine.commands.tasks.save_draft import save_draft
from engine.commands.tasks.send_back import return_task
from engine.commands.tasks.sign import Opinion, sign_task
from engine.commands.tasks.withdraw import withdraw_task
from engine.domain.errors import Conflict, DubanError, Invalid, NotAllowed, NotFound
from engine.site import Site
from engine.store.models import Task
from engine.store.verbs import find_draft
from tests.support.diagrams import boundary, chain, diagram, end, parallel, start, task, timer
from tests.support.instances import event_types, open_elements, start_process, task_at, timer_states
from tests.support.matter import complete, open_task
from tests.support.office import (
    ADMINISTRATOR,
    HANDLER,
    MONDAY,
    SUBSTITUTE,
    UNIT_HEAD,
    deploy,
    move_clock_and_work,
    person,
)
from tests.support.record import findings
from tests.support.verbs import by, events, give, id_of, state_of, whose_turn

HOUR = timedelta(hours=1)
EACH = '<multiInstanceLoopCharacteristics duban:collection="signers" duban:element="signer" />'
LATE = boundary("late", "draft", timer("timeDuration", "PT2H")) + task("remind") + chain("late", "remind")
LINE = diagram(
    start(),
    task("draft"),
    task("check"),
    task("approve"),
    end(),
    LATE,
    chain("start", "draft", "check", "approve", "end"),
)
BRANCHES = diagram(
    start(),
    task("draft"),
    parallel("split"),
    task("finance"),
    task("legal"),
    parallel("join"),
    task("approve"),
    end(),
    chain("start", "draft", "split", "finance", "join", "approve", "end"),
    chain("split", "legal", "join"),
)
COUNTERSIGN = diagram(start(), task("draft"), task("sign", EACH), end(), chain("start", "draft", "sign", "end"))


def begun(site: Site, drawn: bytes, **variables: Any) -> tuple[int, str]:
    """An instance, and its first task in the hands of the handler."""
    deploy(site, drawn)
    started = start_process(site, "p", **variables)
    return started, give(site, task_at(site, started, "draft"), HANDLER)


def codes(error: DubanError) -> list[str]:
    return [problem.code for problem in error.problems]


def test_a_task_returned_to_the_previous_one_is_kept_for_who_did_that_with_what_they_said(either_site: Site) -> None:
    site = either_site
    started, draft = begun(site, LINE)
    complete(site, HANDLER, draft, text="第一稿")
    check = give(site, task_at(site, started, "check"), SUBSTITUTE)
    by(site, SUBSTITUTE, return_task, check, "previous", reason="数字有误")
    assert open_elements(site, started) == ["draft"]
    assert state_of(site, check) == "returned"
    again = task_at(site, started, "draft")
    (event,) = events(site, started, "task.returned")
    assert (event.data["reason"], event.data["to"]["element"], event.data["to"]["task"]) == ("数字有误", "draft", draft)
    assert whose_turn(site, again) == {HANDLER}
    with site.reading() as session:
        draft_kept = find_draft(session, again, person(session, HANDLER).id)
    assert draft_kept is not None and draft_kept.variables == {"text": "第一稿"}
    complete(site, HANDLER, again, text="第二稿")
    assert open_elements(site, started) == ["check"]
    assert findings(site) == []


def test_reminder_timers_are_armed_again_after_a_return(either_site: Site) -> None:
    site = either_site
    started, draft = begun(site, LINE)
    complete(site, HANDLER, draft)
    assert timer_states(site, started) == ["cancelled"]
    by(site, ADMINISTRATOR, return_task, task_at(site, started, "check"), "previous")
    assert timer_states(site, started) == ["cancelled", "pending"]
    move_clock_and_work(site, MONDAY + 3 * HOUR)
    assert open_elements(site, started) == ["draft", "remind"]
    assert event_types(site, started).count("timer.fired") == 1


def test_return_inside_parallel_branches_cancels_the_siblings_only_when_the_target_lies_before_the_split(
    either_site: Site,
) -> None:
    site = either_site
    started, draft = begun(site, BRANCHES)
    complete(site, HANDLER, draft)
    legal = task_at(site, started, "legal")
    (signer,) = by(site, ADMINISTRATOR, add_signers, legal, [id_of(site, UNIT_HEAD)], "beside")
    by(site, ADMINISTRATOR, return_task, task_at(site, started, "finance"), "previous")
    assert open_elements(site, started) == ["draft"]
    assert (state_of(site, legal), state_of(site, signer.id)) == ("cancelled", "cancelled")
    complete(site, HANDLER, task_at(site, started, "draft"))
    complete(site, ADMINISTRATOR, task_at(site, started, "legal"))
    by(site, ADMINISTRATOR, return_task, task_at(site, started, "finance"), "first")
    complete(site, HANDLER, task_at(site, started, "draft"))
    assert open_elements(site, started) == ["finance", "legal"]
    assert findings(site) == []


def test_return_inside_a_countersign_cancels_it_whole_and_it_begins_again(either_site: Site) -> None:
    site = either_site
    started, draft = begun(site, COUNTERSIGN, signers=["甲", "乙", "丙"])
    complete(site, HANDLER, draft)
    first, second, third = sorted(all_open(site, started, "sign"))
    complete(site, ADMINISTRATOR, first)
    by(site, ADMINISTRATOR, return_task, second, "previous", reason="送签稿不对")
    assert [state_of(site, one) for one in (first, second, third)] == ["done", "returned", "cancelled"]
    complete(site, HANDLER, task_at(site, started, "draft"))
    assert open_elements(site, started) == ["sign", "sign", "sign"]


def all_open(site: Site, started: int, element_id: str) -> list[str]:
    with site.reading() as session:
        tasks = session.query(Task).filter_by(instance_id=started, element_id=element_id, state="open")
        return [one.id for one in tasks]


def test_a_return_needs_a_reason_and_a_task_that_came_before(site: Site) -> None:
    started, draft = begun(site, LINE)
    with pytest.raises(Invalid) as refused:
        by(site, HANDLER, return_task, draft, "previous")
    assert codes(refused.value) == ["tasks.nothing_before"]
    complete(site, HANDLER, draft)
    check = give(site, task_at(site, started, "check"), SUBSTITUTE)
    for to, reason, code in (("previous", "", "tasks.reason"), ("somewhere", "不妥", "bpmn.not_passed")):
        with pytest.raises(Invalid) as refused:
            by(site, SUBSTITUTE, return_task, check, to, reason=reason)
        assert codes(refused.value) == [code]
    with pytest.raises(NotFound):
        by(site, HANDLER, return_task, check, "previous")


def test_what_nobody_has_acted_on_behind_it_is_taken_back_by_who_did_it(either_site: Site) -> None:
    site = either_site
    started, draft = begun(site, LINE)
    complete(site, HANDLER, draft)
    check = task_at(site, started, "check")
    with pytest.raises(NotFound):
        by(site, SUBSTITUTE, withdraw_task, draft)
    with pytest.raises(NotAllowed):
        by(site, ADMINISTRATOR, withdraw_task, draft)
    by(site, HANDLER, withdraw_task, draft)
    assert (state_of(site, draft), state_of(site, check)) == ("recalled", "cancelled")
    assert open_elements(site, started) == ["draft"]
    with site.reading() as session:
        assert session.get_one(Task, task_at(site, started, "draft")).claimed_by_id == person(session, HANDLER).id
    with pytest.raises(Conflict):
        by(site, HANDLER, withdraw_task, draft)
    assert findings(site) == []


@pytest.mark.parametrize("by_whom", ["claimed", "drafted", "signed", "done"])
def test_it_is_too_late_to_take_back_what_somebody_has_taken_up(site: Site, by_whom: str) -> None:
    started, draft = begun(site, LINE)
    complete(site, HANDLER, draft)
    check = give(site, task_at(site, started, "check"), SUBSTITUTE)
    if by_whom == "claimed":
        by(site, SUBSTITUTE, claim_task, check)
    elif by_whom == "drafted":
        by(site, SUBSTITUTE, save_draft, check, {"text": "已看"}, None)
    elif by_whom == "signed":
        by(site, SUBSTITUTE, add_signers, check, [id_of(site, UNIT_HEAD)], "beside")
    else:
        complete(site, SUBSTITUTE, check)
    with pytest.raises(Conflict) as refused:
        by(site, HANDLER, withdraw_task, draft)
    assert codes(refused.value) == ["bpmn.cannot_take_back" if by_whom == "done" else "tasks.taken_up"]


def test_what_had_effects_is_not_taken_back(site: Site) -> None:
    told = '<intermediateThrowEvent id="tell"><signalEventDefinition signalRef="bell" /></intermediateThrowEvent>'
    nodes = (start(), task("draft"), told, task("check"), end(), chain("start", "draft", "tell", "check", "end"))
    started, draft = begun(site, diagram(*nodes, declared='<signal id="bell" name="bell" />'))
    complete(site, HANDLER, draft)
    with pytest.raises(Conflict):
        by(site, HANDLER, withdraw_task, draft)
    assert "task.recalled" not in event_types(site, started)


def test_what_was_handed_in_is_taken_back_from_signers_who_have_not_signed(site: Site) -> None:
    started, draft = begun(site, LINE)
    one, other = by(site, HANDLER, add_signers, draft, [id_of(site, SUBSTITUTE), id_of(site, UNIT_HEAD)], "after")
    complete(site, HANDLER, draft, text="错稿")
    by(site, HANDLER, withdraw_task, draft)
    assert [state_of(site, each) for each in (draft, one.id, other.id)] == ["open", "planned", "planned"]
    complete(site, HANDLER, draft, text="改稿")
    by(site, SUBSTITUTE, sign_task, one.id, Opinion(True))
    with pytest.raises(Conflict):
        by(site, HANDLER, withdraw_task, draft)
    by(site, UNIT_HEAD, sign_task, other.id, Opinion(True))
    assert open_elements(site, started) == ["check"]
    with pytest.raises(Conflict) as refused:
        by(site, HANDLER, withdraw_task, draft)
    assert codes(refused.value) == ["tasks.taken_up"]


def test_the_first_task_of_a_matter_is_returned_like_any_other(site: Site) -> None:
    deploy(site, LINE)
    started = start_process(site, "p")
    for element_id in ("draft", "check"):
        complete(site, ADMINISTRATOR, task_at(site, started, element_id))
    by(site, ADMINISTRATOR, return_task, open_task(site, "approve"), "first")
    assert open_elements(site, started) == ["draft"]


def test_a_diagram_does_without_a_verb_where_it_draws_its_own_way(site: Site) -> None:
    without = b'<extensionElements><duban:verbs without="return" /></extensionElements>'
    started, draft = begun(site, LINE.replace(b'isExecutable="true">', b'isExecutable="true">' + without))
    complete(site, HANDLER, draft)
    check = give(site, task_at(site, started, "check"), SUBSTITUTE)
    with pytest.raises(NotAllowed) as refused:
        by(site, SUBSTITUTE, return_task, check, "previous")
    assert codes(refused.value) == ["tasks.not_drawn"]
    by(site, HANDLER, withdraw_task, draft)
