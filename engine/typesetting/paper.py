"""What an official document says, as plain texts: the parts of GB/T 9704-2012 that a supervision office uses."""

import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

CERTIFICATE = "certificate"  # a layout of its own: A4 across, framed, without head, rows and imprint
UNPRINTED = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})  # control, format (bidi, zero width), private, none, halves


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`level` 0 is text, 1 a heading 一、, 2 a heading （一）; headings are numbered when they are set."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its label and paragraphs, or `names`, none of which is broken over two lines."""

    label: str
    says: tuple[str, ...]
    names: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table among the paragraphs: `heads` over `rows` of as many cells; `widths` are shares of the whole."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. `head` is the red head (empty: none, and no imprint), `to` 主送, `copies` 抄送.

    A form has `rows` of one or two fields, and `seal`, the label of its last row, where office and date stand.
    A bulletin has `issue` (第n期) in place of the number, office and date over the red line, and is not signed.
    `layout` is empty or CERTIFICATE, which prints title, `to`, paragraphs, number, office and date.
    """

    office: str
    title: str
    date: str
    head: str = ""
    urgency: str = ""
    number: str = ""
    to: str = ""
    rows: tuple[tuple[Field, ...], ...] = ()
    paragraphs: tuple[Paragraph | Grid, ...] = ()
    attachments: tuple[str, ...] = ()
    copies: str = ""
    seal: str = ""
    issue: str = ""
    layout: str = ""


def says(label: str, text: str) -> Field:
    """A field with a text, a paragraph a line."""
    return Field(label, tuple(line for line in text.splitlines() if line.strip()))


def names(label: str, given: Iterable[str]) -> Field:
    """A field with a list of names."""
    return Field(label, tuple(given), names=True)


def pages_of(paper: Paper) -> dict[str, Any]:
    """The document as data: JSON that is kept and can be set again at any time. Nothing invisible is left in it."""
    found: dict[str, Any] = printed(asdict(paper))
    return found


def printed(value: Any) -> Any:
    """A text on one line without what no font shows or what turns the reading direction."""
    if isinstance(value, str):
        shown = "".join(" " if one.isspace() else one for one in unicodedata.normalize("NFC", value))
        return " ".join("".join(one for one in shown if unicodedata.category(one) not in UNPRINTED).split())
    if isinstance(value, dict):
        return {key: printed(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printed(one) for one in value]
    return value
