"""Definitions, instances, user tasks, timers, events: what the engine keeps."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.store.models.base import Base, Instant

EventNumber = BigInteger().with_variant(Integer, "sqlite")


class Bundle(Base):
    """Files deployed together, addressed by their digest; never changed."""

    __tablename__ = "bundle"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    deployed_at: Mapped[datetime] = mapped_column(Instant)
    deployed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    open_variables: Mapped[bool] = mapped_column(default=False)
    is_shipped: Mapped[bool] = mapped_column(default=False)


class BundleFile(Base):
    """One file of a bundle, byte for byte."""

    __tablename__ = "bundle_file"

    digest: Mapped[str] = mapped_column(ForeignKey("bundle.digest"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Definition(Base):
    """A version of a process; running instances stay on theirs."""

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(200))
    executable: Mapped[bool]
    confidential: Mapped[bool] = mapped_column(default=False, server_default=false())
    digest: Mapped[str] = mapped_column(ForeignKey("bundle.digest"), index=True)

    bundle: Mapped[Bundle] = relationship(lazy="raise")


class Instance(Base):
    """A running or ended process instance. `revision` counts its steps; `variables` are those of its last step.

    `variable_keys` names those that are long and therefore lie in `instance_value`. `initiator_id` is who started it,
    None where a timer, a message or a signal did on behalf of nobody.
    """

    __tablename__ = "instance"
    __table_args__ = (Index("ix_instance_key_state", "key", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    business_key: Mapped[str | None] = mapped_column(String(120), index=True)
    state: Mapped[str] = mapped_column(String(12))
    initiator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    variables: Mapped[dict[str, Any]]
    variable_keys: Mapped[dict[str, str] | None]
    revision: Mapped[int] = mapped_column(default=0)
    event_count: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(String(64), default="")
    started_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    incident: Mapped[dict[str, Any] | None]


class InstanceState(Base):
    """The state of one (sub)process of an instance; `value_keys` are those of the long values that it names."""

    __tablename__ = "instance_state"

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(36), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    value_keys: Mapped[list[str] | None]


class InstanceValue(Base):
    """A long value that came into an instance: a text, a list, a record. Written once, and never changed."""

    __tablename__ = "instance_value"

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class Task(Base):
    """A user task. `version` guards against two people acting at once; `data` is what the task may see.

    `data_keys` names what is long in its data and therefore lies in `instance_value`.
    `scope` names the sub-processes around it by their parts in `instance_state`, outermost first, with "/" between.
    `state`: open; done; withdrawn (by the diagram); returned, recalled, cancelled (by what people did, decision 0024);
    signing (handed in, its signers afterwards are not done); planned (a signer's, whose turn has not come).
    A signer's task has the one it signs for as `main_id`, and its `position`: before, beside or after it.
    `signers` counts the signers that a task was ever given. `kept_candidates` are those from before a delegation.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_instance_id_state", "instance_id", "state"),
        Index("ix_task_state_due_at", "state", "due_at"),
        Index("ix_task_due_at", "due_at"),
        Index("ix_task_completed_by_id_completed_at", "completed_by_id", "completed_at"),
        Index(
            "ix_task_reports", "opened_at", sqlite_where=text("stage = '反馈'"), postgresql_where=text("stage = '反馈'")
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    key: Mapped[str] = mapped_column(String(120))
    element_id: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    scope: Mapped[str] = mapped_column(Text, default="", server_default="")
    state: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    completed_at: Mapped[datetime | None] = mapped_column(Instant)
    completed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    groups: Mapped[list[str]]
    data: Mapped[dict[str, Any]]
    data_keys: Mapped[dict[str, str] | None]
    submitted: Mapped[dict[str, Any] | None]
    stage: Mapped[str | None] = mapped_column(String(40))
    step: Mapped[str] = mapped_column(String(12), default="none")
    step_at: Mapped[datetime | None] = mapped_column(Instant)
    times_urged: Mapped[int] = mapped_column(default=0)
    urges_answered: Mapped[int] = mapped_column(default=0)
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    delegated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    kept_candidates: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    main_id: Mapped[str | None] = mapped_column(String(36), index=True)
    position: Mapped[str | None] = mapped_column(String(6))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    signers: Mapped[int] = mapped_column(default=0, server_default="0")

    candidates: Mapped[list["TaskCandidate"]] = relationship(lazy="raise")


IS_APART = text("principal LIKE 'apart:%'")
"""Those of `TaskCandidate` that somebody may not do; they have an index of their own."""


class TaskCandidate(Base):
    """To whom an open task belongs: "post:7", "person:3" or "apart:person:3-post:7" (`engine.people.principals`)."""

    __tablename__ = "task_candidate"
    __table_args__ = (Index("ix_task_candidate_apart", "principal", sqlite_where=IS_APART, postgresql_where=IS_APART),)

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), primary_key=True)
    principal: Mapped[str] = mapped_column(Text, primary_key=True, index=True)


