"""Inbox and ledger over a full archive: the slowest page's 95th percentile, through the product's own queries."""

import statistics
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.archive import burden, fill
from bench.diagrams import sequence
from bench.goals import Goal, at_most, measured, percentile
from bench.ground import Ground
from bench.product import Product, open_site
from bench.rounds import Stopwatch
from engine.act import Act
from engine.queries.inbox import Wanted, list_tasks
from engine.queries.ledger import count_lights, list_items
from engine.queries.narrowing import Filter
from engine.queries.reader import Reader
from engine.store import Session
from engine.store.models import Person

PROMPT = at_most(60, "ms")
NAME = "inbox and ledger pages at {:,} tasks and {:,} items: p95 of the slowest page in ms, PostgreSQL{}"
GOALS = ((NAME.format(1_000_000, 100_000, ""), PROMPT),)
OFFICER, HANDLER = frozenset({"officer"}), frozenset({"handler"})
SOMEBODY, BURDENED, VISITS = 1234, 1260, 20  # persons by number, and how many of them look

Page = Callable[[Session, Act, Person], Any]


def _reader(roles: frozenset[str], act: Act, person: Person) -> Reader:
    return Reader(person.id, roles, act.situation)


def _tasks(roles: frozenset[str], session: Session, act: Act, person: Person, **wanted: Any) -> Any:
    return list_tasks(session, _reader(roles, act, person), Wanted(**wanted))


def _items(roles: frozenset[str], session: Session, act: Act, person: Person, after: int = 0, **wanted: Any) -> Any:
    return list_items(session, _reader(roles, act, person), Filter(**wanted), now=act.now, after=after)


def _lights(roles: frozenset[str], session: Session, act: Act, person: Person, **wanted: Any) -> Any:
    return count_lights(session, _reader(roles, act, person), Filter(**wanted), act.now)


PAGES: dict[str, Page] = {
    "inbox, to do": partial(_tasks, HANDLER),
    "inbox, to do, five posts and three absences to cover": partial(_tasks, HANDLER),
    "inbox, done": partial(_tasks, HANDLER, view="done"),
    "inbox, everything of mine": partial(_tasks, HANDLER, view="all"),
    "inbox, everything open (officer)": partial(_tasks, OFFICER, view="all", state="open"),
    "inbox, everything (officer)": partial(_tasks, OFFICER, view="all"),
    "inbox, everything, page 21 (officer)": partial(_tasks, OFFICER, view="all", after=1000),
    "ledger (officer)": partial(_items, OFFICER),
    "ledger, page 21 (officer)": partial(_items, OFFICER, after=1000),
    "ledger, red (officer)": partial(_items, OFFICER, light="red"),
    "ledger, yellow (officer)": partial(_items, OFFICER, light="yellow"),
    "ledger, blue (officer)": partial(_items, OFFICER, light="blue"),
    "ledger, a unit (officer)": partial(_items, OFFICER, unit_id=1010),
    "ledger, a unit, running, green (officer)": partial(_items, OFFICER, unit_id=1010, state="running", light="green"),
    "ledger, a rare word (officer)": partial(_items, OFFICER, text="防汛"),
    "ledger, a number (officer)": partial(_items, OFFICER, text="督单〔2025〕4711号"),
    "ledger, my unit and my tasks": partial(_items, HANDLER),
    "ledger, my unit and my tasks, red": partial(_items, HANDLER, light="red"),
    "lights (officer)": partial(_lights, OFFICER),
    "lights, a unit (officer)": partial(_lights, OFFICER, unit_id=1010),
    "lights of my unit and my tasks": partial(_lights, HANDLER),
}


def measure(place: Ground) -> list[Goal]:
    items = 10_000 if place.quick else 100_000
    name = NAME.format(items * 10, items, " (quick run: a tenth)" if place.quick else "")
    product = Product(open_site(place.postgresql(), place.folder), "seq5", sequence())
    fill(product.site.engine, items, product.site.clock.now())
    burden(product.site.engine, range(BURDENED, BURDENED + VISITS), product.site.clock.now())
    rounds = [_round(product, VISITS) for _ in range(3 if place.quick else 5)]
    product.site.close()
    for page in PAGES:
        print(f"  {statistics.median(one[page] for one in rounds):8.1f} ms p95 of {page}")
    return [measured(name, PROMPT, [max(one.values()) for one in rounds])]


def _round(product: Product, visits: int) -> dict[str, float]:
    """The 95th percentile of each page in milliseconds, the pages visited in turn."""
    watches = {page: Stopwatch() for page in PAGES}
    for visit in range(visits):
        for page, show in PAGES.items():
            with product.site.reading() as session:
                first = BURDENED if "five posts" in page else SOMEBODY
                act, person = product.site.act(session), session.get_one(Person, first + visit)
                with watches[page].running():
                    show(session, act, person)
    return {page: 1000 * percentile(watch.laps, 0.95) for page, watch in watches.items()}
