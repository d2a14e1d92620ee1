"""What is said of a kind: as shipped, or as a designer wrote it. `{name}` is all that a text can do.

Nothing is evaluated: a text is cut at its braces, and what stands between them is one of a closed list of names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from engine.domain import messages
from engine.domain.errors import Problem
from engine.notify.kinds import ROBOT_NAMES, names_of
from engine.store.models import NoticeText

LONGEST = {"subject": 200, "lead": 2000, "robot": 2000}
"""In characters. A robot of WeCom takes 2048 bytes of text, of which a long title needs its part."""


@dataclass(frozen=True)
class Texts:
    """Subject and lead of a mail and a notice, and what a group robot says."""

    subject: str
    lead: str
    robot: str


def shipped_texts(kind: str) -> Texts:
    said = messages.catalogue(messages.DEFAULT_LANGUAGE)
    return Texts(said[f"mail.{kind}_subject"], said[f"mail.{kind}"], said["mail.robot"])


def texts_of(kind: str, changed: NoticeText | None) -> Texts:
    """The newest version over what is shipped."""
    shipped = shipped_texts(kind)
    if changed is None:
        return shipped
    return Texts(changed.subject or shipped.subject, changed.lead or shipped.lead, changed.robot or shipped.robot)


def problems_of_texts(kind: str, texts: Texts) -> list[Problem]:
    """Everything wrong with the texts of a kind, each at its field."""
    names = names_of(kind)
    return [
        *_problems("subject", texts.subject, names),
        *_problems("lead", texts.lead, names),
        *_problems("robot", texts.robot, (*names, *ROBOT_NAMES)),
    ]


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its names replaced; one that the facts do not have is left out: no notice is lost to it."""
    return "".join(literal + (facts.get(name, "") if name else "") for literal, name in _parts(text))


def _problems(field: str, text: str, names: tuple[str, ...]) -> Iterator[Problem]:
    if not text.strip():
        yield Problem("telling.text_missing", field=f"/{field}")
    if len(text) > LONGEST[field]:
        yield Problem("telling.text_long", {"length": LONGEST[field]}, field=f"/{field}")
    try:
        named = [name for _, name in _parts(text) if name is not None]
    except ValueError:
        yield Problem("telling.brace", field=f"/{field}")
        return
    known = "、".join(f"{{{name}}}" for name in names)
    for name in dict.fromkeys(named):
        if name not in names:
            yield Problem("telling.unknown_name", {"name": f"{{{name}}}", "known": known}, field=f"/{field}")


def _parts(text: str) -> Iterator[tuple[str, str | None]]:
    """Cut at the braces; what is said of a name behind `!` or `:` belongs to it, and makes it one that nobody knows."""
    for literal, name, form, conversion in Formatter().parse(text):
        whole = name if name is None else name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        yield literal, whole
