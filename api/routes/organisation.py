"""Units and people, for choosing them in forms."""

from fastapi import APIRouter

from api.edge import Reading
from api.schemas.common import Named, Page, Shape, named
from engine.queries.organisation import list_people as everybody
from engine.store.people import units

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
    rows = [
        UnitShape(id=unit.id, code=unit.code, name=unit.name, head=named(unit.head), leader=named(unit.leader))
        for unit in units(visit.session)
    ]
    return Page[UnitShape](items=rows)


@router.get("/people")
def list_people(visit: Reading) -> Page[PersonShape]:
    """Everybody who works here."""
    rows = [
        PersonShape(
            id=person.id,
            name=person.name,
            unit=named(person.unit),
            post=person.title,
            roles=sorted(one.role for one in person.roles),
        )
        for person in everybody(visit.session)
    ]
    return Page[PersonShape](items=rows)
