"""The matrix of 四同步 as an Excel workbook, and new key tasks from one."""

from collections.abc import Iterator
from io import BytesIO

from fastapi import APIRouter, Request, Response, UploadFile

from api.edge import Reading, Visit, rehearsing, visiting
from api.routes.reviews import YearNumber
from api.schemas.organisation import SheetImported, sheet_imported
from api.scopes import needs
from api.sheets import XLSX, sheet_response
from engine.commands.reviews.import_tasks import import_tasks, read_tasks
from engine.documents.cells import Cell
from engine.documents.importing import read_tables
from engine.documents.key_task_sheet import COLOURS, KEY_TASKS, WIDTH, WIDTHS
from engine.documents.long_sheet import LongColumn, write_long_sheet
from engine.documents.marked_sheet import mark_cells
from engine.documents.office_workbook import write_office
from engine.domain import messages
from engine.domain.errors import NotAllowed
from engine.domain.gates import LIGHTS
from engine.people.policy import may_run_reviews
from engine.people.scopes import READ, REGISTER
from engine.queries.reviews import TaskSeen, get_year, list_key_tasks

router = APIRouter(prefix="/reviews/{year}/sheet", tags=["reviews"])


@router.get("", response_class=Response, responses=XLSX)
@needs(READ)
def get_matrix(visit: Reading, year: YearNumber) -> Response:
    """The matrix as one sees it, in the order of the page, with how each gate stands; ready to print."""
    found = get_year(visit.session, year)
    day = visit.act.calendar.local_date(visit.act.now)
    title = messages.text("reviews.matrix_title", office=visit.act.house.office_name, year=year, day=day.isoformat())
    rows = _rows(visit, list_key_tasks(visit.session, visit.reader, found, visit.act.now))
    file = BytesIO()
    write_long_sheet(file, KEY_TASKS.title, title, _columns(), rows)
    return sheet_response(file.getvalue(), messages.text("reviews.matrix_file", year=year) + ".xlsx")


@router.get("/template", response_class=Response, responses=XLSX)
@needs(READ)
def get_template(visit: Reading, year: YearNumber) -> Response:
    """An empty sheet to fill in, with one that says how."""
    if not may_run_reviews(visit.roles):
        raise NotAllowed
    name = messages.text("reviews.template_file", year=get_year(visit.session, year).year)
    return sheet_response(write_office([(KEY_TASKS, ())]), f"{name}.xlsx")


@router.post("", response_model=SheetImported)
@needs(REGISTER)
def import_sheet(request: Request, year: YearNumber, file: UploadFile, dry_run: bool = False) -> Response:
    """Enter the key tasks of a workbook, all of it or nothing; `dry_run` only says which. Every bad cell at once."""
    name, content = file.filename or "file", file.file.read()

    def do(visit: Visit) -> SheetImported:
        return sheet_imported(import_tasks(visit.act, visit.roles, year, name, content), dry_run=dry_run)

    if dry_run:
        return rehearsing(request, do)
    with visiting(request) as visit:
        return visit.once(200, lambda: do(visit))


@router.post("/marked", response_class=Response, responses=XLSX)
@needs(REGISTER)
def mark_sheet(visit: Reading, year: YearNumber, file: UploadFile) -> Response:
    """The same workbook with every bad cell marked, to be mended and handed in again; nothing is taken in."""
    name, content = file.filename or "file", file.file.read()
    problems = read_tasks(visit.act, visit.roles, year, name, content).problems
    return sheet_response(mark_cells(read_tables(name, content), problems), name)


def _columns() -> list[LongColumn]:
    colours = {messages.text(f"words.gate_{look}"): COLOURS[light] for look, light in LIGHTS.items()}
    return [
        LongColumn(
            column.heading,
            WIDTHS.get(column.name, WIDTH),
            colours=colours if column.name.startswith("gate_") else {},
        )
        for column in KEY_TASKS.columns
    ]


def _rows(visit: Visit, tasks: list[TaskSeen]) -> Iterator[list[Cell | None]]:
    for seen in tasks:
        task, looks = seen.task, {one.gate.gate: messages.text(f"words.gate_{one.look}") for one in seen.gates}
        unit = visit.act.situation.find_unit(task.unit_id)
        gates = [looks.get(number) for number in range(1, 5)]
        about: list[Cell | None] = [task.number, unit.name if unit else None, task.title, task.text or None]
        yield [*about, *gates, task.business_score, task.party_score]
