"""The edge of every request: who asks, one transaction, committed once before the answer leaves."""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated

import structlog
from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.datastructures import FormData, UploadFile

from api.scopes import require_badge
from engine.act import Act
from engine.commands.people.sign_in import OpenedSession, find_sign_in, find_token
from engine.domain.errors import Invalid, NotAllowed, Problem, Unauthenticated
from engine.people.sign_in_record import Entry
from engine.queries.reader import Reader
from engine.site import Site
from engine.store import DatabaseCrowded, DatabaseFailed, Session
from engine.store.answers import take_key
from engine.store.definitions import confidential_keys
from engine.store.models import GivenAnswer, Person, TakenDelivery
from engine.store.people import get_person
from engine.store.runtime import runtime_of
from engine.store.sign_ins import note_seen
from engine.store.tasks import apart_principals
from engine.store.visitors import Badge, Visitor

COOKIE = "duban_session"
SEEN_EVERY = timedelta(minutes=1)
LONGEST_KEY = 100
LONGEST_NUMBER = 10
log = structlog.get_logger()


@dataclass(frozen=True)
class Visit:
    """One request by one person in one transaction."""

    request: Request
    site: Site
    session: Session
    act: Act
    person_id: int
    roles: frozenset[str]
    badge: Badge

    @property
    def reader(self) -> Reader:
        """Who looks at lists and pages."""
        confidential, apart = confidential_keys(self.session), apart_principals(self.session)
        return Reader(self.person_id, self.roles, self.act.situation, confidential, apart)

    @property
    def person(self) -> Person:
        """Read when asked for: most requests need no more than who it is."""
        return get_person(self.session, self.person_id)

    def once(self, status: int, do: Callable[[], BaseModel]) -> Response:
        """Do it and answer; with an Idempotency-Key that was seen before, give the same answer again."""
        key = _idempotency_key(self.request)
        if key is None:
            return JSONResponse(do().model_dump(mode="json"), status_code=status)
        fingerprint = _fingerprint(self.request)
        answer = GivenAnswer(key=key, person_id=self.person_id, fingerprint=fingerprint, at=self.act.now)
        return answer_once(self.session, answer, Problem("request.key_reused", field="Idempotency-Key"), status, do)


def answer_once(
    session: Session,
    answer: GivenAnswer | TakenDelivery,
    reused: Problem,
    status: int,
    do: Callable[[], BaseModel],
) -> Response:
    """Take the key before acting, so that of two at once one acts and the other gives the same answer."""
    fingerprint = answer.fingerprint
    kept, is_ours = take_key(session, answer)
    if is_ours:
        kept.status, kept.body = status, do().model_dump(mode="json")
    elif kept.fingerprint != fingerprint:
        raise Invalid([reused])
    return JSONResponse(kept.body, status_code=kept.status)


def _idempotency_key(request: Request) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is not None and len(key) > LONGEST_KEY:
        raise Invalid([Problem("request.key_long", {"length": LONGEST_KEY}, field="Idempotency-Key")])
    return key


def _fingerprint(request: Request) -> str:
    """What makes two requests the same: method, address, and the body or the uploaded files."""
    whole = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    form: FormData | None = getattr(request, "_form", None)
    if form is None:
        whole.update(getattr(request, "_body", b""))
    for name, part in form.multi_items() if form else ():
        whole.update(f"{name}\n".encode())
        whole.update(_content(part) if isinstance(part, UploadFile) else part.encode())
    return whole.hexdigest()


def _content(upload: UploadFile) -> bytes:
    """Name and content; the route has read it already, so it is read from its beginning."""
    upload.file.seek(0)
    return f"{upload.filename}\n".encode() + upload.file.read()


def entry_of(request: Request) -> Entry:
    """Where the request comes from; behind a proxy that is trusted, the address that it names."""
    return Entry(request.client.host if request.client else "", request.headers.get("user-agent", ""))


