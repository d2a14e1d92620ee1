"""A full ledger to Excel: how much memory it takes, and how long beside a bare loop of the same writer; and the figures.

The memory is that of a process of its own, which does nothing else: the highest it ever had.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

from xlsxwriter import Workbook

from bench.archive import fill
from bench.diagrams import sequence
from bench.goals import Goal, at_least, at_most, measured, percentile
from bench.ground import Ground
from bench.product import Product, open_site
from engine.act import Act
from engine.documents.cells import Cell
from engine.documents.ledger_sheet import LEDGER
from engine.documents.long_sheet import LongColumn, write_long_sheet
from engine.queries.dimensions import BY, dimension
from engine.queries.ledger_sheet import ledger_rows
from engine.queries.narrowing import Filter
from engine.queries.reader import Reader
from engine.queries.statistics import Question, count_figures
from engine.store import Session

LITTLE, BARE, SOON = at_most(200, "MB"), at_least(0.35), at_most(1500, "ms")
MEMORY = "ledger of 100,000 items to Excel: memory in MB"
RATIO = "ledger to Excel: rows a second, ÷ a bare xlsxwriter loop over the same cells"
FIGURES = "statistics over 100,000 items: p95 of the slowest grouping in ms, PostgreSQL"
GOALS = ((MEMORY, LITTLE), (RATIO, BARE), (FIGURES, SOON))
OFFICER = frozenset({"officer"})
COLUMNS = [LongColumn(column.heading, 12) for column in LEDGER.columns]


def measure(place: Ground) -> list[Goal]:
    items, note = (10_000, " (quick run: a tenth)") if place.quick else (100_000, "")
    url = place.postgresql()
    product = Product(open_site(url, place.folder), "seq5", sequence())
    fill(product.site.engine, items, product.site.clock.now())
    rounds = 2 if place.quick else 3
    memory = [_memory(url, place.folder) for _ in range(rounds)]
    ratios = [_ratio(product, items, place) for _ in range(rounds)]
    figures = [_figures(product) for _ in range(rounds)]
    product.site.close()
    return [
        measured(MEMORY + note, LITTLE, memory),
        measured(RATIO + note, BARE, ratios),
        measured(FIGURES + note, SOON, figures),
    ]


def _rows(session: Session, act: Act) -> list[list[Cell | None]]:
    return list(ledger_rows(session, act, Reader(1234, OFFICER, act.situation), Filter()))


def _ratio(product: Product, items: int, place: Ground) -> float:
    with product.site.reading() as session:
        act = product.site.act(session)
        start = time.perf_counter()
        with TemporaryFile() as file:
            reader = Reader(1234, OFFICER, act.situation)
            write_long_sheet(file, "台账", "台账", COLUMNS, ledger_rows(session, act, reader, Filter()))
        whole = time.perf_counter() - start
        rows = _rows(session, act)
    start = time.perf_counter()
    _write_bare(rows)
    bare = time.perf_counter() - start
    place.rates.setdefault("ledger to Excel, rows", []).append(items / whole)
    place.rates.setdefault("a bare xlsxwriter loop, rows", []).append(items / bare)
    return bare / whole


def _write_bare(rows: Sequence[Sequence[Cell | None]]) -> None:
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_urls": False}
    with TemporaryFile() as file, Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)


def _figures(product: Product) -> float:
    laps = []
    for _ in range(4):
        for by in BY:
            with product.site.reading() as session:
                act = product.site.act(session)
                organisation = act.house.organisations.get(session)
                start = time.perf_counter()
                groups = dimension(by, session, organisation, act.calendar, act.now)
                reader = Reader(1234, OFFICER, act.situation)
                count_figures(session, Question(reader, Filter(), groups, act.calendar, act.now))
                laps.append(1000 * (time.perf_counter() - start))
    return percentile(laps, 0.95)


def _memory(url: str, folder: Path) -> float:
    command = [sys.executable, "-m", "bench.excel", url, str(folder)]
    done = subprocess.run(command, capture_output=True, check=True)
    return float(json.loads(done.stdout.splitlines()[-1]))


def _highest() -> float:
    """In megabytes, of this program alone: what the system says of a child's `ru_maxrss` has its parent's in it."""
    line = next(one for one in Path("/proc/self/status").read_text("ascii").splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """In a process of its own: writes one workbook and prints how many megabytes it had at most."""
    site = open_site(sys.argv[1], Path(sys.argv[2]))
    with site.reading() as session:
        act = site.act(session)
        reader = Reader(1234, OFFICER, act.situation)
        with TemporaryFile() as file:
            write_long_sheet(file, "台账", "台账", COLUMNS, ledger_rows(session, act, reader, Filter()))
    sys.stdout.write(f"{json.dumps(_highest())}\n")


if __name__ == "__main__":
    main()
