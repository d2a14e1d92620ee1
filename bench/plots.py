"""Plain SVG drawings of a run for the pages in docs/: rates as bars with their spread, curves as lines."""

import math
import statistics
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from xml.sax.saxutils import escape

from bench.ground import Ground

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images" / "bench"
WIDTH, LEFT, ROW, BOTTOM = 760, 270, 26, 300
COLOURS = ("#1f5fa8", "#c2571a", "#3b7d3c")

Curves = dict[str, list[tuple[float, float]]]


def draw(place: Ground) -> None:
    """One file for all rates, one for each set of curves, named after it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    drawings = {"rates": bars("Per second: median, lowest and highest round", place.rates)} if place.rates else {}
    drawings |= {name: lines(title, curves) for name, (title, curves) in place.curves.items()}
    for name, drawing in drawings.items():
        (FOLDER / f"{name}.svg").write_text(drawing, "utf-8")


def bars(title: str, figures: dict[str, list[float]]) -> str:
    """A bar for each median, a line from the lowest to the highest."""
    scale = (WIDTH - LEFT - 90) / max(chain.from_iterable(figures.values()))
    parts = []
    for number, (name, found) in enumerate(figures.items()):
        y = 44 + number * ROW
        middle, low, high = statistics.median(found) * scale, min(found) * scale, max(found) * scale
        parts.append(_text(LEFT - 8, y + 13, name, "end"))
        parts.append(f'<rect x="{LEFT}" y="{y}" width="{middle:.1f}" height="18" fill="{COLOURS[0]}"/>')
        parts.append(_path([(LEFT + low, y + 9), (LEFT + high, y + 9)], "#333"))
        parts.append(_text(LEFT + high + 8, y + 13, f"{statistics.median(found):,.0f}"))
    return _svg(title, 60 + len(figures) * ROW, parts)


def lines(title: str, curves: Curves) -> str:
    """Each curve over the same axes, which begin at nothing."""
    points = list(chain.from_iterable(curves.values()))
    right, top = max(x for x, _ in points), _above(max(y for _, y in points))
    across, up = (WIDTH - 180) / right, (BOTTOM - 60) / top
    parts = [_path([(60, 50), (60, BOTTOM), (WIDTH - 110, BOTTOM)], "#999")]
    parts += [_text(54, BOTTOM - share * top * up + 4, f"{share * top:g}", "end") for share in (0, 0.5, 1)]
    parts += [_text(60 + share * right * across, BOTTOM + 18, f"{share * right:g}", "middle") for share in (0, 0.5, 1)]
    for colour, (name, curve) in zip(COLOURS, curves.items(), strict=False):
        placed = [(60 + x * across, BOTTOM - y * up) for x, y in curve]
        parts.append(_path(placed, colour))
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in placed]
        parts.append(_text(placed[-1][0] + 6, placed[-1][1] + 4, name, colour=colour))
    return _svg(title, BOTTOM + 36, parts)


def _above(figure: float) -> float:
    """The next one, two or five with noughts."""
    power = 10.0 ** math.floor(math.log10(figure))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= figure)


def _path(points: Sequence[tuple[float, float]], colour: str) -> str:
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="1.5"/>'


def _text(x: float, y: float, words: str, anchor: str = "start", colour: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'


def _svg(title: str, height: float, parts: list[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">'
    body = "\n".join([f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>', _text(16, 26, title), *parts])
    return f"{head}\n{body}\n</svg>\n"
