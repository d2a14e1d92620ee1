"""What must hold of the drawing itself: every problem of shape and expression, with file, line and element."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.bpmn.checks.drawn_activities import check_activities
from engine.bpmn.checks.drawn_events import check_events
from engine.bpmn.checks.drawn_flows import check_flows, flows_of
from engine.bpmn.checks.executable import check_rules
from engine.bpmn.execution.environment import BARE_ISO
from engine.bpmn.execution.timers import reason_unreadable
from engine.bpmn.source.called import is_laid_in
from engine.bpmn.source.extensions import read_extensions
from engine.bpmn.source.namespaces import BPMN, bpmn, local_name
from engine.bpmn.source.report import Report
from engine.bpmn.source.vendors.expressions import is_foreign
from engine.domain.errors import DubanError
from engine.expressions import compile_assignments, compile_condition

MAX_ID = 120
MAX_NAME = 200
_CONDITIONS = (
    "conditionExpression",
    "condition",
    "completionCondition",
    "loopCardinality",
    "loopCondition",
    "activationCondition",
    "messagePath",
)
_PROCESSES = ("process", "subProcess", "transaction", "adHocSubProcess")
_TIMERS = {"timeDate": "2026-01-05T09:00:00", "timeDuration": "P3D", "timeCycle": "R3/PT1H"}


def check_drawing(report: Report, process: Any) -> None:
    """Everything about one process that is to run."""
    check_flows(report, process)
    check_rules(report, process)
    nodes = flows_of(process).nodes
    check_events(report, process, nodes)
    check_activities(report, nodes)
    _lengths(report, process)
    check_expressions(report, process)


def _lengths(report: Report, process: Any) -> None:
    """Ids and names must fit where the record keeps them; a database would refuse them only when they first occur."""
    for node in process.iter(f"{{{BPMN}}}*"):
        check_lengths(report, node)


def check_lengths(report: Report, node: Any) -> None:
    """The same of one element, which may be a drawing whose name is kept."""
    for attribute, limit in (("id", MAX_ID), ("name", MAX_NAME)):
        if len(node.get(attribute) or "") > limit:
            report.always_wrong(node, "bpmn.text_too_long", attribute=attribute, limit=limit)


def check_expressions(report: Report, around: Any) -> None:
    """Every place inside an element that is evaluated at run time is compiled now."""
    for node in around.iter(f"{{{BPMN}}}*"):
        tag, text = local_name(node), (node.text or "").strip()
        if tag in _TIMERS and not text:
            continue  # told once, for the whole event
        if tag in _TIMERS and BARE_ISO.match(text):
            _literal_timer(report, node, tag, text)
        elif tag in _CONDITIONS or tag in _TIMERS:
            _compiled(report, node, compile_condition, text)
        elif tag == "script" and local_name(node.getparent()) in ("scriptTask", "globalScriptTask"):
            _compiled(report, node, compile_assignments, node.text or "")
        elif tag == "userTask" and (joint := read_extensions(node).joint):
            for expression in filter(None, (joint.agree, joint.weight)):
                _compiled(report, node, compile_condition, expression)


def _literal_timer(report: Report, node: Any, tag: str, text: str) -> None:
    in_working_time = read_extensions(node.getparent().getparent()).working_time
    if reason_unreadable(tag, text, in_working_time=in_working_time) is None:
        return
    if in_working_time:
        report.wrong(node, "bpmn.working_time_unreadable", text=text[:40])
    else:
        report.wrong(node, "bpmn.timer_misspelt", value=text[:40], example=_TIMERS[tag])


def _compiled(report: Report, node: Any, compile_text: Callable[[str], Any], text: str) -> None:
    if is_foreign(text):
        report.wrong(node, "bpmn.expression_foreign", expression=" ".join(text.split())[:60])
        return
    try:
        compile_text(text)
    except DubanError as error:
        for problem in error.problems:
            if local_name(node) in _TIMERS:
                report.wrong(node, "bpmn.timer_misspelt", value=text[:40], example=_TIMERS[local_name(node)])
            else:
                report.wrong(node, problem.code, **problem.parameters)


def check_process_ids(reports: Mapping[str, Report], roots: Mapping[str, Any]) -> None:
    """What is parsed as a process of its own has its id to itself in the whole bundle."""
    seen: dict[str, str] = {}
    for name, root in roots.items():
        for node in root.iter(*(bpmn(tag) for tag in _PROCESSES)):
            key = node.get("id")
            if key in seen and seen[key] != name:
                _twice(reports[name], node, seen[key])
            seen[key] = name


def _twice(report: Report, node: Any, other: str) -> None:
    key = node.get("id")
    if is_laid_in(report.file_name) or is_laid_in(other):
        report.always_wrong(node, "bpmn.call_two_versions", id=key, first=other, second=report.file_name)
    else:
        report.always_wrong(node, "bpmn.process_id_duplicate", id=key, file=other)
