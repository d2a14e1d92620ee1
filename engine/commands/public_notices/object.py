"""Somebody objects to what is on notice, from inside or from the page without sign-in."""

from dataclasses import dataclass, replace

from engine.act import Act
from engine.actions.public_notices import stop_clock
from engine.commands.instances.tell import tell
from engine.domain.ballot import RECEIPT
from engine.domain.errors import Conflict, Invalid, NotFound, Problem
from engine.domain.public_notice import NoticeRule
from engine.store.events import append_event
from engine.store.models import Objection, PublicNotice
from engine.store.public_notices import UNDER_WAY, count_open_objections, find_by_slug, find_objection, get_notice
from engine.store.runtime import lock_instance

MESSAGE = "objection-raised"
SHORTEST, LONGEST = 5, 4000
LONGEST_NAME, LONGEST_CONTACT = 60, 120
MOST_OPEN = 200


@dataclass(frozen=True)
class Raising:
    """`code` is made by the objector's own device: it reads the answer, and makes a repeated request harmless."""

    code: str
    text: str
    name: str = ""
    contact: str = ""


def raise_objection(act: Act, slug: str, raising: Raising) -> Objection:
    """Who is signed in objects as themselves unless they give no name: then nothing is written of who it was.

    NotFound where there is no such notice, or it is within a unit and nobody is signed in; Conflict when it is over;
    Invalid with everything that is wrong.
    """
    found = find_by_slug(act.session, slug)
    if found is None or (found.unit_id is not None and act.actor_id is None):
        raise NotFound
    instance = lock_instance(act.session, found.instance_id)
    is_outside = act.actor_id is None
    act = act if raising.name.strip() else replace(act, actor_id=None, post=None, request_id=None)
    notice = get_notice(act.session, found.id)
    before = find_objection(act.session, raising.code)
    if before is not None:
        return _same(before, notice, raising)
    _allow(act, notice, is_outside=is_outside)
    _validate(notice, raising)
    objection = Objection(
        code=raising.code,
        notice_id=notice.id,
        name=raising.name.strip(),
        contact=raising.contact.strip(),
        text=raising.text.strip(),
        person_id=act.actor_id,
        raised_at=act.now,
    )
    act.session.add(objection)
    act.session.flush()
    stop_clock(act, notice)
    data = {"notice": notice.slug, "objection": objection.id, "named": bool(objection.name)}
    append_event(instance, "notice.objection_raised", act.origin, name=notice.title, data=data)
    payload = {"objection_id": objection.id, "objection_text": objection.text, "notice_name": notice.name}
    if tell(act, instance, MESSAGE, payload):
        objection.is_caught = True
        act.session.flush()
    return objection


def _same(before: Objection, notice: PublicNotice, raising: Raising) -> Objection:
    """The request again; another text under the same code is refused."""
    if before.notice_id != notice.id or before.text != raising.text.strip():
        raise Conflict([Problem("notice.code_taken", field="/code")])
    return before


def _allow(act: Act, notice: PublicNotice, *, is_outside: bool) -> None:
    if is_outside and not notice.rule["public"]:
        raise Conflict([Problem("notice.inside_only")])
    if notice.state not in UNDER_WAY or (notice.ends_at is not None and act.now >= notice.ends_at):
        raise Conflict([Problem("notice.over")])
    if count_open_objections(act.session, notice.id) >= MOST_OPEN:
        raise Conflict([Problem("notice.too_many")])


def _validate(notice: PublicNotice, raising: Raising) -> None:
    problems = [] if RECEIPT.fullmatch(raising.code) else [Problem("notice.code", field="/code")]
    if not SHORTEST <= len(raising.text.strip()) <= LONGEST:
        problems.append(Problem("notice.text", {"least": SHORTEST, "most": LONGEST}, field="/text"))
    for field, most in (("name", LONGEST_NAME), ("contact", LONGEST_CONTACT)):
        given = getattr(raising, field).strip()
        if len(given) > most:
            problems.append(Problem("notice.long", {"most": most}, field=f"/{field}"))
        elif not given and not NoticeRule(**notice.rule).anonymous:
            problems.append(Problem("notice.name_needed", field=f"/{field}"))
    if problems:
        raise Invalid(problems)
