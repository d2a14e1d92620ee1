"""Process instances: started, looked at, cancelled, retried; messages and signals sent to them."""

from fastapi import APIRouter, Response

from api.edge import Reading, Visit, Writing
from api.schemas.common import Key, Page, cursor_of, named
from api.schemas.instances import (
    ActiveElement,
    HistoryEvent,
    Incident,
    InstanceDetail,
    InstanceShape,
    MessageBody,
    MigrateBody,
    ModifyBody,
    Reached,
    ReasonBody,
    SignalBody,
    StartBody,
    instance_shape,
)
from api.scopes import needs
from engine.commands.instances.active import active_elements
from engine.commands.instances.message import send_message, send_signal
from engine.commands.instances.migrate import migrate_instance
from engine.commands.instances.modify import Modification, modify_instance
from engine.commands.instances.operate import cancel_instance, retry_instance
from engine.commands.instances.start import start_process
from engine.commands.instances.suspend import resume_instance, suspend_instance
from engine.domain.errors import NotAllowed, NotFound
from engine.long_values import variables_of
from engine.people.policy import may_operate, may_oversee
from engine.people.scopes import OPERATE, READ
from engine.queries.instances import list_events, takes_part
from engine.queries.instances import list_instances as page_of_instances
from engine.store.instances import get_instance
from engine.store.models import Instance
from engine.store.people import people_by_id
from engine.store.tasks import unfinished_tasks

router = APIRouter(tags=["instances"])


def _require_operator(visit: Visit) -> None:
    if not may_operate(visit.roles):
        raise NotAllowed


def _require_sight(visit: Visit, instance: Instance) -> None:
    """Overseers see every instance but confidential ones; others those in which they have a task."""
    reader = visit.reader
    oversees = may_oversee(visit.roles) and instance.key not in reader.confidential
    if not oversees and not takes_part(visit.session, reader, instance.id):
        raise NotFound


@router.post("/instances", status_code=201, response_model=InstanceShape)
@needs(OPERATE)
def start(visit: Writing, body: StartBody) -> Response:
    """Start the latest or the named version of a process."""
    _require_operator(visit)

    def do() -> InstanceShape:
        instance = start_process(visit.act, body.key, body.version, body.business_key, body.variables)
        visit.session.flush()
        return instance_shape(instance)

    return visit.once(201, do)


@router.get("/instances")
@needs(READ)
def list_instances(
    visit: Reading,
    key: str | None = None,
    state: str | None = None,
    business_key: str | None = None,
    cursor: str | None = None,
) -> Page[InstanceShape]:
    """Instances in order of creation."""
    if not may_oversee(visit.roles):
        raise NotAllowed
    found, following = page_of_instances(visit.session, visit.reader, key, state, business_key, cursor_of(cursor))
    shapes = [instance_shape(instance) for instance in found]
    return Page[InstanceShape](items=shapes, next=str(following) if following else None)


@router.get("/instances/{instance_id}")
@needs(READ)
def get_one(visit: Reading, instance_id: Key) -> InstanceDetail:
    """One instance with its variables, what is active in it and what went wrong."""
    instance = get_instance(visit.session, instance_id)
    _require_sight(visit, instance)
    process = visit.act.house.bundles.get(visit.session, instance.digest).process(instance.key)
    own = [task for task in unfinished_tasks(visit.session, instance_id) if task.main_id is None]
    tasks = {task.element_id: task.id for task in own}
    active = [process.element(element_id) for element_id in active_elements(visit.act, instance)]
    shape = instance_shape(instance)
    return InstanceDetail(
        **shape.model_dump(),
        variables=variables_of(visit.session, instance_id),
        active=[ActiveElement(element_id=e.id, name=e.name, type=e.type, task_id=tasks.get(e.id)) for e in active],
        incidents=[Incident(**instance.incident)] if instance.incident else [],
        started_at=instance.started_at,
        ended_at=instance.ended_at,
    )


@router.get("/instances/{instance_id}/history")
@needs(READ)
def history(visit: Reading, instance_id: Key, type: str | None = None, cursor: str | None = None) -> Page[HistoryEvent]:
    """The record of an instance, in order."""
    instance = get_instance(visit.session, instance_id)
    _require_sight(visit, instance)
    return history_page(visit, instance.id, type, cursor)


