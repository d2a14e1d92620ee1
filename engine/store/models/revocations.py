"""撤销表彰: what an award is to be revoked for, what the awarded said of it, and what was decided."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, Instant


class AwardRevocation(Base):
    """One procedure on an award, of which one at most is open at a time. `grounds`: words of engine.domain.revocation.

    `state`: open, revoked (the award does not stand any more), kept (it does), withdrawn (nothing was decided, and it
    stands as before). `opinion` is what was decided and why.
    """

    __tablename__ = "award_revocation"
    __table_args__ = (
        Index(
            "ix_award_revocation_open",
            "award_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    grounds: Mapped[str] = mapped_column(String(16))
    facts: Mapped[str] = mapped_column(Text)
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime] = mapped_column(Instant)
    state_until: Mapped[datetime | None] = mapped_column(Instant)
    statement: Mapped[str] = mapped_column(Text, default="")
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stated_at: Mapped[datetime | None] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))
    opinion: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
