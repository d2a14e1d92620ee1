"""How numbers are written and which sources there are is changed by a designer: allow – validate – record."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from engine.act import Act
from engine.domain.errors import Invalid, NotAllowed, Problem
from engine.people.policy import may_change_numbering
from engine.store import Session
from engine.store.events import append_event
from engine.store.models import MatterSource, NumberFormat
from engine.store.numbers import formats, sources
from engine.store.office_record import lock_office_record

YEAR, COUNT = "{year}", "{n}"


@dataclass(frozen=True)
class Format:
    """How the numbers of a kind are written: `{year}` and `{n}` once each, every other character as it stands."""

    kind: str
    label: str
    format: str


@dataclass(frozen=True)
class Source:
    """Where matters come from; `is_offered` False: kept for what is there, no longer to be chosen."""

    name: str
    number_kind: str
    is_offered: bool = True


def change_numbering(
    act: Act, roles: Collection[str], wanted: Sequence[Format], named: Sequence[Source]
) -> tuple[list[NumberFormat], list[MatterSource]]:
    """Replace formats and sources by these; what was counted goes on counting. Invalid with all that is wrong."""
    if not may_change_numbering(roles):
        raise NotAllowed
    record = lock_office_record(act.session, act.now)
    problems = [*_wrong_formats(act.session, wanted), *_wrong_sources(wanted, named)]
    if problems:
        raise Invalid(problems)
    _write(act.session, wanted, named)
    data = {
        "formats": {one.kind: one.format for one in wanted},
        "sources": {one.name: one.number_kind for one in named},
    }
    append_event(record, "numbering.changed", act.origin, data=data)
    return formats(act.session), sources(act.session)


def _wrong_formats(session: Session, wanted: Sequence[Format]) -> Iterator[Problem]:
    written = Counter(one.format for one in wanted)
    kinds = Counter(one.kind for one in wanted)
    for place, one in enumerate(wanted):
        rest = one.format.replace(YEAR, "", 1).replace(COUNT, "", 1)
        if one.format.count(YEAR) != 1 or one.format.count(COUNT) != 1 or "{" in rest or "}" in rest:
            yield Problem("supervision.number_format", {"format": one.format}, field=f"/formats/{place}/format")
        if written[one.format] > 1:
            yield Problem("supervision.number_format_twice", {"format": one.format}, field=f"/formats/{place}/format")
        if kinds[one.kind] > 1:
            yield Problem("supervision.number_kind_twice", {"kind": one.kind}, field=f"/formats/{place}/kind")
    for missing in sorted({one.kind for one in formats(session)} - set(kinds)):
        yield Problem("supervision.number_kind_missing", {"kind": missing}, field="/formats")


def _wrong_sources(wanted: Sequence[Format], named: Sequence[Source]) -> Iterator[Problem]:
    names, kinds = Counter(one.name for one in named), {one.kind for one in wanted}
    if not any(one.is_offered for one in named):
        yield Problem("supervision.no_sources", field="/sources")
    for place, one in enumerate(named):
        if names[one.name] > 1:
            yield Problem("supervision.source_twice", {"source": one.name}, field=f"/sources/{place}/name")
        if one.number_kind not in kinds:
            yield Problem(
                "supervision.number_kind_unknown", {"kind": one.number_kind}, field=f"/sources/{place}/number_kind"
            )


def _write(session: Session, wanted: Sequence[Format], named: Sequence[Source]) -> None:
    for one in wanted:
        session.merge(NumberFormat(kind=one.kind, label=one.label, format=one.format))
    session.flush()
    kept = {one.name for one in named}
    for gone in sources(session):
        if gone.name not in kept:
            session.delete(gone)
    for position, source in enumerate(named, 1):
        session.merge(
            MatterSource(
                name=source.name, position=position, number_kind=source.number_kind, is_offered=source.is_offered
            )
        )
    session.flush()
