"""A small cycle of awards lived through by hand: the office opens it, units nominate, people vote, mark and decide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from engine.calendar import WorkingCalendar
from engine.commands.ballots.cast import Casting, cast_vote
from engine.commands.commendation.nominate import Nominee, nominate
from engine.commands.commendation.open_cycle import Category, CyclePlan, open_cycle
from engine.commands.public_notices.object import Raising, raise_objection
from engine.commands.reviews.open_year import Seat
from engine.commands.tasks.complete import Completion, complete_task
from engine.domain.criteria import Criterion
from engine.site import Site
from engine.store import Session
from engine.store.ballots import roll_of
from engine.store.commendation import categories_of
from engine.store.models import (
    Award,
    AwardCategory,
    AwardCycle,
    Ballot,
    Instance,
    NegativeEntry,
    Nomination,
    PanelMember,
    PanelSeat,
    Person,
    PublicNotice,
    Task,
    Unit,
)
from tests.support.deciding import receipt
from tests.support.office import act_of, doers, move_clock_and_work, person, roles

OFFICE = "shenmo"  # of the party committee office
PANEL = ("zhourui", "qianbo", "sunlan", "wujian", "liming")
DECIDER = "zhourui"
BODIES = ("纪检监察机构", "组织人事部门")
COUNTS = (Criterion("综合评价", 100, "工作实绩突出"),)
UNITS = Category("模范单位", "unit", 1, COUNTS)
PEOPLE = Category("先进个人", "person", 2, COUNTS, self_allowed=True)


def moment(day: date, hour: int = 10) -> datetime:
    """A moment of a working day, an hour after the office opens for 10."""
    return WorkingCalendar().opening(day) + timedelta(hours=hour - 9)


def begin_cycle(
    site: Site,
    categories: Sequence[Category] = (UNITS, PEOPLE),
    until: date = date(2026, 1, 12),
    kind: str = "annual",
    panel: Iterable[str] = PANEL,
    *,
    unit_notice: bool = False,
) -> int:
    """As the plan says, whatever the table of rules limits.

    Without `unit_notice` it is a cycle as they were opened before nominees stood on notice in their units.
    """
    with site.writing() as session:
        seats = [Seat(person_id=person(session, one).id, is_chair=one == DECIDER) for one in panel]
        within = [replace(one, heads_percent=None) for one in categories]
        window = WorkingCalendar().closing(until)
        plan = CyclePlan("2025 年度表彰", 2026, kind, window, within, seats, "2/3", "党委办 8001", "请申报")
        cycle = open_cycle(act_of(site, session, OFFICE), roles(session, OFFICE), plan)
        for kept, wanted in zip(categories_of(session, cycle.id), categories, strict=True):
            kept.heads_percent = wanted.heads_percent
        if not unit_notice:
            cycle.rule = {name: value for name, value in cycle.rule.items() if name != "unit_notice_days"}
        return cycle.id


def put_forward(site: Site, cycle_id: int, category: str, unit: str, who: str | None = None, by: str = "") -> str:
    """The number of a nomination by the head of the unit, or by `by`."""
    with site.writing() as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.code == unit)).one()
        query = select(AwardCategory.id).where(AwardCategory.cycle_id == cycle_id, AwardCategory.name == category)
        act = act_of(site, session)
        head = session.get_one(Person, act.situation.head(unit_id)).username
        nominee = Nominee(
            session.scalars(query).one(), unit_id, "完成年度任务", person(session, who).id if who else None
        )
        return nominate(act_of(site, session, by or head), cycle_id, nominee).number


def cycle_of(site: Site, cycle_id: int) -> AwardCycle:
    with site.reading() as session:
        return session.get_one(AwardCycle, cycle_id)


def states_of(site: Site, cycle_id: int) -> dict[str, str]:
    """By number of the nomination."""
    with site.reading() as session:
        found = session.scalars(select(Nomination).where(Nomination.cycle_id == cycle_id))
        return {one.number: one.state for one in found}


def incidents(site: Site) -> list[Any]:
    with site.reading() as session:
        return [one.incident for one in session.scalars(select(Instance).where(Instance.state == "incident"))]


def tasks_of(site: Site, element: str) -> list[Task]:
    with site.reading() as session:
        query = select(Task).where(Task.element_id == element, Task.state == "open")
        return list(session.scalars(query.order_by(Task.opened_at, Task.id)))


def complete(site: Site, task_id: str, variables: Mapping[str, Any], username: str | None = None) -> None:
    with site.writing() as session:
        who = username or doers(session, task_id)[0]
        complete_task(act_of(site, session, who), roles(session, who), Completion(task_id, dict(variables)))


def give_opinions(site: Site, given_on: date = date(2026, 1, 5), opinion: str = "agree") -> None:
    """Of every nomination that waits for the opinions of outside bodies."""
    for task in tasks_of(site, "opinions"):
        given = [{"body": one, "opinion": opinion, "given_on": given_on.isoformat()} for one in BODIES]
        complete(site, task.id, {"opinions": given})


def open_ballots(site: Site) -> list[Ballot]:
    with site.reading() as session:
        return list(session.scalars(select(Ballot).where(Ballot.state == "open").order_by(Ballot.id)))


def vote(site: Site, ballot: Ballot, marks: Mapping[str, Mapping[str, str]]) -> None:
    """By username of a voter the marks of options; who is struck or has voted must not be named."""
    with site.reading() as session:
        on_roll = {session.get_one(Person, one.person_id).username: one.number for one in roll_of(session, ballot.id)}
    for username, choices in marks.items():
        with site.writing() as session:
            number = on_roll[username] + 100 * ballot.id
            cast_vote(act_of(site, session, username), ballot.id, Casting(receipt(number), dict(choices)))


def voters_of(site: Site, ballot: Ballot) -> list[str]:
    """Usernames of who may vote."""
    with site.reading() as session:
        return [
            session.get_one(Person, one.person_id).username for one in roll_of(session, ballot.id) if not one.struck
        ]


def recommend_all(site: Site) -> None:
    """Every unit votes for its nominees, everybody."""
    for ballot in open_ballots(site):
        if ballot.name == "ballot":
            code = ballot.options[0]["code"]
            vote(site, ballot, {one: {code: "for"} for one in voters_of(site, ballot)})


def member_of(session: Session, task: Task) -> str:
    member = session.get_one(PanelMember, session.get_one(PanelSeat, task.data["seat"]).member_id)
    return session.get_one(Person, member.person_id).username


def give_marks(
    site: Site,
    marks: Mapping[str, int | Sequence[int]],
    absent: Iterable[str] = (),
    aside: Mapping[str, Iterable[str]] | None = None,
    own: Mapping[str, Iterable[str]] | None = None,
) -> None:
    """Each member gives the marks, without those aside (`aside`) and those of their own unit (`own`), by username.

    A mark is a whole number where there is one criterion, else the points of each.
    """
    for task in tasks_of(site, "mark"):
        with site.reading() as session:
            username = member_of(session, task)
        if username in absent:
            continue
        left_out, mine = set((aside or {}).get(username, ())), set((own or {}).get(username, ()))
        given = [_given(one, mark) for one, mark in marks.items() if one not in left_out | mine]
        told = [{"number": one, "reason": "有利害关系"} for one in sorted(left_out)]
        complete(site, task.id, {"marks": given, "aside": told}, username)


def _given(number: str, mark: int | Sequence[int]) -> dict[str, Any]:
    return {"number": number, "mark": mark} if isinstance(mark, int) else {"number": number, "points": list(mark)}


def panel_votes(site: Site, chosen: Sequence[str], voters: Sequence[str] | None = None) -> None:
    """Everybody (or the voters named) chooses the same."""
    ballot = next(one for one in open_ballots(site) if one.name != "ballot")
    vote(site, ballot, {one: dict.fromkeys(chosen, "for") for one in voters or voters_of(site, ballot)})


def notices_of(site: Site, cycle_id: int) -> list[PublicNotice]:
    with site.reading() as session:
        query = select(PublicNotice).where(
            PublicNotice.instance_id == session.get_one(AwardCycle, cycle_id).instance_id
        )
        return list(session.scalars(query.order_by(PublicNotice.round)))


def unit_notices_of(site: Site, number: str) -> list[PublicNotice]:
    """Those of a nomination within its unit."""
    with site.reading() as session:
        query = select(PublicNotice).join(Nomination, Nomination.instance_id == PublicNotice.instance_id)
        return list(session.scalars(query.where(Nomination.number == number).order_by(PublicNotice.round)))


def object_to(site: Site, notice: PublicNotice, number: int = 1) -> int:
    """From outside; to a notice within a unit by its head."""
    with site.writing() as session:
        raising = Raising(receipt(5000 + number), "材料与事实不符", "群众甲", "13800000000")
        act = act_of(site, session)
        if notice.unit_id is not None:
            act = replace(act, actor_id=act.situation.head(notice.unit_id))
        return raise_objection(act, notice.slug, raising).id


def awards_of(site: Site, cycle_id: int) -> list[Award]:
    with site.reading() as session:
        return list(session.scalars(select(Award).where(Award.cycle_id == cycle_id).order_by(Award.id)))


def decide(site: Site, **more: Any) -> None:
    task = tasks_of(site, "decide")[0]
    complete(site, task.id, {"outcome": "approve", "text": "同意", **more})


def stand_at(site: Site, day: date, hour: int = 10) -> None:
    move_clock_and_work(site, moment(day, hour))


def to_panel(site: Site, cycle_id: int) -> None:
    """All nominations recommended, the window over, the panel called (Tuesday, 13 January 2026)."""
    give_opinions(site)
    recommend_all(site)
    stand_at(site, date(2026, 1, 13))
    assert cycle_of(site, cycle_id).state == "reviewing"


def to_notice(site: Site, cycle_id: int, marks: Mapping[str, int], *ballots: Sequence[str]) -> None:
    """Marked by all, voted as said, category by category: the names are on notice since 13 January 2026."""
    to_panel(site, cycle_id)
    give_marks(site, marks)
    for chosen in ballots:
        panel_votes(site, chosen)
    assert cycle_of(site, cycle_id).state == "on_notice", states_of(site, cycle_id)


def add_negative(site: Site, who: str, kind: str = "document_error", day: date = date(2026, 1, 14)) -> None:
    """Something stands on the negative list against a person."""
    with site.writing() as session:
        found = person(session, who)
        act = act_of(site, session)
        session.add(
            NegativeEntry(
                person_id=found.id,
                unit_id=act.situation.unit_of(found.id),
                kind=kind,
                text="错情",
                occurred_on=day,
                entered_at=act.now,
                state="stands",
            )
        )


def reasons_of(site: Site, cycle_id: int) -> dict[str, str]:
    with site.reading() as session:
        found = session.scalars(select(Nomination).where(Nomination.cycle_id == cycle_id))
        return {one.number: one.reason for one in found}
