"""The business rule task (BPMN 2.0.2, 10.3.3): a decision of the bundle is asked, what it answers becomes data.

SpiffWorkflow 3.2.0 runs one only with its own reading of DMN, whose cells are Python; here the table is ours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs.defaults import ServiceTask

from engine.bpmn.execution.environment import at_element
from engine.bpmn.source.namespaces import bpmn, duban
from engine.domain.decision import Decision, DecisionTable, evaluate, results, single_result
from engine.domain.errors import Problem
from engine.expressions import as_data

MAPPINGS = ("singleEntry", "singleResult", "collectEntries", "resultList")


@dataclass(frozen=True)
class DecisionUse:
    """Which decision a task asks, and under which name its answer is kept; without one the outputs become variables.

    `mapping` is how Camunda's `mapDecisionResult` wants the answer shaped; None in our way.
    """

    decision: str
    result: str | None = None
    mapping: str | None = None


class DecisionTask(ServiceTask):
    """Asks a decision table."""

    use: DecisionUse
    table: DecisionTable

    def _execute(self, task: Any) -> bool:
        names = task.workflow.script_engine.environment.around(task.data, task.workflow.data_objects)
        decided = at_element(task, lambda: evaluate(self.table, names))
        task.data.update(as_data(answer_of(self.use, self.table, decided)))
        return True


class DecisionTaskParser(TaskParser):
    """Gives the task its table; that there is one was checked before."""

    def create_task(self) -> Any:
        task = super().create_task()
        task.use = read_use(self.node)
        task.table = self.process_parser.parser.decisions[task.use.decision]
        return task


def answer_of(use: DecisionUse, table: DecisionTable, decided: Decision) -> dict[str, Any]:
    """What the task adds to the data."""
    if use.result is None:
        return results(table, decided)
    if use.mapping is None:
        return {use.result: single_result(table, decided)}
    rows = decided.outputs if isinstance(decided.outputs, list) else [decided.outputs] if decided.outputs else []
    if use.mapping in ("singleEntry", "singleResult"):
        row = rows[0] if rows else None
        return {use.result: next(iter(row.values())) if row and use.mapping == "singleEntry" else row}
    entries = [next(iter(row.values())) for row in rows] if use.mapping == "collectEntries" else rows
    return {use.result: entries}


def read_use(node: Any) -> DecisionUse | None:
    """The decision a business rule task names; what other engines say of it was translated into our words before."""
    ours = node.find(f"{bpmn('extensionElements')}/{duban('decision')}")
    if ours is None or not ours.get("id"):
        return None
    return DecisionUse(ours.get("id"), ours.get("result") or None, ours.get("mapping") or None)


def decision_problems(name: str, root: Any, decisions: Mapping[str, DecisionTable]) -> list[Problem]:
    """Business rule tasks that name no decision, or none of the bundle."""
    return [
        Problem(code, parameters, file=name, line=node.sourceline, element=node.get("id"))
        for node in root.iter(bpmn("businessRuleTask"), bpmn("globalBusinessRuleTask"))
        for code, parameters in _wrong_use(read_use(node), decisions)
    ]


def _wrong_use(use: DecisionUse | None, decisions: Mapping[str, DecisionTable]) -> Iterator[tuple[str, dict[str, Any]]]:
    if use is None:
        yield "bpmn.decision_missing", {}
    elif use.decision not in decisions:
        yield "bpmn.decision_unknown", {"decision": use.decision, "known": "、".join(sorted(decisions)) or "-"}
    elif use.result is not None and not _is_name(use.result):
        yield "bpmn.decision_result", {"name": use.result}
    elif use.mapping not in (None, *MAPPINGS):
        yield "bpmn.decision_mapping", {"mapping": use.mapping, "known": "、".join(MAPPINGS)}


def _is_name(text: str) -> bool:
    return text.isidentifier() and not text.startswith("_")
