"""What one does with a task beside completing it; each verb is one command. All take `If-Match` with its version."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from api.edge import Reading, Visit, Writing, expected_version, looking, visiting
from api.problems import language_of
from api.schemas.task_verbs import (
    BulkBody,
    CopyBody,
    DraftBody,
    EarlierShape,
    EarlierShapes,
    OpinionBody,
    ReasonBody,
    Result,
    Results,
    ReturnBody,
    SignersBody,
    TextBody,
    ToBody,
)
from api.schemas.tasks import TaskShape, task_shape
from api.scopes import needs
from engine.commands.tasks.acting import OnTask
from engine.commands.tasks.add_signers import add_signers
from engine.commands.tasks.answer_urge import answer_urge
from engine.commands.tasks.claim import claim_task
from engine.commands.tasks.comment import comment_on_task
from engine.commands.tasks.complete import Completion, complete_task
from engine.commands.tasks.copy_to import copy_task
from engine.commands.tasks.delegate import delegate_task
from engine.commands.tasks.hand_back import hand_back_task
from engine.commands.tasks.read_copy import read_copy
from engine.commands.tasks.release import release_task
from engine.commands.tasks.remove_signer import remove_signer
from engine.commands.tasks.save_draft import save_draft
from engine.commands.tasks.send_back import return_task
from engine.commands.tasks.sign import Opinion, sign_task
from engine.commands.tasks.transfer import transfer_task
from engine.commands.tasks.urge import urge_task
from engine.commands.tasks.withdraw import withdraw_task
from engine.domain.errors import DubanError, Invalid, Problem
from engine.people.scopes import READ, TASKS
from engine.queries.earlier import earlier_tasks
from engine.queries.inbox import describe_held, get_task_row
from engine.store.models import Task

router = APIRouter(prefix="/tasks", tags=["task verbs"])
Id = Annotated[str, Path(max_length=36)]
Verb = Callable[..., Any]


@router.post("/bulk")
@needs(TASKS)
def bulk(request: Request, body: BulkBody) -> Results:
    """One verb for several tasks, each in a transaction of its own; every one's result is told."""
    with looking(request):
        language = language_of(request)  # nobody is asked in who has not signed in, whatever they ask for
    return Results(items=[_one_of_several(request, body, task_id, language) for task_id in dict.fromkeys(body.tasks)])


def _one_of_several(request: Request, body: BulkBody, task_id: str, language: str) -> Result:
    try:
        with visiting(request) as visit:
            _do_one(visit, body, OnTask(task_id, body.reason))
    except DubanError as error:
        if error.code == "error.unauthenticated":
            raise
        said = "；".join(problem.message(language) for problem in error.problems) or error.message(language)
        code = error.problems[0].code if error.problems else error.code
        return Result(task_id=task_id, done=False, code=code, message=said)
    return Result(task_id=task_id, done=True)


def _do_one(visit: Visit, body: BulkBody, on: OnTask) -> None:
    if body.verb == "complete":
        complete_task(visit.act, visit.roles, Completion(on.task_id, {}, body.reason or None))
    elif body.verb == "transfer":
        if body.to is None:
            raise Invalid([Problem("tasks.whom", field="/to")])
        transfer_task(visit.act, visit.roles, on, body.to)
    else:
        verbs: dict[str, Verb] = {
            "claim": claim_task,
            "release": release_task,
            "urge": urge_task,
            "read": read_copy,
        }
        verbs[body.verb](visit.act, visit.roles, on)


@router.get("/{task_id}/earlier")
@needs(READ)
def get_earlier(visit: Reading, task_id: Id) -> EarlierShapes:
    """The tasks that an open one can be returned to, the previous one first."""
    get_task_row(visit.session, visit.reader, task_id)
    rows = earlier_tasks(visit.act, visit.session, visit.session.get(Task, task_id))
    return EarlierShapes(
        items=[
            EarlierShape(
                task_id=row.earlier.task_id,
                element_id=row.earlier.element_id,
                name=row.earlier.name,
                done_by=visit.act.situation.name_of(row.done_by_id) or None,
            )
            for row in rows
        ]
    )


@router.post("/{task_id}/claim", response_model=TaskShape)
@needs(TASKS)
def claim(visit: Writing, task_id: Id, body: ReasonBody | None = None) -> Response:
    """签收: from now on it is theirs."""
    return _once(visit, claim_task, task_id, body.reason if body else "")


@router.post("/{task_id}/release", response_model=TaskShape)
@needs(TASKS)
def release(visit: Writing, task_id: Id, body: ReasonBody | None = None) -> Response:
    """放回: whoever could do it before can take it again."""
    return _once(visit, release_task, task_id, body.reason if body else "")


