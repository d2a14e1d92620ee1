"""Many items with every kind of past, drawn from a seed: for figures that are counted twice, in two ways."""

import random
import uuid
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from engine.site import Site
from engine.store import Session
from engine.store.models import Instance, Item, ItemRecord, Matter, Person, Post, PostHolding, Task, Unit
from tests.support.office import OFFICER, person

FIRST = datetime(2025, 9, 28, 15, 50, tzinfo=UTC)  # ten minutes before midnight in the office
SOURCES, URGENCIES = ("领导批示", "会议议定", "自行立项"), ("特急", "加急", "平急", "平件")
KINDS = ("watch", "supervise", "circular", "talk", "return", "rejection", "reopening", "urge", "report", "result")
CONFIDENTIAL_KEY = "talk"


def draw_ledger(site: Site, seed: int, count: int = 60) -> None:
    """So many items of six matters; one unit's handler changes in between, and some instances are confidential."""
    drawn = random.Random(seed)
    with site.writing() as session:
        now = site.act(session).now
        units = list(session.scalars(select(Unit.id).order_by(Unit.id)))[:4]
        posts = {
            post.unit_id: post
            for post in session.scalars(select(Post).where(Post.kind == "handler", Post.unit_id.in_(units)))
        }
        _change_holder(session, posts[units[1]], now - timedelta(days=20))
        leaders = list(session.scalars(select(Post.id).where(Post.kind == "leader").order_by(Post.id)))
        officer = person(session, OFFICER).id
        matters = [_matter(session, drawn, number, officer, now) for number in range(6)]
        for number in range(count):
            unit = drawn.choice(units)
            item = _item(session, drawn, matters[number % 6], number, now)
            item.lead_unit_id, item.handler_post_id = unit, posts[unit].id if drawn.random() < 0.9 else None
            item.leader_post_id, item.officer_id = drawn.choice(leaders), officer
            session.flush()
            _past(session, drawn, item, now)
        for key in ("supervision-item", CONFIDENTIAL_KEY):
            session.add(_instance(key, now))
        session.flush()
        ids = {one.key: one.id for one in session.scalars(select(Instance))}
        for item in session.scalars(select(Item)):
            item.instance_id = ids[CONFIDENTIAL_KEY if drawn.random() < 0.1 else "supervision-item"]


def _change_holder(session: Session, post: Post, moment: datetime) -> None:
    holding = session.scalars(select(PostHolding).where(PostHolding.post_id == post.id, PostHolding.part == "A")).one()
    other = session.scalars(select(Person.id).where(Person.id != holding.person_id).order_by(Person.id.desc())).first()
    holding.ends_at = moment
    session.add(PostHolding(post_id=post.id, part="A", person_id=other, starts_at=moment))
    session.flush()


def _matter(session: Session, drawn: random.Random, number: int, officer: int, now: datetime) -> Matter:
    matter = Matter(
        number=f"督〔2025〕{number}号",
        title=f"事项{number}",
        source=drawn.choice(SOURCES),
        issuer="周瑞",
        urgency=drawn.choice(URGENCIES),
        received_on=date(2025, 9, 1),
        state="running",
        officer_id=officer,
        registered_at=now,
    )
    session.add(matter)
    session.flush()
    return matter


def _item(session: Session, drawn: random.Random, matter: Matter, number: int, now: datetime) -> Item:
    state = drawn.choice(("draft", "dispatched", "running", "submitted", "suspended", "closed", "closed", "closed"))
    dispatched = None if state == "draft" else FIRST + timedelta(hours=drawn.randrange(2200))
    due = FIRST + timedelta(hours=drawn.randrange(3000)) if drawn.random() < 0.95 else None
    closed = dispatched + timedelta(hours=drawn.randrange(1, 900)) if dispatched and state == "closed" else None
    item = Item(
        matter_id=matter.id,
        ordinal=number,
        number=None if state == "draft" else f"{matter.number}-{number}",
        title=f"任务{number}",
        text="内容",
        co_unit_ids=[],
        due_at=due,
        red_at=due,
        red_why="overdue",
        yellow_why="warning",
        yellow_at=due - timedelta(days=4) if due else None,
        state=state,
        times_urged=drawn.choice((0, 0, 1, 3)),
        dispatched_at=dispatched,
        closed_at=min(closed, now) if closed else None,
    )
    session.add(item)
    return item


def _past(session: Session, drawn: random.Random, item: Item, now: datetime) -> None:
    if item.dispatched_at is None:
        return
    end = item.closed_at or now
    for kind in drawn.sample(KINDS, drawn.randrange(len(KINDS))) + drawn.choices(KINDS, k=2):
        at = item.dispatched_at + (end - item.dispatched_at) * drawn.random()
        session.add(ItemRecord(item_id=item.id, kind=kind, at=at, data={"text": "甲"}))
    for _ in range(drawn.randrange(3)):
        said = drawn.choice(("satisfied", "basically", "unsatisfied"))
        session.add(ItemRecord(item_id=item.id, kind="confirmation", at=end, data={"satisfaction": said}))
        session.flush()
    session.flush()
    results = session.scalars(select(ItemRecord.at).where(ItemRecord.item_id == item.id, ItemRecord.kind == "result"))
    submitted = max(results, default=item.closed_at)
    if item.state == "closed" and submitted is not None:
        item.closed_late = item.due_at is not None and submitted > item.due_at
    for _ in range(drawn.randrange(6)):
        _task(session, drawn, item, end)


def _task(session: Session, drawn: random.Random, item: Item, end: datetime) -> None:
    assert item.dispatched_at is not None
    element, stage = drawn.choice((("sign", "签收"), ("handle", "办理"), ("report", "反馈"), ("verify", None)))
    opened = item.dispatched_at + (end - item.dispatched_at) * drawn.random()
    state = drawn.choice(("done", "done", "withdrawn", "returned", "open"))
    done = None if state == "open" else opened + (end - opened) * drawn.random()
    session.add(
        Task(
            id=str(uuid.UUID(int=drawn.getrandbits(128))),
            instance_id=session.scalars(select(Instance.id)).first() or _first_instance(session, end),
            item_id=item.id,
            key="supervision-item",
            element_id=element,
            name=element,
            state=state,
            opened_at=opened,
            due_at=opened + timedelta(hours=drawn.randrange(1, 90)) if drawn.random() < 0.9 else None,
            completed_at=done,
            groups=[],
            data={},
            stage=stage,
        )
    )
    session.flush()


def _first_instance(session: Session, now: datetime) -> int:
    instance = _instance("supervision-item", now)
    session.add(instance)
    session.flush()
    return instance.id


def _instance(key: str, now: datetime) -> Instance:
    return Instance(
        key=key, version=1, digest="0" * 64, state="running", variables={}, started_at=now, revision=0, event_count=0
    )
