"""Imports, matters and items: the officer's work and the ledger."""

from tempfile import SpooledTemporaryFile
from typing import Literal

from fastapi import APIRouter, Response, UploadFile

from api.downloads import download_headers
from api.edge import Reading, Visit, Writing
from api.narrowing import Narrowed
from api.problems import language_of
from api.schemas.common import Key, Named, Page, coded, cursor_of, person_named
from api.schemas.explanation import ExplanationShape, explanation_shape
from api.schemas.instances import ReasonBody
from api.schemas.ladder import LadderShape, StepDownBody, Stepped, StepsBody, ladder_shape, stepped
from api.schemas.notices import ToldOfItem, told_shapes
from api.schemas.official_documents import OfficialDocumentShape, official_document_shape
from api.schemas.supervision import (
    Import,
    ImportSummary,
    ItemDetail,
    ItemRow,
    Lights,
    MatterDetail,
    MatterShape,
    Registered,
    RegistrationBody,
    RequestBody,
    RequestShape,
    Row,
    RowsBody,
    UrgeBody,
    contribution_shapes,
    course_shape,
    due_rule,
    import_shape,
    item_fields,
    link_shape,
    matter_fields,
    milestone_shape,
    record_shape,
    row_of,
)
from api.schemas.tasks import DefinitionRef, TaskShape, task_shape
from api.scopes import needs
from engine.actions.requests import askers, requests_of
from engine.commands.instances.active import active_elements
from engine.commands.supervision.ask_of_item import ask_of_item
from engine.commands.supervision.imports import edit_import, import_plan
from engine.commands.supervision.item_lights import light_of_item, waiting_since
from engine.commands.supervision.ladder_ahead import ladder_ahead, rule_names
from engine.commands.supervision.matters import Registration, confirm_import, edit_items, register_matter
from engine.commands.supervision.step_by_hand import step_by_hand
from engine.commands.supervision.step_down import step_down
from engine.commands.supervision.step_many import step_many
from engine.domain.errors import NotAllowed, NotFound
from engine.domain.ladder import WITHDRAW
from engine.people.policy import may_ask, may_oversee, may_register
from engine.people.scopes import READ, REGISTER, TASKS
from engine.queries.courses import connections, earlier_courses
from engine.queries.explain import explain_item
from engine.queries.inbox import Wanted, list_tasks
from engine.queries.instances import takes_part
from engine.queries.ledger import (
    count_lights,
    get_item,
    items_of,
    list_items,
    list_matters,
    recent_imports,
    records_of,
    reports_missed,
)
from engine.queries.notices import bundles_of, told_of_item
from engine.queries.official_documents import documents_of
from engine.queries.record.evidence import matter_subject, write_evidence
from engine.store.duplicates import compared
from engine.store.items import contributions_of, milestones_of, steps_taken
from engine.store.models import ImportDraft, Instance, Item, ItemRecord, Matter
from engine.store.people import people_by_id
from engine.store.rows import HeldTask

router = APIRouter(tags=["supervision"])
LARGEST_IN_MEMORY = 16 * 2**20


@router.post("/imports", status_code=201, response_model=Import)
@needs(REGISTER)
def upload(visit: Writing, file: UploadFile) -> Response:
    """Read a plan or ledger into proposed items."""
    name, content = file.filename or "file", file.file.read()
    return visit.once(201, lambda: import_shape(import_plan(visit.act, set(visit.roles), name, content)))


@router.get("/imports")
@needs(READ)
def list_imports(visit: Reading) -> Page[ImportSummary]:
    """Imports, newest first."""
    if not may_register(visit.roles):
        raise NotAllowed
    rows = [
        ImportSummary(
            id=draft.id,
            filename=draft.file_name,
            title=draft.title,
            state=draft.state,
            matter_id=draft.matter_id,
            uploaded_at=draft.uploaded_at,
            row_count=len(draft.rows),
        )
        for draft in recent_imports(visit.session)
    ]
    return Page[ImportSummary](items=rows)


@router.get("/imports/{import_id}")
@needs(READ)
def get_import(visit: Reading, import_id: Key) -> Import:
    """One import with its proposed items."""
    draft = visit.session.get(ImportDraft, import_id)
    if draft is None or not may_register(visit.roles):
        raise NotFound
    return import_shape(draft)


@router.put("/imports/{import_id}", response_model=Import)
@needs(REGISTER)
def put_import(visit: Writing, import_id: Key, body: RowsBody) -> Response:
    """Keep what was changed in the proposal."""
    rows = [row.as_record() for row in body.rows]
    return visit.once(200, lambda: import_shape(edit_import(visit.act, set(visit.roles), import_id, rows)))


