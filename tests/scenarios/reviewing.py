"""A year of 四同步 on the clock, by a plan drawn from a seed; and what must come of it, computed from the plan alone.

`expected` knows nothing of the product: it counts seats, votes, late days and points by the rules as the README of the
family tells them.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select

from engine.calendar import WorkingCalendar
from engine.commands.reviews.enter_tasks import NewTask, enter_tasks
from engine.commands.reviews.open_year import Seat, YearPlan, open_year
from engine.commands.tasks.complete import Completion, complete_task
from engine.site import Site
from engine.store import Session
from engine.store.models import (
    Finding,
    Gate,
    Item,
    KeyTask,
    Membership,
    PanelMember,
    PanelSeat,
    PanelSitting,
    Person,
    Post,
    PostHolding,
    Task,
    Timer,
    Unit,
    UnitVersion,
)
from tests.proof.workload import ANSWERS
from tests.support.office import act_of, doers, move_clock_and_work, person, roles

YEAR = 2026
GATES = (date(2026, 1, 12), date(2026, 4, 13), date(2026, 7, 13), date(2026, 10, 19))
LAST_DAY = date(2026, 12, 18)
OFFICE = "shenmo"  # of the party committee office
LEADERS = ("zhourui", "qianbo", "sunlan", "wujian")
MEMBERS = {"liming": "dcs", "renhong": "jgdw", "caizhi": "fgc"}  # and the unit each of them belongs to
PANEL = (*LEADERS, *MEMBERS)
PREPARE_DAYS, SIT_DAYS, RECTIFY_DAYS = 5, 3, 5
LATE, ON_TIME, LATE_RESULT, REPORT = 7, 2, 8, 9  # working days after a task was opened
AFTER_ALL = 400  # a condition that is met only when the year is over
SCALE = ("pass", "conditional", "rectify")
MOODS = ((8, 1, 1), (3, 6, 1), (1, 2, 7))  # how the panel is disposed: weights of the scale
TROUBLE = {1: 1, 3: 2}  # by the place of a unit among five


@dataclass(frozen=True)
class PlannedGate:
    """What will happen at a gate. `sittings`: by member a vote, `absent` or `recuse`; the last one has its quorum."""

    late: frozenset[str]
    unequal: int
    sittings: tuple[dict[str, str], ...]
    findings: tuple[int, ...]  # after how many working days each is handled, if it comes to findings


@dataclass
class Plan:
    """By unit, the gates of each of its key tasks."""

    tasks: dict[str, list[tuple[PlannedGate, ...]]]
    reports_late: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Outcome:
    """Of one gate: how each sitting ended, the decision, and its findings as (late, closed)."""

    sittings: tuple[tuple[str, int, int, int], ...]  # state, entitled, needed, present
    decision: str
    findings: tuple[bool, ...]


def draw(units: list[str], tasks_each: int, seed: int) -> Plan:
    """The plan of a year. Of every five units one does middling and one badly, so that every grade is reached."""
    chance = random.Random(seed)
    return Plan(
        {
            unit: [_draw_task(chance, unit, TROUBLE.get(place % 5, 0)) for _ in range(tasks_each)]
            for place, unit in enumerate(units)
        }
    )


def _draw_task(chance: random.Random, unit: str, trouble: int) -> tuple[PlannedGate, ...]:
    return tuple(_draw_gate(chance, unit, number, trouble) for number in range(1, 5))


def _draw_gate(chance: random.Random, unit: str, number: int, trouble: int) -> PlannedGate:
    mood = chance.choices(MOODS, ((70, 18, 12), (30, 40, 30), (0, 5, 95))[trouble])[0]
    sittings = [_draw_sitting(chance, unit, mood, missed=True)] if chance.random() < 0.12 else []
    sittings.append(_draw_sitting(chance, unit, mood, missed=False))
    is_late = chance.random() < (0.35, 0.6, 0.95)[trouble]
    lasts = LATE_RESULT if is_late else ON_TIME
    if number == 4 and chance.random() < 0.5:
        lasts = AFTER_ALL
    return PlannedGate(
        late=frozenset(track for track in ("business", "party") if chance.random() < (0.08, 0.3, 0.6)[trouble]),
        unequal=chance.choice((0, 0, 0, 1, 2)),
        sittings=tuple(sittings),
        findings=(lasts,) * chance.choice((1, 1, 2)),
    )


def _draw_sitting(chance: random.Random, unit: str, mood: tuple[int, ...], *, missed: bool) -> dict[str, str]:
    said = {one: chance.choices(SCALE, mood)[0] for one in PANEL if MEMBERS.get(one) != unit}
    if chance.random() < 0.1:
        said[chance.choice(LEADERS)] = "recuse"
    able = [one for one in said if said[one] != "recuse"]
    needed = needed_of(len(able))
    away = len(able) - needed + 1 if missed else chance.randint(0, len(able) - needed)
    for one in chance.sample(able, away):
        said[one] = "absent"
    return said


def needed_of(entitled: int) -> int:
    """Two thirds, rounded up."""
    return (2 * entitled + 2) // 3


def expected_gate(unit: str, gate: PlannedGate) -> Outcome:
    """By the rules: who belongs to the unit has no seat, two thirds of the rest must speak, more than half decide."""
    told, decision = [], ""
    for said in gate.sittings:
        votes = [one for one in said.values() if one in SCALE]
        entitled = sum(1 for one in said.values() if one != "recuse")
        held = len(votes) >= needed_of(entitled)
        told.append(("held" if held else "missed", entitled, needed_of(entitled), len(votes)))
        if held:
            count = Counter(votes)
            half = len(votes) / 2
            decision = (
                "pass"
                if count["pass"] > half
                else "conditional"
                if count["pass"] + count["conditional"] > half
                else "rectify"
            )
    lasts = () if decision == "pass" else gate.findings
    if decision == "rectify":
        lasts = tuple(min(one, LATE_RESULT) for one in lasts)  # the gate waits, so it is not left to the year's end
    return Outcome(tuple(told), decision, tuple(one > RECTIFY_DAYS for one in lasts))


def expected_scores(unit: str, gates: tuple[PlannedGate, ...]) -> tuple[int, int]:
    """Business and party points of a key task, from 100 downwards."""
    outcomes = [expected_gate(unit, gate) for gate in gates]
    both = 0
    both += 2 * sum(1 for one in outcomes if one.decision == "conditional")
    both += 6 * sum(1 for one in outcomes if one.decision == "rectify")
    known_late = 0
    for gate, one in zip(gates, outcomes, strict=True):
        left_open = one.decision == "conditional" and gate.findings[0] == AFTER_ALL
        known_late += 0 if left_open else sum(one.findings)
    last = outcomes[-1]
    if last.decision == "conditional":  # scored at once, before they can be late
        known_late -= 0 if gates[-1].findings[0] == AFTER_ALL else sum(last.findings)
    both += 5 * known_late
    business = 100 - both - 3 * sum("business" in gate.late for gate in gates)
    party = 100 - both - 3 * sum("party" in gate.late for gate in gates) - sum(gate.unequal for gate in gates)
    return max(0, business), max(0, party)


def expected_grade(scores: list[tuple[int, int]], open_findings: int) -> tuple[int, int, str]:
    """The averages cut to whole points, and the grade by the worse of the two."""
    business, party = (sum(one) // len(scores) for one in zip(*scores, strict=True))
    worse = min(business, party)
    grade = "good" if worse >= 80 else "fair" if worse >= 60 else "poor"
    return business, party, "excellent" if worse >= 90 and open_findings == 0 else grade


class Reviewing:
    """The plan played day by day."""

    def __init__(self, site: Site, plan: Plan) -> None:
        self.site, self.plan = site, plan
        self._calendar = WorkingCalendar()
        self.now = self._calendar.opening(date(YEAR, 1, 5)) + timedelta(hours=1)
        self._planned: dict[int, tuple[str, tuple[PlannedGate, ...]]] = {}

    def live(self) -> None:
        self._enter()
        today = date(YEAR, 1, 5)
        while today <= LAST_DAY:
            morning = self._calendar.opening(today) + timedelta(hours=1)
            if self._calendar.is_working_day(today) and self._is_busy(morning):
                self._stand_at(morning)
                while self._work(today):
                    pass
            today += timedelta(days=1)

    def _is_busy(self, moment: datetime) -> bool:
        """Whether anything is open or falls due by then; days without are passed over."""
        with self.site.reading() as session:
            is_due = select(Timer.id).where(Timer.state == "pending", Timer.due_at <= moment)
            is_open = select(Task.id).where(Task.state == "open")
            return any(session.scalars(query.limit(1)).first() is not None for query in (is_due, is_open))

    def _stand_at(self, moment: datetime) -> None:
        self.now = moment
        move_clock_and_work(self.site, moment)

    def _enter(self) -> None:
        with self.site.writing() as session:
            units = {unit.code: unit.id for unit in session.scalars(select(Unit))}
            act, own = act_of(self.site, session, OFFICE), roles(session, OFFICE)
            seats = [_seat(session, one) for one in PANEL]
            open_year(act, own, YearPlan(YEAR, GATES, seats, "2/3", PREPARE_DAYS, SIT_DAYS))
            for unit, planned in self.plan.tasks.items():
                new = [NewTask(units[unit], f"{unit}第{number}项任务") for number in range(1, len(planned) + 1)]
                for task, gates in zip(enter_tasks(act, own, YEAR, new), planned, strict=True):
                    self._planned[task.id] = (unit, gates)

    def _work(self, today: date) -> int:
        """All that the plan has done today; answers how much it was."""
        with self.site.reading() as session:
            query = select(Task).where(Task.state == "open").order_by(Task.opened_at, Task.id)
            todo = list(self._todo(session, list(session.scalars(query)), today))
        for task_id, username, variables in todo:
            with self.site.writing() as session:
                act = act_of(self.site, session, username)
                complete_task(act, roles(session, username), Completion(task_id, variables))
        return len(todo)

    def _todo(self, session: Session, tasks: list[Task], today: date) -> Iterator[tuple[str, str, dict[str, object]]]:
        for task in tasks:
            waited = self._calendar.working_days_between(self._calendar.local_date(task.opened_at), today)
            answer = self._answer(session, task, waited)
            if answer is not None:
                username = self._doer(session, task)
                yield task.id, username, answer

    def _doer(self, session: Session, task: Task) -> str:
        return doers(session, task.id)[0]

    def _answer(self, session: Session, task: Task, waited: int) -> dict[str, object] | None:
        if task.item_id is not None:
            return self._of_item(session, task, waited)
        element = task.element_id
        if element == "confirm":
            return {}
        if element == "report":
            return DUTY_REPORT if waited >= REPORT else None
        unit, gates = self._planned[task.data["key_task_id"]]
        gate = gates[task.data["gate"] - 1]
        if element.startswith("prepare_"):
            is_late = element.removeprefix("prepare_") in gate.late
            return TRACK if waited >= (LATE if is_late else 1) else None
        if element == "review":
            return _opinion(session, task, gate)
        outcome = expected_gate(unit, gate)
        assert element == "conclude"
        named = [{"text": f"问题{n}", "due_working_days": RECTIFY_DAYS} for n, _ in enumerate(outcome.findings, 1)]
        return {"conclusion": "会审结论", "findings": named}

    def _of_item(self, session: Session, task: Task, waited: int) -> dict[str, object] | None:
        if task.element_id == "handle":
            gate, key_task = _gate_behind(session, task.item_id or 0)
            planned = self._planned[key_task.id][1][gate.gate - 1]
            lasts = planned.findings[0]
            if gate.decision == "rectify":
                lasts = min(lasts, LATE_RESULT)
            elif lasts == AFTER_ALL:
                return None
            return ANSWERS["handle"] if waited >= lasts else None
        return ANSWERS[task.element_id] if task.element_id in ("sign", "verify", "confirm") else None


TRACK: dict[str, object] = {
    "goals": "完成年度目标",
    "people": "张三、李四",
    "starts_on": "2026-01-05",
    "ends_on": "2026-12-31",
    "measures": "分解任务，逐月推进",
}
DUTY_REPORT: dict[str, object] = {"business_report": "完成全年任务", "party_report": "落实党建责任"}
POINTS = ("goals_equal", "people_equal", "dates_equal", "measures_equal")


def _opinion(session: Session, task: Task, gate: PlannedGate) -> dict[str, object] | None:
    seat = session.get_one(PanelSeat, task.data["seat"])
    sitting = session.get_one(PanelSitting, seat.sitting_id)
    member = session.get_one(PanelMember, seat.member_id)
    said = gate.sittings[sitting.ordinal - 1][PANEL[member.position - 1]]
    if said == "absent":
        return None
    if said == "recuse":
        return {"opinion": "recuse", "remark": "本人分管该项工作"}
    return {
        "opinion": said,
        **{point: "yes" if number >= gate.unequal else "no" for number, point in enumerate(POINTS)},
    }


def _gate_behind(session: Session, item_id: int) -> tuple[Gate, KeyTask]:
    item = session.get_one(Item, item_id)
    query = select(Gate, KeyTask).join(KeyTask).join(Finding, Finding.gate_id == Gate.id)
    found = session.execute(query.where(Finding.matter_id == item.matter_id)).first()
    assert found is not None
    return found[0], found[1]


def _seat(session: Session, username: str) -> Seat:
    who = person(session, username)
    if username not in LEADERS:
        return Seat(person_id=who.id)
    query = select(PostHolding.post_id).join(Post).where(PostHolding.person_id == who.id, Post.kind == "leader")
    return Seat(post_id=session.scalars(query).one(), is_chair=username == LEADERS[0])


def more_units(site: Site, count: int) -> list[str]:
    """Units with a head, a handler's post and a liaison's post each; their codes."""
    codes = [f"unit{number}" for number in range(1, count + 1)]
    with site.writing() as session:
        leader = session.scalars(select(Post.id).where(Post.kind == "leader").order_by(Post.id)).first()
        for position, code in enumerate(codes, 100):
            unit = Unit(code=code)
            session.add(unit)
            session.flush()
            session.add(UnitVersion(unit_id=unit.id, name=code, position=position, leader_post_id=leader))
            for kind in ("head", "handler", "liaison"):
                who = Person(username=f"{code}_{kind}", name=f"{code}{kind}", email=f"{code}_{kind}@duban.example")
                post = Post(unit_id=unit.id, kind=kind, title=kind, both_absent="head")
                session.add_all([who, post])
                session.flush()
                session.add(Membership(person_id=who.id, unit_id=unit.id))
                session.add(PostHolding(post_id=post.id, part="A", person_id=who.id))
    return codes
