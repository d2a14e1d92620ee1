"""Living through a scenario: the product's own commands, one act after another; the worker does what falls due."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.act import Act
from engine.actions.requests import requests_of
from engine.commands.attachments.attach import Place, Received, attach
from engine.commands.supervision.ask_of_item import ask_of_item
from engine.commands.supervision.instruct import Instruction, instruct_on_item
from engine.commands.supervision.matters import Registration, register_matter
from engine.commands.supervision.step_by_hand import step_by_hand
from engine.commands.supervision.step_down import step_down
from engine.commands.tasks.complete import Completion, complete_task
from engine.domain.clock import OFFICE_ZONE
from engine.domain.errors import DubanError
from engine.domain.ladder import WITHDRAW
from engine.domain.lights import item_light
from engine.jobs.work import do_all_due
from engine.site import Site, set_testing_clock
from engine.store.models import AbsenceRow, Event, Item, ItemRecord, Matter, OutboxMail, UnitVersion
from engine.store.people import find_by_username
from engine.store.rows import HeldTask
from engine.store.tasks import open_tasks
from engine.store.timers import next_due
from tests.processes.scenario import Scenario, Seen, Step

OFFICER = "zhengyi"


class Life:
    """One item from its dispatch on, in an office that stands still until it is moved."""

    def __init__(self, site: Site, scenario: Scenario) -> None:
        self._site = site
        self._calendar = site.house.calendar
        self._dispatched_on = self._calendar.local_date(scenario.start_at)
        self._move(scenario.start_at)
        self._item_id = self._dispatch(scenario)

    def live(self, step: Step) -> None:
        """Let the time pass until the step's moment, with all that falls due on the way, and do it."""
        self._move(self._moment(step))
        if step.expect:
            self.require(step.expect, f"at {step.at}")
            return
        if step.attach:
            self._attach(step.attach)
        elif step.refused:
            self._require_refusal(step)
        else:
            self._act(step)
        do_all_due(self._site)

    def _act(self, step: Step) -> None:
        with self._site.writing() as session:
            item = session.get_one(Item, self._item_id)
            act = self._site.act(session)
            act = replace(act, actor_id=self._person(act, item, step))
            if step.instruct:
                today = act.calendar.local_date(act.now)
                instruct_on_item(act, _roles(act), item.id, Instruction(step.instruct, today))
            elif step.push == WITHDRAW:
                step_down(act, _roles(act), item.id, step.reason, step.down_to)
            elif step.push:
                step_by_hand(act, _roles(act), item.id, step.push, step.reason)
            elif step.ask:
                ask_of_item(act, _roles(act), item.id, step.ask, _handed_in(session, step))
            else:
                _complete(act, item, step)

    def _attach(self, name: str) -> None:
        content = name.encode()
        received = Received(BytesIO(content), name, "text", len(content), sha256(content).hexdigest())
        with self._site.writing() as session:
            item, act = session.get_one(Item, self._item_id), self._site.act(session)
            act = replace(act, actor_id=act.situation.holder(item.handler_post_id))
            attach(act, Place(item.instance_id or 0, None, item.id), received)

    def _require_refusal(self, step: Step) -> None:
        with pytest.raises(DubanError) as raised:
            self._act(step)
        error = raised.value
        codes = [problem.code for problem in error.problems] or [error.code]
        assert step.refused in codes, f"at {step.at}: expected {step.refused}, but got {codes}"

    def require(self, expected: Seen, when: str) -> None:
        """AssertionError with everything that is not as expected."""
        with self._site.reading() as session:
            found = seen(self._site.act(session), self._item_id)
        wanted = expected.model_dump(exclude_none=True)
        other = {name: getattr(found, name) for name, value in wanted.items() if getattr(found, name) != value}
        assert not other, f"{when}: expected { ({name: wanted[name] for name in other}) }, but got {other}"

    def _person(self, act: Act, item: Item, step: Step) -> int | None:
        """Who holds the part; the B post acts while A is away, which is entered for the rest of the day."""
        situation = act.situation
        if step.who in ("co_handler", "asked_handler", "asked_head"):
            return _in_other_unit(act, item, step)
        if step.who == "substitute":
            away = situation.holder(item.handler_post_id)
            end = self._calendar.closing(self._calendar.local_date(act.now)) + timedelta(hours=6)
            act.session.add(AbsenceRow(person_id=away, starts_at=act.now, ends_at=end))
            act.session.flush()
            return situation.holder(item.handler_post_id, "B")
        if step.who == "other_officer":
            return next(one for one in situation.with_role("officer") if one != item.officer_id)
        people = {
            "unit_head": situation.head(item.lead_unit_id),
            "officer": item.officer_id,
            "leader": situation.holder(item.leader_post_id),
        }
        return people.get(step.who or "", situation.holder(item.handler_post_id))

    def _moment(self, step: Step) -> datetime:
        day = self._calendar.add_working_days(self._dispatched_on, step.day).due_on
        return datetime.combine(day, step.clock, self._calendar.zone)

    def _move(self, target: datetime) -> None:
        while (due := self._next_due()) is not None and due <= target:
            self._stand_at(due)
        self._stand_at(target)

    def _next_due(self) -> datetime | None:
        with self._site.reading() as session:
            return next_due(session)

    def _stand_at(self, moment: datetime) -> None:
        with self._site.writing() as session:
            set_testing_clock(session, moment)
        do_all_due(self._site)

    def _dispatch(self, scenario: Scenario) -> int:
        given = scenario.item
        received_on = self._calendar.local_date(scenario.start_at)
        registration = Registration(
            scenario.title, given.source, "厅领导", given.urgency, received_on, special=given.special
        )
        with self._site.writing() as session:
            officer = find_by_username(session, OFFICER)
            assert officer is not None
            act = self._site.act(session, officer.id)
            roles = _roles(act)
            row = given.model_dump(include={"due_working_days", "due_on", "cadence", "evidence"})
            row |= {"title": scenario.title, "lead_unit_id": unit_id(session, given.unit)}
            row["co_unit_ids"] = [unit_id(session, name) for name in given.co_units]
            matter, task = register_matter(act, roles, registration, [row])
            assert task is not None
            complete_task(act, roles, Completion(task.id, {}))
            item_id = session.scalars(select(Item.id).where(Item.matter_id == matter.id)).one()
        do_all_due(self._site)
        return item_id


