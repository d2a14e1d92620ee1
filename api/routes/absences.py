"""外出登记: entering an absence, ending it, and what others did meanwhile."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response, UploadFile

from api.edge import Reading, Visit, Writing, rehearsing, visiting
from api.schemas.common import Key, Page, person_named
from api.schemas.organisation import (
    AbsenceBody,
    AbsenceShape,
    DoneForShape,
    PersonShape,
    SheetImported,
    absence_shape,
    person_shape,
    sheet_imported,
)
from api.scopes import needs
from api.sheets import XLSX, sheet_response
from engine.commands.people.absences import end_absence, enter_absence, heads_of
from engine.commands.people.import_sheet import import_absences
from engine.domain.errors import NotFound
from engine.people.policy import may_enter_absence, may_oversee
from engine.people.scopes import READ, TASKS
from engine.queries.attendance import done_for, list_absences
from engine.queries.organisation_sheet import empty_absences
from engine.store.models import AbsenceRow

router = APIRouter(prefix="/absences", tags=["organisation"])
KEPT_IN_VIEW = timedelta(days=30)


@router.get("")
@needs(READ)
def list_them(visit: Reading) -> Page[AbsenceShape]:
    """Absences now, to come, and of the last 30 days: one's own and those of one's unit; all for who oversees."""
    situation = visit.act.situation
    own = set(situation.units_of(visit.person_id))
    people = {one.id for one in situation.everybody() if own & set(situation.units_of(one.id))} | {visit.person_id}
    seen = None if may_oversee(visit.roles) else people
    rows = list_absences(visit.session, seen, visit.act.now - KEPT_IN_VIEW)
    return Page[AbsenceShape](
        items=[absence_shape(situation, row, may_end=_may_enter(visit, row.person_id)) for row in rows]
    )


@router.get("/people")
@needs(READ)
def people_to_enter(visit: Reading) -> Page[PersonShape]:
    """Those whose absences one may enter: oneself and, as head of a unit, its people."""
    situation = visit.act.situation
    return Page[PersonShape](
        items=[person_shape(situation, one) for one in situation.everybody() if _may_enter(visit, one.id)]
    )


@router.post("", status_code=201, response_model=AbsenceShape)
@needs(TASKS)
def enter(visit: Writing, body: AbsenceBody) -> Response:
    """Enter an absence: one's own, or as head of the unit that of one of its people."""

    def do() -> AbsenceShape:
        row = enter_absence(visit.act, visit.roles, body.entry(visit.person_id))
        return absence_shape(visit.act.situation, row)

    return visit.once(201, do)


@router.get("/sheet", response_class=Response, responses=XLSX)
@needs(READ)
def absences_template(visit: Reading) -> Response:
    """An empty Excel workbook for absences, with how to fill it in."""
    return sheet_response(empty_absences(), "外出登记模板.xlsx")


@router.post("/sheet", response_model=SheetImported)
@needs(TASKS)
def import_into_absences(request: Request, file: UploadFile, dry_run: bool = False) -> Response:
    """Enter the absences of a workbook, all of them or none; `dry_run` only says which."""
    name, content = file.filename or "file", file.file.read()

    def do(visit: Visit) -> SheetImported:
        return sheet_imported(import_absences(visit.act, visit.roles, name, content), dry_run=dry_run)

    if dry_run:
        return rehearsing(request, do)
    with visiting(request) as visit:
        return visit.once(200, lambda: do(visit))


@router.post("/{absence_id}/end", response_model=AbsenceShape)
@needs(TASKS)
def end(visit: Writing, absence_id: Key) -> Response:
    """Back early; one that has not begun is withdrawn."""
    return visit.once(200, lambda: absence_shape(visit.act.situation, end_absence(visit.act, visit.roles, absence_id)))


@router.get("/{absence_id}/work")
@needs(READ)
def work(visit: Reading, absence_id: Key) -> Page[DoneForShape]:
    """What others did in one's place while one was away."""
    row = _own(visit, absence_id)
    situation = visit.act.situation
    return Page[DoneForShape](
        items=[
            DoneForShape(
                at=one.at,
                actor=person_named(situation, one.actor_id),
                post=one.post,
                task=one.task,
                item_id=one.item_id,
                number=one.number,
                title=one.title,
            )
            for one in done_for(visit.session, row)
        ]
    )


def _own(visit: Visit, absence_id: int) -> AbsenceRow:
    row = visit.session.get(AbsenceRow, absence_id)
    if row is None:
        raise NotFound
    if not _may_enter(visit, row.person_id):
        raise NotFound
    return row


def _may_enter(visit: Visit, person_id: int) -> bool:
    heads = heads_of(visit.act.situation, person_id)
    return may_enter_absence(visit.person_id, person_id, heads, visit.roles)
