"""One year lived twice, by the model and by the product, and everything of it compared."""

import random
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice, zip_longest
from typing import Any

import httpx
from sqlalchemy import select

from api.app import make_app
from engine.commands.definitions.shipped import PROCESSES
from engine.commands.people.sign_in import keep_token
from engine.domain.lights import item_light
from engine.site import Site
from engine.store.models import Item, Matter
from tests.scenarios.office_year import almanac
from tests.scenarios.office_year.explained import differences_of
from tests.scenarios.office_year.found import entries_of, mails_of, notes_of, numbers_of, papers_of, steps_of
from tests.scenarios.office_year.ground import Tables
from tests.scenarios.office_year.model import Model
from tests.scenarios.office_year.office import local
from tests.scenarios.office_year.plan import Size, draw_year
from tests.scenarios.office_year.play import Player
from tests.scenarios.office_year.state import Expected, Held, Key
from tests.scenarios.office_year.table import read_table
from tests.scenarios.record import left_over
from tests.support.in_process import InProcess
from tests.support.office import OFFICER, person
from tests.support.server import token_of

FIRST, LAST = date(2026, 1, 5), date(2026, 12, 31)
EXPLAINED = 50
PAPERS = ("work_order", "urge", "supervise", "closing")  # what is issued with a step of the same name
ISSUED = {"supplement": "work_order"}  # what is issued with an entry of another name
NUMBERED = ("work_order", "supervise", "circular")
TABLES = PROCESSES / "supervision" / "decisions"
Moment = tuple[datetime, Key]


@dataclass
class Lived:
    """What was reached how often, and every way in which the product differs from the model."""

    expected: Expected
    tables: Tables
    completed: int
    lights: Counter[str]
    explained: Counter[str]
    differences: list[str]

    @property
    def steps(self) -> Counter[str]:
        return Counter(one.step for one in self.expected.steps)

    @property
    def rows(self) -> Counter[str]:
        return Counter(one.rule for one in self.expected.steps)

    def told(self) -> str:
        """The figures in a line."""
        steps, lights = (", ".join(f"{k} {n}" for k, n in sorted(one.items())) for one in (self.steps, self.lights))
        entries, mails = len(self.expected.entries), len(self.expected.mails)
        return f"{self.completed} tasks done, {entries} entries, {mails} mails; {steps}; lights {lights}"


def live_twice(site: Site, seed: int, size: Size, evenings: int) -> Lived:
    """The year of a seed on a furnished site. Every light is compared on so many random evenings."""
    dice = random.Random(f"{seed}/looks")
    looks = set(dice.sample(list(almanac.days(FIRST, LAST)), evenings))
    year = draw_year(seed, size)
    tables = Tables(*(read_table(TABLES / f"{name}.dmn") for name in Tables._fields))
    expected = Model(year, tables, looks).live(FIRST, LAST)
    comparing = Comparing(site, expected, _to_explain(dice, expected))
    player = Player(site, year, looks, comparing.look)
    player.live(FIRST, LAST)
    comparing.compare_records(player)
    comparing.four_musts(player)
    return Lived(expected, tables, player.completed, comparing.lights, comparing.explained, comparing.differences)


def _to_explain(dice: random.Random, expected: Expected) -> set[Moment]:
    """Fifty lights, taken in turn from those of each colour with the same reasons for it."""
    alike: dict[tuple[str, ...], list[Moment]] = {}
    for moment, explained in expected.explained.items():
        alike.setdefault((explained["light"], *sorted(explained["reasons"])), []).append(moment)
    shuffled = [dice.sample(alike[kind], len(alike[kind])) for kind in sorted(alike)]
    in_turn = (one for several in zip_longest(*shuffled) for one in several if one is not None)
    return set(islice(in_turn, EXPLAINED))


