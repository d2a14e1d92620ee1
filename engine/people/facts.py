"""The organisation as dated facts: who belongs where, holds which post, has which role, is away, and for how long."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Part = Literal["A", "B"]


@dataclass(frozen=True)
class Span:
    """From the first instant to before the second; None is without beginning or without end."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Is the moment within it?"""
        begun = self.starts_at is None or self.starts_at <= moment
        return begun and (self.ends_at is None or moment < self.ends_at)

    def overlaps(self, other: "Span") -> bool:
        """Is there a moment within both?"""
        begins_in_time = other.ends_at is None or self.starts_at is None or self.starts_at < other.ends_at
        ends_in_time = self.ends_at is None or other.starts_at is None or other.starts_at < self.ends_at
        return begins_in_time and ends_in_time


ALWAYS = Span()


@dataclass(frozen=True)
class Member:
    """Somebody, and how long they work here. `successor_id` takes over what belongs to them by name once they left."""

    id: int
    username: str
    name: str
    title: str
    successor_id: int | None = None
    span: Span = ALWAYS


@dataclass(frozen=True)
class UnitFacts:
    """What is said of a unit for a time. `successor_id` is the unit it was merged into; `line` its 战线."""

    id: int
    code: str
    name: str
    line: str = ""
    position: int = 0
    parent_id: int | None = None
    partner_id: int | None = None
    leader_post_id: int | None = None
    successor_id: int | None = None
    span: Span = ALWAYS


@dataclass(frozen=True)
class PostFacts:
    """岗位. `unit_id` is None for the posts of leaders; `both_absent` says what applies when A and B are away."""

    id: int
    unit_id: int | None
    kind: str
    title: str
    both_absent: str = "refuse"
    span: Span = ALWAYS


@dataclass(frozen=True)
class Holding:
    """Somebody holds a post, as A or as B."""

    post_id: int
    part: Part
    person_id: int
    span: Span = ALWAYS


@dataclass(frozen=True)
class Membership:
    """Somebody belongs to a unit."""

    person_id: int
    unit_id: int
    span: Span = ALWAYS


@dataclass(frozen=True)
class RoleGrant:
    """Somebody was given a role."""

    person_id: int
    role: str
    span: Span = ALWAYS


@dataclass(frozen=True)
class Absence:
    """Somebody is away: for everything, for one process, or for the matters of one unit; a third may be named."""

    id: int
    person_id: int
    span: Span
    process: str | None = None
    unit_id: int | None = None
    third_id: int | None = None


@dataclass(frozen=True)
class Facts:
    """All there is to say, of all times or of one moment."""

    members: tuple[Member, ...] = ()
    units: tuple[UnitFacts, ...] = ()
    posts: tuple[PostFacts, ...] = ()
    holdings: tuple[Holding, ...] = ()
    memberships: tuple[Membership, ...] = ()
    grants: tuple[RoleGrant, ...] = ()
    absences: tuple[Absence, ...] = ()
