"""What lights may look like: readable on white, each with its own word and colour."""

from dataclasses import replace

from engine.domain.light_looks import COLOURS, LEAST_CONTRAST, WHITE, Look, contrast, tint, wrong_looks
from engine.domain.lights import LIGHTS

SHIPPED = [Look(code, f"{code}灯", COLOURS[code]) for code in LIGHTS]


def wrong(**changes: Look) -> list[tuple[str, str | None]]:
    return [(one.code, one.field) for one in wrong_looks([changes.get(one.code, one) for one in SHIPPED])]


def test_contrast_is_that_of_the_guidelines() -> None:
    assert round(contrast("#000000", WHITE), 2) == 21
    assert round(contrast(WHITE, WHITE), 2) == 1
    assert round(contrast("#767676", WHITE), 2) == 4.54
    assert round(contrast("#777777", WHITE), 2) == 4.48


def test_what_is_shipped_can_be_read() -> None:
    assert all(contrast(colour, WHITE) >= LEAST_CONTRAST for colour in COLOURS.values())
    assert list(wrong_looks(SHIPPED)) == []


def test_everything_wrong_is_told_at_its_place() -> None:
    yellow, blue = SHIPPED[1], SHIPPED[4]
    assert wrong(yellow=replace(yellow, colour="#ffcc00")) == [("lights.contrast", "/lights/1/colour")]
    assert wrong(yellow=replace(yellow, colour="橙色")) == [("lights.no_colour", "/lights/1/colour")]
    assert wrong(yellow=replace(yellow, label=" ")) == [("lights.label_missing", "/lights/1/label")]
    twins = [("lights.label_twice", "/lights/0/label"), ("lights.colour_twice", "/lights/0/colour")]
    found = wrong(blue=replace(blue, label=SHIPPED[0].label, colour=COLOURS["red"]))
    assert [one for one in found if one[1] and one[1].startswith("/lights/0")] == twins
    assert [one.code for one in wrong_looks(SHIPPED[:4])] == ["lights.all_once"]


def test_a_tint_is_light_enough_for_black_text() -> None:
    assert all(contrast(tint(colour).lower(), "#000000") > 10 for colour in COLOURS.values())
