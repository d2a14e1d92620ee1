"""After a cycle of awards some of them are revoked, by a plan drawn from a seed, day by day on the working calendar."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from api.schemas.awards import published
from engine.calendar import WorkingCalendar
from engine.domain.errors import Conflict
from engine.queries.awards import published_awards, published_years
from engine.site import Site
from engine.store.models import Award, AwardRevocation, Notice, OfficialDocument, Person, Task, Unit
from tests.scenarios.commending_model import Nominee, Plan, expected
from tests.scenarios.revoking_model import Ended, Procedure, Revocation, RevocationPlan, expected_revocations
from tests.support import commending
from tests.support.office import doers, let_go, person
from tests.support.revoking import propose, take_back

LONGEST = 90  # days until all of it must be over
ENDS = {"revoked": "award_revoked", "kept": "award_kept", "withdrawn": "revocation_withdrawn"}
TOLD = ("revocation_opened", *ENDS.values())


def draw_revocations(people: dict[str, list[tuple[str, bool]]], plan: Plan, seed: int) -> RevocationPlan:
    """Spoken about on the last day and tried again; in silence; kept, then revoked; withdrawn, then kept; who left."""
    chance = random.Random(seed)
    awarded = [key for key, state in expected(plan).states.items() if state == "awarded"]
    leaver = chance.choice([key for key in awarded if plan.nominees[key].who and not plan.nominees[key].is_head])
    stated, silent, kept, withdrawn, *rest = chance.sample([key for key in awarded if key != leaver], len(awarded) - 1)
    start = chance.randint(1, 4)
    revocations = [
        Revocation(stated, "false_deeds", start, "revoke", states=5, decides=chance.randint(0, 4)),
        Revocation(stated, "other", start + chance.randint(1, 4), "revoke"),  # refused: one is under way
        Revocation(stated, "discipline", start + 15, "keep"),  # refused: it stands no more
        Revocation(silent, "procedure", chance.randint(1, 8), "revoke", decides=chance.randint(1, 5)),
        Revocation(kept, "other", start, "keep", states=chance.randint(0, 3), by_head=True),
        Revocation(kept, "discipline", start + 12, "revoke", decides=chance.randint(1, 3)),
        Revocation(withdrawn, "other", start, "revoke", withdraws=chance.randint(0, 3)),
        Revocation(withdrawn, "procedure", start + 5, "keep", states=chance.randint(0, 3)),
        Revocation(leaver, "false_deeds", chance.randint(2, 9), "revoke", states=chance.randint(0, 4)),
    ]
    for key in rest[1:]:
        if chance.random() < 0.15:
            outcome, states = chance.choice(("revoke", "keep")), chance.choice((None, 1, 2))
            revocations.append(Revocation(key, "false_deeds", chance.randint(1, 20), outcome, states=states))
    leaving = plan.nominees[leaver].who
    assert leaving is not None
    heads = {code: next(who for who, is_head in some if is_head) for code, some in people.items()}
    return RevocationPlan(tuple(revocations), heads, frozenset({leaving}))


class Revoking:
    """The plan played after the cycle; `keys` has the nominee behind each nomination's number."""

    def __init__(self, site: Site, plan: RevocationPlan, nominees: Sequence[Nominee], awards: dict[int, Award]) -> None:
        self.site, self.plan = site, plan
        self._nominees, self._awards = nominees, awards
        self._calendar = WorkingCalendar()
        self._decided = self._calendar.local_date(next(iter(awards.values())).decided_at)
        self.expected: Ended = expected_revocations(plan, nominees, awards, self._decided)
        self.procedures: list[Procedure] = []
        self._planned: dict[int, tuple[Revocation, Procedure]] = {}  # by number of the procedure in the database
        self._withdrawn: set[int] = set()
        self._speakers: dict[int, tuple[str, ...]] = {}

    def live(self) -> None:
        with self.site.writing() as session:
            for one in sorted(self.plan.leaving):
                let_go(session, one)
        today, last = self._decided, max(one.ended_on for one in self.expected.procedures)
        while today < last:
            today += timedelta(days=1)
            assert (today - self._decided).days < LONGEST
            if self._calendar.is_working_day(today):
                commending.stand_at(self.site, today)
                self._start(today)
                while self._work(today):
                    pass
                commending.stand_at(self.site, today, 18)  # for whom the time runs out
        assert commending.incidents(self.site) == []

    def _start(self, today: date) -> None:
        ordered = sorted(self.plan.revocations, key=lambda one: one.starts)
        for one, procedure in zip(ordered, self.expected.procedures, strict=True):
            if procedure.started != today:
                continue
            award = self._awards[one.nominee]
            try:
                number = propose(self.site, award.id, one.grounds)
            except Conflict as refused:
                self.procedures.append(Procedure(one.nominee, today, refused.problems[0].code))
                continue
            self._planned[number] = one, procedure
            task = next(one for one in commending.tasks_of(self.site, "statement") if _about(one) == number)
            with self.site.reading() as session:
                self._speakers[number] = tuple(doers(session, task.id))

    def _work(self, today: date) -> int:
        done = 0
        for number, (_, procedure) in self._planned.items():
            if procedure.withdrawn_on == today and number not in self._withdrawn:
                self._withdrawn.add(number)
                take_back(self.site, number)
        for task in commending.tasks_of(self.site, "statement"):
            _, procedure = self._planned[_about(task)]
            if procedure.stated_on == today:
                commending.complete(self.site, task.id, {"text": "情况说明"}, procedure.stated_by)
                done += 1
        for task in commending.tasks_of(self.site, "decide"):
            one, procedure = self._planned[_about(task)]
            if procedure.decided_on == today:
                commending.complete(self.site, task.id, {"outcome": one.outcome, "opinion": "经研究决定"})
                done += 1
        return done

    def differences(self) -> list[str]:
        """What the database and the page without sign-in say against what the model says."""
        with self.site.reading() as session:
            seen = [*self.procedures, *(self._seen(session, one) for one in self._planned)]
            papers = {key: _papers(session, award) for key, award in self._awards.items()}
            wrong = self._wrong_on_page(session)
        by_day = sorted(seen, key=lambda one: (one.started, one.nominee, one.refused))
        wanted = sorted(self.expected.procedures, key=lambda one: (one.started, one.nominee, one.refused))
        wrong += [f"{one} but {said}" for one, said in zip(by_day, wanted, strict=True) if one != said]
        wrong += [f"papers {papers} but {self.expected.papers}"] if papers != self.expected.papers else []
        return wrong

    def _seen(self, session: Any, number: int) -> Procedure:
        found = session.get_one(AwardRevocation, number)
        local = self._calendar.local_date
        tasks = {
            one.element_id: one for one in session.scalars(select(Task).where(Task.instance_id == found.instance_id))
        }
        statement, decide = tasks["statement"], tasks.get("decide")
        assert not [one.id for one in tasks.values() if one.state == "open"]
        assert statement.due_at is not None
        assert local(statement.due_at) == local(found.state_until)
        notices = select(Notice).where(Notice.instance_id == found.instance_id, Notice.kind.in_(TOLD))
        told: dict[str, set[str]] = {}
        for one in session.scalars(notices):
            told.setdefault(one.kind, set()).add(session.get_one(Person, one.person_id).username)
        ends = ENDS[found.state]
        assert set(told) == {"revocation_opened", ends}, told
        assert told["revocation_opened"] == told[ends]
        return Procedure(
            nominee=self._planned[number][0].nominee,
            started=local(found.raised_at),
            speakers=self._speakers[number],
            state_until=local(found.state_until),
            stated_by=session.get_one(Person, found.stated_by_id).username if found.stated_by_id else None,
            stated_on=local(found.stated_at) if found.stated_at else None,
            decide_due=local(decide.due_at) if decide else None,
            decided_on=local(found.decided_at) if found.decided_at else None,
            withdrawn_on=local(found.withdrawn_at) if found.withdrawn_at else None,
            state=found.state,
            told=tuple(sorted(told[ends])),
        )

    def _wrong_on_page(self, session: Any) -> list[str]:
        act = self.site.act(session)
        year = act.calendar.local_date(commending.moment(self._decided)).year
        page = published(act, year, published_years(session), published_awards(session, year))
        shown = [one for cycle in page.cycles for category in cycle.categories for one in category.awards]
        numbers = {award.number: key for key, award in self._awards.items()}
        seen = {numbers[one.number]: (one.name, one.state.code, one.revoked_on) for one in shown}
        names = {key: self._name(session, self._nominees[key]) for key in self._awards}
        wanted = {key: (names[key], *said) for key, said in self.expected.awards.items()}
        return [f"page {seen[key]} but {wanted[key]}" for key in wanted if seen[key] != wanted[key]]

    def _name(self, session: Any, one: Nominee) -> str:
        if one.who:
            return person(session, one.who).name
        unit_id = session.scalars(select(Unit.id).where(Unit.code == one.unit)).one()
        unit = self.site.act(session).situation.find_unit(unit_id)
        assert unit is not None
        return unit.name


def _about(task: Task) -> int:
    number: int = task.data["award_revocation_id"]
    return number


def _papers(session: Any, award: Award) -> tuple[str, ...]:
    now = session.get_one(Award, award.id)
    return tuple(session.get_one(OfficialDocument, number).kind for number in now.document_ids)
