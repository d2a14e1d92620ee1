"""A task's token goes back: which tasks it can go to, what goes with it, what stays."""

import pytest

from engine.domain.errors import Conflict, Invalid
from engine.domain.step import Step
from tests.bpmn.play import Play, Sleepy
from tests.support.diagrams import (
    boundary,
    chain,
    compiled,
    diagram,
    end,
    exclusive,
    flow,
    parallel,
    service,
    start,
    subprocess,
    task,
    timer,
)

EACH = '<multiInstanceLoopCharacteristics duban:collection="signers" duban:element="signer" />'
LINE = (start(), task("draft"), task("check"), task("approve"), end())
BRANCHES = (
    start(),
    task("draft"),
    parallel("split"),
    task("finance"),
    task("finance_head"),
    task("legal"),
    parallel("join"),
    task("approve"),
    end(),
    chain("start", "draft", "split", "finance", "finance_head", "join", "approve", "end"),
    chain("split", "legal", "join"),
)


def targets(play: Play, element_id: str) -> list[str]:
    return [earlier.element_id for earlier in play.load().earlier(play.open_at(element_id)[0])]


def send_back(play: Play, source: str, target: str) -> Step:
    """Return the first open task of an element to the latest task done at another."""
    task_id = play.open_at(source)[0]
    (found,) = [one for one in play.load().earlier(task_id) if one.element_id == target]
    return play.do(lambda runner: runner.send_back(task_id, found.task_id))


def test_a_task_goes_back_to_any_that_its_token_has_passed_and_begins_from_there() -> None:
    play = Play(compiled(diagram(*LINE, chain("start", "draft", "check", "approve", "end"))))
    play.complete_at("draft", text="第一稿")
    play.complete_at("check")
    assert targets(play, "approve") == ["check", "draft"]
    step = send_back(play, "approve", "draft")
    assert play.open() == ["draft"]
    assert [closed.is_cancelled for closed in step.closed] == [True]
    assert step.opened[0].data["text"] == "第一稿"
    assert targets(play, "draft") == []
    play.complete_at("draft")
    assert play.open() == ["check"]
    assert targets(play, "check") == ["draft"]


def test_what_a_token_has_not_passed_is_no_target() -> None:
    play = Play(compiled(diagram(*BRANCHES)))
    draft = play.open_at("draft")[0]
    play.complete_at("draft")
    legal = play.open_at("legal")[0]
    play.complete_at("legal")
    assert targets(play, "finance") == ["draft"]
    with pytest.raises(Invalid):
        play.load().send_back(play.open_at("finance")[0], legal)
    with pytest.raises(Invalid):
        play.load().send_back(play.open_at("finance")[0], "nothing")
    play.do(lambda runner: runner.send_back(play.open_at("finance")[0], draft))
    assert play.open() == ["draft"]


def test_a_return_within_a_parallel_branch_leaves_the_other_branch_alone() -> None:
    play = Play(compiled(diagram(*BRANCHES)))
    play.complete_at("draft")
    play.complete_at("finance")
    step = send_back(play, "finance_head", "finance")
    assert play.open() == ["finance", "legal"]
    assert len(step.closed) == 1
    for element_id in ("finance", "legal", "finance_head"):
        play.complete_at(element_id)
    assert play.open() == ["approve"]


def test_a_return_to_before_the_split_cancels_the_sibling_branches() -> None:
    play = Play(compiled(diagram(*BRANCHES)))
    play.complete_at("draft")
    step = send_back(play, "finance", "draft")
    assert len(step.closed) == 2
    assert play.open() == ["draft"]
    play.complete_at("draft")
    assert play.open() == ["finance", "legal"]


def test_a_token_that_waits_at_the_join_is_not_counted_again_after_a_return_to_before_the_split() -> None:
    play = Play(compiled(diagram(*BRANCHES)))
    play.complete_at("draft")
    play.complete_at("legal")
    send_back(play, "finance", "draft")
    play.complete_at("draft")
    assert play.open() == ["finance", "legal"]
    play.complete_at("finance")
    play.complete_at("finance_head")
    assert play.open() == ["legal"]
    play.complete_at("legal")
    assert play.open() == ["approve"]


def test_behind_a_join_what_was_done_in_the_branches_is_no_target() -> None:
    play = Play(compiled(diagram(*BRANCHES)))
    for element_id in ("draft", "finance", "legal", "finance_head"):
        play.complete_at(element_id)
    assert targets(play, "approve") == ["draft"]


