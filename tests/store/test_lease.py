"""A worker that stands still within a transaction loses it; others go on, and it can write nothing any more."""

import time
from datetime import timedelta

import pytest

from engine.commands.timers.fire import fire_due
from engine.site import Site
from engine.store import DatabaseFailed
from engine.store.database import open_database
from engine.store.timers import claim_due, set_state
from engine.store.unit_of_work import writing
from tests.support.diagrams import boundary, chain, diagram, end, start, task, timer
from tests.support.instances import event_types, start_process, timer_states
from tests.support.office import MONDAY, deploy, move_clock
from tests.support.record import findings

LATE = boundary("late", "work", timer("timeDuration", "PT1H"))
WAITING = diagram(start(), task("work"), end(), chain("start", "work", "end"), LATE, end("e2"), chain("late", "e2"))
PATIENCE = 30.0


def test_a_worker_frozen_past_its_lease_cannot_write(postgresql_site: Site) -> None:
    deploy(postgresql_site, WAITING)
    started = start_process(postgresql_site, "p")
    move_clock(postgresql_site, MONDAY + timedelta(hours=2))
    freezing = open_database(postgresql_site.settings.database, lease_seconds=1)
    with pytest.raises(DatabaseFailed), writing(freezing) as frozen:
        (timer_held,) = claim_due(frozen, MONDAY + timedelta(hours=2))
        set_state(timer_held, "fired")
        _wait_until_somebody_else_fires(postgresql_site)
    freezing.dispose()
    assert timer_states(postgresql_site, started) == ["fired"]
    assert event_types(postgresql_site, started).count("timer.fired") == 1
    assert findings(postgresql_site) == []


def _wait_until_somebody_else_fires(site: Site) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with site.writing() as session:
            if fire_due(site.act(session)):
                return
    raise TimeoutError("the lease never ran out")
