"""How the lights look is changed by a designer: allow – validate – record."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from engine.act import Act
from engine.domain.errors import Invalid, NotAllowed
from engine.domain.light_looks import Look, wrong_looks
from engine.people.policy import may_change_numbering
from engine.store.events import append_event
from engine.store.light_looks import keep_looks, looks
from engine.store.office_record import lock_office_record


def change_light_looks(act: Act, roles: Collection[str], wanted: Sequence[Look]) -> list[Look]:
    """The words and colours of all lights. Invalid with all that is wrong, colours that cannot be read among it."""
    if not may_change_numbering(roles):
        raise NotAllowed
    record = lock_office_record(act.session, act.now)
    written = [replace(one, label=one.label.strip(), colour=one.colour.lower()) for one in wanted]
    problems = list(wrong_looks(written))
    if problems:
        raise Invalid(problems)
    before = _told(looks(act.session))
    keep_looks(act.session, written)
    append_event(record, "lights.changed", act.origin, before=before, after=_told(looks(act.session)))
    return looks(act.session)


def _told(found: Sequence[Look]) -> dict[str, str]:
    return {one.code: f"{one.label} {one.colour}" for one in found}
