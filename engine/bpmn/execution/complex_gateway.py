"""The complex gateway (BPMN 2.0.2, 10.6.5 and 13.4.4).

It waits until its activation condition holds of what has arrived (`activationCount` is the number of incoming flows
with a token), goes on once, and swallows what still comes by the other flows until each of them has had its token or
can have none any more. Then the next round begins.
"""

from typing import Any

from engine.bpmn.execution.joining import JOINED, ConsumingInclusiveGateway

COUNT = "activationCount"
FIRED = "complex"


class ComplexGateway(ConsumingInclusiveGateway):
    """Out of it tokens leave as out of an inclusive gateway."""

    activation_condition: str | None = None

    def _update_hook(self, my_task: Any) -> bool:
        waiting_for = self._rest(my_task)
        source = my_task.parent.task_spec.name
        if source in waiting_for:
            self._remember(my_task, waiting_for - {source})
            my_task.internal_data[JOINED] = True
            my_task.cancel()
            return False
        return super()._update_hook(my_task)

    def _is_due(self, my_task: Any) -> bool:
        if self._rest(my_task):
            return False  # the last round is not over; the token is one of the next
        if self.activation_condition is None:
            return super()._is_due(my_task)
        count = len(self._arrivals(my_task))
        engine = my_task.workflow.script_engine
        return bool(
            engine.evaluate_over(
                my_task, self.activation_condition, my_task.parent.data | my_task.data | {COUNT: count}
            )
        )

    def _consume(self, my_task: Any) -> None:
        arrived = set(self._arrivals(my_task))
        super()._consume(my_task)
        if self.activation_condition is not None:
            self._remember(my_task, set(self._inputs) - arrived)

    def _rest(self, my_task: Any) -> set[str]:
        """Flows of this round by which a token may still come, by their sources."""
        open_flows = set(my_task.workflow.memory.get(FIRED, {}).get(self.name, ()))
        if open_flows:
            reached = set().union(*self._reached_by_others(my_task), {my_task.parent.task_spec.name})
            open_flows &= reached
            self._remember(my_task, open_flows)
        return open_flows

    def _remember(self, my_task: Any, open_flows: set[str]) -> None:
        fired = my_task.workflow.memory.setdefault(FIRED, {})
        if open_flows:
            fired[self.name] = sorted(open_flows)
        else:
            fired.pop(self.name, None)
