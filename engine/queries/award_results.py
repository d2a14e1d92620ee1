"""The results of a cycle of awards as sheets: who stood where, and every line that led there."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.act import Act
from engine.actions.scoring import CRITERION
from engine.documents.cells import Cell
from engine.domain import messages
from engine.domain.clock import OFFICE_ZONE
from engine.domain.errors import NotAllowed
from engine.queries.commendation import CycleSeen, reads_files
from engine.queries.reader import Reader
from engine.store.attachments import files_of_nominations
from engine.store.commendation import opinions_of
from engine.store.models import Award, Ballot, Nomination, Qualification

Row = Sequence[Cell | None]
Sheet = tuple[str, Sequence[str], Sequence[Row]]
RECORD = "record"


def results_of(session: Session, act: Act, reader: Reader, seen: CycleSeen) -> list[Sheet]:
    """Results, checks, opinions, lines of the scores, ballots, and the files that the reader sees.

    NotAllowed for who does not see all nominations.
    """
    if not seen.sees_all:
        raise NotAllowed
    names = {one.id: _name(act, one) for one in seen.nominations}
    ids = [one.id for one in seen.nominations]
    checks = select(Qualification).where(Qualification.nomination_id.in_(ids)).order_by(Qualification.id)
    numbers = {one.id: one.number for one in seen.nominations}
    return [
        _sheet("results", _results(act, seen)),
        _sheet(
            "checks",
            (
                (
                    numbers[one.nomination_id],
                    names[one.nomination_id],
                    one.text,
                    _word("passed", one.passed),
                    _at(one.checked_at),
                )
                for one in session.scalars(checks)
            ),
        ),
        _sheet(
            "opinions",
            (
                (
                    numbers[one.nomination_id],
                    names[one.nomination_id],
                    one.body,
                    messages.text(f"words.opinion_{one.opinion}"),
                    one.text,
                    one.given_on,
                    one.expires_on,
                )
                for one in opinions_of(session, ids)
            ),
        ),
        _sheet("criteria", _criteria(seen, names)),
        _sheet("points", _points(seen.nominations, names)),
        _sheet("ballots", _ballots(seen.ballots)),
        _sheet("files", _files(session, [one for one in seen.nominations if reads_files(session, reader, one)], names)),
    ]


def _sheet(name: str, rows: Iterator[Row]) -> Sheet:
    heads = messages.text(f"award_results.{name}_heads").split("、")
    return messages.text(f"award_results.{name}"), heads, list(rows)


def _results(act: Act, seen: CycleSeen) -> Iterator[Row]:
    """By category; `place` counts the scores of a category, equal ones share it."""
    categories = {one.id: one.name for one in seen.categories}
    awards = {one.nomination_id: one for one in seen.awards}
    for one in seen.nominations:
        unit, award = act.situation.find_unit(one.unit_id), awards.get(one.id)
        yield (
            categories[one.category_id],
            one.number,
            _name(act, one),
            unit.name if unit else "",
            _word("self", one.by_self),
            _tenths(one.mark),
            _tenths(_record_points(one)) if one.score is not None else None,
            _tenths(one.score),
            _place(one, seen.nominations),
            one.votes,
            messages.text(f"words.nomination_{one.state}"),
            one.reason,
            award.number if award else None,
            _standing(award),
        )


def _record_points(nomination: Nomination) -> int:
    return sum(line["points"] for line in nomination.points if line["kind"] == RECORD)


def _place(nomination: Nomination, all_of_them: Sequence[Nomination]) -> int | None:
    if nomination.score is None:
        return None
    better = [one for one in all_of_them if one.category_id == nomination.category_id and one.score is not None]
    return 1 + sum(1 for one in better if (one.score or 0) > nomination.score)


def _standing(award: Award | None) -> str | None:
    return messages.text(f"words.award_{award.state}") if award else None


def _points(nominations: Sequence[Nomination], names: dict[int, str]) -> Iterator[Row]:
    for one in nominations:
        for line in (line for line in one.points if line["kind"] != CRITERION):
            at = line.get("at")
            kind = messages.text(f"award_results.line_{line['kind']}")
            when = _at(datetime.fromisoformat(at)) if at else None
            yield (one.number, names[one.id], kind, line["text"], _tenths(line["points"]), when)


def _criteria(seen: CycleSeen, names: dict[int, str]) -> Iterator[Row]:
    """The panel's averages, criterion by criterion; of those who were marked they add up to the average."""
    categories = {one.id: one.name for one in seen.categories}
    for one in seen.nominations:
        for line in (line for line in one.points if line["kind"] == CRITERION):
            average = _tenths(line["points"])
            yield (categories[one.category_id], one.number, names[one.id], line["text"], line["most"], average)


def _ballots(ballots: Sequence[Ballot]) -> Iterator[Row]:
    for ballot in ballots:
        result = (ballot.record or {}).get("result") or {}
        state = messages.text(f"words.ballot_state_{ballot.state}")
        counted = {one["code"]: one for one in result.get("options", [])}
        for option in ballot.options:
            mine = counted.get(option["code"], {})
            votes = (mine.get("for"), mine.get("against"))
            yield (ballot.title, ballot.round, state, option["code"], option["name"], *votes)


def _files(session: Session, nominations: Sequence[Nomination], names: dict[int, str]) -> Iterator[Row]:
    """证明材料, by nomination."""
    by_instance = {one.instance_id: one for one in nominations}
    for file in files_of_nominations(session, list(by_instance)):
        one = by_instance[file.instance_id]
        kind = messages.text(f"words.attachment_{file.kind}")
        yield (
            one.number,
            names[one.id],
            file.name,
            kind,
            file.size,
            file.sha256,
            file.added_by.name,
            _at(file.added_at),
        )


def _name(act: Act, nomination: Nomination) -> str:
    if nomination.person_id is not None:
        return act.situation.name_of(nomination.person_id)
    unit = act.situation.find_unit(nomination.unit_id)
    return unit.name if unit else ""


def _tenths(value: int | None) -> float | None:
    return None if value is None else value / 10


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"


def _word(name: str, value: bool) -> str:
    return messages.text(f"award_results.{name}_{'yes' if value else 'no'}")
