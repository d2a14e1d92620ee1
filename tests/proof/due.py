"""Many timers due at once, and a day of downtime: what must have fired when the workers come to it."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from engine.commands.instances.advance import start_instance
from engine.jobs.work import do_all_due
from engine.queries.stranded import find_stranded
from engine.site import Site
from engine.store.models import Event, Instance, Timer
from tests.support.diagrams import catch, chain, diagram, end, start, timer
from tests.support.office import ADMINISTRATOR, MONDAY, act_of, deploy, move_clock

HOUR = timedelta(hours=1)
A_TRANSACTION = 250
HOURS = range(1, 25)


def waiting(hours: int) -> bytes:
    pause = catch("pause", timer("timeDuration", f"PT{hours}H"))
    return diagram(start(), pause, end(), chain("start", "pause", "end"), key=f"wait-{hours}")


def begin(site: Site, keys: list[str]) -> None:
    """One instance for each key, many in a transaction."""
    for first in range(0, len(keys), A_TRANSACTION):
        with site.writing() as session:
            act = act_of(site, session, ADMINISTRATOR)
            for key in keys[first : first + A_TRANSACTION]:
                start_instance(act, key)


def fire_all_at_once(site: Site, count: int, *, workers: int = 2) -> list[str]:
    """So many timers due in the same second, taken by workers side by side; what is not as it must be."""
    deploy(site, waiting(1))
    begin(site, ["wait-1"] * count)
    move_clock(site, MONDAY + HOUR)
    with ThreadPoolExecutor(workers) as pool:
        done = sum(pool.map(do_all_due, [site] * workers))
    with site.reading() as session:
        fired = Counter(session.scalars(select(Event.instance_id).where(Event.type == "timer.fired")))
        ended = session.scalars(select(Instance.id).where(Instance.state == "completed")).all()
        wrong = [f"instance {one} fired {times} times" for one, times in fired.items() if times != 1]
        if (done, len(fired), len(ended)) != (count, count, count):
            wrong.append(
                f"expected {count} fired and ended, but got {done} done, {len(fired)} fired, {len(ended)} ended"
            )
        return [*wrong, *(f"instance {one} is stranded" for one in find_stranded(session))]


def catch_up_a_day(site: Site, count: int, seed: int) -> list[str]:
    """Timers due over 24 hours in which no worker was there, then one comes; each that fired out of order."""
    deploy(site, *(waiting(hours) for hours in HOURS))
    keys = [f"wait-{HOURS[number % len(HOURS)]}" for number in range(count)]
    random.Random(seed).shuffle(keys)
    for minute, first in enumerate(range(0, count, 20)):
        move_clock(site, MONDAY + timedelta(seconds=minute))
        begin(site, keys[first : first + 20])
    move_clock(site, MONDAY + 49 * HOUR)
    do_all_due(site)
    with site.reading() as session:
        due = {one.instance_id: one.due_at for one in session.scalars(select(Timer))}
        query = select(Event.instance_id).where(Event.type == "timer.fired").order_by(Event.id)
        moments = [due[one] for one in session.scalars(query)]
    if len(moments) != count:
        return [f"expected {count} fired, but got {len(moments)}"]
    return [f"number {n} was due at {one}, after {moments[n]}" for n, one in enumerate(moments[1:]) if one < moments[n]]
