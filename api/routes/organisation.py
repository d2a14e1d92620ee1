"""Units, posts and people: for choosing them in forms, as they are at any moment, and changing them."""

from fastapi import APIRouter, Request, Response, UploadFile
from pydantic import AwareDatetime

from api.edge import Reading, Visit, Writing, looking, rehearsing, visiting
from api.routes.instances import history_page
from api.schemas.common import Named, Page, Shape, person_named
from api.schemas.instances import HistoryEvent
from api.schemas.organisation import (
    Changed,
    ChangesBody,
    OfficeShape,
    PersonShape,
    SheetImported,
    SyncBody,
    Synced,
    office_shape,
    person_shape,
    sheet_imported,
    synced,
)
from api.scopes import needs
from api.sheets import XLSX, sheet_response
from engine.commands.people.change_organisation import change_organisation
from engine.commands.people.import_sheet import import_organisation
from engine.commands.people.sync_directory import sync_directory
from engine.domain.errors import NotAllowed
from engine.people.policy import may_audit, may_change_organisation
from engine.people.scopes import ADMINISTER, READ
from engine.queries.organisation_sheet import empty_workbook, organisation_workbook
from engine.store.office_record import find_office_record
from engine.store.people import emails_of

router = APIRouter(tags=["organisation"])


class UnitShape(Shape):
    id: int
    code: str
    name: str
    head: Named | None
    leader: Named | None


@router.get("/units")
@needs(READ)
def list_units(visit: Reading) -> Page[UnitShape]:
    """All units in their order."""
    situation = visit.act.situation
    rows = [
        UnitShape(
            id=unit.id,
            code=unit.code,
            name=unit.name,
            head=person_named(situation, situation.head(unit.id)),
            leader=person_named(situation, situation.holder(unit.leader_post_id)),
        )
        for unit in situation.units()
    ]
    return Page[UnitShape](items=rows)


@router.get("/people")
@needs(READ)
def list_people(visit: Reading) -> Page[PersonShape]:
    """Everybody who works here."""
    situation = visit.act.situation
    return Page[PersonShape](items=[person_shape(situation, person) for person in situation.everybody()])


@router.get("/organisation")
@needs(READ)
def get_organisation(visit: Reading, at: AwareDatetime | None = None) -> OfficeShape:
    """The whole organisation as it is, was, or is to be at a moment."""
    moment = at or visit.act.now
    turns = [turn for turn in visit.site.house.organisations.get(visit.session).turns if turn > visit.act.now]
    may_change = may_change_organisation(visit.roles)
    emails = emails_of(visit.session) if may_change else {}
    follows = may_change and visit.site.settings.ldap is not None
    return office_shape(visit.act.situation_at(moment), moment, turns, emails, follows_directory=follows)


@router.post("/organisation/changes", response_model=Changed)
@needs(ADMINISTER)
def change(visit: Writing, body: ChangesBody) -> Response:
    """Change units, people and posts from a moment on, all of it or nothing."""
    changes = [one.change() for one in body.changes]

    def do() -> Changed:
        return Changed(count=change_organisation(visit.act, visit.roles, changes, body.starts_at))

    return visit.once(200, do)


@router.get("/organisation/sheet", response_class=Response, responses=XLSX)
@needs(ADMINISTER)
def organisation_sheet(visit: Reading, at: AwareDatetime | None = None, empty: bool = False) -> Response:
    """The organisation of a moment as an Excel workbook, or an empty one with how to fill it in."""
    if not may_change_organisation(visit.roles):
        raise NotAllowed
    if empty:
        return sheet_response(empty_workbook(), "组织模板.xlsx")
    moment = at or visit.act.now
    content = organisation_workbook(visit.session, visit.act.situation_at(moment), moment)
    return sheet_response(content, "组织.xlsx")


@router.post("/organisation/sheet", response_model=SheetImported)
@needs(ADMINISTER)
def import_into_organisation(
    request: Request, file: UploadFile, dry_run: bool = False, starts_at: AwareDatetime | None = None
) -> Response:
    """Make the organisation what a workbook says, all of it or nothing; `dry_run` only says what it would change."""
    name, content = file.filename or "file", file.file.read()

    def do(visit: Visit) -> SheetImported:
        changes = import_organisation(visit.act, visit.roles, name, content, starts_at)
        return sheet_imported(changes, dry_run=dry_run)

    if dry_run:
        return rehearsing(request, do)
    with visiting(request) as visit:
        return visit.once(200, lambda: do(visit))


@router.post("/organisation/sync", response_model=Synced)
@needs(ADMINISTER)
def sync(request: Request, body: SyncBody) -> Response:
    """Let people follow the directory; `dry_run` only says what would become of whom."""
    with looking(request) as visit:  # the directory is asked outside any transaction
        if not may_change_organisation(visit.roles):
            raise NotAllowed
        site = visit.site
    entries = site.read_directory()

    def do(visit: Visit) -> Synced:
        found = sync_directory(visit.act, visit.roles, entries, force=body.force)
        return synced(found, dry_run=body.dry_run)

    if body.dry_run:
        return rehearsing(request, do)
    with visiting(request) as visit:
        return visit.once(200, lambda: do(visit))


@router.get("/organisation/history")
@needs(READ)
def organisation_history(
    visit: Reading, type: str | None = None, cursor: str | None = None, newest_first: bool = False
) -> Page[HistoryEvent]:
    """The record of the office: changes of the organisation and absences, in order."""
    if not may_audit(visit.roles):
        raise NotAllowed
    instance_id = find_office_record(visit.session)
    if instance_id is None:
        return Page[HistoryEvent](items=[])
    return history_page(visit, instance_id, type, cursor, newest_first=newest_first)
