"""The parts of a soak run. Each raises AssertionError where a promise is broken, and answers its figures in a line."""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from engine.demo.people import UNITS
from engine.site import Site
from tests.bpmn.verification.mutants import SEEDS, outcome_of
from tests.bpmn.verification.mutating import mutated
from tests.fuzz.running import Outcome as Fuzzed
from tests.proof import faults
from tests.proof.crashing import differences, undisturbed
from tests.proof.due import catch_up_a_day, fire_all_at_once
from tests.proof.failpoints import all_crashes
from tests.proof.killing import START, Outcome, embedded, kill_under_load, scaled
from tests.proof.machine import machine_over
from tests.scenarios.commending_whole import live_whole
from tests.scenarios.office_year.living import live_twice
from tests.scenarios.office_year.plan import Size
from tests.scenarios.reviewing import Reviewing, draw, more_units
from tests.scenarios.reviewing_held import EDGES, seen_in
from tests.scenarios.reviewing_held import differences as differences_of_reviews
from tests.soak.bounds import Bounds
from tests.support.contest import contest
from tests.support.office import furnish, open_site
from tests.support.openings import Opening, postgresql_opening, sqlite_opening, whole
from tests.support.record import verified
from tests.support.secret_ballots import Worlds, hidden, once, open_ballot_in, unlinked
from tests.support.server import Server, prepare
from tests.support.services import create_database, postgresql
from tests.support.tampering import misnamed, tamper_and_verify, write_record

Part = Callable[[Bounds, Path], str]
FUZZ_BYTES = 1024 * 2**20
ENOUGH_UNITS = 10  # whose year of reviews reaches every edge
LONGEST_CHECK = 5.0  # seconds of processor time to compile and verify one mutant; verifying alone is bounded by 1
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def kills_embedded(bounds: Bounds, folder: Path) -> str:
    """Half of the kills: the one process, on SQLite."""
    with embedded(folder) as setting:
        return _told(kill_under_load(setting, kills=bounds.kills // 2, seed=bounds.seed, seconds=bounds.minutes * 60))


def kills_scaled(bounds: Bounds, folder: Path) -> str:
    """The other half: API, workers, beat, PostgreSQL and Redis."""
    with scaled(folder) as setting:
        kills = bounds.kills - bounds.kills // 2
        return _told(kill_under_load(setting, kills=kills, seed=bounds.seed, seconds=bounds.minutes * 60))


def _told(outcome: Outcome) -> str:
    assert outcome.broken == [], outcome.broken
    killed = ", ".join(f"{name} {times}" for name, times in sorted(outcome.killed.items()))
    return f"{outcome.completions} completions, {outcome.mails} mails, killed: {killed}"


def failpoints(bounds: Bounds, folder: Path) -> str:
    """A crash just before and just after every commit of the script, on both databases."""
    told = []
    with _databases(folder) as databases:
        for name, opening in databases.items():
            (folder / name).mkdir()
            expected = undisturbed(opening, folder / name)
            crashes = list(all_crashes(expected.commits))
            for number, when in random.Random(bounds.seed).sample(crashes, bounds.crashes or len(crashes)):
                at = folder / name / f"{number}-{when}"
                assert differences(opening, at, number, when, expected) == [], (name, number, when)
            told.append(f"{bounds.crashes or len(crashes)} crashes on {name}")
    return ", ".join(told)


def machine(bounds: Bounds, folder: Path) -> str:
    """Long random orders of acts, held against the model."""
    with _databases(folder) as databases:
        for opening in databases.values():
            chosen = settings(
                max_examples=bounds.examples,
                stateful_step_count=50,
                deadline=None,
                database=None,
                suppress_health_check=SLOW,
            )
            run_state_machine_as_test(seed(bounds.seed)(machine_over(opening)), settings=chosen)
    return f"{bounds.examples} examples on each database"


def contests(bounds: Bounds, folder: Path) -> str:
    """Eight clients want one task."""
    with _postgresql() as url:
        for name, database_url in (("sqlite", None), ("postgresql", create_database(url))):
            (folder / name).mkdir()
            server = Server(folder / name, database_url=database_url)
            prepare(server, START)
            server.start()
            try:
                contest(server, bounds.rounds)
            finally:
                server.stop()
    return f"{bounds.rounds} rounds on each database"


def broken_ground(bounds: Bounds, folder: Path) -> str:
    """Database, broker, workers and disk fail; workers stand still for longer than any timeout."""
    with scaled(folder) as setting:
        faults.database_goes_away(setting)
        faults.broker_forgets_everything(setting)
        faults.broker_stands_still(setting)
        faults.workers_stand_still(setting, bounds.standstill)
    with faults.small_disk(folder / "disk", megabytes=8) as disk, embedded(folder, data=disk) as setting:
        faults.disk_fills_up(setting.server, disk)
    return f"database, broker, workers for {bounds.standstill:.0f} s, disk"


def fuzz(bounds: Bounds, folder: Path) -> str:
    """Random and mutated expressions, scripts and tables, in a process of their own with little memory."""
    command = [sys.executable, "-m", "tests.fuzz.running", str(bounds.seed), str(bounds.minutes * 60)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=_with_little_memory)
    assert done.returncode == 0, done.stderr[-4000:]
    found = Fuzzed.read(done.stdout)
    assert found.broken == [], found.broken[:10]
    return found.told()


def _with_little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (FUZZ_BYTES, FUZZ_BYTES))


def mutations(bounds: Bounds, folder: Path) -> str:
    """Mutated diagrams compiled and verified, one after another; none may crash or take longer than the bound."""
    chance, began = random.Random(bounds.seed), time.monotonic()
    took: list[float] = []
    counted: Counter[str] = Counter()
    while time.monotonic() - began < bounds.minutes * 60:
        name, content = chance.choice(list(SEEDS.items()))
        started = time.thread_time()
        counted[f"{name} {outcome_of(mutated(content, chance))}"] += 1
        took.append(time.thread_time() - started)
        assert took[-1] < LONGEST_CHECK, (name, took[-1])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told = ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))
    return f"{len(took)} mutants, longest {max(took):.2f} s of processor time, {memory} MB at most; {told}"


