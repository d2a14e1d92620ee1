"""Open instances of a process are carried over to its latest version, with a report of what that changes for each."""

from dataclasses import dataclass, field
from datetime import datetime

from engine.act import Act
from engine.commands.instances.migrate import migrate_instance
from engine.domain.errors import DubanError
from engine.domain.lights import Light, item_light
from engine.store.definitions import get_definition
from engine.store.instances import behind_version, subject_of
from engine.store.models import Item
from engine.store.runtime import lock_instance
from engine.store.timers import next_ladder

MOST = 500  # instances in one go, so that nobody waits long for the locks of one transaction


@dataclass(frozen=True)
class Change:
    """What an item's light is and when its ladder is asked next, before and after."""

    item_id: int
    number: str | None
    title: str
    light: tuple[Light, Light]
    next_asked: tuple[datetime | None, datetime | None]

    @property
    def is_none(self) -> bool:
        return self.light[0] == self.light[1] and self.next_asked[0] == self.next_asked[1]


@dataclass
class CarriedOver:
    """`left` is how many open instances are still on an older version: those refused, and those of the next go."""

    version: int
    moved: int = 0
    left: int = 0
    changes: list[Change] = field(default_factory=list)
    refused: list[tuple[int, str, DubanError]] = field(default_factory=list)


def carry_over(act: Act, key: str, reason: str, most: int = MOST) -> CarriedOver:
    """Each instance whole or not at all: one that does not fit the new version stays where it is and says why."""
    definition = get_definition(act.session, key)
    waiting = behind_version(act.session, key, definition.version)
    done = CarriedOver(definition.version)
    for instance_id in waiting[:most]:
        _carry(act, instance_id, reason, done)
    done.left = len(waiting) - done.moved
    return done


def _carry(act: Act, instance_id: int, reason: str, done: CarriedOver) -> None:
    instance = lock_instance(act.session, instance_id)
    subject = subject_of(act.session, instance)
    item = subject if isinstance(subject, Item) else None
    before = _seen(act, item)
    try:
        migrate_instance(act, instance_id, reason)
    except DubanError as refusal:
        name = item.number if item else instance.business_key
        done.refused.append((instance_id, name or "", refusal))
        return
    done.moved += 1
    after = _seen(act, item)
    if item is not None and before and after:
        change = Change(item.id, item.number, item.title, (before[0], after[0]), (before[1], after[1]))
        done.changes += [] if change.is_none else [change]


def _seen(act: Act, item: Item | None) -> tuple[Light, datetime | None] | None:
    if item is None or item.instance_id is None:
        return None
    act.session.flush()
    light = item_light(item.state, item.yellow_at, item.red_at, act.now)
    return light, next_ladder(act.session, item.instance_id)
