"""表决: what was asked, who might vote and who has; and the sealed pool of what was voted, until the count.

Nothing here or elsewhere joins a voter to a vote of a secret ballot: the pool is one sealed block that every cast
writes anew, without rows, numbers or moments of single votes.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, Instant


class Ballot(Base):
    """One round of a ballot. `record` is what is published after the count; `code` names it outside the product."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("instance_id", "name", "round"),
        Index("ix_ballot_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16))
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    name: Mapped[str] = mapped_column(String(60))
    round: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    rule: Mapped[dict[str, Any]]
    options: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(10))  # open, closed, counted, cancelled
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closes_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(400), default="")  # why it was cancelled
    record: Mapped[dict[str, Any] | None]


class BallotVoter(Base):
    """Somebody on the roll as it was at the opening. That they have voted is known; when, only the chain says."""

    __tablename__ = "ballot_voter"
    __table_args__ = (Index("ix_ballot_voter_person_id", "person_id"),)

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(120), default="")
    has_voted: Mapped[bool] = mapped_column(default=False)
    struck: Mapped[str] = mapped_column(String(400), default="")  # why they do not vote


class BallotPool(Base):
    """The votes of an open ballot under a key that lies outside the database; gone with the count."""

    __tablename__ = "ballot_pool"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True, autoincrement=False)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
