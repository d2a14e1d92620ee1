"""A cycle of awards on the clock, by a plan drawn from a seed: sixty nominees from forty units, day by day."""

import random
from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from engine.actions.points_table import newest_digest
from engine.actions.reckoning import changes_wanted
from engine.calendar import WorkingCalendar
from engine.commands.commendation import open_cycle
from engine.demo.people import UNITS
from engine.domain.criteria import Criterion
from engine.site import Site
from engine.store.commendation import opinions_of
from engine.store.models import (
    Award,
    Ballot,
    NegativeEntry,
    Nomination,
    Objection,
    PanelSitting,
    PerformanceEntry,
    PublicNotice,
    Task,
    Unit,
)
from tests.scenarios.commending_model import Category, Nominee, Plan, chosen, expected, last_day, meets_every_edge
from tests.scenarios.reviewing import more_units
from tests.support import commending
from tests.support.office import act_of, person

WINDOW = date(2026, 1, 20)
LAST = date(2026, 4, 30)
OLD, FRESH = date(2025, 8, 20), date(2026, 1, 5)
LEADERS = ("zhourui", "qianbo", "sunlan", "wujian")
PANEL = {**dict.fromkeys(LEADERS, ""), "liming": "dcs", "caizhi": "fgc", "renhong": "jgdw"}
CRITERIA = (
    (("工作实绩", 40), ("群众公认", 25), ("改革创新", 20), ("作风纪律", 15)),
    (("工作实绩", 50), ("担当作为", 30), ("廉洁自律", 20)),
    (("综合评价", 100),),
)
ANSWERED_AFTER = 2  # working days after an objection
TRIES = 1_000


def roster(site: Site, units: int) -> dict[str, list[tuple[str, bool]]]:
    """People by unit, and whether each is its head; with more units than the demo office has, where they are wanted."""
    known = {unit.code: [(name, place == 0) for place, (name, _) in enumerate(unit.people)] for unit in UNITS}
    for code in more_units(site, max(0, units - len(known))):
        known[code] = [(f"{code}_{kind}", kind == "head") for kind in ("head", "handler", "liaison")]
    return dict(list(known.items())[:units])


def draw(people: dict[str, list[tuple[str, bool]]], nominees: int, seed: int) -> Plan:
    """The first plan of the seed that meets every edge; the first sitting and the first ballot lack their quorum."""
    chance = random.Random(seed)
    for _ in range(TRIES):
        plan = _draw_plan(people, nominees, chance)
        if meets_every_edge(plan):
            return plan
    raise AssertionError(f"seed {seed}: no plan of {nominees} nominees meets every edge")


