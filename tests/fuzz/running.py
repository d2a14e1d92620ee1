"""Runs random cases: each ends in a value or a named problem, in time, and touches nothing outside itself."""

import ast
import copy
import faulthandler
import gc
import importlib
import json
import resource
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from engine.bpmn.bundle import compile_bundle
from engine.bpmn.checks.verdicts import verdicts
from engine.bpmn.execution.frame import Frame
from engine.bpmn.instances.runner import Runner
from engine.bpmn.source.decision_table import parse_decisions
from engine.bpmn.source.standard import definitions
from engine.calendar import WorkingCalendar
from engine.domain.decision import evaluate_decision
from engine.domain.decision_coverage import coverage_of
from engine.domain.errors import DubanError, Invalid
from engine.domain.limits import Limits
from engine.domain.messages import LANGUAGES, catalogue
from engine.expressions import (
    FUNCTIONS,
    ExpressionFault,
    Surroundings,
    as_data,
    compile_assignments,
    compile_condition,
)
from engine.expressions.kinds import kind_of
from engine.site import KNOWN
from tests.fuzz.diagrams import drawn
from tests.fuzz.sources import condition, expression, mutated, number, script
from tests.fuzz.tables import table

AROUND = Surroundings(datetime(2026, 1, 5, 4, 0, tzinfo=UTC), WorkingCalendar())
LONGEST_SECONDS = 5.0
FEW = Limits(steps=500, seconds=2, instances=20)
FORBIDDEN = ("open", "exec", "os.", "subprocess.", "socket.", "shutil.", "ctypes.", "import", "tempfile.")


class Record(dict[str, Any]):
    """A record as Python reads it: `r.k` and `r["k"]` are the same."""

    __getattr__ = dict.__getitem__


DATA: dict[str, Any] = {
    "n": 3,
    "f": 2.5,
    "t": "急件",
    "b": True,
    "xs": [1, 2, 3],
    "r": {"k": 7, "s": "a"},
    "due": "2026-01-12",
    "nothing": None,
}
PYTHON: dict[str, Any] = {
    **{name: getattr(__import__("builtins"), name) for name in ("len", "min", "max", "abs", "round", "sum", "str")},
    "int": int,
    "float": float,
    "list": list,
    "any": any,
    "all": all,
    "lower": str.lower,
    "upper": str.upper,
    "contains": lambda container, item: item in container,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "true": True,
    "false": False,
    "null": None,
    "__builtins__": {},
}
UNLIKE_PYTHON = frozenset(FUNCTIONS) - set(PYTHON)


@dataclass
class Outcome:
    """What came of a run; a case that broke something is there with its text."""

    seed: int
    cases: dict[str, int] = field(default_factory=dict)
    values: int = 0
    compared: int = 0
    slowest: dict[str, float] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    seconds: float = 0
    megabytes: int = 0

    def written(self) -> str:
        """As the process that ran it hands it over."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "Outcome":
        return cls(**json.loads(text))

    def told(self) -> str:
        cases = ", ".join(f"{count} {kind}" for kind, count in self.cases.items())
        slowest = ", ".join(f"{kind} {1000 * seconds:.0f} ms" for kind, seconds in self.slowest.items())
        return (
            f"{sum(self.cases.values())} cases ({cases}), {self.values} with a value, {self.compared} as in Python, "
            f"{len(self.broken)} broken; slowest: {slowest}; {self.megabytes} MB at most"
        )


def fuzz(seed: int, *, cases: int | None = None, seconds: float | None = None) -> Outcome:
    """So many cases, or for so long."""
    outcome, random, began = Outcome(seed), Random(seed), time.monotonic()
    kinds = list(KINDS.items())
    _warm_up()
    while (cases is None or sum(outcome.cases.values()) < cases) and (
        seconds is None or time.monotonic() - began < seconds
    ):
        name, check = random.choices(kinds, weights=[WEIGHTS[kind] for kind, _ in kinds])[0]
        _run(name, check, Random(random.random()), outcome)
    outcome.seconds = time.monotonic() - began
    outcome.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return outcome


def _warm_up() -> None:
    """What is imported or read on first use is not a case's doing."""
    for check in KINDS.values():
        check(Random(0), Outcome(0))
    compile_condition("is_workday(today())").evaluate(AROUND.around({}))
    importlib.import_module("unicodedata")  # Python's parser, for names beyond ASCII
    for language in LANGUAGES:
        catalogue(language)
    definitions(), verdicts()
    gc.collect()
    gc.freeze()  # else some case pays for going through everything that was imported


def _run(name: str, check: Callable[[Random, Outcome], str], random: Random, outcome: Outcome) -> None:
    """One case; whoever hangs is shown where, and the process ends."""
    outcome.cases[name] = outcome.cases.get(name, 0) + 1
    state = random.getstate()
    faulthandler.dump_traceback_later(60, exit=True)
    began, watched = time.thread_time(), _Watch.seen
    watched.clear()
    _Watch.is_on = True
    try:
        text = check(random, outcome)
    except Exception as error:
        random.setstate(state)
        text = ""
        outcome.broken.append(f"{name}: {error!r}: {_text_of(name, random)!r}")
    finally:
        _Watch.is_on = False
        faulthandler.cancel_dump_traceback_later()
    took = time.thread_time() - began
    outcome.slowest[name] = max(took, outcome.slowest.get(name, 0.0))
    if watched or took > LONGEST_SECONDS:
        outcome.broken.append(f"{name}: {took:.1f} s, {sorted(set(watched))}: {text!r}")


