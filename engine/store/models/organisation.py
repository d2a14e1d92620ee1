"""Units, posts, people, roles and absences, each with the time for which it holds.

`starts_at` None: since ever; `ends_at` None: until something changes. A change is a new row, so history stays readable.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, Instant


class Dated:
    """From the first instant to before the second."""

    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)


class OrganisationVersion(Base):
    """One row, which counts the changes of all tables of this file."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]


class Unit(Base):
    """处室、单位: what stays the same of it. `successor` is the unit it was merged into."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))


class UnitVersion(Dated, Base):
    """What is said of a unit for a time. `partner` stands in for it, the holder of `leader_post` is in charge of it."""

    __tablename__ = "unit_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    line: Mapped[str] = mapped_column(String(60), default="", server_default="")
    position: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    leader_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))


class Person(Dated, Base):
    """Somebody who works here. `password_hash` is argon2id; None means no sign-in by a password of ours.

    `one_time_until` stands while the password is one that an administrator gave: it must be changed, and until then.
    `successor` takes over what belongs to the person by name, from the moment they have left.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    email: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(60), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    one_time_until: Mapped[datetime | None] = mapped_column(Instant)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Membership(Dated, Base):
    """A person belongs to a unit."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))


class PersonRole(Dated, Base):
    """officer, leader, party_committee, designer, auditor, administrator; the others follow from posts."""

    __tablename__ = "person_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))


class Post(Dated, Base):
    """岗位: whoever is away, the work goes on. Of a leader's post `unit_id` is None.

    `kind`: head, handler, liaison, leader, officer, other. `both_absent`: may A and B be away at once (head: the head
    of the unit does the work) or not (refuse)?
    """

    __tablename__ = "post"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="handler")
    title: Mapped[str] = mapped_column(String(60))
    both_absent: Mapped[str] = mapped_column(String(8), default="refuse", server_default="refuse")


class PostHolding(Dated, Base):
    """A person holds a post, as A or as B."""

    __tablename__ = "post_holding"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    part: Mapped[str] = mapped_column(String(1))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class AbsenceRow(Dated, Base):
    """外出、请假: from, to, and what for: everything, one process, or the matters of one unit."""

    __tablename__ = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    process: Mapped[str | None] = mapped_column(String(120))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    third_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime | None] = mapped_column(Instant)


ORGANISATION = (Unit, UnitVersion, Person, Membership, PersonRole, Post, PostHolding, AbsenceRow)
