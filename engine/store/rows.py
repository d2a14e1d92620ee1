"""The runtime's own rows: plain objects, read and written by statements of ours, because every act passes here.

An object-relational session costs more than the act itself. Business records (matters, items, people) stay with it;
`engine.store.models` is the shape of all tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.domain.step import PartState


@dataclass(slots=True, eq=False)
class HeldTask:
    """A user task of a locked instance. `data` and `submitted` are only there where they were asked for.

    A task that is opened has all its data, and the keys of what is long in them; one that was read, only short data.
    """

    id: str
    instance_id: int
    item_id: int | None
    matter_id: int | None
    key: str
    element_id: str
    name: str
    scope: str
    state: str
    opened_at: datetime
    due_at: datetime | None
    version: int
    groups: list[str]
    stage: str | None = None
    step: str = "none"
    step_at: datetime | None = None
    times_urged: int = 0
    urges_answered: int = 0
    completed_at: datetime | None = None
    completed_by_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    data_keys: Mapping[str, str] = field(default_factory=dict)
    submitted: dict[str, Any] | None = None
    claimed_by_id: int | None = None
    delegated_by_id: int | None = None
    kept_candidates: list[Any] | None = None
    main_id: str | None = None
    position: str | None = None
    added_by_id: int | None = None
    signers: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event comes from: who acts and when, in which posts, for whom, and what led to it.

    `post` names the posts that the actor held then; `cause` is {"kind": "task" | "timer" | "message" | …, …};
    `request_id` is that of the HTTP request.
    """

    at: datetime
    actor_id: int | None = None
    post: str | None = None
    behalf_of_id: int | None = None
    cause: dict[str, Any] | None = None
    request_id: str | None = None


@dataclass(slots=True, eq=False)
class Changes:
    """What is still to be written of one instance."""

    events: list[dict[str, Any]] = field(default_factory=list)
    parts: dict[str, PartState | None] = field(default_factory=dict)
    values: dict[str, bytes] = field(default_factory=dict)
    opened: list[HeldTask] = field(default_factory=list)
    changed: dict[str, HeldTask] = field(default_factory=dict)
    candidates: list[tuple[str, str]] = field(default_factory=list)
    without_candidates: list[str] = field(default_factory=list)
    armed: list[dict[str, Any]] = field(default_factory=list)
    disarmed: list[str] = field(default_factory=list)
    disarm_all: bool = False
    timers: dict[int, tuple[str, int]] = field(default_factory=dict)  # id: state, attempts
    subscribed: list[dict[str, Any]] = field(default_factory=list)
    unsubscribed: list[str] = field(default_factory=list)
    variables: Mapping[str, Any] | None = None
    variable_keys: Mapping[str, str] = field(default_factory=dict)
    is_incident_changed: bool = False
    is_migrated: bool = False


@dataclass(slots=True, eq=False)
class HeldInstance:
    """A locked process instance; `revision` counts what was written of it and fences who holds an older one."""

    id: int
    key: str
    version: int
    digest: str
    business_key: str | None
    state: str
    revision: int
    event_count: int
    last_hash: str
    started_at: datetime
    ended_at: datetime | None
    incident: dict[str, Any] | None
    item_id: int | None
    matter_id: int | None
    takes_undeclared: bool  # deployed so that tasks without a form take any variables
    confidential: bool  # seen only by those who have a part in it
    initiator_id: int | None  # who started it
    is_dirty: bool = False
    changes: Changes = field(default_factory=Changes)
    origin: Origin | None = None  # of the last event of this transaction
