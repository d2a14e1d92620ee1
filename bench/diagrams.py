"""The diagrams that are measured, written by us: a sequence, a matter sent to many units, a rework loop, a timer."""

from itertools import pairwise

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:duban="urn:duban:bpmn:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="urn:duban:bench">'
)
STEPS = 5
LATE = '<timerEventDefinition><timeDuration xsi:type="tFormalExpression">P3D</timeDuration></timerEventDefinition>'


def _diagram(key: str, *nodes: str) -> bytes:
    return f'{HEAD}<process id="{key}" isExecutable="true">{"".join(nodes)}</process></definitions>'.encode()


def _node(kind: str, name: str, inside: str = "") -> str:
    return f'<{kind} id="{name}" name="{name}">{inside}</{kind}>'


def _flow(source: str, target: str, condition: str = "") -> str:
    inside = f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression>' if condition else ""
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


def _chain(*names: str) -> str:
    return "".join(_flow(source, target) for source, target in pairwise(names))


def _watched(name: str) -> str:
    """A user task that is marked late after three days, and stays open."""
    timer = f'<boundaryEvent id="late_{name}" attachedToRef="{name}" cancelActivity="false">{LATE}</boundaryEvent>'
    mark = f'<scriptTask id="mark_{name}"><script>late = True</script></scriptTask>'
    names = (f"late_{name}", f"mark_{name}", f"marked_{name}")
    return _node("userTask", name) + timer + mark + _node("endEvent", names[2]) + _chain(*names)


def _rework(source: str, again: str, onward: str) -> str:
    gateway = f'<exclusiveGateway id="decide" default="decide-{onward}" />'
    return gateway + _flow(source, "decide") + _flow("decide", again, "again") + _flow("decide", onward)


def sequence(inside: str = "") -> bytes:
    """`seq5`: five user tasks in a row, with the same inside each."""
    names = [f"task{n}" for n in range(STEPS)]
    nodes = [
        _node("startEvent", "start"),
        *(_node("userTask", name, inside) for name in names),
        _node("endEvent", "end"),
    ]
    return _diagram("seq5", *nodes, _chain("start", *names, "end"))


def matter() -> bytes:
    """`units`: a matter is registered, every unit of `units` signs, handles and reports in parallel, then a review."""
    steps = ("sign", "handle", "report")
    inside = "".join(
        [
            '<multiInstanceLoopCharacteristics duban:collection="units" duban:element="unit" />',
            _node("startEvent", "begin"),
            *map(_watched, steps),
            _node("endEvent", "done"),
            _chain("begin", *steps, "done"),
        ]
    )
    return _diagram(
        "units",
        _node("startEvent", "start"),
        _node("userTask", "register"),
        _node("subProcess", "each_unit", inside),
        _watched("review"),
        _node("userTask", "close"),
        _node("endEvent", "end"),
        _chain("start", "register", "each_unit", "review"),
        _rework("review", "each_unit", "close"),
        _chain("close", "end"),
    )


def rework() -> bytes:
    """`rework`: a watched user task, done again while `again` holds."""
    nodes = (_node("startEvent", "start"), _watched("work"), _node("endEvent", "end"))
    return _diagram("rework", *nodes, _chain("start", "work"), _rework("work", "work", "end"))


def watched() -> bytes:
    """`watched`: one user task with a timer that lets it stay."""
    nodes = (_node("startEvent", "start"), _watched("work"), _node("endEvent", "end"))
    return _diagram("watched", *nodes, _chain("start", "work", "end"))