def _in_other_unit(act: Act, item: Item, step: Step) -> int | None:
    """Somebody of the co-organising unit, or of the unit that was asked."""
    data = _open_task(act.session, item, step).data
    unit = data["co_unit"] if step.who == "co_handler" else data["request"]["unit_id"]
    post = act.situation.post_of(unit, "head" if step.who == "asked_head" else "handler")
    return act.situation.holder(post.id) if post else None


def unit_id(session: Session, name: str) -> int:
    return session.scalars(select(UnitVersion.unit_id).where(UnitVersion.name == name)).one()


def _roles(act: Act) -> set[str]:
    return set(act.situation.roles(act.actor_id or 0))


def _open_task(session: Session, item: Item, step: Step) -> HeldTask:
    """The first open task at the step's element."""
    found = [task for task in open_tasks(session, item.instance_id or 0) if task.element_id == step.task]
    assert found, f"at {step.at} no task {step.task} is open"
    return found[0]


def _complete(act: Act, item: Item, step: Step) -> None:
    task = _open_task(act.session, item, step)
    complete_task(act, _roles(act), Completion(task.id, _handed_in(act.session, step)))


def _handed_in(session: Session, step: Step) -> dict[str, Any]:
    return {name: _as_submitted(session, name, value) for name, value in step.handed_in.items()}


def _as_submitted(session: Session, name: str, value: Any) -> Any:
    """A scenario names units and dates; the form hands in numbers and text."""
    if name.endswith("unit_id"):
        return unit_id(session, value)
    return value.isoformat() if isinstance(value, date) else value


def seen(act: Act, item_id: int) -> Seen:
    """The item's state, light, tasks, entries, steps and mails at a moment."""
    session, now = act.session, act.now
    item = session.get_one(Item, item_id)
    unit = act.situation.find_unit(item.lead_unit_id)
    kinds = select(ItemRecord.kind, func.count()).where(ItemRecord.item_id == item_id).group_by(ItemRecord.kind)
    steps = select(Event).where(Event.instance_id == item.instance_id, Event.type.startswith("ladder."))
    mails = select(func.count()).select_from(OutboxMail).where(OutboxMail.item_id == item_id)
    return Seen(
        state=item.state,
        light=item_light(item.state, item.yellow_at, item.red_at, now),
        step=item.step,
        open=sorted(task.element_id for task in open_tasks(session, item.instance_id or 0)),
        records=dict(session.execute(kinds).all()),
        rules=[event.data["rule"] for event in session.scalars(steps.order_by(Event.seq))],
        mails=session.scalar(mails),
        closed_late=item.closed_late,
        due=_day(item.due_at),
        original_due=_day(item.original_due_at),
        times={name: getattr(item, f"times_{name}") for name in ("extended", "rejected", "reopened")},
        requests=sorted(request.name for request in requests_of(act, item)),
        unit=unit.name if unit else None,
        matter=session.get_one(Matter, item.matter_id).state,
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(OFFICE_ZONE).date() if moment else None
