"""The organisation of a moment as a workbook, to be changed and handed in again; and an empty one to begin with."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from engine.documents.office_columns import ABSENCES, OFFICE_SHEETS, PEOPLE, POSTS, UNITS
from engine.documents.office_words import Words
from engine.documents.office_workbook import write_office
from engine.people.differences import Standing
from engine.people.names import Names, names_of_people, names_of_units
from engine.people.situation import Situation
from engine.queries.attendance import list_absences
from engine.store.definitions import process_names
from engine.store.people import emails_of


def organisation_workbook(session: Session, situation: Situation, moment: datetime) -> bytes:
    """Units, people, posts, and the absences that are not over."""
    words = Words(names_of_units(situation), names_of_people(situation), Names(process_names(session)))
    standing = Standing(situation, emails_of(session))
    return write_office(
        [
            (UNITS, map(words.row, standing.units.values())),
            (PEOPLE, map(words.row, standing.people.values())),
            (POSTS, map(words.row, standing.posts)),
            (ABSENCES, _absences(session, situation, moment, words)),
        ],
    )


def empty_workbook() -> bytes:
    """The sheets with their headings and how to fill them in."""
    return write_office([(sheet, ()) for sheet in OFFICE_SHEETS])


def empty_absences() -> bytes:
    """The sheet of absences alone, for the heads of units."""
    return write_office([(ABSENCES, ())])


def _absences(session: Session, situation: Situation, moment: datetime, words: Words) -> Iterator[dict[str, str]]:
    usernames = {one.id: one.username for one in situation.everybody()}
    for row in list_absences(session, None, moment):
        unit = situation.current_unit(row.unit_id)
        if row.person_id in usernames and row.starts_at is not None and row.ends_at is not None:
            yield words.absence(
                usernames[row.person_id],
                row.starts_at,
                row.ends_at,
                row.process,
                unit.code if unit else None,
                usernames.get(row.third_id or 0),
                row.reason,
            )
