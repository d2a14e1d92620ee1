"""The ladder 催办·盯办·督办: which step a decision table asks for at an activity, and when it will next ask for one."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.domain.decision import CellTest, DecisionFault, DecisionTable, Expression, Rule, evaluate
from engine.domain.errors import DubanError, Problem

Facts = Mapping[str, Any]

STEPS = ("report", "urge", "watch", "supervise", "circular", "talk")
ROLES = ("handler", "substitute", "unit_head", "leader", "officer", "liaison")
CHANNELS = ("mail", "in_app", "robot")
WITHDRAW = "withdraw"  # 撤销: by hand only, no rule of a ladder asks for it
WANTED = "wanted"  # the fact of a table for steps by hand: which step a person wants to take
RANK = {"none": 0, "urge": 1, "watch": 2, "supervise": 3, "circular": 4, "talk": 5}
COLUMNS = ("step", "notify", "channel", "template", "answer_days", "rectify_days")
STAGE = "stage"

_NOTHING = (None, "", "none")
_SEPARATOR = re.compile(r"[,，、;；\s]+")
_UNKNOWN_UNTIL_ASKED = object()


@dataclass(frozen=True)
class Step:
    """One step that is due now: whom to tell through which channels with which template, and what is due next.

    Within `answer_working_days` an answer (receipt, explanation, talk), within `rectify_working_days` the result.
    """

    code: str
    notify: tuple[str, ...]
    template: str
    answer_working_days: int | None
    rule: str
    channels: tuple[str, ...] = CHANNELS[:1]
    rectify_working_days: int | None = None


def raise_step(before: str, step: str) -> str:
    """The higher of two steps: the ladder goes up by itself, never down."""
    return step if RANK[step] > RANK[before] else before


def highest_step(steps: Iterable[str]) -> str:
    """The highest of the steps that stand, "none" where none does."""
    return max(steps, key=RANK.__getitem__, default="none")


def ask(table: DecisionTable, facts: Facts, steps: Collection[str] = STEPS) -> Step | None:
    """The step the table asks for on these facts of one activity at one moment, or None."""
    decision = evaluate(table, facts)
    if not isinstance(decision.outputs, dict) or decision.outputs.get("step") in _NOTHING:
        return None
    # A step that comes from the default entries of the table was asked for by no rule.
    rule = decision.rule_ids[0] if decision.rule_ids else table.id
    problems = list(_wrong_answers(table, decision.outputs, rule, steps))
    if problems:
        raise DecisionFault(problems[0])
    return _step(decision.outputs, rule)


def first_asked(table: DecisionTable, stage: str, step: str) -> Step | None:
    """What the first rule of a stage that always asks for this step says of it, as far as it needs no facts."""
    for rule in table.rules:
        answer = _constants(table, rule)
        if _is_for(table, rule, stage) and answer.get("step") == step and _UNKNOWN_UNTIL_ASKED not in answer.values():
            return _step(answer, rule.id)
    return None


def _step(answer: Mapping[str, Any], rule: str) -> Step:
    return Step(
        code=answer["step"],
        notify=role_list(answer.get("notify")),
        template=answer.get("template") or answer["step"],
        answer_working_days=answer.get("answer_days"),
        rule=rule,
        channels=role_list(answer.get("channel")) or CHANNELS[:1],
        rectify_working_days=answer.get("rectify_days"),
    )


def without_steps(table: DecisionTable, steps: Collection[str]) -> DecisionTable:
    """The table without the rules that ask for nothing but these steps: what a person withdrew stays withdrawn."""
    if not steps:
        return table
    kept = (rule for rule in table.rules if not (asked := _possible_steps(table, rule)) or asked - set(steps))
    return replace(table, rules=tuple(kept))


def next_moment(
    table: DecisionTable, facts_at: Callable[[datetime], Facts], moments: Iterable[datetime]
) -> tuple[datetime, Step] | None:
    """The first of the moments at which the table asks for a step, with that step; the caller bounds the moments."""
    for moment in moments:
        step = ask(table, facts_at(moment))
        if step:
            return moment, step
    return None


def steps_for(table: DecisionTable, stage: str) -> frozenset[str]:
    """The steps the table can ask for at one stage: those of the rules whose `stage` cell names it or is open."""
    found: set[str] = set()
    for rule in table.rules:
        if _is_for(table, rule, stage):
            found |= _possible_steps(table, rule)
    return frozenset(found)


def told_for(table: DecisionTable, stage: str) -> frozenset[str]:
    """Whom the table can tell at one stage, as far as its cells say so without any facts."""
    told: set[str] = set()
    for rule in table.rules:
        notify = _constants(table, rule).get("notify")
        if _is_for(table, rule, stage) and notify is not _UNKNOWN_UNTIL_ASKED:
            told |= set(role_list(notify))
    return frozenset(told)


def check_ladder(table: DecisionTable, known_facts: Collection[str], known_steps: Collection[str]) -> list[Problem]:
    """All that keeps a table from serving as a ladder where only these facts are known and these steps exist."""
    problems: list[Problem] = []
    if table.hit_policy in ("COLLECT", "RULE ORDER"):
        problems.append(_problem(table, "one_step", policy=table.hit_policy))
    for name in sorted(table.input_names() - set(known_facts)):
        problems.append(_problem(table, "fact_unknown", name=name, known=", ".join(sorted(known_facts))))
    names = {column.name for column in table.outputs}
    if "step" not in names:
        problems.append(_problem(table, "no_step_column"))
    for name in sorted(names - set(COLUMNS)):
        problems.append(_problem(table, "column_unknown", name=name, known=", ".join(COLUMNS)))
    for rule in table.rules:
        problems.extend(_wrong_answers(table, _constants(table, rule), rule.id, known_steps, rule.line))
    return problems


def _is_for(table: DecisionTable, rule: Rule, stage: str) -> bool:
    for column, test in zip(table.inputs, rule.tests, strict=True):
        if column.expression.source.strip() == STAGE and not _may_match(test, stage):
            return False
    return True


def _may_match(test: CellTest, stage: str) -> bool:
    """Whether a cell can match; one that depends on other facts, or faults, counts as open."""
    try:
        return bool(test.names) or test.matches(stage, {})
    except DubanError:
        return True


def _possible_steps(table: DecisionTable, rule: Rule) -> set[str]:
    for column, cell in zip(table.outputs, rule.outputs, strict=True):
        if column.name == "step":
            answers = (cell.evaluate({}),) if not cell.names else column.allowed or STEPS
            return {answer for answer in answers if isinstance(answer, str) and answer not in _NOTHING}
    return set()


def _constants(table: DecisionTable, rule: Rule) -> dict[str, Any]:
    """The answers of a rule that are already known without any facts."""
    cells = zip(table.outputs, rule.outputs, strict=True)
    return {column.name: _constant(cell) for column, cell in cells}


def _constant(cell: Expression) -> Any:
    if cell.names:
        return _UNKNOWN_UNTIL_ASKED
    try:
        return cell.evaluate({})
    except DubanError:
        return _UNKNOWN_UNTIL_ASKED


def _wrong_answers(
    table: DecisionTable, answer: Mapping[str, Any], rule: str, steps: Collection[str], line: int | None = None
) -> Iterator[Problem]:
    step = answer.get("step")
    if step in _NOTHING:
        return
    if step is not _UNKNOWN_UNTIL_ASKED and not (isinstance(step, str) and step in steps):
        yield _problem(table, "step_unknown", line, rule=rule, step=step, known=", ".join(sorted(steps)))
    notify = answer.get("notify")
    for role in () if notify is _UNKNOWN_UNTIL_ASKED else role_list(notify):
        if role not in ROLES:
            yield _problem(table, "role_unknown", line, rule=rule, role=role, known=", ".join(ROLES))
    channel = answer.get("channel")
    for one in () if channel is _UNKNOWN_UNTIL_ASKED else role_list(channel):
        if one not in CHANNELS:
            yield _problem(table, "channel_unknown", line, rule=rule, channel=one, known=", ".join(CHANNELS))
    template = answer.get("template")
    if template is not None and template is not _UNKNOWN_UNTIL_ASKED and not isinstance(template, str):
        yield _problem(table, "template_not_text", line, rule=rule, value=template)
    for column in ("answer_days", "rectify_days"):
        days = answer.get(column)
        if days is not None and days is not _UNKNOWN_UNTIL_ASKED and (type(days) is not int or days < 0):
            yield _problem(table, column, line, rule=rule, value=days)


def role_list(notify: Any) -> tuple[str, ...]:
    """The roles, or channels, that a list or a text with separators names."""
    if isinstance(notify, list):
        return tuple(map(str, notify))
    return tuple(role for role in _SEPARATOR.split(str(notify or "")) if role)


def _problem(table: DecisionTable, name: str, line: int | None = None, /, **parameters: Any) -> Problem:
    where = {"table": table.name, **parameters}
    return Problem(f"ladder.{name}", where, file=table.file, line=line or table.line, element=table.id)