@router.post("/imports/{import_id}/confirm", status_code=201, response_model=Registered)
@needs(REGISTER)
def confirm(visit: Writing, import_id: Key, body: RegistrationBody) -> Response:
    """Confirm an import: it becomes a matter whose items wait to be dispatched."""

    def do() -> Registered:
        return _registered(*confirm_import(visit.act, set(visit.roles), import_id, Registration(**body.model_dump())))

    return visit.once(201, do)


@router.post("/matters", status_code=201, response_model=Registered)
@needs(REGISTER)
def register(visit: Writing, body: RegistrationBody) -> Response:
    """Register a matter by hand."""

    def do() -> Registered:
        return _registered(*register_matter(visit.act, set(visit.roles), Registration(**body.model_dump())))

    return visit.once(201, do)


def _registered(matter: Matter, task: HeldTask | None) -> Registered:
    return Registered(
        matter_id=matter.id,
        number=matter.number,
        instance_id=matter.instance_id or 0,
        task_id=task.id if task else None,
    )


@router.get("/matters")
@needs(READ)
def get_matters(
    visit: Reading, state: Literal["registered", "running", "closed"] | None = None, cursor: str | None = None
) -> Page[MatterShape]:
    """Matters, newest first."""
    if not may_oversee(visit.roles):
        raise NotAllowed
    rows, following = list_matters(visit.session, visit.reader, state, cursor_of(cursor))
    shapes = [MatterShape(**matter_fields(matter, total, closed)) for matter, total, closed in rows]
    return Page[MatterShape](items=shapes, next=str(following) if following else None)


def seen_matter(visit: Visit, matter_id: int) -> Matter:
    """A matter for those who oversee; a confidential one only for those who have a part in it."""
    matter = visit.session.get(Matter, matter_id)
    if matter is None or not may_oversee(visit.roles):
        raise NotFound
    instance = visit.session.get(Instance, matter.instance_id) if matter.instance_id else None
    reader = visit.reader
    if instance and instance.key in reader.confidential and not takes_part(visit.session, reader, instance.id):
        raise NotFound
    return matter


@router.get("/matters/{matter_id}")
@needs(READ)
def get_matter(visit: Reading, matter_id: Key) -> MatterDetail:
    """One matter with its items, drafted or dispatched, and its open tasks."""
    matter = seen_matter(visit, matter_id)
    return matter_detail(visit, matter)


@router.get(
    "/matters/{matter_id}/evidence",
    response_class=Response,
    responses={200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}},
)
@needs(READ)
def get_evidence(visit: Reading, matter_id: Key) -> Response:
    """The evidence of a matter: its record with what proves it, as a zip file that is verified without the product."""
    matter = seen_matter(visit, matter_id)
    subject = matter_subject(visit.session, matter)
    with SpooledTemporaryFile(max_size=LARGEST_IN_MEMORY) as file:
        write_evidence(visit.session, file, subject, visit.act.now, visit.act.house.office_name)
        file.seek(0)
        return Response(file.read(), media_type="application/zip", headers=download_headers(f"{matter.number}.zip"))


@router.put("/matters/{matter_id}/items", response_model=MatterDetail)
@needs(REGISTER)
def put_items(visit: Writing, matter_id: Key, body: RowsBody) -> Response:
    """Change the drafted items of a matter that is not dispatched yet."""
    rows = [row.as_record() for row in body.rows]

    def do() -> MatterDetail:
        return matter_detail(visit, edit_items(visit.act, set(visit.roles), matter_id, rows))

    return visit.once(200, do)


def matter_detail(visit: Visit, matter: Matter) -> MatterDetail:
    items = items_of(visit.session, matter.id)
    closed = sum(item.state == "closed" for item in items)
    return MatterDetail(
        **matter_fields(matter, len(items), closed),
        items=_rows(visit, [item for item in items if item.state != "draft"]),
        draft_items=_drafts(visit, items),
        open_tasks=_open_tasks(visit, Wanted(view="all", state="open", instance_id=matter.instance_id)),
        active=_active(visit, matter.instance_id),
        definition=_definition(visit, matter.instance_id),
    )


def _drafts(visit: Visit, items: list[Item]) -> list[Row]:
    drafts = [item for item in items if item.state == "draft"]
    decided = compared(visit.session, [item.id for item in drafts])
    return [row_of(item, milestones_of(visit.session, item.id), decided.get(item.id, ())) for item in drafts]


@router.get("/items")
@needs(READ)
def ledger(visit: Reading, wanted: Narrowed, cursor: str | None = None) -> Page[ItemRow]:
    """The ledger, filtered; due soonest first."""
    items, following = list_items(visit.session, visit.reader, wanted, now=visit.act.now, after=cursor_of(cursor))
    return Page[ItemRow](items=_rows(visit, items), next=str(following) if following else None)


