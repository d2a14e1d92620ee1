"""Who reads: the person, their roles, and what the organisation says about them at the moment."""

from collections.abc import Collection
from dataclasses import dataclass

from engine.people.situation import Situation


@dataclass(frozen=True)
class Reader:
    """Decides what lists and pages show; `confidential` are the keys of processes seen only by those in them.

    `apart` are the principals of open tasks that somebody may not do (`engine.people.principals.apart_from`).
    """

    person_id: int
    roles: Collection[str]
    situation: Situation
    confidential: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
