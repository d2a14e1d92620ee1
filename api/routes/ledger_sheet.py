"""The ledger as an Excel workbook, out as it is narrowed on the page, and in again."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from api.downloads import download_headers
from api.edge import Reading
from api.narrowing import Narrowed
from api.scopes import needs
from api.sheets import MEDIA_TYPE, XLSX
from engine.documents.ledger_sheet import LEDGER, LIGHT_COLOURS, WIDTH, WIDTHS
from engine.documents.long_sheet import LongColumn, write_long_sheet
from engine.domain import messages
from engine.people.scopes import READ
from engine.queries.ledger_sheet import ledger_rows

router = APIRouter(tags=["supervision"])
BLOCK = 256 * 1024


@router.get("/items/sheet", response_class=Response, responses=XLSX)
@needs(READ)
def get_ledger_sheet(visit: Reading, wanted: Narrowed) -> Response:
    """Every item that the page would show, in its order; written before it leaves, and never whole in memory."""
    act = visit.act
    today = act.calendar.local_date(act.now)
    name = f"{messages.text('figures.ledger_file')}{today:%Y%m%d}.xlsx"
    title = messages.text("figures.ledger_title", office=act.house.office_name, day=today.isoformat())
    file = TemporaryFile()  # noqa: SIM115 - closed once it has left
    write_long_sheet(file, LEDGER.title, title, _columns(), ledger_rows(visit.session, act, visit.reader, wanted))
    return StreamingResponse(_blocks(file), media_type=MEDIA_TYPE, headers=dict(download_headers(name)))


def _columns() -> list[LongColumn]:
    return [
        LongColumn(
            column.heading,
            WIDTHS.get(column.name, WIDTH),
            colours=LIGHT_COLOURS if column.name == "light" else {},
            offered=column.choices,
        )
        for column in LEDGER.columns
    ]


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while block := file.read(BLOCK):
            yield block
