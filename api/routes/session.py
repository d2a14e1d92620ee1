"""Signing in and out, and who is signed in."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.edge import COOKIE, Reading, site_of
from api.schemas.common import Named, Shape, unit_named
from engine.commands.people.sign_in import SESSION_LENGTH, sign_in, sign_out
from engine.demo.accounts import DemoAccount, demo_accounts
from engine.domain.clock import SystemClock
from engine.domain.errors import NotFound
from engine.people.situation import Situation
from engine.site import Site
from engine.store.models import Person as PersonRecord
from engine.store.people import get_person

router = APIRouter(prefix="/session", tags=["session"])


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
    """Who is signed in, the token that unsafe requests must show, and the office's present moment."""

    person: Person
    csrf_token: str
    now: datetime
    office: Office
    testing: bool


class Accounts(Shape):
    accounts: list[DemoAccount]


def _session(site: Site, person: PersonRecord, situation: Situation, csrf_token: str) -> Session:
    return Session(
        person=Person(
            id=person.id,
            username=person.username,
            name=person.name,
            unit=unit_named(situation, situation.unit_of(person.id)),
            post=person.title,
            roles=sorted(situation.roles(person.id)),
        ),
        csrf_token=csrf_token,
        now=site.clock.now(),
        office=Office(name=site.settings.office_name),
        testing=site.settings.testing,
    )


@router.get("")
def get_session(visit: Reading) -> Session:
    """The session of the cookie or token that was sent."""
    return _session(visit.site, visit.person, visit.act.situation, visit.csrf_token)


@router.post("")
def open_session(body: SignInBody, request: Request, response: Response) -> Session:
    """Sign in; the cookie is HttpOnly and only sent to this site."""
    site = site_of(request)
    with site.writing() as session:
        situation = site.act(session).situation
        opened = sign_in(session, situation, body.username, body.password, SystemClock().now())
        person = get_person(session, opened.person_id)
    response.set_cookie(
        COOKIE,
        opened.secret,
        max_age=int(SESSION_LENGTH.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return _session(site, person, situation, opened.csrf_token)


@router.delete("", status_code=204)
def close_session(request: Request, response: Response) -> None:
    """Sign out; without a session it is no harm."""
    secret = request.cookies.get(COOKIE)
    if secret:
        with site_of(request).writing() as session:
            sign_out(session, secret)
    response.delete_cookie(COOKIE)


@router.get("/demo")
def list_demo_accounts(request: Request) -> Accounts:
    """The demo office's accounts, only where it was loaded on purpose."""
    if not site_of(request).settings.demo:
        raise NotFound
    return Accounts(accounts=demo_accounts())
