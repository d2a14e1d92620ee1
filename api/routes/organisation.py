"""Units, posts and people: for choosing them in forms, as they are at any moment, and changing them."""

from fastapi import APIRouter, Response
from pydantic import AwareDatetime

from api.edge import Reading, Writing
from api.routes.instances import history_page
from api.schemas.common import Named, Page, Shape, person_named, unit_named
from api.schemas.instances import HistoryEvent
from api.schemas.organisation import Changed, ChangesBody, OfficeShape, office_shape
from api.scopes import needs
from engine.commands.people.change_organisation import change_organisation
from engine.domain.errors import NotAllowed
from engine.people.policy import may_audit
from engine.people.scopes import ADMINISTER, READ
from engine.store.office_record import find_office_record

router = APIRouter(tags=["organisation"])


class UnitShape(Shape):
    id: int
    code: str
    name: str
    head: Named | None
    leader: Named | None


class PersonShape(Shape):
    id: int
    name: str
    unit: Named | None
    post: str
    roles: list[str]


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
    rows = [
        PersonShape(
            id=person.id,
            name=person.name,
            unit=unit_named(situation, situation.unit_of(person.id)),
            post=person.title,
            roles=sorted(situation.roles(person.id)),
        )
        for person in situation.everybody()
    ]
    return Page[PersonShape](items=rows)


@router.get("/organisation")
@needs(READ)
def get_organisation(visit: Reading, at: AwareDatetime | None = None) -> OfficeShape:
    """The whole organisation as it is, was, or is to be at a moment."""
    moment = at or visit.act.now
    turns = [turn for turn in visit.site.house.organisations.get(visit.session).turns if turn > visit.act.now]
    return office_shape(visit.act.situation_at(moment), moment, turns)


@router.post("/organisation/changes", response_model=Changed)
@needs(ADMINISTER)
def change(visit: Writing, body: ChangesBody) -> Response:
    """Change units, people and posts from a moment on, all of it or nothing."""
    changes = [one.change() for one in body.changes]

    def do() -> Changed:
        return Changed(count=change_organisation(visit.act, visit.roles, changes, body.starts_at))

    return visit.once(200, do)


@router.get("/organisation/history")
@needs(READ)
def organisation_history(visit: Reading, type: str | None = None, cursor: str | None = None) -> Page[HistoryEvent]:
    """The record of the office: changes of the organisation and absences, in order."""
    if not may_audit(visit.roles):
        raise NotAllowed
    instance_id = find_office_record(visit.session)
    return Page[HistoryEvent](items=[]) if instance_id is None else history_page(visit, instance_id, type, cursor)
