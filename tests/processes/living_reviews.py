"""Living through a scenario of 四同步 with the product's own commands, in virtual time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.commands.reviews.enter_tasks import NewTask, enter_tasks
from engine.commands.reviews.open_year import Seat, YearPlan, open_year
from engine.commands.tasks.complete import Completion, complete_task
from engine.domain.errors import DubanError
from engine.jobs.work import do_all_due
from engine.queries.reviews import get_key_task_seen
from engine.site import Site, set_testing_clock
from engine.store import Session
from engine.store.models import (
    Finding,
    Gate,
    Instance,
    Item,
    KeyTask,
    Matter,
    OfficialDocument,
    Person,
    Task,
    UnitAssessment,
)
from engine.store.timers import next_due
from tests.processes.living import unit_id
from tests.processes.review_scenario import ReviewScenario, ReviewStep, SeenOfReview
from tests.proof.workload import ANSWERS
from tests.support.office import act_of, doers, reader, roles
from tests.support.reviews import EQUAL, PARTY_OFFICE, TRACK

HANDED_IN: dict[str, dict[str, Any]] = {
    "prepare_business": TRACK,
    "prepare_party": TRACK,
    "review": EQUAL,
    "conclude": {"conclusion": "会审结论"},
    **ANSWERS,
    "report": {"business_report": "完成全年任务", "party_report": "落实党建责任"},
}
"""What is handed in where the scenario says nothing else."""


class LifeOfReview:
    """One key task of one unit."""

    def __init__(self, site: Site, scenario: ReviewScenario) -> None:
        self._site = site
        self._move(scenario.start_at)
        with site.writing() as session:
            act, own = act_of(site, session, PARTY_OFFICE), roles(session, PARTY_OFFICE)
            people = {one.name: one.id for one in session.scalars(select(Person))}
            year, (chair, *_) = scenario.year, scenario.year.panel
            seats = [Seat(person_id=people[name], is_chair=name == chair) for name in year.panel]
            plan = YearPlan(year.gates[0].year, year.gates, seats, year.quorum, year.prepare_days, year.sit_days)
            open_year(act, own, plan)
            new = NewTask(unit_id(session, scenario.unit), scenario.title)
            self._key_task_id = enter_tasks(act, own, plan.year, [new])[0].id
        do_all_due(site)

    def live(self, step: ReviewStep) -> None:
        self._move(step.moment)
        if step.expect:
            self.require(step.expect, f"at {step.at}")
        elif step.refused:
            with pytest.raises(DubanError) as raised:
                self._complete(step)
            codes = [problem.code for problem in raised.value.problems] or [raised.value.code]
            assert step.refused in codes, f"at {step.at}: expected {step.refused}, but got {codes}"
        else:
            self._complete(step)
        do_all_due(self._site)

    def _complete(self, step: ReviewStep) -> None:
        with self._site.writing() as session:
            by = session.scalars(select(Person.username).where(Person.name == step.who)).first() if step.who else None
            ids = self._open(session, step.task or "")
            assert ids, f"at {step.at} no task {step.task} is open"
            task_id = next((one for one in ids if by is None or by in doers(session, one)), ids[0])
            username = by or doers(session, task_id)[0]
            is_assessment = step.task == "confirm" and session.get_one(Task, task_id).item_id is None
            usual = {} if is_assessment else HANDED_IN.get(step.task or "", {})
            variables = {**usual, **step.handed_in}
            act = act_of(self._site, session, username)
            complete_task(act, roles(session, username), Completion(task_id, variables))

    def _instances(self, session: Session) -> Sequence[int]:
        """Of the key task, of the matters and items of its findings, and of its unit's assessment."""
        task = session.get_one(KeyTask, self._key_task_id)
        matters = select(Finding.matter_id).join(Gate).where(Gate.key_task_id == task.id)
        own = select(UnitAssessment.instance_id).where(UnitAssessment.unit_id == task.unit_id)
        items = select(Item.instance_id).where(Item.matter_id.in_(matters))
        runs = select(Instance.id).join(Matter, Matter.number == Instance.business_key).where(Matter.id.in_(matters))
        found = [task.instance_id, *(one for query in (items, runs, own) for one in session.scalars(query))]
        return [one for one in found if one is not None]

    def _open(self, session: Session, element: str) -> list[str]:
        query = select(Task.id).where(Task.instance_id.in_(self._instances(session)), Task.state == "open")
        return list(session.scalars(query.where(Task.element_id == element).order_by(Task.opened_at, Task.id)))

    def require(self, expected: SeenOfReview, when: str) -> None:
        """AssertionError with everything that is not as expected."""
        with self._site.reading() as session:
            found = self._seen(session)
        wanted = expected.model_dump(exclude_none=True)
        other = {name: getattr(found, name) for name, value in wanted.items() if getattr(found, name) != value}
        assert not other, f"{when}: expected { ({name: wanted[name] for name in other}) }, but got {other}"

    def _seen(self, session: Session) -> SeenOfReview:
        now = self._site.clock.now()
        _, seen = get_key_task_seen(session, reader(session, PARTY_OFFICE), self._key_task_id, now)
        task, last = seen.task, seen.gates[-1]
        names = {one.id: one.name for one in session.scalars(select(Person))}
        last_seats = last.sittings[-1][1] if last.sittings else []
        is_open = select(Task.element_id).where(Task.instance_id.in_(self._instances(session)), Task.state == "open")
        grade = select(UnitAssessment.grade).where(UnitAssessment.unit_id == task.unit_id)
        minutes = select(func.count()).select_from(OfficialDocument).where(OfficialDocument.kind == "minutes")
        scored = task.business_score is not None and task.party_score is not None
        return SeenOfReview(
            gate=task.gate,
            look=last.look,
            decision=last.gate.decision,
            sittings=[sitting.state for sitting, _ in last.sittings],
            seats={names[member.person_id or 0]: seat.state for seat, member in last_seats},
            open=sorted(session.scalars(is_open)),
            findings=sum(one.finding.closed_at is None for gate in seen.gates for one in gate.findings),
            looks=[gate.look for gate in seen.gates],
            scores=(task.business_score or 0, task.party_score or 0) if scored else None,
            points=[line["reason"] for line in task.points],
            grade=session.scalars(grade).first(),
            minutes=session.scalar(minutes),
        )

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
