"""Shapes that several answers share."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from engine.domain import messages
from engine.domain.errors import Invalid, Problem
from engine.people.situation import Situation
from engine.store.models import Person

T = TypeVar("T")
Key = Annotated[int, Field(ge=1, le=2_147_483_647)]
"""The number of a record, as databases number them."""


class Shape(BaseModel):
    """An answer: unknown fields are a mistake of ours, not of the reader."""

    model_config = ConfigDict(extra="forbid")


class Named(Shape):
    """A person or unit by id and name."""

    id: int
    name: str


class Coded(Shape):
    """A value of a fixed list with its Chinese name."""

    code: str
    text: str


class Light(Shape):
    """A traffic light: the colour never stands without its text and the reason for it."""

    code: str
    text: str
    reason: str


class Page(Shape, Generic[T]):
    """One page of a list; `next` is the cursor of the page after it."""

    items: list[T]
    next: str | None = None


def named(record: Person | None) -> Named | None:
    return None if record is None else Named(id=record.id, name=record.name)


def person_named(situation: Situation, person_id: int | None) -> Named | None:
    """Somebody by id, also one who has left."""
    return None if person_id is None else Named(id=person_id, name=situation.name_of(person_id))


def unit_named(situation: Situation, unit_id: int | None) -> Named | None:
    """A unit by id, as it is called at the moment, or was called last."""
    unit = situation.find_unit(unit_id)
    return None if unit is None else Named(id=unit.id, name=unit.name)


def coded(area: str, code: str) -> Coded:
    """The Chinese name of a code from the catalogue `words`."""
    return Coded(code=code, text=messages.text(f"words.{area}_{code}"))


def cursor_of(text: str | None) -> int:
    """A cursor as the offset it stands for; Invalid for one that this product did not give."""
    if text is None:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid([Problem("request.cursor", field="cursor")])
    return int(text)