@router.post("/instances/{instance_id}/cancel", response_model=InstanceShape)
@needs(OPERATE)
def cancel(visit: Writing, instance_id: Key, body: ReasonBody) -> Response:
    """End an instance, with the reason."""
    _require_operator(visit)
    return visit.once(200, lambda: instance_shape(cancel_instance(visit.act, instance_id, body.reason)))


@router.post("/instances/{instance_id}/suspend", response_model=InstanceShape)
@needs(OPERATE)
def suspend(visit: Writing, instance_id: Key, body: ReasonBody) -> Response:
    """Let an instance rest, with the reason: nothing moves in it until it is resumed."""
    _require_operator(visit)
    return visit.once(200, lambda: instance_shape(suspend_instance(visit.act, instance_id, body.reason)))


@router.post("/instances/{instance_id}/resume", response_model=InstanceShape)
@needs(OPERATE)
def resume(visit: Writing, instance_id: Key, body: ReasonBody) -> Response:
    """Let an instance go on, with the reason: what fell due meanwhile is caught up."""
    _require_operator(visit)
    return visit.once(200, lambda: instance_shape(resume_instance(visit.act, instance_id, body.reason)))


@router.post("/instances/{instance_id}/modify", response_model=InstanceShape)
@needs(OPERATE)
def modify(visit: Writing, instance_id: Key, body: ModifyBody) -> Response:
    """Move tokens and correct data, with the reason: back, past an element that fails, elsewhere."""
    _require_operator(visit)
    modification = Modification(body.leave, body.enter, body.variables)
    return visit.once(200, lambda: instance_shape(modify_instance(visit.act, instance_id, body.reason, modification)))


@router.post("/instances/{instance_id}/migrate", response_model=InstanceShape)
@needs(OPERATE)
def migrate(visit: Writing, instance_id: Key, body: MigrateBody) -> Response:
    """Carry an instance over to another version of its process, with the reason."""
    _require_operator(visit)
    return visit.once(
        200,
        lambda: instance_shape(migrate_instance(visit.act, instance_id, body.reason, body.version, body.renames)),
    )


@router.post("/instances/{instance_id}/retry", response_model=InstanceShape)
@needs(OPERATE)
def retry(visit: Writing, instance_id: Key, body: ReasonBody) -> Response:
    """Try again after a fault was mended, with the reason."""
    _require_operator(visit)
    return visit.once(200, lambda: instance_shape(retry_instance(visit.act, instance_id, body.reason)))


@router.post("/messages", response_model=Reached)
@needs(OPERATE)
def message(visit: Writing, body: MessageBody) -> Response:
    """Hand a message to the instance that waits for it, or start one."""
    _require_operator(visit)
    return visit.once(
        200, lambda: Reached(instances=send_message(visit.act, body.name, body.correlation, body.payload))
    )


@router.post("/signals", response_model=Reached)
@needs(OPERATE)
def signal(visit: Writing, body: SignalBody) -> Response:
    """Hand a signal to every instance that waits for it."""
    _require_operator(visit)
    return visit.once(200, lambda: Reached(instances=send_signal(visit.act, body.name, body.payload)))


def history_page(
    visit: Visit, instance_id: int, type: str | None, cursor: str | None, *, newest_first: bool = False
) -> Page[HistoryEvent]:
    """One page of a chain."""
    found, following = list_events(visit.session, instance_id, type, cursor_of(cursor), newest_first=newest_first)
    named_ids = {one for event in found for one in (event.actor_id, event.behalf_of_id) if one}
    people = people_by_id(visit.session, named_ids)
    rows = [
        HistoryEvent(
            seq=event.seq,
            type=event.type,
            element_id=event.element_id,
            name=event.name,
            at=event.at,
            actor=named(people.get(event.actor_id or 0)),
            post=event.post,
            on_behalf_of=named(people.get(event.behalf_of_id or 0)),
            cause=event.cause,
            request_id=event.request_id,
            data=event.data,
            before=event.before,
            after=event.after,
        )
        for event in found
    ]
    return Page[HistoryEvent](items=rows, next=str(following) if following else None)
