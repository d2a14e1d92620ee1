"""Units, people, posts and roles; sign-in sessions and tokens."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.store.models.base import Base, Instant


class Unit(Base):
    """处室、单位. `head` answers for it, `leader` is in charge of it, `partner` stands in for it."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(default=0)
    head_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", use_alter=True))
    liaison_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", use_alter=True))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", use_alter=True))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))

    head: Mapped["Person | None"] = relationship(foreign_keys=[head_id], lazy="raise")
    leader: Mapped["Person | None"] = relationship(foreign_keys=[leader_id], lazy="raise")


class Person(Base):
    """Somebody who works here. `password_hash` is argon2id; None means no sign-in by password."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    email: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(60), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)

    unit: Mapped[Unit | None] = relationship(foreign_keys=[unit_id], lazy="raise")
    roles: Mapped[list["PersonRole"]] = relationship(lazy="raise")


class PersonRole(Base):
    """officer, leader, party_committee, designer, administrator; handler and unit_head follow from posts and units."""

    __tablename__ = "person_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(30), primary_key=True)


class Post(Base):
    """岗位 with its A and B holder: whoever is away, the work goes on."""

    __tablename__ = "post"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    title: Mapped[str] = mapped_column(String(60))
    a_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    b_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class SignIn(Base):
    """A server-side session; only the hash of its secret is kept. Times are the machine's, not the office's clock."""

    __tablename__ = "sign_in"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    csrf_token: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(Instant)


class ApiToken(Base):
    """A bearer token; only its hash is kept."""

    __tablename__ = "api_token"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    label: Mapped[str] = mapped_column(String(60))
