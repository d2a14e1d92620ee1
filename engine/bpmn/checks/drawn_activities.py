"""Activities: each says what is to be done, how often, and what it calls."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.checks.verdicts import REFUSED, sentence_of, verdict_on
from engine.bpmn.source.called import read_binding, versions_in
from engine.bpmn.source.namespaces import bpmn, local_name
from engine.bpmn.source.report import Report, name_of
from engine.bpmn.source.standard import is_a

CALLABLE = "callableElement"


def check_activities(report: Report, nodes: Mapping[str, Any]) -> None:
    """The flow nodes by id of a process that is to run."""
    for node in nodes.values():
        if local_name(node) == "scriptTask" and node.find(bpmn("script")) is None:
            report.wrong(node, "bpmn.script_missing", name=name_of(node))


def check_calls(reports: Mapping[str, Report], roots: Mapping[str, Any]) -> None:
    """Call activities name a process among the files, in the version they state, and none comes back to itself."""
    drawn = {node.get("id"): node for root in roots.values() for node in root if is_a(local_name(node), CALLABLE)}
    called = {
        key: {call.get("calledElement") or "" for call in node.iter(bpmn("callActivity"))}
        for key, node in drawn.items()
    }
    versions = {key: version for name in roots for key, version in versions_in(name).items()}
    executable = {node.get("id") for report in reports.values() for node in report.executable}
    for name, report in reports.items():
        for call in roots[name].iter(bpmn("callActivity")):
            if report.runs(call) and not _is_missing(report, call, drawn, versions):
                _call(report, call, drawn, called, executable)


def _is_missing(report: Report, call: Any, drawn: Mapping[str, Any], versions: Mapping[str, int]) -> bool:
    """Say so where a call activity names nothing, or nothing that is there in the version it states."""
    target, version = call.get("calledElement") or "", read_binding(call).number
    is_missing = target not in drawn or version not in (None, versions.get(target))
    if not target:
        report.wrong(call, "bpmn.call_missing", name=name_of(call))
    elif is_missing:
        report.wrong(call, "bpmn.call_unknown", reference=target if version is None else f"{target} v{version}")
    return is_missing


def _call(
    report: Report, call: Any, drawn: Mapping[str, Any], called: Mapping[str, set[str]], executable: set[str]
) -> None:
    target = call.get("calledElement") or ""
    if drawn[target].tag != bpmn("process"):
        tag = local_name(drawn[target])
        if verdict_on(tag) == REFUSED:
            report.wrong(call, sentence_of(tag), name=name_of(call))
        elif tag == "globalScriptTask" and drawn[target].find(bpmn("script")) is None:
            report.wrong(call, "bpmn.script_missing", name=name_of(drawn[target]))
    elif target not in executable:
        report.wrong(call, "bpmn.call_drawing", reference=target)
    elif next(call.iterancestors(bpmn("process"))).get("id") in _reached(target, called):
        report.wrong(call, "bpmn.call_loop", reference=target)


def _reached(key: str, called: Mapping[str, set[str]]) -> set[str]:
    """The process itself and every process it calls, directly or not."""
    found, open_keys = set[str](), {key}
    while open_keys:
        current = open_keys.pop()
        found.add(current)
        open_keys |= called.get(current, set()) - found
    return found
