"""实绩量化考核: sums, lines, a line explained, like posts, reckoning; appeals; the negative list."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Response

from api.edge import Reading, Visit, Writing
from api.performance_sheet import performance_workbook
from api.schemas.common import Key, Page, coded
from api.schemas.instances import ReasonBody
from api.schemas.performance import (
    AppealBody,
    AppealRaised,
    Comparison,
    EntryShape,
    LineShape,
    NegativeBody,
    NegativeList,
    NegativeShape,
    PerformanceYearShape,
    ReckonBody,
    Reckoned,
    RehearsalShape,
    comparison_shape,
    entry_shape,
    line_shape,
    negative_shape,
    rehearsal_shape,
    sum_shape,
)
from api.scopes import needs
from api.sheets import XLSX, sheet_response
from engine.actions.points_table import POINTS
from engine.commands.performance.appeal import raise_appeal
from engine.commands.performance.negative import BY_HAND, NewNegative, enter_by_hand, withdraw_entry
from engine.commands.performance.reckon import reckon_year, rehearse
from engine.domain import messages
from engine.people.policy import (
    may_enter_negative,
    may_run_performance,
    may_see_all_performance,
    may_withdraw_negative,
)
from engine.people.scopes import READ, REGISTER, TASKS
from engine.queries.performance import (
    NegativeFilter,
    compare_like_posts,
    get_entry_seen,
    lines_seen,
    list_negatives,
    sums_seen,
)
from engine.store.models import Item, NegativeEntry
from engine.store.performance import find_performance_year

router = APIRouter(tags=["performance"])
YearNumber = Annotated[int, Path(ge=2000, le=2100)]


@router.get("/performance/{year}")
@needs(READ)
def get_performance(visit: Reading, year: YearNumber) -> PerformanceYearShape:
    """The sums that one may see: one's own, the unit one heads, or, for the party committee and leaders, all."""
    bound = find_performance_year(visit.session, year)
    return PerformanceYearShape(
        year=year,
        reckoned_at=bound.reckoned_at if bound else None,
        me=visit.person_id,
        may_reckon=may_run_performance(visit.roles),
        may_compare=may_see_all_performance(visit.roles),
        sums=[sum_shape(visit.act.situation, one) for one in sums_seen(visit.session, visit.reader, year)],
    )


@router.get("/performance/{year}/lines")
@needs(READ)
def list_lines(
    visit: Reading, year: YearNumber, person_id: Key | None = None, unit_id: Key | None = None
) -> Page[LineShape]:
    """The lines of a person, or a unit's own, or all that one may see; cancelled ones too, newest first."""
    return Page[LineShape](items=_lines(visit, year, person_id, unit_id))


def _lines(visit: Visit, year: int, person_id: int | None = None, unit_id: int | None = None) -> list[LineShape]:
    found = lines_seen(visit.session, visit.reader, year, person_id, unit_id)
    return [line_shape(visit.act.situation, one) for one in found]


@router.get("/performance/{year}/comparison")
@needs(READ)
def compare(visit: Reading, year: YearNumber) -> Comparison:
    """Like posts beside each other, for the party committee and leaders; fewer than three of a kind are not ranked."""
    groups = compare_like_posts(visit.session, visit.reader, year)
    return comparison_shape(visit.act.situation, year, groups)


@router.get("/performance/{year}/sheet", response_class=Response, responses=XLSX)
@needs(READ)
def get_sheet(visit: Reading, year: YearNumber) -> Response:
    """Sums and lines that one may see, and like posts for who may compare, as an Excel workbook."""
    situation = visit.act.situation
    sums = [sum_shape(situation, one) for one in sums_seen(visit.session, visit.reader, year)]
    together = may_see_all_performance(visit.roles)
    groups = compare_like_posts(visit.session, visit.reader, year) if together else None
    comparison = None if groups is None else comparison_shape(situation, year, groups)
    content = performance_workbook(sums, _lines(visit, year), comparison, visit.act.calendar)
    return sheet_response(content, f"{messages.text('performance.sheet_file')}{year}.xlsx")