class Comparing:
    """Collects differences, so that one run tells all of them."""

    def __init__(self, site: Site, expected: Expected, to_explain: set[Moment]) -> None:
        self._site, self._expected, self._to_explain = site, expected, to_explain
        self.lights: Counter[str] = Counter()
        self.explained: Counter[str] = Counter()
        self.differences: list[str] = []
        with site.writing() as session:
            keep_token(session, person(session, OFFICER).id, token_of(OFFICER), "test")
        headers = {"Authorization": f"Bearer {token_of(OFFICER)}"}
        transport = InProcess(make_app(site, nullcontext))
        self._client = httpx.Client(transport=transport, base_url="http://testserver/api/v1", headers=headers)

    def look(self, player: Player) -> None:
        """Every light of an evening; some of them explained."""
        with self._site.reading() as session:
            items = [one for one in session.scalars(select(Item)) if one.id in player.keys]
        for item in items:
            key, now = player.keys[item.id], self._site.clock.now()
            light = item_light(item.state, item.yellow_at, item.red_at, now)
            wanted = self._expected.lights[player.now, key]
            self.lights[light] += 1
            if light != wanted:
                self.differences.append(f"{key} at {player.now}: {wanted} expected, but it is {light}")
            self._compare(f"progress at {player.now}", [(key, self._progress(player, key))], [(key, item.progress)])
            if (player.now, key) in self._to_explain:
                self.explained[light] += 1
                self._explain(player, item.id)

    def _progress(self, player: Player, key: Key) -> int:
        return self._expected.progress[player.now, key]

    def _explain(self, player: Player, item_id: int) -> None:
        key = player.keys[item_id]
        answer = self._client.get(f"/items/{item_id}/explain")
        assert answer.status_code == 200, answer.text
        found = differences_of(self._expected, key, player.now, answer.json())
        self.differences += [f"{key} explained at {player.now}: {one}" for one in found]

    def compare_records(self, player: Player) -> None:
        with self._site.reading() as session:
            self._compare("entry", self._expected.entries, entries_of(session, player.keys))
            self._compare("mail", self._expected.mails, mails_of(session, player.keys))
            self._compare("note", self._expected.notes, notes_of(session, player.keys))
            self._compare("step", self._expected.steps, steps_of(session, player.keys))
            papers = papers_of(session, player.keys)
            self._compare("paper", self._papers(), [one for one in papers if one[1] in PAPERS])
            for kind in NUMBERED:
                counted = sum(one.kind == kind for one in self._expected.entries)
                wanted = tuple(range(1, counted + 1))
                self._compare(f"numbers of {kind}", [wanted], [tuple(numbers_of(session, kind))])

    def _papers(self) -> list[tuple[Key, str]]:
        issued = [
            (one.item, ISSUED.get(one.kind, one.kind))
            for number, one in enumerate(self._expected.entries)
            if one.kind in (*PAPERS, *ISSUED) and number not in self._expected.bundled
        ]
        closings = {(one.item, one.at) for one in self._expected.mails if one.kind == "closed"}
        return [*issued, *((item, "closing") for item, _ in closings)]

    def _compare(self, what: str, wanted: Iterable[Any], found: Iterable[Any]) -> None:
        expected, got = Counter(wanted), Counter(found)
        self.differences += [f"{what} missing: {one}" for one in (expected - got).elements()]
        self.differences += [f"{what} unexpected: {one}" for one in (got - expected).elements()]

    def four_musts(self, player: Player) -> None:
        """批必办、办必果、果必报、报必实: acted on, with a result, confirmed, verified; nothing is left over."""
        with self._site.reading() as session:
            for item in session.scalars(select(Item)):
                self._compare(
                    "item", [_end(self._expected.items[player.keys[item.id]])], [_found_end(player.keys[item.id], item)]
                )
            states = Counter(session.scalars(select(Matter.state)))
            self._compare("matter", {"closed": len(player.year.matters)}.items(), states.items())
            self._compare("left", dict.fromkeys(left_over(session), 0).items(), left_over(session).items())
            self._musts_of_each(Counter((key, kind) for key, kind, *_ in entries_of(session, player.keys)))

    def _musts_of_each(self, entries: Counter[tuple[Key, str]]) -> None:
        for key in (one.key for one in self._expected.items.values() if one.state == "closed" and not one.is_split):
            missing = [kind for kind in ("sign", "result", "verification", "confirmation") if not entries[key, kind]]
            if missing:
                self.differences.append(f"{key}: closed without {missing}")


def _end(item: Held) -> tuple[Any, ...]:
    closed = local(item.closed) if item.closed else None
    return item.key, item.state, item.step, item.times_urged, item.closed_late, closed, local(item.due)


def _found_end(key: Key, item: Item) -> tuple[Any, ...]:
    return key, item.state, item.step, item.times_urged, item.closed_late, item.closed_at, item.due_at
