"""Small diagrams written in a few words, for tests of what runs them."""

from itertools import pairwise

from engine.bpmn.bundle import CompiledBundle, compile_bundle
from engine.bpmn.checks.check import Known

KNOWN = Known(actions=frozenset({"act"}), assignment_rules=frozenset({"officer", "handler"}))
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:duban="urn:duban:bpmn:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="drawn" targetNamespace="urn:test">'
)


def diagram(*nodes: str, key: str = "p", name: str = "p", declared: str = "") -> bytes:
    """A file with one process; `declared` stands before it (messages, escalations, errors)."""
    body = "\n".join(nodes)
    process = f'<process id="{key}" name="{name}" isExecutable="true">\n{body}\n</process>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{HEAD}\n{declared}\n{process}\n</definitions>'.encode()


def compiled(*diagrams: bytes, known: Known = KNOWN) -> CompiledBundle:
    return compile_bundle({f"diagram{n}.bpmn": content for n, content in enumerate(diagrams, 1)}, known)


def start(identifier: str = "start") -> str:
    return f'<startEvent id="{identifier}" />'


def end(identifier: str = "end", inside: str = "") -> str:
    return f'<endEvent id="{identifier}">{inside}</endEvent>'


def task(identifier: str, inside: str = "") -> str:
    """A user task."""
    return f'<userTask id="{identifier}" name="{identifier}">{inside}</userTask>'


def service(identifier: str, action: str = "act") -> str:
    inside = f'<extensionElements><duban:action name="{action}" /></extensionElements>'
    return f'<serviceTask id="{identifier}">{inside}</serviceTask>'


def exclusive(identifier: str, default: str | None = None) -> str:
    return f'<exclusiveGateway id="{identifier}"' + (f' default="{default}"' if default else "") + " />"


def parallel(identifier: str) -> str:
    return f'<parallelGateway id="{identifier}" />'


def inclusive(identifier: str, default: str | None = None) -> str:
    return f'<inclusiveGateway id="{identifier}"' + (f' default="{default}"' if default else "") + " />"


def subprocess(identifier: str, *nodes: str) -> str:
    return f'<subProcess id="{identifier}">{"".join(nodes)}</subProcess>'


def flow(source: str, target: str, condition: str | None = None) -> str:
    """A sequence flow; its id is `source-target`."""
    inside = f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression>' if condition else ""
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


def chain(*identifiers: str) -> str:
    """Flows from each to the next."""
    return "".join(flow(source, target) for source, target in pairwise(identifiers))


def boundary(identifier: str, attached_to: str, inside: str, *, interrupting: bool = False) -> str:
    cancel = "true" if interrupting else "false"
    return (
        f'<boundaryEvent id="{identifier}" attachedToRef="{attached_to}" cancelActivity="{cancel}">'
        f"{inside}</boundaryEvent>"
    )


def catch(identifier: str, inside: str) -> str:
    return f'<intermediateCatchEvent id="{identifier}">{inside}</intermediateCatchEvent>'


def timer(kind: str, text: str) -> str:
    """`kind`: timeDate, timeDuration or timeCycle."""
    return f'<timerEventDefinition><{kind} xsi:type="tFormalExpression">{text}</{kind}></timerEventDefinition>'


TERMINATE = "<terminateEventDefinition />"
URGE = '<escalation id="e_urge" name="urge" escalationCode="urge" />'
URGED = '<escalationEventDefinition escalationRef="e_urge" />'