def _rows(visit: Visit, items: list[Item]) -> list[ItemRow]:
    missed = reports_missed(visit.session, [item.id for item in items], visit.act.now)
    return [ItemRow(**item_fields(visit.act, item, missed)) for item in items]


@router.get("/items/summary")
@needs(READ)
def summary(visit: Reading, wanted: Narrowed) -> Lights:
    """How many items stand at each light, whichever the ledger is narrowed to."""
    return Lights(**count_lights(visit.session, visit.reader, wanted, visit.act.now))


@router.get("/items/{item_id}")
@needs(READ)
def get_one(visit: Reading, item_id: Key) -> ItemDetail:
    """One item with its whole course of handling."""
    return item_detail(visit, get_item(visit.session, visit.reader, item_id))


@router.get("/items/{item_id}/explain")
@needs(READ)
def explain(visit: Reading, item_id: Key) -> ExplanationShape:
    """Why the item has its light: the rule, the dates, who was told, and what would change it."""
    item = get_item(visit.session, visit.reader, item_id)
    rules, causes = light_of_item(visit.act, item)
    waiting = waiting_since(visit.act, item)
    found = explain_item(visit.act.calendar, item, visit.act.now, rules, causes, waiting)
    known = told_of_item(visit.session, item.id)
    told = told_shapes(visit.act.situation, known, bundles_of(visit.session, known))
    return explanation_shape(visit.act, item, found, told, _ladder(visit, item))


def _ladder(visit: Visit, item: Item) -> LadderShape:
    taken, names = steps_taken(visit.session, item.id), rule_names(visit.act, item)
    return ladder_shape(item, taken, ladder_ahead(visit.act, item), names, visit.act.situation)


@router.get("/items/{item_id}/notices")
@needs(READ)
def notices_of(visit: Reading, item_id: Key) -> Page[ToldOfItem]:
    """Who was told of the item, by which way, whether it left the house, and when they read it; oldest first."""
    item = get_item(visit.session, visit.reader, item_id)
    told = told_of_item(visit.session, item.id)
    return Page[ToldOfItem](items=told_shapes(visit.act.situation, told, bundles_of(visit.session, told)))


def item_detail(visit: Visit, item: Item) -> ItemDetail:
    then = visit.act.situation_at(item.closed_at or visit.act.now)
    return ItemDetail(
        **item_fields(visit.act, item, reports_missed(visit.session, [item.id], visit.act.now)),
        text=item.text,
        place=item.place,
        section=item.section,
        co_units=_units(visit, item.co_unit_ids),
        officer=person_named(then, item.officer_id),
        leader=person_named(then, then.holder(item.leader_post_id)),
        cadence=coded("cadence", item.cadence),
        instance_id=item.instance_id,
        definition=_definition(visit, item.instance_id),
        due=due_rule(item),
        ladder=_ladder(visit, item),
        records=[
            record_shape(record, may_see_private=_is_private_to(visit, item, record))
            for record in records_of(visit.session, item.id)
        ],
        times_extended=item.times_extended,
        times_rejected=item.times_rejected,
        times_reopened=item.times_reopened,
        evidence=item.evidence,
        requests=_requests(visit, item),
        documents=_documents(visit, item.id),
        open_tasks=_open_tasks(visit, Wanted(view="all", state="open", item_id=item.id)),
        active=_active(visit, item.instance_id),
        milestones=[milestone_shape(visit.act, one) for one in milestones_of(visit.session, item.id)],
        links=[link_shape(one) for one in connections(visit.session, item.id)],
        earlier=[course_shape(one) for one in earlier_courses(visit.session, item.id)],
        contributions=contribution_shapes(visit.act, item, contributions_of(visit.session, item.id)),
    )


def _is_private_to(visit: Visit, item: Item, record: ItemRecord) -> bool:
    """What is said in a talk is for who held it, the leader and those who answer for the item."""
    situation = visit.act.situation
    posts = (item.handler_post_id, item.leader_post_id)
    concerned = {record.actor_id, situation.head(item.lead_unit_id), *(situation.holder(post) for post in posts)}
    return visit.person_id in concerned


def _requests(visit: Visit, item: Item) -> list[RequestShape]:
    """What the visitor may ask of the item now."""
    act, found = visit.act, []
    for request in requests_of(act, item):
        if may_ask(act.actor_id, visit.roles, askers(act, item, request)):
            form = request.bundle.forms.get(request.element.extensions.form or "")
            found.append(
                RequestShape(
                    name=request.name,
                    title=request.element.name or request.name,
                    lead=request.lead,
                    form=dict(form.schema) if form else {},
                    ui=dict(form.ui) if form else {},
                )
            )
    return found


def _documents(visit: Visit, item_id: int) -> list[OfficialDocumentShape]:
    found = documents_of(visit.session, visit.reader, item_id)
    people = people_by_id(visit.session, {one.ordered_by_id for one in found if one.ordered_by_id})
    return [official_document_shape(one, people) for one in found]


