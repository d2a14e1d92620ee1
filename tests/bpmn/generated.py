"""Small processes put together from blocks, and what a person decides at each of their tasks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from hypothesis import strategies as st

from tests.support.diagrams import boundary, diagram, end, exclusive, flow, parallel, start, subprocess, task


@dataclass(frozen=True)
class Block:
    """A piece of a process; `kind` is the name of the method of `Drawing` that draws it."""

    kind: str
    parts: tuple["Block", ...] = ()


def _block(kind: str, *parts: Block) -> Block:
    return Block(kind, parts)


Drawn = tuple[list[str], str, str]  # nodes and flows, the entry, the exit
TASK = Block("task")
blocks = st.recursive(
    st.just(TASK),
    lambda inner: st.one_of(
        st.builds(_block, st.sampled_from(["sequence", "choice", "fork"]), inner, inner),
        st.builds(_block, st.sampled_from(["stage", "rework"]), inner),
    ),
    max_leaves=6,
)
# with what plain SpiffWorkflow does not do, or does otherwise
rich_blocks = st.recursive(
    st.sampled_from([TASK, _block("many"), _block("undo"), _block("free")]),
    lambda inner: st.one_of(
        st.builds(_block, st.sampled_from(["sequence", "choice", "fork", "options", "first"]), inner, inner),
        st.builds(_block, st.sampled_from(["stage", "rework", "trial"]), inner),
    ),
    max_leaves=5,
)


class Drawing:
    """Draws blocks; every block has one entry and one exit."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(1)

    def process(self, block: Block) -> bytes:
        return diagram(*self._between_start_and_end(block, "start", "end"))

    def _between_start_and_end(self, block: Block, first: str, last: str) -> list[str]:
        nodes, entry, exit_ = self._draw(block)
        return [start(first), *nodes, end(last), flow(first, entry), flow(exit_, last)]

    def _draw(self, block: Block) -> Drawn:
        number = next(self._numbers)
        draw: Callable[..., Drawn] = getattr(self, f"_{block.kind}")
        return draw(number, *block.parts)

    def _task(self, number: int) -> Drawn:
        return [task(f"task{number}")], f"task{number}", f"task{number}"

    def _sequence(self, number: int, one: Block, other: Block) -> Drawn:
        before, entry, middle = self._draw(one)
        after, following, exit_ = self._draw(other)
        return [*before, *after, flow(middle, following)], entry, exit_

    def _choice(self, number: int, one: Block, other: Block) -> Drawn:
        decide, split, join = f"decide{number}", f"split{number}", f"join{number}"
        yes, yes_in, yes_out = self._draw(one)
        no, no_in, no_out = self._draw(other)
        nodes = [
            task(decide),
            exclusive(split, f"{split}-{no_in}"),
            exclusive(join),
            *yes,
            *no,
            flow(decide, split),
            flow(split, yes_in, f"{decide} == True"),
            flow(split, no_in),
            flow(yes_out, join),
            flow(no_out, join),
        ]
        return nodes, decide, join

    def _fork(self, number: int, one: Block, other: Block) -> Drawn:
        split, join = f"fork{number}", f"meet{number}"
        left, left_in, left_out = self._draw(one)
        right, right_in, right_out = self._draw(other)
        flows = [flow(split, left_in), flow(split, right_in), flow(left_out, join), flow(right_out, join)]
        return [parallel(split), parallel(join), *left, *right, *flows], split, join

    def _stage(self, number: int, inner: Block) -> Drawn:
        name = f"stage{number}"
        return [subprocess(name, *self._between_start_and_end(inner, f"in{number}", f"out{number}"))], name, name

    def _rework(self, number: int, inner: Block) -> Drawn:
        again, check, back, done = f"again{number}", f"check{number}", f"back{number}", f"done{number}"
        nodes, entry, exit_ = self._draw(inner)
        loop = [
            exclusive(again),
            task(check),
            exclusive(back, f"{back}-{done}"),
            exclusive(done),
            flow(again, entry),
            flow(exit_, check),
            flow(check, back),
            flow(back, again, f"{check} == True"),
            flow(back, done),
        ]
        return [*nodes, *loop], again, done

    def _many(self, number: int) -> Drawn:
        """Three instances side by side."""
        loop = (
            "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
        )
        return [task(f"many{number}", loop)], f"many{number}", f"many{number}"

    def _undo(self, number: int) -> Drawn:
        """Done, and undone at once."""
        done, event, handler, undo = f"done{number}", f"event{number}", f"handler{number}", f"undo{number}"
        nodes = [
            task(done),
            boundary(event, done, "<compensateEventDefinition />", interrupting=True),
            f'<userTask id="{handler}" name="{handler}" isForCompensation="true" />',
            f'<association id="to{number}" sourceRef="{event}" targetRef="{handler}" />',
            f'<intermediateThrowEvent id="{undo}"><compensateEventDefinition /></intermediateThrowEvent>',
            flow(done, undo),
        ]
        return nodes, done, undo

    def _free(self, number: int) -> Drawn:
        """Two activities in any order."""
        name = f"free{number}"
        inside = task(f"{name}_one") + task(f"{name}_other")
        return [f'<adHocSubProcess id="{name}">{inside}</adHocSubProcess>'], name, name

    def _options(self, number: int, one: Block, other: Block) -> Drawn:
        """Conditions on the flows out of a task, and an inclusive join."""
        decide, join = f"decide{number}", f"join{number}"
        maybe, maybe_in, maybe_out = self._draw(one)
        always, always_in, always_out = self._draw(other)
        flows = [flow(decide, maybe_in, f"{decide} == True"), flow(decide, always_in)]
        joined = [flow(maybe_out, join), flow(always_out, join)]
        return [task(decide), f'<inclusiveGateway id="{join}" />', *maybe, *always, *flows, *joined], decide, join

    def _first(self, number: int, one: Block, other: Block) -> Drawn:
        """Whichever branch comes first lets it go on."""
        split, join = f"fork{number}", f"meet{number}"
        left, left_in, left_out = self._draw(one)
        right, right_in, right_out = self._draw(other)
        condition = "<activationCondition>activationCount &gt;= 1</activationCondition>"
        flows = [flow(split, left_in), flow(split, right_in), flow(left_out, join), flow(right_out, join)]
        gateway = f'<complexGateway id="{join}">{condition}</complexGateway>'
        return [parallel(split), gateway, *left, *right, *flows], split, join

    def _trial(self, number: int, inner: Block) -> Drawn:
        """A stage that may fail: then somebody mends it."""
        name, decide, split, failed = f"trial{number}", f"decide{number}", f"split{number}", f"failed{number}"
        nodes, entry, exit_ = self._draw(inner)
        inside = [
            start(f"in{number}"),
            task(decide),
            exclusive(split, f"{split}-{entry}"),
            *nodes,
            end(failed, "<errorEventDefinition />"),
            end(f"out{number}"),
            flow(f"in{number}", decide),
            flow(decide, split),
            flow(split, failed, f"{decide} == True"),
            flow(split, entry),
            flow(exit_, f"out{number}"),
        ]
        caught, mend, done = f"caught{number}", f"mend{number}", f"merged{number}"
        around = [
            subprocess(name, *inside),
            boundary(caught, name, "<errorEventDefinition />", interrupting=True),
            task(mend),
            exclusive(done),
            flow(name, done),
            flow(caught, mend),
            flow(mend, done),
        ]
        return around, name, done
