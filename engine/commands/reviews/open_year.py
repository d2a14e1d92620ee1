"""The party committee office opens a year of 四同步: its panel, the dates of its gates, how long things take."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine.act import Act
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, NotAllowed, Problem
from engine.domain.panel import FEWEST, read_share
from engine.people.policy import may_run_reviews
from engine.store.models import Panel, PanelMember, ReviewYear
from engine.store.reviews import GATE, find_year

GATES = 4


@dataclass(frozen=True)
class Seat:
    """A member by post or by person, one of the two."""

    post_id: int | None = None
    person_id: int | None = None
    is_chair: bool = False


@dataclass(frozen=True)
class YearPlan:
    """`gates` are the days on which the four gates open; `prepare_days` and `sit_days` count working days."""

    year: int
    gates: Sequence[date]
    seats: Sequence[Seat]
    quorum: str
    prepare_days: int
    sit_days: int


def open_year(act: Act, roles: Collection[str], plan: YearPlan) -> ReviewYear:
    """Who opens it runs it. Invalid with everything that is wrong with the plan; Conflict where the year is open."""
    if not may_run_reviews(roles) or act.actor_id is None:
        raise NotAllowed
    problems = list(_problems(act, plan))
    if problems:
        raise Invalid(problems)
    if find_year(act.session, plan.year) is not None:
        raise Conflict([Problem("reviews.year_open", {"year": plan.year})])
    panel = seat_panel(act, str(plan.year), plan.quorum, plan.seats)
    year = ReviewYear(
        year=plan.year,
        panel_id=panel.id,
        officer_id=act.actor_id,
        gates=[day.isoformat() for day in plan.gates],
        prepare_days=plan.prepare_days,
        sit_days=plan.sit_days,
        opened_at=act.now,
    )
    act.session.add(year)
    act.session.flush()
    return year


def seat_panel(act: Act, name: str, quorum: str, seats: Sequence[Seat]) -> Panel:
    """A panel with its members in their order."""
    panel = Panel(name=name, quorum=quorum)
    act.session.add(panel)
    act.session.flush()
    act.session.add_all(
        PanelMember(
            panel_id=panel.id, position=position, post_id=seat.post_id, person_id=seat.person_id, is_chair=seat.is_chair
        )
        for position, seat in enumerate(seats, 1)
    )
    act.session.flush()
    return panel


def _problems(act: Act, plan: YearPlan) -> Iterator[Problem]:
    if len(plan.gates) != GATES or sorted(set(plan.gates)) != list(plan.gates):
        yield Problem("reviews.gates_in_order", field="/gates")
    if any(day.year != plan.year for day in plan.gates[:1]):
        yield Problem("reviews.gates_of_year", {"year": plan.year}, field="/gates/0")
    if read_share(plan.quorum) is None:
        yield Problem("reviews.quorum_share", field="/quorum")
    for name in ("prepare_days", "sit_days"):
        if not 1 <= getattr(plan, name) <= 60:
            yield Problem("reviews.days", field=f"/{name}")
    yield from problems_of_seats(act, plan.seats, GATE)


def problems_of_seats(act: Act, seats: Sequence[Seat], about: str) -> Iterator[Problem]:
    """What keeps these seats from being a panel; `about`: what it sits about, for it is called after that."""
    panel = messages.text(f"words.panel_of_{about}")
    if len(seats) <= FEWEST:  # one of them may have to stand aside
        yield Problem("reviews.panel_too_small", {"fewest": FEWEST + 1, "panel": panel}, field="/seats")
    if sum(1 for seat in seats if seat.is_chair) != 1:
        yield Problem("reviews.one_chair", field="/seats")
    if len({(seat.post_id, seat.person_id) for seat in seats}) < len(seats):
        yield Problem("reviews.seat_twice", {"panel": panel}, field="/seats")
    situation = act.situation
    posts = {post.id for post in situation.posts()}
    for number, seat in enumerate(seats):
        is_known = seat.post_id in posts if seat.post_id is not None else situation.works_here(seat.person_id or 0)
        if (seat.post_id is None) == (seat.person_id is None) or not is_known:
            yield Problem("reviews.seat_unknown", {"number": number + 1}, field=f"/seats/{number}")
