"""One instance played in memory, its state written and read back before every move, as in the product."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from engine.bpmn.bundle import CompiledBundle
from engine.bpmn.instances.runner import Runner
from engine.domain.step import Step, Stored

NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)


class Play:
    """The instance as its rows would hold it: state parts, open tasks and armed timers by element."""

    def __init__(self, bundle: CompiledBundle, key: str = "p", now: datetime = NOON, **variables: Any) -> None:
        self.bundle, self.key, self.now = bundle, key, now
        self.parts: dict[str, bytes] = {}
        self.values: dict[str, bytes] = {}
        self.named: dict[str, tuple[str, ...]] = {}
        self.tasks: dict[str, str] = {}
        self.timers: dict[str, tuple[str, datetime]] = {}
        self.awaited: dict[str, str] = {}
        self.scopes: dict[str, str] = {}
        self.passed: list[str] = []
        self.step = self._keep(Runner.start(bundle, key, now=now, variables=variables))

    def load(self) -> Runner:
        return Runner.load(self.bundle, self.key, self.stored(self.parts), now=self.now)

    def stored(self, keys: Iterable[str]) -> Stored:
        """These parts with the values that they name, and no others."""
        parts = {key: self.parts[key] for key in keys}
        return Stored(parts, {key: self.values[key] for part in parts for key in self.named.get(part, self.values)})

    def complete(self, task_id: str, **variables: Any) -> Step:
        return self.do(lambda runner: runner.complete(task_id, variables))

    def complete_at(self, element_id: str, **variables: Any) -> Step:
        """Complete the one open task of an element."""
        (task_id,) = self.open_at(element_id)
        return self.complete(task_id, **variables)

    def open_at(self, element_id: str) -> list[str]:
        return [task_id for task_id, element in self.tasks.items() if element == element_id]

    def waiting(self, element_id: str) -> str:
        """The one task that waits for a message or signal at an element."""
        (task_id,) = [task_id for task_id, element in self.awaited.items() if element == element_id]
        return task_id

    def open(self) -> list[str]:
        """The elements of the open tasks, sorted."""
        return sorted(self.tasks.values())

    def fire(self, element_id: str) -> Step:
        """What the worker does: at the instant the row holds, fire the timer."""
        (task_id,) = [task_id for task_id, (element, _) in self.timers.items() if element == element_id]
        self.now = max(self.now, self.timers[task_id][1])
        return self.do(lambda runner: runner.fire_timer(task_id))

    def due(self, element_id: str) -> datetime | None:
        return next((due for element, due in self.timers.values() if element == element_id), None)

    def do(self, act: Any) -> Step:
        """Load, act, write; nothing is kept of a step with a fault, as in the product."""
        runner = self.load()
        act(runner)
        return self._keep(runner)

    def _keep(self, runner: Runner) -> Step:
        self.step = step = runner.step()
        if step.fault:
            return step
        for key, part in step.parts.items():
            if part is None:
                self.parts.pop(key, None)
            else:
                self.parts[key], self.named[key] = part.body, part.keys
        self.values |= step.values
        for closed in step.closed:
            self.tasks.pop(closed.task_id)
        self.scopes |= {opened.task_id: opened.scope for opened in step.opened}
        self.tasks |= {opened.task_id: opened.element_id for opened in step.opened}
        for task_id in step.disarmed:
            self.timers.pop(task_id)
        self.timers |= {armed.task_id: (armed.element_id, armed.due_at) for armed in step.armed}
        for task_id in step.unsubscribed:
            self.awaited.pop(task_id)
        self.awaited |= {one.task_id: one.element_id for one in step.subscribed}
        self.passed += [passed.element_id for passed in step.passed]
        return step


class Sleepy(Play):
    """The same, but only what stands around the task is loaded; the rest is asked for when it is needed."""

    def complete(self, task_id: str, **variables: Any) -> Step:
        around = ["", *filter(None, self.scopes[task_id].split("/"))]
        runner = Runner.load(self.bundle, self.key, self.stored(around), now=self.now, fetch=self._fetch)
        runner.complete(task_id, variables)
        return self._keep(runner)

    def _fetch(self, holder: str | None) -> Stored:
        return self.stored(filter(None, self.parts) if holder is None else [holder])
