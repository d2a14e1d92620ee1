"""Signing in and out, and who is signed in."""

from collections.abc import Iterable
from datetime import datetime

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.edge import COOKIE, Reading, entry_of, give_cookie, site_of
from api.schemas.common import Named, Shape, unit_named
from api.schemas.light_looks import LightLook, light_looks
from api.scopes import needs
from engine.commands.people.sign_in import (
    Attempt,
    attempt_sign_in,
    finish_sign_in,
    forget_attempt,
    sign_out,
    verify_attempt,
)
from engine.commands.people.sign_in_records import record_refused
from engine.demo.accounts import DemoAccount, demo_accounts
from engine.domain.errors import DirectoryAway, NotFound, NotProved, TooManyAttempts, Unauthenticated
from engine.domain.light_looks import Look
from engine.people.scopes import ANYBODY, READ
from engine.people.sign_in_record import Entry
from engine.people.situation import Situation
from engine.site import Site
from engine.store.light_looks import own_looks
from engine.store.models import Person as PersonRecord
from engine.store.people import get_person
from engine.store.sign_ins import Ended
from engine.store.visitors import Badge

router = APIRouter(prefix="/session", tags=["session"])
log = structlog.get_logger()


class SignInBody(BaseModel):
    username: str = Field(max_length=60)
    password: str = Field(max_length=200)


class Person(Shape):
    id: int
    username: str
    name: str
    unit: Named | None
    post: str
    roles: list[str]


class Office(Shape):
    name: str


class Session(Shape):
    """Who is signed in, the token that unsafe requests must show, and the office's present moment.

    `own_lights` are those that the office calls or colours in its own way.
    `must_change_password`: nothing else is answered until the one-time password is changed.
    """

    person: Person
    csrf_token: str
    must_change_password: bool
    now: datetime
    office: Office
    own_lights: list[LightLook]
    testing: bool


class Farewell(Shape):
    """Where the browser goes to sign out at the provider; afterwards it stands at the sign-in page."""

    address: str


class Accounts(Shape):
    accounts: list[DemoAccount]


def _session(site: Site, person: PersonRecord, situation: Situation, badge: Badge, looks: Iterable[Look]) -> Session:
    return Session(
        person=Person(
            id=person.id,
            username=person.username,
            name=person.name,
            unit=unit_named(situation, situation.unit_of(person.id)),
            post=person.title,
            roles=sorted(situation.roles(person.id)),
        ),
        csrf_token=badge.csrf_token,
        must_change_password=badge.must_change_password,
        now=site.clock.now(),
        office=Office(name=site.settings.office_name),
        own_lights=light_looks(looks),
        testing=site.settings.testing,
    )


@router.get("")
@needs(READ, before_change=True)
def get_session(visit: Reading) -> Session:
    """The session of the cookie or token that was sent."""
    return _session(visit.site, visit.person, visit.act.situation, visit.badge, own_looks(visit.session).values())


@router.post("")
@needs(ANYBODY)
def open_session(body: SignInBody, request: Request, response: Response) -> Session:
    """Sign in; the cookie is HttpOnly and only sent to this site. 429 with Retry-After after too many failures."""
    site, entry = site_of(request), entry_of(request)
    try:
        with site.writing() as session:
            situation = site.act(session).situation
            attempt = attempt_sign_in(session, situation, body.username, entry, site.terms, site.machine_clock.now())
        way = _verified(site, attempt, body.password)
        with site.writing() as session:
            now = site.machine_clock.now()
            sign_out(session, request.cookies.get(COOKIE, ""), entry, now)
            situation = site.act(session).situation
            opened = finish_sign_in(session, situation, attempt, way, entry, site.terms, now)
            person = get_person(session, opened.person_id)
            looks = own_looks(session).values()
    except (TooManyAttempts, Unauthenticated) as refused:
        _record_refused(site, body.username, entry, waits=isinstance(refused, TooManyAttempts))
        raise
    give_cookie(request, response, opened)
    badge = Badge(csrf_token=opened.csrf_token, must_change_password=opened.must_change_password)
    return _session(site, person, situation, badge, looks)


def _record_refused(site: Site, username: str, entry: Entry, *, waits: bool) -> None:
    """After the refusal, whose transaction keeps nothing."""
    with site.writing() as session:
        record_refused(session, site.act(session).situation, username, entry, site.machine_clock.now(), waits=waits)


def _verified(site: Site, attempt: Attempt, password: str) -> str:
    """Outside any transaction, for it takes long on purpose; what the directory did not answer was no attempt."""
    try:
        return verify_attempt(attempt, password, site.directory)
    except Unauthenticated:
        log.warning("session.refused", person_id=attempt.person_id, subjects=attempt.subjects)
        raise
    except DirectoryAway:
        with site.writing() as session:
            forget_attempt(session, attempt, site.machine_clock.now())
        raise


@router.delete("", status_code=204, responses={200: {"model": Farewell}})
@needs(ANYBODY)
def close_session(request: Request) -> Response:
    """Sign out; without a session it is no harm. 200 where the browser is to sign out at the provider as well."""
    site, secret = site_of(request), request.cookies.get(COOKIE)
    ended = None
    if secret:
        with site.writing() as session:
            ended = sign_out(session, secret, entry_of(request), site.machine_clock.now())
    address = _farewell(site, ended)
    response = JSONResponse(Farewell(address=address).model_dump()) if address else Response(status_code=204)
    response.delete_cookie(COOKIE)
    return response


def _farewell(site: Site, ended: Ended | None) -> str | None:
    """Asked when the session here has ended, whatever the provider answers."""
    if site.provider is None or ended is None or ended.way != "provider":
        return None
    try:
        return site.provider.farewell(ended.id_token, site.machine_clock.now())
    except (DirectoryAway, NotProved) as error:
        log.warning("provider.not_left", reason=repr(str(error)))
        return None


@router.get("/demo")
@needs(ANYBODY)
def list_demo_accounts(request: Request) -> Accounts:
    """The demo office's accounts, only where it was loaded on purpose."""
    if not site_of(request).settings.demo:
        raise NotFound
    return Accounts(accounts=demo_accounts())