def _draw_plan(people: dict[str, list[tuple[str, bool]]], nominees: int, chance: random.Random) -> Plan:
    units = nominees // 4
    persons = nominees - units
    categories = (
        Category("模范单位", "unit", max(2, units // 3), criteria=CRITERIA[0]),
        Category("先进个人", "person", max(2, persons // 3), 20, CRITERIA[1]),
        Category("服务标兵", "person", 2),
    )
    drawn = [
        _draw(chance, key, 0, code, None, False, people)
        for key, code in enumerate(chance.sample(sorted(people), units))
    ]
    everybody = [(code, who, is_head) for code, some in people.items() for who, is_head in some if who not in PANEL]
    for number, (code, who, is_head) in enumerate(chance.sample(everybody, persons)):
        drawn.append(_draw(chance, units + number, 2 if number % 8 == 7 else 1, code, who, is_head, people))
    named = chance.sample(drawn, 3 + nominees // 12)
    negative = tuple((one.unit, one.who, "early" if place % 3 == 0 else "late") for place, one in enumerate(named))
    away = frozenset(chance.sample(sorted(PANEL), 3))
    return Plan(
        categories=categories,
        nominees=tuple(drawn),
        panel=PANEL,
        negative=negative,
        absent=(away, frozenset(chance.sample(sorted(PANEL), 1)), frozenset()),
        not_voting={
            (0, 1): frozenset(chance.sample(sorted(PANEL), 3)),
            (1, 1): frozenset(chance.sample(sorted(PANEL), 1)),
        },
        taste={one: {nominee.key: chance.random() for nominee in drawn} for one in PANEL},
        objections=((chance.randrange(9), True), (chance.randrange(9), False)),
        strike=chance.choice((None, 1)),
        in_units=_in_units(chance, drawn, named),
    )


def _in_units(chance: random.Random, drawn: list[Nominee], named: list[Nominee]) -> dict[int, tuple[str, bool]]:
    """Objections against some of those whom their unit recommends at the first vote: on the first day or the last."""
    sure = [one.key for one in drawn if one.opinion == "agree" and one.rounds[0][1] > 1 and one not in named]
    kinds = (("last", False), ("last", True), ("first", True), ("first", False))
    return dict(zip(chance.sample(sure, min(len(kinds), len(sure))), kinds, strict=False))


def _draw(
    chance: random.Random, key: int, category: int, code: str, who: str | None, is_head: bool, people: dict[str, Any]
) -> Nominee:
    voters = len(people[code]) - (1 if who else 0)
    few = (voters - 1) // 2
    full = (voters, voters if chance.random() < 0.93 else 0)
    rounds = chance.choices([(full,), ((few, few), full), ((few, few), (few, few))], (85, 10, 5))[0]
    aside = [frozenset(chance.sample(LEADERS, 1)) if chance.random() < 0.1 else frozenset[str]() for _ in range(3)]
    return Nominee(
        key=key,
        category=category,
        unit=code,
        who=who,
        is_head=is_head,
        people=len(people[code]),
        points=chance.randrange(-250, 251, 5),
        opinion="object" if chance.random() < 0.04 else "agree",
        is_old=chance.random() < 0.15,
        renewed="object" if chance.random() < 0.3 else "agree",
        rounds=rounds,
        marks={one: _split(f"{key} {one}", chance.randrange(60, 101), CRITERIA[category]) for one in PANEL},
        aside=tuple(aside),
    )


def _split(seed: str, mark: int, criteria: tuple[tuple[str, int], ...]) -> tuple[int, ...]:
    """The mark by criterion: what is missing to a hundred falls where it may."""
    chance = random.Random(seed)
    points = [most for _, most in criteria]
    for _ in range(100 - mark):
        points[chance.choice([place for place, left in enumerate(points) if left])] -= 1
    return tuple(points)


class Commending:
    """The plan played day by day; `differences` holds what came of it against what must."""

    def __init__(self, site: Site, plan: Plan) -> None:
        self.site, self.plan = site, plan
        self._calendar = WorkingCalendar()
        self._voted: set[int] = set()
        self._keys: dict[str, int] = {}
        self._objected: set[int] = set()
        self._in_units: dict[int, bool] = {}
        self._is_late = False
        self.cycle_id = 0

    def live(self) -> None:
        today = date(2026, 1, 5)
        commending.stand_at(self.site, today)
        self._enter()
        while today <= LAST and commending.cycle_of(self.site, self.cycle_id).closed_at is None:
            if self._calendar.is_working_day(today):
                commending.stand_at(self.site, today)
                while self._work(today):
                    pass
                self._object_in_units(today)
                self._object(today)
            today += timedelta(days=1)
        assert commending.incidents(self.site) == []

    def _enter(self) -> None:
        with self.site.writing() as session:
            units = {unit.code: unit.id for unit in session.scalars(select(Unit))}
            self._add_negative(session, units, "early", FRESH)
            for one in self.plan.nominees:
                session.add(_entry(one, units[one.unit], person(session, one.who).id if one.who else None))
        categories = [
            open_cycle.Category(
                one.name,
                one.subject,
                one.quota,
                [Criterion(name, points) for name, points in one.criteria],
                heads_percent=one.heads_percent,
            )
            for one in self.plan.categories
        ]
        self.cycle_id = commending.begin_cycle(self.site, categories, WINDOW, panel=self.plan.panel, unit_notice=True)
        for one in self.plan.nominees:
            name = self.plan.categories[one.category].name
            number = commending.put_forward(self.site, self.cycle_id, name, one.unit, one.who)
            self._keys[number] = one.key

    def _add_negative(self, session: Any, units: dict[str, int], when: str, day: date) -> None:
        for unit, who, at in self.plan.negative:
            if at == when:
                person_id = person(session, who).id if who else None
                act = act_of(self.site, session)
                entry = NegativeEntry(
                    person_id=person_id, unit_id=units[unit], kind="other", text="记录", occurred_on=day
                )
                entry.entered_at, entry.state = act.now, "stands"
                session.add(entry)

    def _work(self, today: date) -> int:
        done = 0
        for task in commending.tasks_of(self.site, "opinions"):
            one = self._nominee(task)
            given_on = OLD if one.is_old else FRESH
            given = [
                {"body": body, "opinion": one.opinion, "given_on": given_on.isoformat()} for body in commending.BODIES
            ]
            commending.complete(self.site, task.id, {"opinions": given})
            done += 1
        done += self._vote()
        done += self._mark()
        done += self._investigate(today)
        for task in commending.tasks_of(self.site, "renew"):
            commending.complete(self.site, task.id, {"opinions": self._renewed(today)})
            done += 1
        for task in commending.tasks_of(self.site, "decide"):
            struck = [{"number": number, "reason": "另行表彰"} for number in self._struck_by_leader()]
            commending.complete(self.site, task.id, {"outcome": "approve", "struck": struck})
            done += 1
        return done

    def _nominee(self, task: Task) -> Nominee:
        with self.site.reading() as session:
            nomination = session.get_one(Nomination, task.data["nomination_id"])
            return self.plan.nominees[self._keys[nomination.number]]

    def _vote(self) -> int:
        ballots = [one for one in commending.open_ballots(self.site) if one.id not in self._voted]
        for ballot in ballots:
            self._voted.add(ballot.id)
            voters = commending.voters_of(self.site, ballot)
            if ballot.name == "ballot":
                number = ballot.options[0]["code"]
                cast, yes = self.plan.nominees[self._keys[number]].rounds[ballot.round - 1]
                marks = {who: {number: "for" if place < yes else "against"} for place, who in enumerate(voters[:cast])}
            else:
                marks = self._chosen(ballot, voters)
            commending.vote(self.site, ballot, marks)
        return len(ballots)

    def _chosen(self, ballot: Ballot, voters: list[str]) -> dict[str, dict[str, str]]:
        place = int(ballot.name.removeprefix("seats-")) - 1
        away = self.plan.not_voting.get((place, ballot.round), frozenset())
        numbers = {self._keys[one["code"]]: one["code"] for one in ballot.options}
        return {
            who: {numbers[key]: "for" for key in chosen(self.plan, who, list(numbers), ballot.rule["seats"])}
            for who in voters
            if who not in away
        }

    def _mark(self) -> int:
        tasks = commending.tasks_of(self.site, "mark")
        with self.site.reading() as session:
            sitting = session.scalars(select(PanelSitting.ordinal).where(PanelSitting.state == "called")).first() or 1
            found = session.scalars(select(Nomination).where(Nomination.state == "recommended"))
            going = {one.number: self.plan.nominees[self._keys[one.number]] for one in found}
            members = {task.id: commending.member_of(session, task) for task in tasks}
        present = [task for task in tasks if members[task.id] not in self.plan.absent[sitting - 1]]
        for task in present:
            who = members[task.id]
            mine = {number: one for number, one in going.items() if one.unit != self.plan.panel[who]}
            aside = [number for number, one in mine.items() if who in one.aside[sitting - 1]]
            marks = [
                {"number": number, "points": list(one.marks[who])}
                for number, one in mine.items()
                if number not in aside
            ]
            told = [{"number": number, "reason": "有利害关系"} for number in aside]
            commending.complete(self.site, task.id, {"marks": marks, "aside": told}, who)
        return len(present)

    def _object(self, today: date) -> None:
        """On the last day of the first notice, before the office closes; on the first the late facts come up."""
        notices = commending.notices_of(self.site, self.cycle_id)
        if notices and not self._is_late:
            self._is_late = True
            with self.site.writing() as session:
                units = {unit.code: unit.id for unit in session.scalars(select(Unit))}
                self._add_negative(session, units, "late", today)
        if not notices or notices[0].state != "running" or self._objected:
            return
        if notices[0].ends_at == self._calendar.closing(today):
            commending.stand_at(self.site, today, 16)
            for number, _ in enumerate(self.plan.objections):
                self._objected.add(commending.object_to(self.site, notices[0], number))

    def _object_in_units(self, today: date) -> None:
        """On the first day of the notice within the unit, or on the last before the office closes."""
        for number, key in self._keys.items():
            when, founded = self.plan.in_units.get(key, ("", False))
            if not when or key in self._in_units:
                continue
            notices = commending.unit_notices_of(self.site, number)
            if notices and (when == "first" or notices[0].ends_at == self._calendar.closing(today)):
                commending.stand_at(self.site, today, 16)
                commending.object_to(self.site, notices[0], 100 + key)
                self._in_units[key] = founded

    def _investigate(self, today: date) -> int:
        tasks = commending.tasks_of(self.site, "investigate")
        done = 0
        for task in tasks:
            waited = self._calendar.working_days_between(self._calendar.local_date(task.opened_at), today)
            if waited < ANSWERED_AFTER:
                continue
            if "nomination_id" in task.data:
                founded = self.plan.in_units[self._nominee(task).key][1]
                answer = {"finding": "founded" if founded else "unfounded", "answer": "已经调查"}
                commending.complete(self.site, task.id, answer)
                done += 1
                continue
            index, founded = self.plan.objections[sorted(self._objected).index(task.data["objection_id"])]
            answer = {"finding": "founded" if founded else "unfounded", "answer": "已经调查"}
            if founded:
                names = self._on_first_notice()
                answer["number"] = names[index % len(names)]
            commending.complete(self.site, task.id, answer)
            done += 1
        return done

    def _on_first_notice(self) -> list[str]:
        slug = commending.notices_of(self.site, self.cycle_id)[0].slug
        with self.site.reading() as session:
            query = select(Nomination.number).where(Nomination.notice_slug == slug)
            return list(session.scalars(query.order_by(Nomination.id)))

    def _renewed(self, today: date) -> list[dict[str, str]]:
        with self.site.reading() as session:
            query = select(Nomination).where(Nomination.state == "elected").order_by(Nomination.id)
            elected = [one.number for one in session.scalars(query)]
            due = [number for number in elected if self.plan.nominees[self._keys[number]].is_old]
            due = [number for number in due if not _is_renewed(session, number)]
        return [
            {
                "number": number,
                "body": body,
                "opinion": self.plan.nominees[self._keys[number]].renewed,
                "given_on": today.isoformat(),
            }
            for number in due
            for body in commending.BODIES
        ]

    def _struck_by_leader(self) -> list[str]:
        with self.site.reading() as session:
            query = select(Nomination.number).where(Nomination.state == "elected").order_by(Nomination.id)
            left = list(session.scalars(query))
        return [] if self.plan.strike is None else [left[self.plan.strike % len(left)]]

    def awards(self) -> dict[int, Award]:
        """By nominee."""
        with self.site.reading() as session:
            numbers = {one.id: one.number for one in session.scalars(select(Nomination))}
        found = commending.awards_of(self.site, self.cycle_id)
        return {self._keys[numbers[one.nomination_id]]: one for one in found}

    def differences(self, revoked: Collection[int] = ()) -> list[str]:
        """What the database says against what the model says; nothing where they agree. `revoked`: nominees."""
        wanted, wrong = expected(self.plan), []
        with self.site.reading() as session:
            nominations = list(session.scalars(select(Nomination).order_by(Nomination.id)))
            sittings = session.scalars(select(PanelSitting).order_by(PanelSitting.ordinal))
            held = [(one.state, one.present) for one in sittings]
            query = select(PublicNotice).order_by(PublicNotice.round)
            notices = list(session.scalars(query.where(PublicNotice.unit_id.is_(None))))
            within = list(session.scalars(query.where(PublicNotice.unit_id.is_not(None))))
            objections = list(session.scalars(select(Objection)))
            ballots = list(session.scalars(select(Ballot).where(Ballot.name != "ballot").order_by(Ballot.id)))
        for one in nominations:
            key = self._keys[one.number]
            seen = (one.state, one.mark, one.score, one.votes)
            said = (wanted.states[key], wanted.marks.get(key), wanted.scores.get(key), wanted.votes.get(key))
            wrong += [f"{one.number}: {seen} but {said}: {one.reason}"] if seen != said else []
            lines = [line["points"] for line in one.points if line["kind"] == "criterion"]
            due = wanted.lines.get(key, [])
            wrong += [f"{one.number}: {lines} by criterion but {due}"] if lines != due else []
        wrong += [f"sittings {held} but {wanted.sittings}"] if held != wanted.sittings else []
        counted = [(int(one.name[6:]) - 1, (one.record or {})["result"]["outcome"]) for one in ballots]
        wrong += [f"ballots {counted} but {wanted.ballots}"] if counted != wanted.ballots else []
        shown = [[subject["text"].rpartition("，")[2] for subject in one.content["subjects"]] for one in notices]
        named = [[self._keys[number] for number in some] for some in shown]
        wrong += [f"notices {named} but {wanted.notices}"] if named != wanted.notices else []
        ended = {self._keys[one.content["subjects"][0]["text"].rpartition("，")[2]]: one.state for one in within}
        wrong += [f"in units {ended} but {wanted.unit_notices}"] if ended != wanted.unit_notices else []
        awards = sorted(one.nomination_id for one in commending.awards_of(self.site, self.cycle_id))
        awarded = [one.id for one in nominations if wanted.states[self._keys[one.number]] == "awarded"]
        wrong += [f"awards {awards} but {awarded}"] if awards != awarded else []
        wrong += self._wrong_lines(revoked)
        return wrong + self._wrong_ends([*notices, *within], objections)

    def _wrong_lines(self, revoked: Collection[int]) -> list[str]:
        """Every award that stands is worth two points to the unit or the person that has it, and nothing to others."""
        wanted = expected(self.plan)
        stands = {key for key, state in wanted.states.items() if state == "awarded"} - set(revoked)
        awarded = [one for one in self.plan.nominees if one.key in stands]
        with self.site.reading() as session:
            units = {unit.code: unit.id for unit in session.scalars(select(Unit))}
            said = {
                f"person:{person(session, one.who).id}" if one.who else f"unit:{units[one.unit]}" for one in awarded
            }
            act = act_of(self.site, session)
            lines = [one.line for one in changes_wanted(act, 2026, newest_digest(act)) if one.line]
            seen = Counter({one.whose: one.points for one in lines if one.happening.source_kind == "award"})
        wrong = [] if len(said) == len(awarded) else ["somebody has two awards"]
        return wrong + ([] if seen == dict.fromkeys(said, 20) else [f"lines {seen} but {said}"])

    def _wrong_ends(self, notices: list[PublicNotice], objections: list[Objection]) -> list[str]:
        local, wrong = self._calendar.local_date, []
        for notice in notices:
            mine = [one for one in objections if one.notice_id == notice.id and one.answered_at is not None]
            stopped = [(local(one.raised_at), local(one.answered_at)) for one in mine if one.answered_at]
            said = last_day(notice.published_on, stopped)
            seen = local(notice.ends_at) if notice.ends_at else None
            wrong += [f"{notice.title} {notice.round} ends on {seen} but {said}"] if seen != said else []
        return wrong


def _is_renewed(session: Any, number: str) -> bool:
    nomination = session.scalars(select(Nomination).where(Nomination.number == number)).one()
    return any(one.given_on > FRESH for one in opinions_of(session, [nomination.id]))


def _entry(one: Nominee, unit_id: int, person_id: int | None) -> PerformanceEntry:
    at = WorkingCalendar().opening(FRESH)
    return PerformanceEntry(
        year=2026,
        whose=f"person:{person_id}" if person_id else f"unit:{unit_id}",
        person_id=person_id,
        unit_id=unit_id,
        rule="points_hand",
        kind="praised",
        points=one.points,
        occurred_at=at,
        source_kind="hand",
        source_id=str(one.key),
        facts={},
        text="记录",
        digest="",
        entered_at=at,
        state="stands",
        history=[],
    )