def timers(bounds: Bounds, folder: Path) -> str:
    """Thousands of timers in one second, and a day of downtime."""
    with _databases(folder) as databases:
        for opening in databases.values():
            with _office(opening, folder) as site:
                assert fire_all_at_once(site, bounds.timers) == []
            with _office(opening, folder) as site:
                assert catch_up_a_day(site, bounds.timers, bounds.seed) == []
    return f"{bounds.timers} at once and {bounds.timers} after a day, on each database"


def tamperings(bounds: Bounds, folder: Path) -> str:
    """Every one of a thousand is named, in a record of ten thousand events."""
    told, dice = [], random.Random(bounds.seed)
    with _databases(folder) as databases:
        for name, opening in databases.items():
            with _office(opening, folder / name) as site:
                write_record(site, chains=250, length=40)
                began = time.monotonic()
                assert verified(site).findings == []
                told.append(f"{name}: verified in {time.monotonic() - began:.1f} s")
                for _ in range(bounds.tamperings // 125):
                    done, report = tamper_and_verify(site, dice, 125)
                    assert misnamed(done, report.findings) == []
    return f"{bounds.tamperings // 125 * 125} on each database of 10,000 events, {', '.join(told)}"


def office_year(bounds: Bounds, folder: Path) -> str:
    """A whole year of the office against the model that knows only the table, on each database."""
    told = []
    with _databases(folder) as databases:
        for name, opening in databases.items():
            began = time.monotonic()
            with _office(opening, folder) as site:
                lived = live_twice(site, bounds.seed, Size(bounds.matters, bounds.items), evenings=60)
            assert lived.differences == [], lived.differences[:20]
            told.append(f"{name} in {time.monotonic() - began:.0f} s: {lived.told()}")
    return f"{bounds.matters} matters, {bounds.items} items; {'; '.join(told)}"


@contextmanager
def _office(opening: Opening, folder: Path) -> Iterator[Site]:
    with opening() as url:
        site = open_site(url, folder)
        try:
            yield site
        finally:
            site.close()


@contextmanager
def _postgresql() -> Iterator[str]:
    """The folder is short, because the path of a socket must be."""
    with (
        tempfile.TemporaryDirectory(prefix="duban-pg-", ignore_cleanup_errors=True) as at,
        postgresql(Path(at)) as url,
    ):
        yield url


@contextmanager
def _databases(folder: Path) -> Iterator[dict[str, Opening]]:
    """Furnished offices by the dozen, on each database."""
    with ExitStack() as stack:
        server_url = stack.enter_context(_postgresql())
        file, url = folder / "furnished.sqlite3", create_database(server_url)
        for one in (f"sqlite:///{file}", url):
            site = open_site(one, folder)
            furnish(site)
            site.close()
        yield {"sqlite": sqlite_opening(whole(file), folder), "postgresql": postgresql_opening(server_url, url)}


def reviews(bounds: Bounds, folder: Path) -> str:
    """A full year of 四同步 on both databases, held against the plain model of its rules."""
    told = []
    with _databases(folder) as databases:
        for name, opening in databases.items():
            with opening() as url:
                site = open_site(url, folder)
                codes = [unit.code for unit in UNITS] + more_units(site, max(0, bounds.review_units - len(UNITS)))
                plan = draw(codes[: bounds.review_units], bounds.review_tasks, bounds.seed)
                Reviewing(site, plan).live()
                wrong, seen = differences_of_reviews(site, plan), seen_in(site)
                site.close()
            assert wrong == [], wrong
            missed = [edge for edge in EDGES if not seen[edge]]
            assert not missed or bounds.review_units < ENOUGH_UNITS, missed
            kinds = ", ".join(f"{kind} {times}" for kind, times in sorted(seen.items()))
            told.append(f"{name}: {bounds.review_units * bounds.review_tasks} tasks, {kinds}")
    return "; ".join(told)


def commendation(bounds: Bounds, folder: Path) -> str:
    """Whole cycles of awards and their revocations on both databases, held against the plain models of their rules."""
    told, people = [], max(12, bounds.nominees * 2 // 5)
    with _databases(folder) as databases:
        for name, opening in databases.items():
            for number in range(bounds.seed, bounds.seed + bounds.cycles):
                with opening() as url:
                    site = open_site(url, folder)
                    lived = live_whole(site, people, bounds.nominees, number)
                    site.close()
                assert lived.differences == [], lived.differences
                assert lived.missed == [], lived.missed
                kinds = ", ".join(f"{kind} {times}" for kind, times in sorted(lived.seen.items()))
                told.append(f"{name}, seed {number}: {bounds.nominees} nominees, {kinds}")
    return "; ".join(told)


def ballots(bounds: Bounds, folder: Path) -> str:
    """Secrecy and once-only of ballots over random votes, on both databases."""
    chosen = settings(max_examples=bounds.ballots, deadline=None, database=None, suppress_health_check=SLOW)
    with _databases(folder) as databases:
        for name, opening in databases.items():
            (folder / name).mkdir()
            with _with_ballot(opening, name, folder) as again:
                worlds = Worlds(again, folder / name)
                for property_of in (hidden, unlinked, once):
                    seed(bounds.seed)(chosen(property_of(worlds)))()
    return f"{bounds.ballots} examples of each of three properties on each database"


@contextmanager
def _with_ballot(opening: Opening, name: str, folder: Path) -> Iterator[Opening]:
    """Copies of an office in which a ballot is open."""
    with opening() as url:
        site = open_site(url, folder / name)
        open_ballot_in(site)
        site.close()
        file = Path(url.removeprefix("sqlite:///"))
        yield sqlite_opening(whole(file), folder / name) if name == "sqlite" else postgresql_opening(url, url)


PARTS: dict[str, Part] = {
    "kills-embedded": kills_embedded,
    "kills-scaled": kills_scaled,
    "failpoints": failpoints,
    "machine": machine,
    "contests": contests,
    "faults": broken_ground,
    "timers": timers,
    "fuzz": fuzz,
    "mutations": mutations,
    "tamperings": tamperings,
    "reviews": reviews,
    "commendation": commendation,
    "ballots": ballots,
    "office-year": office_year,
}
