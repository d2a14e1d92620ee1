"""What the verbs of a task are told."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api.schemas.common import Key, Shape

Text = Annotated[str, Field(max_length=2000)]
People = Annotated[list[Key], Field(max_length=100)]
TaskId = Annotated[str, Field(min_length=1, max_length=36)]


class ReasonBody(BaseModel):
    reason: Text = ""


class ToBody(BaseModel):
    """Whom a task goes to, and why."""

    to: Key
    reason: Text


class ReturnBody(BaseModel):
    """`to`: "previous", "first", or the id of a task that `/earlier` names."""

    to: TaskId = "previous"
    reason: Text


class SignersBody(BaseModel):
    people: People
    position: Literal["before", "beside", "after"]
    reason: Text


class OpinionBody(BaseModel):
    agree: bool
    text: Text = ""


class CopyBody(BaseModel):
    people: People
    note: Text = ""


class TextBody(BaseModel):
    text: Text


class DraftBody(BaseModel):
    variables: dict[str, Any] = Field(default_factory=dict)
    comment: str | None = Field(default=None, max_length=2000)


class BulkBody(BaseModel):
    """One verb for several tasks; `to` for a transfer, `reason` where the verb needs one."""

    verb: Literal["complete", "claim", "release", "transfer", "urge", "read"]
    tasks: list[TaskId] = Field(max_length=200)
    to: Key | None = None
    reason: Text = ""


class EarlierShape(Shape):
    """A task that one can return to."""

    task_id: str
    element_id: str
    name: str
    done_by: str | None


class EarlierShapes(Shape):
    items: list[EarlierShape]


class Result(Shape):
    """What became of one task of several: done, or why not."""

    task_id: str
    done: bool
    code: str | None = None
    message: str | None = None


class Results(Shape):
    items: list[Result]