def test_a_return_inside_a_countersign_cancels_it_and_it_begins_again_with_all_signers() -> None:
    nodes = (start(), task("draft"), task("sign", EACH), task("approve"), end())
    play = Play(compiled(diagram(*nodes, chain("start", "draft", "sign", "approve", "end"))))
    play.complete_at("draft", signers=["王清", "刘洋", "陈露"])
    play.complete(play.open_at("sign")[1])
    assert targets(play, "sign") == ["draft"]
    step = send_back(play, "sign", "draft")
    assert len(step.closed) == 2
    assert play.open() == ["draft"]
    assert "signer" not in step.opened[0].data
    play.complete_at("draft")
    assert play.open() == ["sign", "sign", "sign"]
    for task_id in play.open_at("sign"):
        play.complete(task_id)
    assert targets(play, "approve") == ["sign", "draft"]
    send_back(play, "approve", "sign")
    assert play.open() == ["sign", "sign", "sign"]


def test_one_instance_of_a_sub_process_goes_back_within_itself() -> None:
    inner = subprocess("unit", EACH, start("s"), task("write"), task("confirm"), end("e"))
    inner = inner.replace("</subProcess>", chain("s", "write", "confirm", "e") + "</subProcess>")
    play = Sleepy(compiled(diagram(start(), task("draft"), inner, end(), chain("start", "draft", "unit", "end"))))
    play.complete_at("draft", signers=["办公室", "财务处"])
    for task_id in play.open_at("write"):
        play.complete(task_id, text=task_id)
    assert targets(play, "confirm") == ["write", "draft"]
    task_id = play.open_at("confirm")[1]
    (found,) = [one for one in play.load().earlier(task_id) if one.element_id == "write"]
    step = play.do(lambda runner: runner.send_back(task_id, found.task_id))
    assert play.open() == ["confirm", "write"]
    assert step.opened[0].data["signer"] == "财务处"
    send_back(play, "write", "draft")
    assert play.open() == ["draft"]
    play.complete_at("draft")
    assert play.open() == ["write", "write"]


def test_a_return_out_of_a_sub_process_ends_it_with_its_timers() -> None:
    reminded = boundary("late", "handle", timer("timeDuration", "PT2H")) + task("remind") + chain("late", "remind")
    inner = subprocess("stage", start("s"), task("handle"), end("e"), chain("s", "handle", "e"), reminded)
    play = Play(compiled(diagram(start(), task("draft"), inner, end(), chain("start", "draft", "stage", "end"))))
    play.complete_at("draft")
    play.fire("late")
    assert play.open() == ["handle", "remind"]
    step = send_back(play, "handle", "draft")
    assert play.open() == ["draft"]
    assert len(step.closed) == 2
    assert play.timers == {}
    assert [key for key, part in step.parts.items() if part is None]


def test_reminder_timers_are_armed_again_after_a_return_and_those_of_what_was_left_cancelled() -> None:
    late = boundary("late", "draft", timer("timeDuration", "PT2H")) + task("remind") + chain("late", "remind")
    slow = boundary("slow", "check", timer("timeDuration", "PT4H")) + task("ask") + chain("slow", "ask")
    nodes = (start(), task("draft"), task("check"), end(), chain("start", "draft", "check", "end"), late, slow)
    play = Play(compiled(diagram(*nodes)))
    first = play.due("late")
    play.fire("late")
    play.complete_at("remind")
    play.complete_at("draft")
    assert play.due("late") is None
    assert play.due("slow") is not None
    send_back(play, "check", "draft")
    assert play.due("slow") is None
    again = play.due("late")
    assert first is not None and again is not None and again > first
    play.fire("late")
    assert play.open() == ["draft", "remind"]


def test_after_a_hundred_rounds_a_task_still_knows_where_it_came_from() -> None:
    nodes = (start(), task("draft"), exclusive("again"), task("handle"), task("review"), exclusive("gate", "gate-end"))
    flows = (chain("start", "draft", "again", "handle", "review", "gate"), flow("gate", "again", "rework"), end())
    play = Play(compiled(diagram(*nodes, *flows, flow("gate", "end"))))
    play.complete_at("draft")
    for _ in range(100):
        play.complete_at("handle")
        play.complete_at("review", rework=True)
    play.complete_at("handle")
    assert targets(play, "review") == ["handle", "review", "draft"]
    send_back(play, "review", "draft")
    assert play.open() == ["draft"]


def test_a_completed_task_is_taken_back_while_nobody_has_acted_behind_it() -> None:
    play = Play(compiled(diagram(*BRANCHES)))
    draft = play.open_at("draft")[0]
    play.complete_at("draft", text="错稿")
    behind = play.load().behind(draft)
    assert behind is not None
    assert sorted(play.tasks[task_id] for task_id in behind) == ["finance", "legal"]
    step = play.do(lambda runner: runner.take_back(draft))
    assert play.open() == ["draft"]
    assert all(closed.is_cancelled for closed in step.closed)
    play.complete_at("draft")
    assert play.open() == ["finance", "legal"]


