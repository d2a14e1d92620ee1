"""What a deployment must satisfy beyond being readable: every problem with file, line and element."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.elements import FLOW_NODES, Element
from engine.bpmn.environment import BARE_ISO, MAX_INSTANCES
from engine.bpmn.namespaces import BPMN, bpmn
from engine.bpmn.timers import reason_unreadable
from engine.domain.decision import DecisionTable
from engine.domain.errors import DubanError, Problem
from engine.domain.ladder import check_ladder, steps_for
from engine.expressions import compile_assignments, compile_condition
from engine.forms import Form

REFUSED = {"adHocSubProcess", "businessRuleTask", "complexGateway"}
DEADLINE_RULES = ("same-working-day", "working-days", "calendar-days", "item-due", "report-due")
MAX_ID = 120
MAX_NAME = 200
RULES_WITH_VALUE = ("working-days", "calendar-days")


@dataclass(frozen=True)
class Known:
    """What a diagram may refer to outside its bundle."""

    actions: frozenset[str] = frozenset()
    assignment_rules: frozenset[str] = frozenset()
    ladder_facts: frozenset[str] = frozenset()
    ladder_steps: frozenset[str] = frozenset()
    templates: frozenset[str] = field(default=frozenset())


def diagram(file_name: str, root: Any, elements: Mapping[str, Element]) -> list[Problem]:
    """Problems of the drawing itself: no process, loose flows, unreadable expressions, refused elements."""
    if root.tag != bpmn("definitions"):
        return [Problem("bpmn.not_bpmn", file=file_name, line=root.sourceline)]
    if root.find(bpmn("process")) is None:
        return [Problem("bpmn.no_process", file=file_name, line=root.sourceline)]
    problems = _refused(file_name, elements)
    problems += _too_long(file_name, root)
    problems += _loose_flows(file_name, root, elements)
    problems += _loose_boundaries(file_name, elements)
    problems += _too_many_instances(file_name, root)
    problems += _expressions(file_name, root)
    return problems


def _refused(file_name: str, elements: Mapping[str, Element]) -> list[Problem]:
    return [
        Problem(
            "bpmn.element_refused", {"tag": e.type, "name": e.name or e.id}, file=file_name, line=e.line, element=e.id
        )
        for e in elements.values()
        if e.type in REFUSED
    ]


def _too_long(file_name: str, root: Any) -> list[Problem]:
    """Ids and names must fit where the record keeps them; a database would refuse them only when they first occur."""
    return [
        Problem(
            "bpmn.text_too_long",
            {"attribute": attribute, "limit": limit},
            file=file_name,
            line=node.sourceline,
            element=_owner(node),
        )
        for node in root.iter(f"{{{BPMN}}}*")
        for attribute, limit in (("id", MAX_ID), ("name", MAX_NAME))
        if len(node.get(attribute) or "") > limit
    ]


def _loose_flows(file_name: str, root: Any, elements: Mapping[str, Element]) -> list[Problem]:
    problems = []
    for flow in root.iter(bpmn("sequenceFlow")):
        for end in ("sourceRef", "targetRef"):
            if flow.get(end) not in elements:
                problems.append(
                    Problem(
                        "bpmn.flow_loose",
                        {"end": end, "reference": flow.get(end) or ""},
                        file=file_name,
                        line=flow.sourceline,
                        element=flow.get("id"),
                    )
                )
    return problems


def _loose_boundaries(file_name: str, elements: Mapping[str, Element]) -> list[Problem]:
    return [
        Problem("bpmn.attached_loose", {"reference": e.attached_to or ""}, file=file_name, line=e.line, element=e.id)
        for e in elements.values()
        if e.type == "boundaryEvent" and e.attached_to not in elements
    ]


def _too_many_instances(file_name: str, root: Any) -> list[Problem]:
    """A number written in the diagram is looked at now; one that is computed, when it runs."""
    return [
        Problem(
            "bpmn.too_many_instances",
            {"limit": MAX_INSTANCES},
            file=file_name,
            line=node.sourceline,
            element=_owner(node),
        )
        for node in root.iter(bpmn("loopCardinality"))
        if (text := (node.text or "").strip()).isdecimal() and int(text[:20]) > MAX_INSTANCES
    ]


def calls(roots: Mapping[str, Any]) -> list[Problem]:
    """Call activities name a process among the deployed files, and none comes back to itself by calls alone."""
    drawn = {node.get("id"): node for root in roots.values() for node in root.iter(bpmn("process"))}
    called = {
        key: {call.get("calledElement") or "" for call in node.iter(bpmn("callActivity"))}
        for key, node in drawn.items()
    }
    problems = []
    for name, root in roots.items():
        for call in root.iter(bpmn("callActivity")):
            process = next(call.iterancestors(bpmn("process"))).get("id")
            target = call.get("calledElement") or ""
            code = "bpmn.call_unknown" if target not in drawn else "bpmn.call_loop"
            if target not in drawn or process in _reached(target, called):
                problems.append(
                    Problem(code, {"reference": target}, file=name, line=call.sourceline, element=call.get("id"))
                )
    return problems


def duplicate_keys(roots: Mapping[str, Any]) -> list[Problem]:
    """A process has its id to itself in the whole bundle."""
    seen: set[str] = set()
    problems = []
    for name, root in roots.items():
        for node in root.iter(bpmn("process")):
            key = node.get("id")
            if key in seen:
                problems.append(Problem("bpmn.id_duplicate", {"id": key}, file=name, line=node.sourceline, element=key))
            seen.add(key)
    return problems


def _reached(key: str, called: Mapping[str, set[str]]) -> set[str]:
    """The process itself and every process it calls, directly or not."""
    found, open_keys = set[str](), {key}
    while open_keys:
        current = open_keys.pop()
        found.add(current)
        open_keys |= called.get(current, set()) - found
    return found


def _expressions(file_name: str, root: Any) -> list[Problem]:
    """Every place of a diagram that is evaluated at run time is compiled now."""
    problems = []
    conditions = ("conditionExpression", "condition", "completionCondition", "loopCardinality", "loopCondition")
    timers = ("timeDate", "timeDuration", "timeCycle")
    for node in root.iter(f"{{{BPMN}}}*"):
        tag = node.tag.rpartition("}")[2]
        text = (node.text or "").strip()
        if tag in timers and BARE_ISO.match(text):
            problems += _unreadable_timer(file_name, node, tag, text)
        elif tag in conditions or tag in timers:
            problems += _compiled(file_name, node, compile_condition, text)
        elif tag == "script" and node.getparent().tag == bpmn("scriptTask"):
            problems += _compiled(file_name, node, compile_assignments, node.text or "")
    return problems


def _unreadable_timer(file_name: str, node: Any, kind: str, text: str) -> list[Problem]:
    reason = reason_unreadable(kind, text)
    if reason is None:
        return []
    return [
        Problem("bpmn.timer_unreadable", {"reason": reason}, file=file_name, line=node.sourceline, element=_owner(node))
    ]


def _compiled(file_name: str, node: Any, compile_text: Callable[[str], Any], text: str) -> list[Problem]:
    try:
        compile_text(text)
    except DubanError as error:
        owner = _owner(node)
        return [
            Problem(p.code, p.parameters, file=file_name, line=node.sourceline, element=owner) for p in error.problems
        ]
    return []


def _owner(node: Any) -> str | None:
    """The id of the nearest flow node or flow around an expression."""
    while node is not None:
        tag = node.tag.rpartition("}")[2]
        if node.get("id") and (tag in FLOW_NODES or tag == "sequenceFlow"):
            return str(node.get("id"))
        node = node.getparent()
    return None


def references(
    file_name: str,
    elements: Mapping[str, Element],
    decisions: Mapping[str, DecisionTable],
    forms: Mapping[str, Form],
    known: Known,
) -> list[Problem]:
    """Problems of what elements refer to: forms, actions, assignment and deadline rules, ladders and their catches."""
    problems: list[Problem] = []
    for element in elements.values():
        for code, parameters in _wrong_references(element, decisions, forms, known):
            problems.append(Problem(code, parameters, file=file_name, line=element.line, element=element.id))
        problems += _ladder_problems(file_name, element, elements, decisions, known)
    return problems


def _wrong_references(
    element: Element, decisions: Mapping[str, DecisionTable], forms: Mapping[str, Form], known: Known
) -> Iterable[tuple[str, dict[str, Any]]]:
    use = element.extensions
    if use.form and use.form not in forms:
        yield "bpmn.form_unknown", {"form": use.form}
    if use.action and use.action.name not in known.actions:
        yield "bpmn.action_unknown", {"action": use.action.name, "known": "、".join(sorted(known.actions))}
    if use.assignment and use.assignment not in known.assignment_rules:
        yield "bpmn.assignment_unknown", {"rule": use.assignment, "known": "、".join(sorted(known.assignment_rules))}
    if use.ladder and use.ladder.decision not in decisions:
        yield "bpmn.ladder_unknown", {"decision": use.ladder.decision}
    if use.deadline:
        yield from _wrong_deadline(use.deadline.rule, use.deadline.value)


def _wrong_deadline(rule: str, value: str | None) -> Iterable[tuple[str, dict[str, Any]]]:
    if rule not in DEADLINE_RULES:
        yield "bpmn.deadline_unknown", {"rule": rule, "known": "、".join(DEADLINE_RULES)}
    elif rule in RULES_WITH_VALUE and not value:
        yield "bpmn.deadline_value", {"rule": rule}


def _ladder_problems(
    file_name: str,
    element: Element,
    elements: Mapping[str, Element],
    decisions: Mapping[str, DecisionTable],
    known: Known,
) -> list[Problem]:
    """A ladder may ask only known facts, and each of its steps must be caught somewhere around the activity."""
    use = element.extensions.ladder
    table = decisions.get(use.decision) if use else None
    if use is None or table is None:
        return []
    problems = list(check_ladder(table, known.ladder_facts, known.ladder_steps))
    caught = _caught_codes(element, elements)
    for code in sorted(steps_for(table, use.stage) - caught):
        if "*" not in caught:
            problems.append(
                Problem("bpmn.step_uncaught", {"step": code}, file=file_name, line=element.line, element=element.id)
            )
    return problems


def _caught_codes(element: Element, elements: Mapping[str, Element]) -> set[str]:
    codes: set[str] = set()
    around: Element | None = element
    while around is not None:
        codes |= {
            e.escalation_code for e in elements.values() if e.attached_to == around.id and e.escalation_code is not None
        }
        around = elements.get(around.container)
    return codes


def advice(file_name: str, elements: Mapping[str, Element]) -> list[Problem]:
    """What is allowed but probably not meant: shown as warnings."""
    return [
        Problem("bpmn.no_deadline", {"name": e.name or e.id}, file=file_name, line=e.line, element=e.id)
        for e in elements.values()
        if e.type == "userTask" and e.extensions.assignment and e.extensions.deadline is None
    ]
