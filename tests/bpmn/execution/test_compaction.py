"""However often an instance goes round, its tree stays small, and it means the same as one that was never cut."""

import pytest

from engine.bpmn.instances.runner import Runner
from engine.domain.step import Stored
from tests.bpmn.play import NOON, Play
from tests.support.diagrams import (
    boundary,
    chain,
    compiled,
    diagram,
    end,
    exclusive,
    flow,
    parallel,
    start,
    subprocess,
    task,
    timer,
)

ROUNDS = 400  # plain SpiffWorkflow 3.2.0 falls silent or dies of recursion at 330


def loop(*inside: str, first: str, last: str) -> bytes:
    gate = [exclusive("again"), exclusive("gate", "gate-end"), flow("gate", "again", "rework"), flow("gate", "end")]
    return diagram(start(), *gate, *inside, end(), chain("start", "again", first), chain(last, "gate"))


SINGLE = loop(task("work"), first="work", last="work")
WITH_TIMER = loop(
    task("work"),
    boundary("late", "work", timer("timeDuration", "P3D")),
    '<scriptTask id="note"><script>noted = True</script></scriptTask>',
    end("noted"),
    chain("late", "note", "noted"),
    first="work",
    last="work",
)
FORKED = loop(
    parallel("fork"),
    task("business"),
    task("work"),
    parallel("meet"),
    chain("fork", "business", "meet"),
    chain("fork", "work", "meet"),
    first="fork",
    last="meet",
)
STAGED = loop(
    subprocess("stage", start("s"), task("inner"), task("work"), end("e"), chain("s", "inner", "work", "e")),
    first="stage",
    last="stage",
)
MANY = loop(
    subprocess(
        "stage",
        "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>",
        start("s"),
        task("inner"),
        task("work"),
        end("e"),
        chain("s", "inner", "work", "e"),
    ),
    first="stage",
    last="stage",
)


LOOPS = {"single": SINGLE, "timer": WITH_TIMER, "fork": FORKED, "stage": STAGED, "many": MANY}


@pytest.mark.parametrize("xml", LOOPS.values(), ids=LOOPS.keys())
def test_the_state_does_not_grow_with_the_rounds_of_a_loop(xml: bytes) -> None:
    play = Play(compiled(xml), rework=True)
    sizes = []
    for turn in range(ROUNDS):
        for element_id in list(play.open()):
            step = play.complete(play.open_at(element_id)[0], turn=turn)
            assert step.fault is None
        sizes.append(sum(map(len, play.parts.values())))
    assert max(sizes[20:]) < 2 * max(sizes[:20])
    while play.step.state == "running":
        play.complete(next(iter(play.tasks)), rework=False)
    assert play.step.variables is not None
    assert play.step.variables["rework"] is False


def test_a_live_instance_stays_as_small_as_a_stored_one() -> None:
    runner = Runner.start(compiled(WITH_TIMER), "p", now=NOON, variables={"rework": True})
    opened = runner.step().opened
    sizes = []
    for _ in range(ROUNDS):
        runner.begin(NOON, lambda _: Stored({}))
        runner.complete(opened[0].task_id, {})
        opened = runner.step().opened
        sizes.append(runner.size)
    assert max(sizes[20:]) < 2 * max(sizes[:20])


def test_a_branch_that_ended_rounds_ago_still_has_its_word_in_the_end() -> None:
    play = Play(compiled(WITH_TIMER), rework=True)
    play.fire("late")
    for _ in range(100):
        play.complete_at("work")
    play.complete_at("work", rework=False)
    assert play.step.state == "completed"
    assert play.step.variables is not None
    assert play.step.variables["noted"] is True


def test_a_boundary_event_works_in_the_hundredth_round_as_in_the_first() -> None:
    play = Play(compiled(WITH_TIMER), rework=True)
    for _ in range(100):
        play.complete_at("work")
    play.fire("late")
    assert play.passed[-3:] == ["late", "note", "noted"]
    assert play.open() == ["work"]


def test_a_loop_that_runs_by_itself_for_a_while_is_cut_on_its_way() -> None:
    xml = diagram(
        start(),
        exclusive("again"),
        '<scriptTask id="count"><script>n = n + 1</script></scriptTask>',
        exclusive("gate", "gate-work"),
        task("work"),
        end(),
        chain("start", "again", "count", "gate"),
        flow("gate", "again", "n &lt; 2000"),
        flow("gate", "work"),
        chain("work", "end"),
    )
    play = Play(compiled(xml), n=0)
    assert play.step.fault is None
    assert play.open() == ["work"]
    assert play.passed.count("count") == 2000
