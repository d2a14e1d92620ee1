"""What verification calls sound always finishes when it is run, whatever is decided and whichever event comes."""

from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from engine.bpmn.bundle import CompiledBundle
from engine.bpmn.verification.verify import Verdict, verify
from engine.domain.errors import Invalid
from tests.bpmn.generated import Block, Drawing, blocks
from tests.bpmn.play import Play
from tests.bpmn.verification.drawings import drawings
from tests.bpmn.verification.naive import Drawn
from tests.support.diagrams import TERMINATE, boundary, compiled, diagram, end, exclusive, flow, inclusive, parallel

from tests.support.diagrams import start, task, timer  # isort: skip

LONGEST = 400  # tasks and events until an instance must have ended


def written(drawn: Drawn) -> bytes:
    """The drawing as a file; the last way out of a decision is its default, each other one has a variable."""
    nodes, flows = [], []
    for node, kind in drawn.kinds.items():
        out = [target for source, target in drawn.flows if source == node]
        default = f"{node}-{out[-1]}" if kind in ("xor", "or") and len(out) > 1 else None
        nodes.append(_node(drawn, node, kind, default))
        for target in out:
            decided = kind in ("xor", "or") and f"{node}-{target}" != default and default is not None
            flows.append(flow(node, target, f"{node}_{target}" if decided else None))
    return diagram(*nodes, *flows)


def _node(drawn: Drawn, node: str, kind: str, default: str | None) -> str:
    if kind in ("quiet", "loud"):
        inside = timer("timeDuration", "PT1H")
        return boundary(node, drawn.attached[node], inside, interrupting=kind == "loud")
    return {
        "start": start(node),
        "task": task(node),
        "xor": exclusive(node, default),
        "or": inclusive(node, default),
        "and": parallel(node),
        "end": end(node),
        "stop": end(node, TERMINATE),
    }[kind]


def decisions(drawn: Drawn, random: Random) -> dict[str, Any]:
    return {f"{source}_{target}": random.random() < 0.5 for source, target in drawn.flows}


def fire(play: Play, task_id: str) -> None:
    """One of the timers of an element, at its instant."""
    play.now = max(play.now, play.timers[task_id][1])
    play.do(lambda runner: runner.fire_timer(task_id))


def run_to_the_end(play: Play, drawn: Drawn, random: Random) -> None:
    """AssertionError where something fails, or nothing is left to do and it has not ended."""
    for _ in range(LONGEST):
        assert play.step.fault is None, play.step.fault
        if play.step.state == "completed":
            return
        waiting = [*play.tasks, *play.timers]
        assert waiting
        chosen = random.choice(waiting)
        if chosen in play.tasks:
            play.complete(chosen, **decisions(drawn, random))
        else:
            fire(play, chosen)
    raise AssertionError(f"still open after {LONGEST} tasks: {play.open()}")


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(drawings(most=5), st.integers(0, 2**32))
def test_a_drawing_that_is_called_sound_always_finishes(drawn: Drawn, seed: int) -> None:
    random = Random(seed)  # fair: a loop is left some time
    try:
        bundle = compiled(written(drawn))
    except Invalid:  # what cannot be executed yet
        assume(False)
    assume(verify(bundle) == Verdict((), ()))
    run_to_the_end(Play(bundle, **decisions(drawn, random)), drawn, random)


@settings(max_examples=40, deadline=None)
@given(blocks)
def test_what_is_put_together_from_blocks_is_called_sound(block: Block) -> None:
    bundle: CompiledBundle = compiled(Drawing().process(block))
    assert verify(bundle) == Verdict((), ())
