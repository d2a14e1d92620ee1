"""The inbox, one task, completing it."""

from typing import Literal

from fastapi import APIRouter, Request, Response

from api.edge import Reading, Visit, expected_version, visiting
from api.schemas.common import Key, Page, cursor_of
from api.schemas.instances import Completed, instance_shape
from api.schemas.requests import asked_fields
from api.schemas.task_sheet import sheet_shape
from api.schemas.tasks import CompletionBody, DefinitionRef, TaskDetail, TaskShape, task_fields, task_shape
from api.scopes import needs
from engine.commands.tasks.complete import Completion, complete_task
from engine.long_values import data_of
from engine.people.scopes import READ, TASKS
from engine.queries.inbox import Wanted, describe_done, get_task_row, list_tasks
from engine.queries.task_sheet import sheet_of
from engine.store.instances import get_instance

router = APIRouter(prefix="/tasks", tags=["tasks"])


@router.get("")
@needs(READ)
def list_my_tasks(
    visit: Reading,
    view: Literal["todo", "done", "started", "copied", "watching", "all"] = "todo",
    state: Literal["open", "done", "withdrawn", "returned", "recalled", "cancelled", "signing"] | None = None,
    instance_id: Key | None = None,
    cursor: str | None = None,
) -> Page[TaskShape]:
    """What the person has to do, has done, was sent a copy of, has others do (watching), may see of what they started,
    or, for those who oversee, everything; due soonest first."""
    wanted = Wanted(view=view, state=state, instance_id=instance_id, after=cursor_of(cursor))
    rows, following = list_tasks(visit.session, visit.reader, wanted)
    shapes = [task_shape(visit.act, row) for row in rows]
    return Page[TaskShape](items=shapes, next=str(following) if following else None)


@router.get("/{task_id}")
@needs(READ)
def get_task(visit: Reading, task_id: str) -> TaskDetail:
    """One task with its form and the data it may see."""
    row = get_task_row(visit.session, visit.reader, task_id)
    instance = get_instance(visit.session, row.task.instance_id)
    bundle = visit.act.house.bundles.get(visit.session, instance.digest)
    process = bundle.process(instance.key)
    element = process.element(row.task.element_id)
    form = bundle.forms.get(element.extensions.form or "")
    variables = data_of(visit.session, row.task.main_id or task_id)
    is_signers = row.task.main_id is not None
    sheet = sheet_of(visit.session, visit.reader, row, element.without_verbs)
    return TaskDetail(
        **task_fields(visit.act, row),
        sheet=sheet_shape(row.task, sheet),
        form=dict(form.schema) if form and not is_signers else None,
        ui=dict(form.ui) if form and not is_signers else {},
        variables=variables,
        asked=asked_fields(visit.act, bundle, process, row.task.element_id, variables),
        evidence=row.item.evidence if row.item else [],
        page=element.extensions.page,
        definition=DefinitionRef(key=instance.key, version=instance.version, name=process.name),
        element_documentation=element.documentation,
    )


@router.post("/{task_id}/complete", response_model=Completed)
@needs(TASKS)
def complete(request: Request, task_id: str, body: CompletionBody) -> Response:
    """Complete the task with what the form asks for."""
    completion = Completion(task_id, body.variables, body.comment, expected_version(request))
    with visiting(request) as visit:
        return visit.once(200, lambda: _complete(visit, completion))


def _complete(visit: Visit, completion: Completion) -> Completed:
    task, instance = complete_task(visit.act, visit.roles, completion)
    if task.state == "open":  # the model failed behind it
        row = get_task_row(visit.session, visit.reader, task.id)
    else:
        row = describe_done(visit.session, task)
    return Completed(task=task_shape(visit.act, row), instance=instance_shape(instance))