class TaskCopy(Base):
    """Somebody who was sent a copy of a task 抄送, and when they have read it 已阅."""

    __tablename__ = "task_copy"

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(Text)
    read_at: Mapped[datetime | None] = mapped_column(Instant)


class TaskUrge(Base):
    """Somebody urged those who have a task 催办; the receipt is what they answered."""

    __tablename__ = "task_urge"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    text: Mapped[str] = mapped_column(Text)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str | None] = mapped_column(Text)


class TaskDraft(Base):
    """What somebody has put down for a task and not yet handed in; seen by nobody else."""

    __tablename__ = "task_draft"

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    variables: Mapped[dict[str, Any]]
    comment: Mapped[str | None] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(Instant)


class Timer(Base):
    """A due moment: a timer event of the diagram, the next to ask an activity's ladder, or that of a ballot or notice.

    Of a ballot or notice `task_id` is the kind and the record's number: `ballot:7`.
    """

    __tablename__ = "timer"
    __table_args__ = (
        Index(
            "ix_timer_pending",
            "due_at",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_timer_instance_id_task_id", "instance_id", "task_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    task_id: Mapped[str] = mapped_column(String(36))
    element_id: Mapped[str] = mapped_column(String(120))
    scope: Mapped[str] = mapped_column(Text, default="", server_default="")
    kind: Mapped[str] = mapped_column(String(8))  # event, ladder, ballot, notice
    due_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10), default="pending")  # pending, fired, cancelled, set_aside
    attempts: Mapped[int] = mapped_column(default=0)


class ScheduledStart(Base):
    """When a timer start event is to start the latest version of its process; a new version replaces it.

    `cycle` is the state of a `timeCycle`. A row is gone when nothing more is to be started.
    """

    __tablename__ = "scheduled_start"
    __table_args__ = (
        UniqueConstraint("key", "element_id"),
        Index(
            "ix_scheduled_start_pending",
            "due_at",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    element_id: Mapped[str] = mapped_column(String(120))
    due_at: Mapped[datetime] = mapped_column(Instant)
    cycle: Mapped[dict[str, Any] | None]
    catch_up: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(10), default="pending")  # pending, set_aside
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(400))


class Subscription(Base):
    """A catch event that waits for a message or signal by name."""

    __tablename__ = "subscription"
    __table_args__ = (Index("ix_subscription_kind_name", "kind", "name"),)

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    task_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    element_id: Mapped[str] = mapped_column(String(120))


class Event(Base):
    """One act in the record of an instance; `hash` covers the one before it."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("instance_id", "seq"),)

    id: Mapped[int] = mapped_column(EventNumber, primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    seq: Mapped[int]
    type: Mapped[str] = mapped_column(String(40))
    element_id: Mapped[str | None] = mapped_column(String(120))
    name: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    post: Mapped[str | None] = mapped_column(Text)
    behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cause: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    request_id: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    hash: Mapped[str] = mapped_column(String(64))


class Anchor(Base):
    """A signed moment of all chains that moved since the one before it; never changed.

    `root` is that of the tree over its leaves in the order of their instances; `hash` covers body and signature.
    """

    __tablename__ = "anchor"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    previous: Mapped[str] = mapped_column(String(64))
    chains: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
    hash: Mapped[str] = mapped_column(String(64))


class AnchorLeaf(Base):
    """What an anchor saw of one chain: how many events, and the hashes of the newest of them up to the last."""

    __tablename__ = "anchor_leaf"

    instance_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_count: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    anchor_number: Mapped[int] = mapped_column(ForeignKey("anchor.number"), index=True)
    hashes: Mapped[list[str]]