class _Watch:
    """Sees what a case asks of the machine; Python's audit hooks cannot be taken off again, so it is switched."""

    is_on = False
    seen: list[str] = []  # noqa: RUF012 - there is one hook for the process

    @staticmethod
    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if _Watch.is_on and event.startswith(FORBIDDEN) and not _is_nothing(event, arguments):
            _Watch.seen.append(f"{event} {arguments[:1]}"[:200])


def _is_nothing(event: str, arguments: tuple[Any, ...]) -> bool:
    """Python's parser asks for the file of a text that has none."""
    return event == "open" and arguments[0] == ""


sys.addaudithook(_Watch.hook)


def _same_as_python(random: Random, outcome: Outcome) -> str:
    """Where both have a meaning, it is the same."""
    source = random.choice((number, condition))(random)
    return _compare(source, outcome)


def _any_text(random: Random, outcome: Outcome) -> str:
    source = expression(random)
    return _compare(source if random.random() < 0.4 else mutated(random, source), outcome)


def _compare(source: str, outcome: Outcome) -> str:
    try:
        compiled = compile_condition(source)
        value = compiled.evaluate(AROUND.around(DATA))
    except (Invalid, ExpressionFault) as refused:
        assert all(problem.message("zh") and problem.message("en") for problem in refused.problems)
        return source
    outcome.values += 1
    json.dumps(as_data(value))
    if _is_like_python(compiled.tree):
        outcome.compared += 1
        expected = _python(source)
        assert value == expected, (value, expected)
        assert kind_of(value) == kind_of(expected), (value, expected)
    return source


def _is_like_python(tree: ast.expr) -> bool:
    """Functions of our own and tuples, which are lists to us, are left out."""
    nodes = list(ast.walk(tree))
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return not called & UNLIKE_PYTHON and not any(isinstance(node, ast.Tuple) for node in nodes)


def _python(source: str) -> Any:
    """What Python says to a text that our language has admitted and evaluated."""
    data = {**DATA, "r": Record(DATA["r"])}
    _Watch.is_on = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return eval(f"({source.strip()}\n)", {**PYTHON, **data})  # noqa: S307 - the reference


def _scripts(random: Random, outcome: Outcome) -> str:
    """Assignments change copies."""
    source = script(random)
    source = source if random.random() < 0.6 else mutated(random, source)
    data = copy.deepcopy(DATA)
    try:
        changed = compile_assignments(source).execute(AROUND.around(data))
        outcome.values += 1
        json.dumps(as_data(changed))
    except (Invalid, ExpressionFault):
        pass
    assert data == DATA
    return source


def _tables(random: Random, outcome: Outcome) -> str:
    """A mutated table is refused with reasons, or examined and asked."""
    content = table(random)
    try:
        tables = parse_decisions("f.dmn", content)
    except Invalid as refused:
        assert refused.problems
        assert all(problem.message("zh") and problem.message("en") for problem in refused.problems)
        return repr(content)
    for one in tables:
        coverage = coverage_of(one)
        assert all(problem.message("zh") for problem in (*coverage.errors, *coverage.warnings))
        try:
            json.dumps(as_data(evaluate_decision(one, AROUND.around(_facts(random)))))
            outcome.values += 1
        except DubanError as fault:
            assert fault.message("zh")
    return repr(content)


def _diagrams(random: Random, outcome: Outcome) -> str:
    """A mutated diagram is refused with reasons, or its process runs until it waits, ends or stops as an incident."""
    content = drawn(random)
    is_open = random.random() < 0.5
    try:
        bundle = compile_bundle({"f.bpmn": content}, KNOWN, Frame(FEW), open_variables=is_open)
    except Invalid as refused:
        assert refused.problems
        assert all(problem.message("zh") and problem.message("en") for problem in refused.problems)
        return repr(content)
    for process in bundle.processes.values():
        if process.executable:
            step = Runner.start(bundle, process.key, now=AROUND.now, variables=DATA).step()
            outcome.values += step.fault is None
    return repr(content)


def _facts(random: Random) -> dict[str, Any]:
    names = ("urgency", "days_left", "unanswered_urges", "stage", "step", "progress", "reports_missed", "days_late")
    values = (0, 1, -3, 2.5, "特急", "办理", None, True, "none", "2026-01-05", [1], 10**20)
    return {**DATA, **{name: random.choice(values) for name in names}}


KINDS: Mapping[str, Callable[[Random, Outcome], str]] = {
    "expressions as in Python": _same_as_python,
    "expressions": _any_text,
    "scripts": _scripts,
    "tables": _tables,
    "diagrams": _diagrams,
}
WEIGHTS = {"expressions as in Python": 4, "expressions": 8, "scripts": 3, "tables": 1, "diagrams": 0.3}


def _text_of(name: str, random: Random) -> str:
    """The text of a case that broke, made once more."""
    try:
        return KINDS[name](random, Outcome(0))
    except Exception:
        return f"random state {hash(random.getstate()):x}"


if __name__ == "__main__":
    result = fuzz(int(sys.argv[1]), seconds=float(sys.argv[2]))
    sys.stdout.write(result.written() + "\n")
