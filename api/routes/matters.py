"""Matters and items on their way: instructions, splits, merges, milestones; numbers, duplicates, caps."""

from datetime import date, datetime, time

from fastapi import APIRouter, Response

from api.edge import Reading, Visit, Writing
from api.routes.supervision import item_detail, matter_detail, seen_matter
from api.schemas.common import Key, Page
from api.schemas.light_looks import LightLooks, LightLooksBody, light_looks_shape
from api.schemas.matters import (
    AskedWeek,
    CapsBody,
    DuplicatesBody,
    DuplicatesFound,
    EvidenceBody,
    InstructionBody,
    MatterInstructionBody,
    MergeBody,
    MilestonesBody,
    Numbering,
    PostChoice,
    SplitBody,
    asked_shape,
    cap_shape,
    item_found,
    matter_found,
    numbering_shape,
)
from api.schemas.supervision import ItemDetail, MatterDetail
from api.scopes import needs
from engine.actions.asking import week_of
from engine.commands.supervision.caps import change_caps
from engine.commands.supervision.instruct import Instruction, instruct_on_item, instruct_on_matter
from engine.commands.supervision.light_looks import change_light_looks
from engine.commands.supervision.merge import merge_items
from engine.commands.supervision.milestones import reach_milestone, set_milestones
from engine.commands.supervision.numbering import Format, Source, change_numbering
from engine.commands.supervision.split import split_item
from engine.domain.asking import Cap
from engine.domain.duplicates import matter_print
from engine.domain.errors import NotAllowed
from engine.domain.light_looks import Look
from engine.people.policy import may_change_numbering, may_oversee, may_register
from engine.people.scopes import DESIGN, READ, REGISTER, TASKS
from engine.queries.asking import asked_in_week
from engine.queries.ledger import get_item
from engine.store.asking import caps
from engine.store.duplicates import find_alike, same_matters
from engine.store.light_looks import looks
from engine.store.numbers import formats, sources

router = APIRouter(tags=["matters"])


def _item_once(visit: Visit, item_id: int) -> ItemDetail:
    visit.session.flush()
    return item_detail(visit, get_item(visit.session, visit.reader, item_id))


@router.post("/items/{item_id}/instructions", response_model=ItemDetail)
@needs(REGISTER)
def instruct_item(visit: Writing, item_id: Key, body: InstructionBody) -> Response:
    """批示 on an item: a new work order of it; on a closed one a new item of the same matter, which is the answer."""

    def do() -> ItemDetail:
        get_item(visit.session, visit.reader, item_id)
        wanted = Instruction(**{**body.model_dump(), "attachment_ids": tuple(body.attachment_ids)})
        return _item_once(visit, instruct_on_item(visit.act, visit.roles, item_id, wanted).id)

    return visit.once(200, do)


@router.post("/matters/{matter_id}/instructions", response_model=MatterDetail)
@needs(REGISTER)
def instruct_matter(visit: Writing, matter_id: Key, body: MatterInstructionBody) -> Response:
    """批示 on a matter: a new work order of each of its open items."""

    def do() -> MatterDetail:
        matter = seen_matter(visit, matter_id)
        instruct_on_matter(visit.act, visit.roles, matter_id, Instruction(**body.model_dump()))
        visit.session.flush()
        return matter_detail(visit, matter)

    return visit.once(200, do)


@router.get("/leader-posts")
@needs(READ)
def leader_posts(visit: Reading) -> Page[PostChoice]:
    """The posts in whose name an instruction can be entered."""
    situation = visit.act.situation
    posts = [post for post in situation.posts() if post.kind == "leader"]
    return Page[PostChoice](
        items=[
            PostChoice(id=post.id, title=post.title, holder=situation.name_of(situation.holder(post.id)))
            for post in posts
        ]
    )


@router.post("/items/{item_id}/split", response_model=MatterDetail)
@needs(REGISTER)
def split(visit: Writing, item_id: Key, body: SplitBody) -> Response:
    """拆分: the parts are dispatched, the item ends; answers the matter with all its items."""

    def do() -> MatterDetail:
        item = get_item(visit.session, visit.reader, item_id)
        split_item(visit.act, visit.roles, item_id, [row.as_record() for row in body.rows], body.reason)
        visit.session.flush()
        return matter_detail(visit, seen_matter(visit, item.matter_id))

    return visit.once(200, do)


@router.post("/items/{item_id}/merge", response_model=ItemDetail)
@needs(REGISTER)
def merge(visit: Writing, item_id: Key, body: MergeBody) -> Response:
    """合并: the items named go on in this one."""

    def do() -> ItemDetail:
        for one in (item_id, *body.item_ids):
            get_item(visit.session, visit.reader, one)
        return _item_once(visit, merge_items(visit.act, visit.roles, item_id, body.item_ids, body.reason).id)

    return visit.once(200, do)


