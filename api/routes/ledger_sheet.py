"""The ledger as an Excel workbook, out as it is narrowed on the page, and in again."""

from tempfile import TemporaryFile

from fastapi import APIRouter, Request, Response, UploadFile
from fastapi.responses import StreamingResponse

from api.downloads import blocks, download_headers
from api.edge import Reading, Visit, rehearsing, visiting
from api.narrowing import Narrowed
from api.schemas.organisation import SheetImported, sheet_imported
from api.scopes import needs
from api.sheets import MEDIA_TYPE, XLSX, sheet_response
from engine.commands.supervision.import_ledger import import_ledger, read_ledger_sheet
from engine.documents.importing import read_tables
from engine.documents.ledger_sheet import LEDGER, WIDTH, WIDTHS
from engine.documents.long_sheet import LongColumn, write_long_sheet
from engine.documents.marked_sheet import mark_cells
from engine.documents.office_workbook import write_office
from engine.domain import messages
from engine.domain.errors import NotAllowed
from engine.domain.light_looks import tint
from engine.people.policy import may_register
from engine.people.scopes import READ, REGISTER
from engine.queries.ledger_sheet import ledger_rows
from engine.queries.ledger_standing import standing_ledger
from engine.store import Session
from engine.store.light_looks import looks

router = APIRouter(tags=["supervision"])


@router.get("/items/sheet", response_class=Response, responses=XLSX)
@needs(READ)
def get_ledger_sheet(visit: Reading, wanted: Narrowed) -> Response:
    """Every item that the page would show, in its order; written before it leaves, and never whole in memory."""
    act = visit.act
    today = act.calendar.local_date(act.now)
    name = f"{messages.text('figures.ledger_file')}{today:%Y%m%d}.xlsx"
    title = messages.text("figures.ledger_title", office=act.house.office_name, day=today.isoformat())
    file = TemporaryFile()  # noqa: SIM115 - closed once it has left
    write_long_sheet(
        file, LEDGER.title, title, _columns(visit.session), ledger_rows(visit.session, act, visit.reader, wanted)
    )
    return StreamingResponse(blocks(file), media_type=MEDIA_TYPE, headers=dict(download_headers(name)))


@router.get("/items/sheet/template", response_class=Response, responses=XLSX)
@needs(READ)
def get_template(visit: Reading) -> Response:
    """An empty ledger to fill in, with a sheet that says how."""
    if not may_register(visit.roles):
        raise NotAllowed
    return sheet_response(write_office([(LEDGER, ())]), messages.text("figures.template_file") + ".xlsx")


@router.post("/items/sheet", response_model=SheetImported)
@needs(REGISTER)
def import_sheet(request: Request, file: UploadFile, dry_run: bool = False) -> Response:
    """Take in a ledger, all of it or nothing: new matters and items, and changes of what may be changed there.

    `dry_run` only says what it would change. What is wrong is told of every cell at once.
    """
    name, content = file.filename or "file", file.file.read()

    def do(visit: Visit) -> SheetImported:
        ledger = standing_ledger(visit.session, visit.act, visit.reader)
        return sheet_imported(import_ledger(visit.act, set(visit.roles), ledger, name, content), dry_run=dry_run)

    if dry_run:
        return rehearsing(request, do)
    with visiting(request) as visit:
        return visit.once(200, lambda: do(visit))


@router.post("/items/sheet/marked", response_class=Response, responses=XLSX)
@needs(REGISTER)
def mark_sheet(visit: Reading, file: UploadFile) -> Response:
    """The same workbook with every bad cell marked, to be mended and handed in again; nothing is taken in."""
    if not may_register(visit.roles):
        raise NotAllowed
    name, content = file.filename or "file", file.file.read()
    ledger = standing_ledger(visit.session, visit.act, visit.reader)
    problems = read_ledger_sheet(visit.act, ledger, name, content).problems
    return sheet_response(mark_cells(read_tables(name, content), problems), name)


def _columns(session: Session) -> list[LongColumn]:
    lights = {one.label: tint(one.colour) for one in looks(session)}
    return [
        LongColumn(
            column.heading,
            WIDTHS.get(column.name, WIDTH),
            colours=lights if column.name == "light" else {},
            offered=column.choices,
        )
        for column in LEDGER.columns
    ]
