"""Small random diagrams, sound or not: any nodes, any flows."""

from hypothesis import strategies as st

from engine.bpmn.verification.model import Flow, Node, Scope
from tests.bpmn.verification.naive import Drawn

TYPES = {
    "task": "userTask",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "end": "endEvent",
    "stop": "endEvent",
    "quiet": "boundaryEvent",
    "loud": "boundaryEvent",
}


@st.composite
def drawings(draw: st.DrawFn, most: int = 7) -> Drawn:
    """A start, up to `most` nodes, an end; every node but the start has a way in, most have a way out."""
    count = draw(st.integers(2, most))
    inner = [f"n{number}" for number in range(count)]
    kinds = {"start": "start"} | {node: draw(st.sampled_from(["task", "xor", "and", "or"])) for node in inner}
    kinds |= {"end": draw(st.sampled_from(["end", "end", "end", "stop"]))}
    flows = {("start", inner[0])}
    for node in inner[1:]:
        flows.add((draw(st.sampled_from([one for one in inner if one != node])), node))
    for node in inner:
        targets = [one for one in [*inner, "end"] if one != node]
        flows |= {(node, target) for target in draw(st.lists(st.sampled_from(targets), min_size=1, max_size=2))}
    flows.add((draw(st.sampled_from(inner)), "end"))
    attached: dict[str, str] = {}
    tasks = [node for node in inner if kinds[node] == "task"]
    if tasks and draw(st.sampled_from([True, False])):
        kinds["event"] = draw(st.sampled_from(["quiet", "loud"]))
        attached["event"] = draw(st.sampled_from(tasks))
        flows.add(("event", draw(st.sampled_from([*inner, "end"]))))
    return Drawn(kinds, tuple(sorted(flows)), attached)


def scope_of(drawn: Drawn) -> Scope:
    """The same diagram as verification sees it."""
    made = [Flow(f"{source}-{target}", source, target, drawn.kinds[source] == "or") for source, target in drawn.flows]
    nodes = {
        key: Node(
            id=key,
            type="startEvent" if key == "start" else TYPES[kind],
            incoming=tuple(flow for flow in made if flow.target == key),
            outgoing=tuple(flow for flow in made if flow.source == key),
            trigger={"stop": "terminate", "quiet": "timer", "loud": "timer"}.get(kind, "none"),
            attached_to=drawn.attached.get(key),
            is_interrupting=kind != "quiet",
        )
        for key, kind in drawn.kinds.items()
    }
    return Scope("p", "process", nodes)