@router.put("/items/{item_id}/milestones", response_model=ItemDetail)
@needs(REGISTER)
def put_milestones(visit: Writing, item_id: Key, body: MilestonesBody) -> Response:
    """Replace the milestones that are not reached."""

    def do() -> ItemDetail:
        get_item(visit.session, visit.reader, item_id)
        rows = [row.model_dump() for row in body.milestones]
        return _item_once(visit, set_milestones(visit.act, visit.roles, item_id, rows, body.reason).id)

    return visit.once(200, do)


@router.post("/items/{item_id}/milestones/{milestone_id}/reach", response_model=ItemDetail)
@needs(TASKS)
def reach(visit: Writing, item_id: Key, milestone_id: Key, body: EvidenceBody) -> Response:
    """The handler reports a milestone as reached, with evidence."""

    def do() -> ItemDetail:
        get_item(visit.session, visit.reader, item_id)
        return _item_once(visit, reach_milestone(visit.act, item_id, milestone_id, body.evidence).id)

    return visit.once(200, do)


@router.post("/duplicates")
@needs(REGISTER)
def duplicates(visit: Reading, body: DuplicatesBody) -> DuplicatesFound:
    """What is there already of what is about to come in; nothing is written."""
    if not may_register(visit.roles):
        raise NotAllowed
    title = matter_print(body.source, body.issuer, body.title)
    alike = same_matters(visit.session, body.reference.strip(), body.source, body.issuer, title)
    texts = [row.text or row.title for row in body.rows]
    found = find_alike(visit.session, texts, beside_matter=body.matter_id)
    return DuplicatesFound(
        matters=[matter_found(matter) for matter in alike if matter.id != body.matter_id],
        items=[item_found(visit.act, one) for one in found],
    )


@router.get("/numbering")
@needs(READ)
def get_numbering(visit: Reading) -> Numbering:
    """How numbers are written, and which sources there are."""
    return numbering_shape(formats(visit.session), sources(visit.session))


@router.get("/lights")
@needs(READ)
def get_lights(visit: Reading) -> LightLooks:
    """What the lights are called and how they are coloured."""
    return light_looks_shape(looks(visit.session))


@router.put("/lights", response_model=LightLooks)
@needs(DESIGN)
def put_lights(visit: Writing, body: LightLooksBody) -> Response:
    """Call and colour the lights in the office's own way; a colour that cannot be read on white is refused."""
    wanted = [Look(one.code, one.label, one.colour) for one in body.lights]
    return visit.once(200, lambda: light_looks_shape(change_light_looks(visit.act, visit.roles, wanted)))


@router.put("/numbering", response_model=Numbering)
@needs(DESIGN)
def put_numbering(visit: Writing, body: Numbering) -> Response:
    """Replace formats and sources; numbers that were given stay as they are."""

    def do() -> Numbering:
        wanted = [Format(one.kind, one.label, one.format) for one in body.formats]
        named = [Source(one.name, one.number_kind, one.is_offered) for one in body.sources]
        return numbering_shape(*change_numbering(visit.act, visit.roles, wanted, named))

    return visit.once(200, do)


@router.get("/asking")
@needs(READ)
def get_asking(visit: Reading, day: date | None = None) -> AskedWeek:
    """减负: what units were asked for in the week of a day (the present one), beside the caps."""
    if not (may_oversee(visit.roles) or may_change_numbering(visit.roles)):
        raise NotAllowed
    return _asked(visit, day)


@router.put("/asking/caps", response_model=AskedWeek)
@needs(DESIGN)
def put_caps(visit: Writing, body: CapsBody) -> Response:
    """Replace the caps; what was asked already stays asked."""

    def do() -> AskedWeek:
        wanted = {cap.line: Cap(cap.urges, cap.reports) for cap in body.caps}
        change_caps(visit.act, visit.roles, wanted)
        return _asked(visit, None)

    return visit.once(200, do)


def _asked(visit: Visit, day: date | None) -> AskedWeek:
    act = visit.act
    moment = datetime.combine(day, time(12), act.calendar.zone) if day else act.now
    week = week_of(act, moment)
    return AskedWeek(
        starts_on=act.calendar.local_date(week[0]),
        ends_on=date.fromordinal(act.calendar.local_date(week[1]).toordinal() - 1),
        units=[asked_shape(one) for one in asked_in_week(visit.session, act.situation, week)],
        caps=[cap_shape(row) for row in caps(visit.session)],
    )
