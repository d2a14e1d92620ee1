"""What elements may refer to outside the drawing: every problem with file, line and element."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.execution.timers import CATCH_UP
from engine.bpmn.source.elements import Element
from engine.bpmn.source.extensions import Deadline, read_lights
from engine.domain.decision import DecisionTable
from engine.domain.errors import Problem
from engine.domain.ladder import WANTED, WITHDRAW, check_ladder, steps_for
from engine.domain.light_table import check_lights
from engine.expressions.types import Type
from engine.forms import Form

WRONG_EVEN_IN_A_DRAWING = ("bpmn.id_duplicate", "bpmn.process_id_duplicate", "bpmn.no_process", "bpmn.text_too_long")
DEADLINE_RULES = ("same-working-day", "working-days", "calendar-days", "item-due", "report-due", "none")
HANDLER = "handler"  # the one part of the work that another one can be kept apart from
RULES_WITH_VALUE = ("working-days", "calendar-days")


@dataclass(frozen=True)
class Known:
    """What a diagram may refer to outside its bundle."""

    actions: frozenset[str] = frozenset()
    assignment_rules: frozenset[str] = frozenset()
    ladder_facts: frozenset[str] = frozenset()
    ladder_steps: frozenset[str] = frozenset()
    templates: frozenset[str] = field(default=frozenset())
    engine_names: Mapping[str, Type] = field(default_factory=dict)


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
    elif use.form and forms[use.form].private and not use.action:
        yield "bpmn.private_lost", {"form": use.form}
    if use.action and use.action.name not in known.actions:
        yield "bpmn.action_unknown", {"action": use.action.name, "known": "、".join(sorted(known.actions))}
    if use.assignment and use.assignment not in known.assignment_rules:
        yield "bpmn.assignment_unknown", {"rule": use.assignment, "known": "、".join(sorted(known.assignment_rules))}
    yield from _wrong_parts(element, known)
    for decision in (use.ladder.decision, use.ladder.by_hand) if use.ladder else ():
        if decision is not None and decision not in decisions:
            yield "bpmn.ladder_unknown", {"decision": decision}
    if use.catch_up and use.catch_up not in CATCH_UP:
        yield "bpmn.catch_up_unknown", {"policy": use.catch_up, "known": "、".join(CATCH_UP)}
    if use.deadline:
        yield from _wrong_deadline(use.deadline)


def _wrong_parts(element: Element, known: Known) -> Iterable[tuple[str, dict[str, Any]]]:
    """Who asks, and who is kept apart."""
    use = element.extensions
    for rule in use.request.by if use.request else ():
        if rule not in known.assignment_rules:
            yield "bpmn.assignment_unknown", {"rule": rule, "known": "、".join(sorted(known.assignment_rules))}
    if use.apart_from and use.apart_from != HANDLER:
        yield "bpmn.assignment_unknown", {"rule": use.apart_from, "known": HANDLER}
    if use.request and element.message is None:
        yield "bpmn.request_without_message", {"name": element.name or element.id}


def _wrong_deadline(deadline: Deadline) -> Iterable[tuple[str, dict[str, Any]]]:
    rule = deadline.rule
    if rule not in DEADLINE_RULES:
        yield "bpmn.deadline_unknown", {"rule": rule, "known": "、".join(DEADLINE_RULES)}
    elif rule in RULES_WITH_VALUE and not deadline.value:
        yield "bpmn.deadline_value", {"rule": rule}
    elif rule == "none" and not deadline.reason:
        yield "bpmn.deadline_reason", {}


def lights_problems(file_name: str, process: Any, decisions: Mapping[str, DecisionTable]) -> list[Problem]:
    """The table that a process names for its lights must be there and say only what colours an item."""
    decision = read_lights(process)
    if decision is None:
        return []
    table = decisions.get(decision)
    place: dict[str, Any] = {"file": file_name, "line": process.sourceline, "element": process.get("id")}
    return check_lights(table) if table else [Problem("bpmn.ladder_unknown", {"decision": decision}, **place)]


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
    asked = steps_for(table, use.stage)
    by_hand = decisions.get(use.by_hand or "")
    if by_hand is not None:
        problems += check_ladder(by_hand, {*known.ladder_facts, WANTED}, {*known.ladder_steps, WITHDRAW})
        asked |= steps_for(by_hand, use.stage)
    for code in sorted(asked - caught):
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
