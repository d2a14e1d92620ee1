"""What permissions, substitutes and the record add to a completion: the product beside itself without them.

Beside: whose turn it is is not asked, nobody acts for anybody, and events are written without a hash of their chain.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

from bench.diagrams import STEPS, sequence
from bench.goals import Goal, at_most, measured
from bench.ground import Ground
from bench.product import SUBMITTED, Product, open_site
from bench.rounds import completions_per_second, interleaved, ratios
from engine.commands.instances.advance import start_instance
from engine.commands.tasks.complete import Completion, complete_task
from engine.demo.office import load_office
from engine.store.models import AbsenceRow, Person

QUARTER = at_most(1.25)
NAME = "permissions, substitutes and the event chain: time of a completion against one without them, PostgreSQL"
GOALS = ((NAME, QUARTER),)
AWAY, STANDING_IN = "chenlu", "liuyang"
MINE = '<extensionElements><duban:assignment rule="initiator" /></extensionElements>'


class Substituted(Product):
    """An office of 40 people; every task belongs to somebody who is away, and the B post does it."""

    def __init__(self, place: Ground) -> None:
        super().__init__(open_site(place.postgresql(), place.folder), "seq5", sequence(inside=MINE))
        with self.site.writing() as session:
            load_office(session)
            names = (AWAY, STANDING_IN)
            self.people = {name: session.query(Person).filter_by(username=name).one().id for name in names}
            now = self.site.clock.now()
            absence = AbsenceRow(person_id=self.people[AWAY], starts_at=now, ends_at=now + timedelta(days=9))
            session.add(absence)

    def start(self, **variables: Any) -> int:
        with self.site.writing() as session:
            return start_instance(self.site.act(session, self.people[AWAY]), self.key, variables=variables).id

    def complete(self, task_id: str, **_variables: Any) -> None:
        with self.site.writing() as session:
            act = self.site.act(session, self.people[STANDING_IN])
            roles = act.situation.roles(self.people[STANDING_IN])
            complete_task(act, roles, Completion(task_id, SUBMITTED))


@contextmanager
def without_them() -> Iterator[None]:
    """The same code, with what is measured taken out."""
    with ExitStack() as stack:
        for name, instead in (
            ("engine.commands.tasks.complete._allow", lambda *_: None),
            ("engine.commands.tasks.complete.in_its_name", lambda act, _task: act),
            ("engine.commands.tasks.complete.concerned_by", lambda *_: frozenset()),
            ("engine.store.events.chained_hash", lambda *_: ""),
        ):
            stack.enter_context(mock.patch(name, instead))
        yield


def measure(place: Ground) -> list[Goal]:
    product = Substituted(place)
    instances = 10 if place.quick else 40
    completions_per_second(product, 5, STEPS)

    def whole() -> float:
        return completions_per_second(product, instances, STEPS)

    def bare() -> float:
        with without_them():
            return completions_per_second(product, instances, STEPS)

    figures = interleaved(7 if place.quick else 15, {"whole": whole, "bare": bare})
    product.site.close()
    return [measured(NAME, QUARTER, ratios(figures, "bare", "whole"))]