def _open_tasks(visit: Visit, wanted: Wanted) -> list[TaskShape]:
    rows, _ = list_tasks(visit.session, visit.reader, wanted)
    return [task_shape(visit.act, row) for row in rows]


def _units(visit: Visit, ids: list[int]) -> list[Named]:
    found = [visit.act.situation.find_unit(unit_id) for unit_id in ids]
    return [Named(id=unit.id, name=unit.name) for unit in found if unit is not None]


def _active(visit: Visit, instance_id: int | None) -> list[str]:
    instance = visit.session.get(Instance, instance_id) if instance_id else None
    return active_elements(visit.act, instance) if instance else []


def _definition(visit: Visit, instance_id: int | None) -> DefinitionRef | None:
    instance = visit.session.get(Instance, instance_id) if instance_id else None
    if instance is None:
        return None
    process = visit.act.house.bundles.get(visit.session, instance.digest).process(instance.key)
    return DefinitionRef(key=instance.key, version=instance.version, name=process.name)


@router.post("/items/steps", response_model=Stepped)
@needs(REGISTER)
def step_several(visit: Writing, body: StepsBody) -> Response:
    """One step, or a withdrawal, at several items: each done whole or refused with its reasons."""

    def take(item_id: int) -> Item:
        if body.step == WITHDRAW:
            return step_down(visit.act, visit.roles, item_id, body.reason, body.down_to)
        return step_by_hand(visit.act, visit.roles, item_id, body.step, body.reason, body.over_cap_reason)

    def do() -> Stepped:
        outcomes = step_many(visit.act, visit.roles, body.item_ids, body.reason, take)
        return stepped(outcomes, language_of(visit.request))

    return visit.once(200, do)


@router.post("/items/{item_id}/circular", response_model=ItemDetail)
@needs(REGISTER)
def circular(visit: Writing, item_id: Key, body: ReasonBody) -> Response:
    """通报 by hand."""
    return _by_hand(visit, item_id, "circular", body.reason)


@router.post("/items/{item_id}/talk", response_model=ItemDetail)
@needs(REGISTER)
def talk(visit: Writing, item_id: Key, body: ReasonBody) -> Response:
    """提醒谈话 by hand."""
    return _by_hand(visit, item_id, "talk", body.reason)


@router.post("/items/{item_id}/step-down", response_model=ItemDetail)
@needs(REGISTER)
def withdraw(visit: Writing, item_id: Key, body: StepDownBody) -> Response:
    """撤销: withdraw the highest step, or every step above the one named; it stays on record as withdrawn."""

    def do() -> ItemDetail:
        step_down(visit.act, visit.roles, item_id, body.reason, body.down_to)
        visit.session.flush()
        return item_detail(visit, get_item(visit.session, visit.reader, item_id))

    return visit.once(200, do)


@router.post("/items/{item_id}/urge", response_model=ItemDetail)
@needs(REGISTER)
def urge(visit: Writing, item_id: Key, body: UrgeBody) -> Response:
    """催办 by hand; over the unit's weekly cap with a reason."""
    return _by_hand(visit, item_id, "urge", body.reason, body.over_cap_reason)


@router.post("/items/{item_id}/watch", response_model=ItemDetail)
@needs(REGISTER)
def watch(visit: Writing, item_id: Key, body: ReasonBody) -> Response:
    """盯办 by hand."""
    return _by_hand(visit, item_id, "watch", body.reason)


@router.post("/items/{item_id}/supervise", response_model=ItemDetail)
@needs(REGISTER)
def supervise(visit: Writing, item_id: Key, body: ReasonBody) -> Response:
    """督办 by hand."""
    return _by_hand(visit, item_id, "supervise", body.reason)


@router.post("/items/{item_id}/requests/{name}", response_model=ItemDetail)
@needs(TASKS)
def ask(visit: Writing, item_id: Key, name: str, body: RequestBody) -> Response:
    """Ask something of the item that its diagram takes now: an extension, a suspension, a hand-over, its reopening."""

    def do() -> ItemDetail:
        get_item(visit.session, visit.reader, item_id)
        ask_of_item(visit.act, visit.roles, item_id, name, body.variables)
        visit.session.flush()
        return item_detail(visit, get_item(visit.session, visit.reader, item_id))

    return visit.once(200, do)


def _by_hand(visit: Visit, item_id: int, code: str, reason: str, over_cap: str = "") -> Response:
    def do() -> ItemDetail:
        step_by_hand(visit.act, visit.roles, item_id, code, reason, over_cap)
        visit.session.flush()
        return item_detail(visit, get_item(visit.session, visit.reader, item_id))

    return visit.once(200, do)
