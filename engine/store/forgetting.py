"""Forgetting all instances and the definitions somebody deployed; for test drivers only."""

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from engine.store.final import unguarded
from engine.store.models import (
    Anchor,
    AnchorLeaf,
    Attachment,
    Ballot,
    BallotPool,
    BallotVoter,
    Base,
    Blob,
    BlobChunk,
    Bundle,
    BundleFile,
    Definition,
    Event,
    GivenAnswer,
    ImportDraft,
    Instance,
    InstanceState,
    InstanceValue,
    Item,
    ItemRecord,
    Matter,
    Notice,
    Objection,
    OfficialDocument,
    OutboxCall,
    OutboxMail,
    PublicNotice,
    ScheduledStart,
    Subscription,
    TakenDelivery,
    Task,
    TaskCandidate,
    TaskCopy,
    TaskDraft,
    TaskUrge,
    Timer,
)

OF_INSTANCES: tuple[type[Base], ...] = (
    OutboxCall,
    OutboxMail,
    Notice,
    ItemRecord,
    Attachment,
    OfficialDocument,
    Objection,
    PublicNotice,
    BallotPool,
    BallotVoter,
    Ballot,
    BlobChunk,
    Blob,
    TaskCandidate,
    TaskCopy,
    TaskDraft,
    TaskUrge,
    Task,
    Timer,
    Subscription,
    AnchorLeaf,
    Anchor,
    Event,
    InstanceState,
    InstanceValue,
    GivenAnswer,
    TakenDelivery,
)
THEMSELVES: tuple[type[Base], ...] = (ImportDraft, Item, Matter, Instance)


def forget_everything(session: Session) -> None:
    """What the product itself brought (`Bundle.is_shipped`) stays."""
    with unguarded(session):
        _forget(session)


def _forget(session: Session) -> None:
    for table in OF_INSTANCES:
        session.execute(delete(table))
    session.execute(update(ImportDraft).values(matter_id=None))
    session.execute(update(Matter).values(instance_id=None))
    session.execute(update(Item).values(instance_id=None))
    for table in THEMSELVES:
        session.execute(delete(table))
    fresh = select(Bundle.digest).where(Bundle.is_shipped.is_(False))
    session.execute(delete(Definition).where(Definition.digest.in_(fresh)))
    deployed = exists().where(Definition.key == ScheduledStart.key, Definition.version == ScheduledStart.version)
    session.execute(delete(ScheduledStart).where(~deployed))
    session.execute(delete(BundleFile).where(BundleFile.digest.in_(fresh)))
    session.execute(delete(Bundle).where(Bundle.is_shipped.is_(False)))
