"""The one door from a diagram to evaluation: the closed condition language, never Python's eval."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment

from engine.domain.errors import DubanError, ModelFault, Problem
from engine.expressions import SURROUNDINGS, Surroundings, as_data, compile_assignments, compile_condition

BARE_ISO = re.compile(r"\s*(R\d*/|P[\dT]|\d{4}-\d{2}-\d{2})[^\"'()]*$")


class ClosedEnvironment(BasePythonScriptEngineEnvironment):
    """Evaluates expressions and scripts of the closed language over the data of a task.

    `surroundings` tells the moment of the act; what an expression gives is JSON data, times in it are ISO texts.
    """

    def __init__(self, surroundings: Callable[[], Surroundings]) -> None:
        super().__init__()
        self._surroundings = surroundings

    def evaluate(
        self, expression: str, context: Mapping[str, Any], external_context: Mapping[str, Any] | None = None
    ) -> Any:
        if BARE_ISO.match(expression):
            return expression.strip()
        condition = compile_condition(expression.strip())
        return as_data(condition.evaluate(self._names(condition.names, context, external_context)))

    def execute(self, script: str, context: dict[str, Any], external_context: Mapping[str, Any] | None = None) -> bool:
        assignments = compile_assignments(script)
        changed = assignments.execute(self._names(assignments.names, context, external_context))
        context.update(as_data(changed))
        return True

    def around(self, context: Mapping[str, Any], external_context: Mapping[str, Any] | None) -> dict[str, Any]:
        """Everything an expression could ask here."""
        return self._surroundings().around({**(external_context or {}), **context})

    def call_service(self, context: Mapping[str, Any], **kwargs: Any) -> Any:
        raise NotImplementedError("Actions are run by the command layer, never from inside the engine")

    def _names(
        self, needed: frozenset[str], context: Mapping[str, Any], external: Mapping[str, Any] | None
    ) -> Mapping[str, Any]:
        names = {**external, **context} if external else context
        return self._surroundings().around(names) if SURROUNDINGS in needed else names


class ClosedScriptEngine(PythonScriptEngine):
    """SpiffWorkflow's script engine with our environment; faults keep their own words and gain the element."""

    def __init__(self, surroundings: Callable[[], Surroundings]) -> None:
        super().__init__(environment=ClosedEnvironment(surroundings))

    def evaluate(self, task: Any, expression: str, external_context: Mapping[str, Any] | None = None) -> Any:
        value = at_element(task, lambda: self.environment.evaluate(expression, task.data, external_context))
        if expression == getattr(task.task_spec, "cardinality", None):
            _bound_instances(task, value)
        return value

    def evaluate_over(self, task: Any, expression: str, data: Mapping[str, Any]) -> Any:
        """Evaluate for a task over other data than its own."""
        return at_element(task, lambda: self.environment.evaluate(expression, data))

    def execute(self, task: Any, script: str, external_context: Mapping[str, Any] | None = None) -> Any:
        return at_element(task, lambda: self.environment.execute(script, task.data, external_context))


def _bound_instances(task: Any, number: Any) -> None:
    """A parallel activity opens all its instances at once; 200,000 of them never come back."""
    limit = task.workflow.top_workflow.frame.limits.instances
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= limit:
        raise ModelFault(
            Problem(
                "bpmn.instances_refused", {"limit": limit, "value": repr(number)[:40]}, element=task.task_spec.bpmn_id
            )
        )


def at_element(task: Any, evaluate: Callable[[], Any]) -> Any:
    """What `evaluate` gives; any fault of it becomes a ModelFault at the task's element."""
    try:
        return evaluate()
    except ModelFault:
        raise
    except DubanError as fault:
        element = task.task_spec.bpmn_id
        problem = fault.problems[0] if fault.problems else Problem(fault.code, fault.parameters)
        raise ModelFault(Problem(problem.code, problem.parameters, element=element)) from fault