def test_a_token_that_waits_at_a_join_is_taken_back_from_there() -> None:
    play = Play(compiled(diagram(*BRANCHES)))
    play.complete_at("draft")
    legal = play.open_at("legal")[0]
    play.complete_at("legal")
    play.do(lambda runner: runner.take_back(legal))
    assert play.open() == ["finance", "legal"]
    for element_id in ("finance", "finance_head", "legal"):
        play.complete_at(element_id)
    assert play.open() == ["approve"]


def test_what_was_acted_on_or_joined_or_reached_outside_is_not_taken_back() -> None:
    play = Play(compiled(diagram(*BRANCHES)))
    draft = play.open_at("draft")[0]
    play.complete_at("draft")
    legal = play.open_at("legal")[0]
    play.complete_at("legal")
    with pytest.raises(Conflict):
        play.load().take_back(draft)
    play.complete_at("finance")
    play.complete_at("finance_head")
    with pytest.raises(Conflict):
        play.load().take_back(legal)
    nodes = (start(), task("draft"), service("issue"), task("check"), end())
    play = Play(compiled(diagram(*nodes, chain("start", "draft", "issue", "check", "end"))))
    draft = play.open_at("draft")[0]
    play.complete_at("draft")
    call = play.load().next_action()
    assert call is not None
    play.do(lambda runner: runner.finish_action(call, {}))
    assert play.open() == ["check"]
    assert play.load().behind(draft) is None


def test_work_inside_a_sub_process_forbids_taking_back_what_led_to_it() -> None:
    inner = subprocess("stage", start("s"), task("handle"), task("report"), end("e"))
    inner = inner.replace("</subProcess>", chain("s", "handle", "report", "e") + "</subProcess>")
    drawn = diagram(
        start(), task("draft"), inner, task("close"), end(), chain("start", "draft", "stage", "close", "end")
    )
    play = Play(compiled(drawn))
    draft = play.open_at("draft")[0]
    play.complete_at("draft")
    assert play.load().behind(draft) == play.open_at("handle")
    play.complete_at("handle")
    assert play.load().behind(draft) is None
    play.complete_at("report")
    assert play.open() == ["close"]
    assert play.load().behind(draft) is None


def test_what_an_event_opened_beside_the_work_is_not_on_its_way_and_stays() -> None:
    late = boundary("late", "check", timer("timeDuration", "PT2H")) + task("remind") + chain("late", "remind")
    play = Play(
        compiled(diagram(start(), task("draft"), task("check"), end(), late, chain("start", "draft", "check", "end")))
    )
    play.complete_at("draft")
    play.fire("late")
    assert targets(play, "remind") == []
    send_back(play, "check", "draft")
    assert play.open() == ["draft", "remind"]


def test_a_branch_left_over_from_an_earlier_round_takes_the_later_rounds_back_with_it() -> None:
    nodes = (start(), exclusive("again"), task("draft"), parallel("split"), task("check"), task("inform"), end())
    flows = (chain("start", "again", "draft", "split", "check", "gate"), chain("split", "inform"), end("informed"))
    gate = (exclusive("gate", "gate-end"), flow("gate", "again", "rework"), flow("gate", "end"))
    play = Play(compiled(diagram(*nodes, *flows, chain("inform", "informed"), *gate)))
    play.complete_at("draft")
    play.complete_at("check", rework=True)
    play.complete_at("draft")
    assert play.open() == ["check", "inform", "inform"]
    oldest = play.open_at("inform")[0]
    (draft,) = play.load().earlier(oldest)
    play.do(lambda runner: runner.send_back(oldest, draft.task_id))
    assert play.open() == ["draft"]


def test_a_branch_that_runs_beside_a_join_is_not_returned_to_before_what_was_joined() -> None:
    nodes = (start(), parallel("one"), task("draft"), parallel("two"), task("check"), task("inform"), task("legal"))
    flows = (parallel("join"), task("approve"), end(), end("informed"), chain("inform", "informed"))
    ways = (
        chain("start", "one", "draft", "two", "check", "join", "approve", "end"),
        chain("one", "legal", "join"),
        chain("two", "inform"),
    )
    play = Play(compiled(diagram(*nodes, *flows, *ways)))
    play.complete_at("draft")
    assert targets(play, "inform") == ["draft"]
    play.complete_at("check")
    play.complete_at("legal")
    assert play.open() == ["approve", "inform"]
    assert targets(play, "inform") == []
