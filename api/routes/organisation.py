"""Units and people, for choosing them in forms."""

from fastapi import APIRouter

from api.edge import Reading
from api.schemas.common import Named, Page, Shape, person_named, unit_named

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
