"""How the lights look in the office."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.common import Shape
from engine.domain.light_looks import Look
from engine.domain.lights import LIGHTS, Light
from engine.store.light_looks import shipped_look


class LightLook(BaseModel):
    """What a light is called and its colour, #rrggbb."""

    model_config = ConfigDict(extra="forbid")

    code: Light
    label: str = Field(max_length=12)
    colour: str = Field(max_length=7)


class LightLooksBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    lights: list[LightLook] = Field(max_length=10)


class LightLooks(Shape):
    """The lights as they look, and as they are shipped."""

    lights: list[LightLook]
    shipped: list[LightLook]


def light_looks(found: Iterable[Look]) -> list[LightLook]:
    return [LightLook(code=one.code, label=one.label, colour=one.colour) for one in found]


def light_looks_shape(found: Iterable[Look]) -> LightLooks:
    return LightLooks(lights=light_looks(found), shipped=light_looks(shipped_look(code) for code in LIGHTS))