def give_cookie(request: Request, response: Response, opened: OpenedSession) -> None:
    """The session's secret, for the browser only: no script reads it, no other site sends it."""
    log.info("session.opened", person_id=opened.person_id, address=entry_of(request).address)
    response.set_cookie(
        COOKIE,
        opened.secret,
        max_age=int(site_of(request).terms.longest.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


def site_of(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


@contextmanager
def looking(request: Request, *, counts: bool = True) -> Iterator[Visit]:
    """A visit that reads, for a route that does more than that; others ask for `Reading`.

    What a page asks by itself does not count: a session ends where nobody does anything.
    """
    site = site_of(request)
    with site.reading() as session:
        visit = _visit(request, site, session)
        yield visit
    if counts:
        _note_seen(site, visit.badge)


def _reading(request: Request) -> Iterator[Visit]:
    with looking(request) as visit:
        yield visit


@contextmanager
def visiting(request: Request) -> Iterator[Visit]:
    """A visit that writes, for a route called so often that it keeps to one thread; others ask for `Writing`."""
    site = site_of(request)
    with site.writing() as session:
        visit = _visit(request, site, session)
        _require_csrf(request, visit)
        if _is_stale(site, visit.badge):
            note_seen(session, visit.badge.session_id or 0, site.machine_clock.now())
        yield visit
    ring_for(site, session)


def _writing(request: Request) -> Iterator[Visit]:
    with visiting(request) as visit:
        yield visit


class _Rehearsed(Exception):
    """Ends a rehearsal, so that nothing of it is kept."""


def rehearsing(request: Request, do: Callable[[Visit], BaseModel]) -> Response:
    """Do it and answer what it would have done; nothing is kept, and nobody is told."""
    answer: BaseModel | None = None
    with suppress(_Rehearsed), visiting(request) as visit:
        answer = do(visit)
        visit.session.flush()
        raise _Rehearsed
    return JSONResponse(answer.model_dump(mode="json") if answer else None)


def ring_for(site: Site, session: Session) -> None:
    """After the commit, where something is due at once; all else is found by the tick."""
    if runtime_of(session).has_work:
        site.ring()


def _visit(request: Request, site: Site, session: Session) -> Visit:
    visitor = _who(request, site, session)
    if visitor is None:
        raise Unauthenticated
    person_id, act = visitor.person_id, site.act(session, visitor.person_id)
    situation = act.situation
    if not situation.works_here(person_id):
        raise Unauthenticated
    require_badge(request, visitor.badge)
    act = replace(act, post=situation.post_line(person_id), request_id=request.state.request_id)
    return Visit(request, site, session, act, person_id, situation.roles(person_id), visitor.badge)


def _who(request: Request, site: Site, session: Session) -> Visitor | None:
    now = site.machine_clock.now()
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return find_token(session, secret.strip(), now)
    cookie = request.cookies.get(COOKIE)
    return find_sign_in(session, cookie, site.terms, now) if cookie else None


def _is_stale(site: Site, badge: Badge) -> bool:
    """Noted once a minute at most: who only reads should not write each time."""
    return badge.seen_at is not None and site.machine_clock.now() - badge.seen_at >= SEEN_EVERY


def _note_seen(site: Site, badge: Badge) -> None:
    """After the reading, in a transaction of its own; where the database cannot just now, the next request does it."""
    if badge.session_id is None or not _is_stale(site, badge):
        return
    try:
        with site.writing() as session:
            note_seen(session, badge.session_id, site.machine_clock.now())
    except (DatabaseFailed, DatabaseCrowded) as error:
        log.warning("session.not_noted", error=str(error))


def _require_csrf(request: Request, visit: Visit) -> None:
    """A cookie alone does not write: the page must show the token it was given at sign-in."""
    if visit.badge.csrf_token and not hmac.compare_digest(
        visit.badge.csrf_token.encode(), request.headers.get("x-csrf-token", "").encode()
    ):
        raise NotAllowed([Problem("request.csrf", field="X-CSRF-Token")])


Reading = Annotated[Visit, Depends(_reading, scope="function")]
Writing = Annotated[Visit, Depends(_writing, scope="function")]


def expected_version(request: Request) -> int | None:
    """The task version in If-Match, if one was sent."""
    header = request.headers.get("if-match")
    if header is None:
        return None
    text = header.strip().strip('"')
    if not (text.isdecimal() and len(text) < LONGEST_NUMBER):
        raise Invalid([Problem("request.if_match", field="If-Match")])
    return int(text)
