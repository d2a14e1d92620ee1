"""Bundles and definitions: what is deployed, by digest and by key and version."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import Bundle, BundleFile, Definition


def find_bundle(session: Session, digest: str) -> Bundle | None:
    return session.get(Bundle, digest)


def bundle_files(session: Session, digest: str) -> dict[str, bytes]:
    """The files of a bundle by name; NotFound for an unknown digest."""
    rows = session.execute(select(BundleFile.name, BundleFile.content).where(BundleFile.digest == digest)).all()
    if not rows:
        raise NotFound
    return dict(rows)


def add_bundle(
    session: Session,
    digest: str,
    files: Mapping[str, bytes],
    *,
    now: datetime,
    actor_id: int | None,
    open_variables: bool,
) -> None:
    """Keep the files byte for byte; without an actor they came with the product."""
    session.add(
        Bundle(
            digest=digest,
            deployed_at=now,
            deployed_by_id=actor_id,
            open_variables=open_variables,
            is_shipped=actor_id is None,
        )
    )
    session.flush()
    session.add_all(BundleFile(digest=digest, name=name, content=content) for name, content in files.items())


def next_version(session: Session, key: str) -> int:
    highest = session.scalar(select(func.max(Definition.version)).where(Definition.key == key))
    return (highest or 0) + 1


def definitions_of(session: Session, digest: str) -> list[Definition]:
    return list(session.scalars(select(Definition).where(Definition.digest == digest).order_by(Definition.key)))


def get_definition(session: Session, key: str, version: int | None = None) -> Definition:
    """The definition of that version, or the latest; NotFound when there is none."""
    query = select(Definition).where(Definition.key == key)
    if version is not None:
        query = query.where(Definition.version == version)
    found = session.scalars(query.order_by(Definition.version.desc()).limit(1)).first()
    if found is None:
        raise NotFound
    return found


def latest_definitions(session: Session) -> list[Definition]:
    """The newest version of every key."""
    newest = select(Definition.key, func.max(Definition.version).label("version")).group_by(Definition.key).subquery()
    query = select(Definition).join(newest, (Definition.key == newest.c.key) & (Definition.version == newest.c.version))
    return list(session.scalars(query.order_by(Definition.key)))


def confidential_keys(session: Session) -> frozenset[str]:
    """The processes of which some version was ever confidential: what was entered in confidence stays so."""
    return frozenset(session.scalars(select(Definition.key).where(Definition.confidential).distinct()))


def process_names(session: Session) -> dict[str, str]:
    """By key what each process is called in its newest version."""
    return {definition.key: definition.name for definition in latest_definitions(session)}


def versions_of(session: Session, key: str) -> list[Definition]:
    return list(session.scalars(select(Definition).where(Definition.key == key).order_by(Definition.version.desc())))
