"""Content under its SHA-256, in parts: written once, given back only as what it was, gone when nothing has it."""

import hashlib
from collections.abc import Iterator
from typing import IO

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.domain.errors import Conflict, Problem
from engine.store.models import Attachment, Blob, BlobChunk, OfficialDocument
from engine.store.native import is_sqlite

CHUNK = 512 * 1024


def keep_blob(session: Session, file: IO[bytes], sha256: str, size: int) -> None:
    """Keep the content of the file; where it is there already, nobody takes it away before this transaction ends."""
    dialect = sqlite if is_sqlite(session) else postgresql
    row = dialect.insert(Blob).values(sha256=sha256, size=size).on_conflict_do_nothing().returning(Blob.sha256)
    is_new = session.scalars(row).first() is not None
    if not is_new:
        if _lock(session, sha256):
            return
        raise Conflict  # somebody took it away at this moment: to be sent again
    file.seek(0)
    position = 0
    while content := file.read(CHUNK):
        session.execute(insert(BlobChunk).values(sha256=sha256, position=position, content=content))
        position += 1


def read_blob(session: Session, sha256: str) -> Iterator[bytes]:
    """Its parts in order; Conflict at their end where they are not what has this hash."""
    digest = hashlib.sha256()
    for part in blob_parts(session, sha256):
        digest.update(part)
        yield part
    if digest.hexdigest() != sha256:
        raise Conflict([Problem("attachments.broken")])


def blob_parts(session: Session, sha256: str) -> Iterator[bytes]:
    """Its parts in order, whatever they are."""
    query = select(BlobChunk.position).where(BlobChunk.sha256 == sha256).order_by(BlobChunk.position)
    for position in session.scalars(query).all():
        one = select(BlobChunk.content).where(BlobChunk.sha256 == sha256, BlobChunk.position == position)
        yield session.scalars(one).one()


def drop_blob(session: Session, sha256: str) -> None:
    """Unless another attachment or an official document has the same content."""
    _lock(session, sha256)
    attached = select(Attachment.id).where(Attachment.sha256 == sha256, Attachment.removed_at.is_(None))
    kept_as = or_(OfficialDocument.sha256 == sha256, OfficialDocument.word_sha256 == sha256)
    filed = select(OfficialDocument.id).where(kept_as)
    if not session.scalar(select(or_(attached.exists(), filed.exists()))):
        session.execute(delete(BlobChunk).where(BlobChunk.sha256 == sha256))
        session.execute(delete(Blob).where(Blob.sha256 == sha256))


def _lock(session: Session, sha256: str) -> bool:
    return session.scalars(select(Blob.sha256).where(Blob.sha256 == sha256).with_for_update()).first() is not None
