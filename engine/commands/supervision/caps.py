"""减负: an administrator or designer says how much a unit may be asked for in a week: allow – validate – record."""

from collections.abc import Collection, Mapping

from engine.act import Act
from engine.domain.asking import Cap
from engine.domain.errors import Invalid, NotAllowed, Problem
from engine.people.policy import may_change_numbering
from engine.store.asking import EVERY_LINE, caps
from engine.store.events import append_event
from engine.store.models import AskingCap
from engine.store.office_record import lock_office_record


def change_caps(act: Act, roles: Collection[str], wanted: Mapping[str, Cap]) -> list[AskingCap]:
    """Replace the caps by these, by line; "" is every line without one of its own, and must be there."""
    if not may_change_numbering(roles):
        raise NotAllowed
    if EVERY_LINE not in wanted:
        raise Invalid([Problem("supervision.cap_general", field="/caps")])
    record = lock_office_record(act.session, act.now)
    for row in caps(act.session):
        if row.line not in wanted:
            act.session.delete(row)
    for line, cap in wanted.items():
        act.session.merge(AskingCap(line=line, urges=cap.urges, reports=cap.reports))
    act.session.flush()
    data = {line: {"urges": cap.urges, "reports": cap.reports} for line, cap in wanted.items()}
    append_event(record, "caps.changed", act.origin, data=data)
    return caps(act.session)
