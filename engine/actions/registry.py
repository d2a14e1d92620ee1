"""Actions that a diagram may call by name; each changes records in the act's transaction and answers data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.act import Act
from engine.store.models import Item, Matter
from engine.store.rows import HeldInstance, HeldTask

StartItem = Callable[[Item], None]
Start = Callable[[str, str | None, Mapping[str, Any], Matter | None, str | None], int]
Send = Callable[[str, str, Mapping[str, Any]], None]


@dataclass(frozen=True)
class Call:
    """What an action is given: the act, what the instance is about, the element's parameters and the data it sees.

    `task` and `submitted` are set when the action belongs to a user task that is being completed. `start` runs another
    process and answers its instance's id: key, business key, variables, the matter it carries, the message that starts
    it.
    """

    act: Act
    instance: HeldInstance
    subject: Item | Matter | None
    element_id: str
    parameters: Mapping[str, str]
    data: Mapping[str, Any]
    start_item: StartItem
    send: Send
    start: Start
    task: HeldTask | None = None
    submitted: Mapping[str, Any] | None = None

    @property
    def item(self) -> Item:
        if not isinstance(self.subject, Item):
            raise TypeError("Expected an instance that carries an item")
        return self.subject

    @property
    def matter(self) -> Matter:
        if not isinstance(self.subject, Matter):
            raise TypeError("Expected an instance that carries a matter")
        return self.subject


Action = Callable[[Call], Mapping[str, Any]]
ACTIONS: dict[str, Action] = {}
ANSWERS: dict[str, Mapping[str, str]] = {}


def action(name: str, **answers: str) -> Callable[[Action], Action]:
    """Register a function under the name that diagrams use; `answers` are the names it answers with and their types."""

    def register(function: Action) -> Action:
        ACTIONS[name], ANSWERS[name] = function, answers
        return function

    return register
