"""Process instances, their history and what is sent to them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.schemas.common import Named, Shape
from api.schemas.tasks import TaskShape
from engine.store.models import Instance
from engine.store.rows import HeldInstance


class StartBody(BaseModel):
    key: str = Field(max_length=120)
    version: int | None = Field(default=None, ge=1, le=2_000_000_000)
    business_key: str | None = Field(default=None, max_length=120)
    variables: dict[str, Any] = Field(default_factory=dict)


class ReasonBody(BaseModel):
    reason: str = Field(min_length=1, max_length=2000)


Element = Annotated[str, Field(max_length=120)]


class ModifyBody(ReasonBody):
    """Elements to take tokens from, elements to set one down at, and data to correct."""

    leave: list[Element] = Field(default_factory=list, max_length=100)
    enter: list[Element] = Field(default_factory=list, max_length=100)
    variables: dict[str, Any] = Field(default_factory=dict)


class MigrateBody(ReasonBody):
    """The version to move to (the latest when none is named), and element ids that changed, old to new."""

    version: int | None = Field(default=None, ge=1, le=2_000_000_000)
    renames: dict[Element, Element] = Field(default_factory=dict, max_length=500)


class MessageBody(BaseModel):
    name: str = Field(max_length=200)
    correlation: dict[str, Any] = Field(default_factory=dict)
    payload: dict[str, Any] = Field(default_factory=dict)


class SignalBody(BaseModel):
    name: str = Field(max_length=200)
    payload: dict[str, Any] = Field(default_factory=dict)


class Reached(Shape):
    instances: list[int]


class InstanceShape(Shape):
    id: int
    key: str
    version: int
    business_key: str | None
    state: str


class ActiveElement(Shape):
    element_id: str
    name: str | None
    type: str
    task_id: str | None


class Incident(Shape):
    element_id: str
    code: str
    message: str


class InstanceDetail(InstanceShape):
    variables: dict[str, Any]
    active: list[ActiveElement]
    incidents: list[Incident]
    started_at: datetime
    ended_at: datetime | None


class HistoryEvent(Shape):
    seq: int
    type: str
    element_id: str | None
    name: str | None
    at: datetime
    actor: Named | None
    post: str | None
    on_behalf_of: Named | None
    cause: dict[str, Any] | None
    request_id: str | None
    data: dict[str, Any]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Completed(Shape):
    """The answer to a completed task: the task as it is now and its instance."""

    task: TaskShape
    instance: InstanceShape


def instance_shape(instance: Instance | HeldInstance) -> InstanceShape:
    return InstanceShape(
        id=instance.id,
        key=instance.key,
        version=instance.version,
        business_key=instance.business_key,
        state=instance.state,
    )
