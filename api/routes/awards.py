"""Awards: listed, one with its documents, revoked; results and evidence of a cycle; the page without sign-in."""

import hashlib
import time
from tempfile import SpooledTemporaryFile
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from api.downloads import download_headers
from api.edge import Reading, Writing, entry_of, site_of
from api.schemas.awards import (
    AwardDetail,
    AwardRow,
    PublishedAwards,
    RevocationBody,
    RevocationStarted,
    RevocationState,
    award_detail,
    award_row,
    published,
)
from api.schemas.common import Key, Page, coded, cursor_of
from api.schemas.instances import ReasonBody
from api.scopes import needs
from api.sheets import XLSX, sheet_response
from api.throttle import Throttle
from engine.commands.commendation.start_revocation import start_revocation
from engine.commands.commendation.withdraw_revocation import withdraw_revocation
from engine.documents.sheet_writer import write_workbook
from engine.domain import messages
from engine.domain.errors import NotAllowed
from engine.people.policy import may_read_revocation
from engine.people.scopes import ANYBODY, READ, REGISTER
from engine.queries.award_results import results_of
from engine.queries.awards import get_award_seen, list_awards, published_awards, published_years
from engine.queries.commendation import get_cycle_seen
from engine.queries.record.evidence import cycle_subject, write_evidence
from engine.store.commendation import get_cycle
from engine.store.people import people_by_id

router = APIRouter(tags=["awards"])
CACHED = "public, max-age=60"
IN_MEMORY = 16 * 2**20
ZIP = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}
YearNumber = Annotated[int, Path(ge=2000, le=2100)]


@router.get("/commendation/awards")
@needs(READ)
def list_all_awards(
    visit: Reading,
    cycle_id: Key | None = None,
    year: Annotated[int | None, Query(ge=2000, le=2100)] = None,
    state: Literal["stands", "revoked"] | None = None,
    cursor: str | None = None,
) -> Page[AwardRow]:
    """Every award, those of the newest cycle first; everybody in the office may know of them."""
    rows, after = list_awards(visit.session, cycle_id=cycle_id, year=year, state=state, offset=cursor_of(cursor))
    items = [award_row(visit.act, one) for one in rows]
    return Page[AwardRow](items=items, next=None if after is None else str(after))


@router.get("/commendation/awards/{award_id}")
@needs(READ)
def get_one_award(visit: Reading, award_id: Key) -> AwardDetail:
    """An award with its documents, and for those concerned with what it is to be revoked for."""
    seen = get_award_seen(visit.session, visit.reader, award_id)
    people = people_by_id(visit.session, {one.ordered_by_id for one in seen.documents if one.ordered_by_id})
    return award_detail(visit.act, seen, people)


@router.post("/commendation/awards/{award_id}/revocation", status_code=201, response_model=RevocationStarted)
@needs(REGISTER)
def start_one_revocation(visit: Writing, award_id: Key, body: RevocationBody) -> Response:
    """Have an award examined again, with the facts; one at a time. The party committee office does it."""

    def started() -> RevocationStarted:
        found = start_revocation(visit.act, visit.roles, award_id, body.grounds, body.facts)
        return RevocationStarted(id=found.id, number=found.number, instance_id=found.instance_id)

    return visit.once(201, started)


@router.post("/commendation/revocations/{revocation_id}/withdraw", response_model=RevocationState)
@needs(REGISTER)
def withdraw_one_revocation(visit: Writing, revocation_id: Key, body: ReasonBody) -> Response:
    """End a procedure on an award before it is decided, with a reason; the award stands."""

    def withdrawn() -> RevocationState:
        found = withdraw_revocation(visit.act, visit.roles, revocation_id, body.reason)
        return RevocationState(id=found.id, state=coded("revocation", found.state))

    return visit.once(200, withdrawn)


@router.get("/commendation/cycles/{cycle_id}/results", response_class=Response, responses=XLSX)
@needs(READ)
def get_results(visit: Reading, cycle_id: Key) -> Response:
    """The results as an Excel workbook: nominees, checks, opinions, points, votes; for who sees all nominations."""
    seen = get_cycle_seen(visit.act, visit.reader, cycle_id)
    sheets = results_of(visit.session, visit.act, visit.reader, seen)
    return sheet_response(write_workbook(sheets), messages.text("award_results.file", title=seen.cycle.title))


@router.get("/commendation/cycles/{cycle_id}/evidence", response_class=Response, responses={200: {"content": ZIP}})
@needs(READ)
def get_evidence_of_cycle(visit: Reading, cycle_id: Key) -> Response:
    """The evidence of a cycle, verified without the product; for the party committee office and the auditor."""
    cycle = get_cycle(visit.session, cycle_id)
    if not may_read_revocation(visit.roles, concerned=False):
        raise NotAllowed
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        subject = cycle_subject(visit.session, cycle)
        write_evidence(visit.session, file, subject, visit.act.now, visit.act.house.office_name)
        file.seek(0)
        return Response(file.read(), media_type="application/zip", headers=download_headers(f"{cycle.number}.zip"))


@router.get("/public/awards/{year}", response_model=PublishedAwards)
@needs(ANYBODY)
def get_published(request: Request, year: YearNumber) -> Response:
    """What was awarded in a year and may be known outside; kept by caches for a minute. Throttled by address."""
    throttle: Throttle = request.app.state.throttles["reads"]
    throttle.count(entry_of(request).address, time.monotonic())
    site = site_of(request)
    with site.reading() as session:
        awards, years = published_awards(session, year), published_years(session)
        body = published(site.act(session), year, years, awards).model_dump_json().encode()
    headers = {"Cache-Control": CACHED, "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
