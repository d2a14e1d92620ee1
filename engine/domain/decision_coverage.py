"""What a decision table's rules leave open and where they are in each other's way, found before anybody asks it.

Sure is only what cells with constants say about inputs that data give directly. What depends on computed inputs or
cells may be impossible, and is a warning.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from engine.domain.decision import DecisionTable, Rule
from engine.domain.decision_samples import Column, Sample, columns_of
from engine.domain.errors import DubanError, Problem

MOST_VISITS = 20_000
MOST_PAIRS = 50_000
MOST_FINDINGS = 20
_COMPUTED = object()


@dataclass(frozen=True)
class Coverage:
    """Errors are sure to break the hit policy on the input they name; warnings are worth a look."""

    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def coverage_of(table: DecisionTable, *, may_leave_gaps: bool = False) -> Coverage:
    """Overlaps, contradictions, gaps and rules that can never hit; cut off, and said so, where there is too much."""
    columns = columns_of(table)
    if columns is None:
        return Coverage(warnings=(table.problem("not_examined"),))
    if not columns:
        return Coverage()
    errors, warnings = _overlaps(table, columns)
    warnings += _unreachable(table, columns)
    if not may_leave_gaps and _answers_one(table):
        warnings += _gaps(table, columns)
    return Coverage(tuple(errors[:MOST_FINDINGS]), tuple(warnings[:MOST_FINDINGS]))


def _answers_one(table: DecisionTable) -> bool:
    return table.hit_policy in ("UNIQUE", "FIRST", "ANY", "PRIORITY") and not any(
        column.default for column in table.outputs
    )


def _overlaps(table: DecisionTable, columns: list[Column]) -> tuple[list[Problem], list[Problem]]:
    if table.hit_policy not in ("UNIQUE", "ANY"):
        return [], []
    code = "rules_overlap" if table.hit_policy == "UNIQUE" else "rules_contradict"
    is_sure = _are_independent(table, columns)
    answers = [_constants(rule) for rule in table.rules]
    pairs = list(islice(_pairs(table, columns), MOST_PAIRS))
    breaking = [pair for pair in pairs if table.hit_policy == "UNIQUE" or _differ(answers[pair[0]], answers[pair[1]])]
    found = [
        table.problem(
            code if is_sure else f"{code}_perhaps",
            table.rules[second].line,
            first=_row(table, first),
            second=_row(table, second),
            example=_told(columns, _common(columns, first, second)),
        )
        for first, second in breaking[:MOST_FINDINGS]
    ]
    cut_off = [table.problem("not_examined")] if len(pairs) == MOST_PAIRS and not found else []
    return (found, cut_off) if is_sure else ([], found + cut_off)


def _are_independent(table: DecisionTable, columns: list[Column]) -> bool:
    """Whether every input can have any value whatever the others have."""
    sources = [column.expression.source.strip() for column in table.inputs]
    nested = any(other.startswith(f"{source}.") for source in sources for other in sources)
    return all(column.is_free for column in columns) and not nested


def _pairs(table: DecisionTable, columns: list[Column]) -> Iterator[tuple[int, int]]:
    """Rules that hit together on some input, by their places in the table."""
    for index in range(len(table.rules)):
        earlier = (1 << index) - 1
        for column in columns:
            earlier &= _with(column, index)
        yield from ((other, index) for other in _bits(earlier))


def _with(column: Column, index: int) -> int:
    """The rules that hit together with this one on some value of the column."""
    together = 0
    for sample in column.samples:
        if sample.surely >> index & 1:
            together |= sample.surely
    return together


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _differ(one: list[Any], other: list[Any]) -> bool:
    """Whether two rules surely answer differently."""
    return any(left != right for left, right in zip(one, other, strict=True) if _COMPUTED not in (left, right))


def _constants(rule: Rule) -> list[Any]:
    return [_COMPUTED if cell.names else _constant(cell) for cell in rule.outputs]


def _constant(cell: Any) -> Any:
    try:
        return cell.evaluate({})
    except DubanError:
        return _COMPUTED


def _common(columns: list[Column], first: int, second: int) -> list[Sample]:
    both = (1 << first) | (1 << second)
    return [_best(sample for sample in column.samples if sample.surely & both == both) for column in columns]


def _best(samples: Iterator[Sample]) -> Sample:
    """A sample to show: one that is something rather than nothing."""
    found = list(samples)
    return next((sample for sample in found if sample.value is not None), found[0])


def _unreachable(table: DecisionTable, columns: list[Column]) -> list[Problem]:
    """Rules that no input can hit, or before which another always hits (FIRST)."""
    found = []
    for index, rule in enumerate(table.rules):
        own = [_of_rule(column, index) for column in columns]
        code = None
        if not all(own):
            code = "rule_never"
        elif table.hit_policy == "FIRST" and index and not _search(own, (1 << index) - 1, sure=True).is_open:
            code = "rule_covered"
        if code:
            found.append(table.problem(code, rule.line, row=_row(table, index)))
    return found


def _of_rule(column: Column, index: int) -> list[Sample]:
    return [sample for sample in column.samples if sample.perhaps >> index & 1]


def _gaps(table: DecisionTable, columns: list[Column]) -> list[Problem]:
    """One input that no rule answers; null is left out, for hardly any table means to answer it."""
    asked = [[sample for sample in column.samples if sample.value is not None] for column in columns]
    search = _search(asked, (1 << len(table.rules)) - 1, sure=False)
    if search.witness is not None:
        return [table.problem("gap", example=_told(columns, search.witness))]
    return [table.problem("not_examined")] if search.is_cut_off else []


@dataclass
class _Search:
    """For an input that none of some rules hits; `is_open` where there is one, or the search was cut off."""

    witness: list[Sample] | None = None
    visits: int = 0

    @property
    def is_cut_off(self) -> bool:
        return self.visits > MOST_VISITS

    @property
    def is_open(self) -> bool:
        return self.witness is not None or self.is_cut_off


def _search(asked: list[list[Sample]], rules: int, *, sure: bool) -> _Search:
    """Go through the inputs, a column at a time, as long as some of the rules still hit; the same rest only once."""
    search = _Search()
    seen: set[tuple[int, int]] = set()
    everything = [_always(samples, rules, sure) for samples in asked]

    def go(level: int, alive: int, taken: list[Sample]) -> None:
        search.visits += 1
        if not alive and all(asked[level:]):
            search.witness = [*taken, *(samples[0] for samples in asked[level:])]
        if search.is_open or level == len(asked) or (level, alive) in seen:
            return
        seen.add((level, alive))
        rest = alive
        for always in everything[level:]:
            rest &= always
        if rest:
            return  # one of them hits whatever comes
        for sample in asked[level]:
            go(level + 1, alive & (sample.surely if sure else sample.perhaps), [*taken, sample])

    go(0, rules, [])
    return search


def _always(samples: list[Sample], rules: int, sure: bool) -> int:
    for sample in samples:
        rules &= sample.surely if sure else sample.perhaps
    return rules


def _row(table: DecisionTable, index: int) -> str:
    """The rule as its designer finds it: its number in the table and its id."""
    return f"{index + 1} ({table.rules[index].id})"


def _told(columns: list[Column], samples: list[Sample]) -> str:
    return ", ".join(f"{column.label} = {_word(one.value)}" for column, one in zip(columns, samples, strict=True))


def _word(value: Any) -> str:
    """A value as a designer would write it in a cell."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, date):
        return f'{"datetime" if isinstance(value, datetime) else "date"}("{value.isoformat()}")'
    return str(value)