@router.get("/performance/{year}/rehearsal")
@needs(READ)
def rehearse_year(visit: Reading, year: YearNumber) -> RehearsalShape:
    """What reckoning the year by the newest table would change, for whom. The party committee asks."""
    return rehearsal_shape(visit.act, year, rehearse(visit.act, visit.roles, year))


@router.post("/performance/{year}/reckon", response_model=Reckoned)
@needs(REGISTER)
def reckon_now(visit: Writing, year: YearNumber, body: ReckonBody) -> Response:
    """Reckon the year by the table that was rehearsed; refused where another one was deployed since."""
    return visit.once(200, lambda: Reckoned(changed=reckon_year(visit.act, visit.roles, year, body.digest)))


@router.get("/performance/entries/{entry_id}")
@needs(READ)
def get_entry(visit: Reading, entry_id: Key) -> EntryShape:
    """A line explained: the facts, the row of the table, its sentence, the record behind it, and what was before."""
    seen = get_entry_seen(visit.session, visit.reader, entry_id)
    bundle = visit.act.house.bundles.get(visit.session, seen.entry.digest)
    return entry_shape(visit.act, seen, bundle.decisions.get(POINTS))


@router.post("/performance/entries/{entry_id}/appeal", status_code=201, response_model=AppealRaised)
@needs(TASKS)
def appeal(visit: Writing, entry_id: Key, body: AppealBody) -> Response:
    """Appeal against a line of one's own, or, as its head, of the unit."""

    def do() -> AppealRaised:
        raised = raise_appeal(visit.act, entry_id, body.text)
        return AppealRaised(id=raised.id, entry_id=raised.entry_id)

    return visit.once(201, do)


@router.get("/negative-entries")
@needs(READ)
def list_negative_entries(
    visit: Reading,
    kind: Literal["talk", "circular", "false_report", "document_error", "discipline", "other"] | None = None,
    state: Literal["stands", "expired", "withdrawn"] | None = None,
    unit_id: Key | None = None,
    person_id: Key | None = None,
) -> NegativeList:
    """What one may see of the negative list, newest first."""
    wanted = NegativeFilter(visit.act.calendar.local_date(visit.act.now), kind, state, unit_id, person_id)
    found = list_negatives(visit.session, visit.reader, wanted)
    return NegativeList(
        items=[_negative(visit, entry, item) for entry, item in found],
        may_enter=[coded("negative", one) for one in BY_HAND if may_enter_negative(visit.roles, one)],
    )


def _negative(visit: Visit, entry: NegativeEntry, item: Item | None) -> NegativeShape:
    by_itself = entry.record_id is not None
    may_withdraw = may_withdraw_negative(visit.roles, entry.kind, by_itself=by_itself)
    return negative_shape(visit.act, entry, item, may_withdraw=may_withdraw)


@router.post("/negative-entries", status_code=201, response_model=NegativeShape)
@needs(REGISTER)
def enter_negative(visit: Writing, body: NegativeBody) -> Response:
    """Enter a document error with its analysis, or something else; discipline only by the party committee."""

    def do() -> NegativeShape:
        entry = enter_by_hand(visit.act, visit.roles, NewNegative(**body.model_dump()))
        return _negative(visit, entry, visit.session.get(Item, entry.item_id) if entry.item_id else None)

    return visit.once(201, do)


@router.post("/negative-entries/{negative_id}/withdraw", response_model=NegativeShape)
@needs(REGISTER)
def withdraw(visit: Writing, negative_id: Key, body: ReasonBody) -> Response:
    """Withdraw an entry with the reason; it stays on the record."""

    def do() -> NegativeShape:
        entry = withdraw_entry(visit.act, visit.roles, negative_id, body.reason)
        return _negative(visit, entry, visit.session.get(Item, entry.item_id) if entry.item_id else None)

    return visit.once(200, do)
