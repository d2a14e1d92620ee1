"""How the lights look in an office: its own words and colours. Shape and word always go with the colour."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.domain.errors import Problem
from engine.domain.lights import LIGHTS, Light

COLOUR = re.compile(r"#[0-9a-f]{6}")
COLOURS: dict[Light, str] = {
    "red": "#c62828",
    "yellow": "#a86300",
    "green": "#2e7d32",
    "grey": "#66707a",
    "blue": "#1f5fa8",
}
WHITE = "#ffffff"
LEAST_CONTRAST = 4.5
"""Of text against its ground: WCAG 2.1, success criterion 1.4.3, level AA. The lights stand on white."""


@dataclass(frozen=True)
class Look:
    """`colour` is #rrggbb in small letters."""

    code: Light
    label: str
    colour: str


def contrast(one: str, other: str) -> float:
    """From 1 to 21, as WCAG 2.1 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def tint(colour: str) -> str:
    """A light ground of the same colour, for cells whose text stays black."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{255 - (255 - part) // 4:02X}" for part in parts)


def wrong_looks(wanted: Sequence[Look]) -> Iterator[Problem]:
    """Everything that is wrong with them; every light is there once."""
    labels = Counter(one.label.strip() for one in wanted)
    colours = Counter(one.colour for one in wanted)
    if sorted(one.code for one in wanted) != sorted(LIGHTS):
        yield Problem("lights.all_once", {"known": ", ".join(LIGHTS)}, field="/lights")
    for place, one in enumerate(wanted):
        label, where = one.label.strip(), f"/lights/{place}"
        if not label:
            yield Problem("lights.label_missing", {"code": one.code}, field=f"{where}/label")
        elif labels[label] > 1:
            yield Problem("lights.label_twice", {"label": label}, field=f"{where}/label")
        if not COLOUR.fullmatch(one.colour):
            yield Problem("lights.no_colour", {"label": label, "colour": one.colour}, field=f"{where}/colour")
            continue
        if colours[one.colour] > 1:
            yield Problem("lights.colour_twice", {"label": label, "colour": one.colour}, field=f"{where}/colour")
        found = contrast(one.colour, WHITE)
        if found < LEAST_CONTRAST:
            told = {"label": label, "colour": one.colour, "found": f"{int(found * 10) / 10}", "least": LEAST_CONTRAST}
            yield Problem("lights.contrast", told, field=f"{where}/colour")
