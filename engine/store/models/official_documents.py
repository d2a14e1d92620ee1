"""公文: what an act of the chain issues on paper, set and filed by a worker afterwards."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, Instant


class OfficialDocument(Base):
    """One version of a document: ordered by an act with all that it says (`content`), filed under its hashes.

    It is filed as a PDF (`sha256`) and, since the version with Word, as a .docx (`word_sha256`). `ordinal` counts those
    of its kind at the item; a briefing belongs to no item but to a month (`period`, as 2026-01), and `ordinal` is its
    issue of the year. A later `version` tells why it was set again (`reason`) and by whom; when it is filed, the one
    before is superseded. A worker that has it in hand holds it until `next_attempt_at`.
    """

    __tablename__ = "official_document"
    __table_args__ = (
        UniqueConstraint("item_id", "kind", "ordinal", "version"),
        UniqueConstraint("period", "version"),
        Index("ix_official_document_instance_id", "instance_id"),
        Index("ix_official_document_sha256", "sha256"),
        Index("ix_official_document_word_sha256", "word_sha256"),
        Index(
            "ix_official_document_waiting",
            "next_attempt_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    period: Mapped[str | None] = mapped_column(String(7))
    kind: Mapped[str] = mapped_column(String(20))  # work_order, urge, supervise, circular, extension, closing, briefing
    ordinal: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    number: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]]
    issued_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))  # waiting, filed, failed, superseded
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(Instant)
    last_error: Mapped[str | None] = mapped_column(String(400))
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None] = mapped_column(BigInteger)
    word_sha256: Mapped[str | None] = mapped_column(String(64))
    word_size: Mapped[int | None] = mapped_column(BigInteger)
    filed_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str | None] = mapped_column(String(400))
    ordered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    superseded_at: Mapped[datetime | None] = mapped_column(Instant)
