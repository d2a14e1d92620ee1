"""Files that people attach: who attached what to which task, item or nomination; the content, once for each hash."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.store.models.base import Base, Instant
from engine.store.models.organisation import Person


class Attachment(Base):
    """A file at a task, at an item, or with neither at the nomination whose instance it is (证明材料).

    `kind` is what its content is (`engine.documents.kinds`).

    A removed one stays as a row, which says what was there; its content goes when nothing else has it.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_item_id", "item_id"),
        Index("ix_attachment_task_id", "task_id"),
        Index("ix_attachment_instance_id", "instance_id"),
        Index("ix_attachment_sha256", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    task_id: Mapped[str | None] = mapped_column(ForeignKey("task.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    added_by: Mapped[Person] = relationship(foreign_keys=[added_by_id], lazy="raise")


class Blob(Base):
    """Content under its hash. Its row is locked by whoever adds or takes away what has it."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)


class BlobChunk(Base):
    """A part of some content, so that no statement carries all of it."""

    __tablename__ = "blob_chunk"

    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
