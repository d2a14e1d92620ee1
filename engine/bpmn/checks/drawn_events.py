"""Events: each says what it waits for or throws, in a place where it may."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.source.namespaces import local_name
from engine.bpmn.source.report import Report, name_of
from engine.bpmn.source.standard import is_a

_TIMES = ("timeDate", "timeDuration", "timeCycle")
_NAMED = {"messageEventDefinition": "messageRef", "signalEventDefinition": "signalRef"}


def check_events(report: Report, process: Any, nodes: Mapping[str, Any]) -> None:
    """Every event of a process that is to run; `nodes` are its flow nodes by id."""
    for node in nodes.values():
        if is_a(local_name(node), "event"):
            _event(report, node, nodes)


def _event(report: Report, event: Any, nodes: Mapping[str, Any]) -> None:
    if local_name(event) == "boundaryEvent" and event.get("attachedToRef") not in nodes:
        report.wrong(event, "bpmn.attached_loose", reference=event.get("attachedToRef") or "")
    for definition in event:
        kind = local_name(definition)
        if kind == "timerEventDefinition":
            _timer(report, event, definition)
        if kind in _NAMED and not definition.get(_NAMED[kind]) and not event.get("name"):
            report.wrong(event, "bpmn.event_names_nothing", kind=kind, part=_NAMED[kind])


def _timer(report: Report, event: Any, definition: Any) -> None:
    written = [child for child in definition if local_name(child) in _TIMES and (child.text or "").strip()]
    if not written:
        report.wrong(event, "bpmn.timer_empty", name=name_of(event))
    elif len(written) > 1:
        report.wrong(event, "bpmn.timer_several", name=name_of(event))
