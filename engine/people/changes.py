"""Changes of the organisation, as a page, a sheet or a directory asks for them: whole, by code and username."""

from dataclasses import dataclass

GIVEN_ROLES = ("officer", "leader", "party_committee", "designer", "auditor", "administrator")
POST_KINDS = ("head", "handler", "liaison", "leader", "officer", "other")
BOTH_ABSENT = ("refuse", "head")


@dataclass(frozen=True)
class SetUnit:
    """A unit is so from now on; new where its code is. `leader` is the username of the leader in charge."""

    code: str
    name: str
    line: str = ""
    position: int = 0
    parent: str | None = None
    partner: str | None = None
    leader: str | None = None


@dataclass(frozen=True)
class EndUnit:
    """A unit is no more; its people and its work go to the unit that it is merged into."""

    code: str
    successor: str | None = None


@dataclass(frozen=True)
class SetPerson:
    """Somebody works here so from now on; new where the username is. `unit` is a code, `roles` are those given."""

    username: str
    name: str
    email: str
    title: str = ""
    unit: str | None = None
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LeavePerson:
    """Somebody leaves; posts, and what belonged to them by name, go to `successor` in the same moment."""

    username: str
    successor: str | None = None


@dataclass(frozen=True)
class SetPost:
    """A post is held so from now on; new where a unit has none of that title. `a` and `b` are usernames."""

    unit: str | None
    title: str
    kind: str = "handler"
    both_absent: str = "refuse"
    a: str | None = None
    b: str | None = None


@dataclass(frozen=True)
class EndPost:
    """A post is no more."""

    unit: str | None
    title: str


Change = SetUnit | EndUnit | SetPerson | LeavePerson | SetPost | EndPost
ORDER: tuple[type, ...] = (SetUnit, SetPerson, SetPost, EndPost, LeavePerson, EndUnit)  # what is named exists by then
