"""The looks of the lights: those that an office changed over those of the product."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.domain import messages
from engine.domain.light_looks import COLOURS, Look
from engine.domain.lights import LIGHTS, Light
from engine.store.models import LightLook

KEPT = "light_looks"  # read once in a transaction: every row of a list asks for the word of its light


def shipped_look(code: Light) -> Look:
    return Look(code, messages.text(f"words.light_{code}"), COLOURS[code])


def own_looks(session: Session) -> dict[str, Look]:
    """Those that the office changed."""
    found: dict[str, Look] | None = session.info.get(KEPT)
    if found is None:
        rows = {one.code: one for one in session.scalars(select(LightLook))}
        own = [Look(code, rows[code].label, rows[code].colour) for code in LIGHTS if code in rows]
        found = session.info[KEPT] = {one.code: one for one in own}
    return found


def looks(session: Session) -> list[Look]:
    own = own_looks(session)
    return [own.get(code) or shipped_look(code) for code in LIGHTS]


def light_word(session: Session, code: str) -> str:
    """What the office calls a light."""
    own = own_looks(session).get(code)
    return own.label if own else messages.text(f"words.light_{code}")


def keep_looks(session: Session, wanted: list[Look]) -> None:
    """Replace the office's own; what looks as shipped is not kept."""
    session.execute(delete(LightLook))
    own = [one for one in wanted if one != shipped_look(one.code)]
    session.add_all(LightLook(code=one.code, label=one.label, colour=one.colour) for one in own)
    session.flush()
    session.info.pop(KEPT, None)