@router.post("/{task_id}/transfer", response_model=TaskShape)
@needs(TASKS)
def transfer(visit: Writing, task_id: Id, body: ToBody) -> Response:
    """转办: the task is somebody else's for good."""
    return _once(visit, transfer_task, task_id, body.reason, body.to)


@router.post("/{task_id}/delegate", response_model=TaskShape)
@needs(TASKS)
def delegate(visit: Writing, task_id: Id, body: ToBody) -> Response:
    """委派: somebody else works on it and hands it back."""
    return _once(visit, delegate_task, task_id, body.reason, body.to)


@router.post("/{task_id}/hand-back", response_model=TaskShape)
@needs(TASKS)
def hand_back(visit: Writing, task_id: Id, body: DraftBody) -> Response:
    """交回: what the delegate put down becomes the delegator's draft."""
    return _once(visit, hand_back_task, task_id, body.comment or "", body.variables)


@router.post("/{task_id}/return", response_model=TaskShape)
@needs(TASKS)
def send_back(visit: Writing, task_id: Id, body: ReturnBody) -> Response:
    """退回: to the previous task, to any that it came by, or to the first."""
    return _once(visit, return_task, task_id, body.reason, body.to)


@router.post("/{task_id}/withdraw", response_model=TaskShape)
@needs(TASKS)
def withdraw(visit: Writing, task_id: Id, body: ReasonBody | None = None) -> Response:
    """撤回: whoever did it takes it back while nobody has acted on what follows."""
    return _once(visit, withdraw_task, task_id, body.reason if body else "")


@router.post("/{task_id}/signers", response_model=TaskShape)
@needs(TASKS)
def ask_signers(visit: Writing, task_id: Id, body: SignersBody) -> Response:
    """加签: others sign before, beside or after."""
    return _once(visit, add_signers, task_id, body.reason, body.people, body.position)


@router.post("/{task_id}/sign", response_model=TaskShape)
@needs(TASKS)
def sign(visit: Writing, task_id: Id, body: OpinionBody) -> Response:
    """A signer's opinion."""
    return _once(visit, sign_task, task_id, "", Opinion(body.agree, body.text))


@router.post("/{task_id}/remove-signer", response_model=TaskShape)
@needs(TASKS)
def drop_signer(visit: Writing, task_id: Id, body: ReasonBody | None = None) -> Response:
    """减签: the task is the signer's, who is asked no more."""
    return _once(visit, remove_signer, task_id, body.reason if body else "")


@router.post("/{task_id}/copy", response_model=TaskShape)
@needs(TASKS)
def copy(visit: Writing, task_id: Id, body: CopyBody) -> Response:
    """抄送: others should know of it."""
    return _once(visit, copy_task, task_id, body.note, body.people)


@router.post("/{task_id}/read", response_model=TaskShape)
@needs(TASKS)
def read(visit: Writing, task_id: Id) -> Response:
    """已阅: the receipt of a copy."""
    return _once(visit, read_copy, task_id, "")


@router.put("/{task_id}/draft", response_model=TaskShape)
@needs(TASKS)
def draft(visit: Writing, task_id: Id, body: DraftBody) -> Response:
    """存草稿: seen by nobody else."""
    return _once(visit, save_draft, task_id, "", body.variables, body.comment)


@router.post("/{task_id}/comment", response_model=TaskShape)
@needs(TASKS)
def comment(visit: Writing, task_id: Id, body: TextBody) -> Response:
    """批注: it stands in the record."""
    return _once(visit, comment_on_task, task_id, "", body.text)


@router.post("/{task_id}/urge", response_model=TaskShape)
@needs(TASKS)
def urge(visit: Writing, task_id: Id, body: TextBody) -> Response:
    """催办: whoever has it is asked to get on with it, and answers."""
    return _once(visit, urge_task, task_id, body.text)


@router.post("/{task_id}/answer-urge", response_model=TaskShape)
@needs(TASKS)
def answer(visit: Writing, task_id: Id, body: TextBody) -> Response:
    """催办回执: one answer for all urges that wait for one."""
    return _once(visit, answer_urge, task_id, body.text)


def _once(visit: Visit, verb: Verb, task_id: str, reason: str, *more: Any) -> Response:
    """Do it once under its idempotency key; answers the task as it is now, whether the person still has it or not."""

    def do() -> TaskShape:
        on = OnTask(task_id, reason, expected_version(visit.request))
        verb(visit.act, visit.roles, on, *more)
        return task_shape(visit.act, describe_held(visit.session, visit.reader, task_id))

    return visit.once(200, do)
