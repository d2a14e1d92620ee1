"""Who may do what over HTTP: every operation of the OpenAPI document asked for by everybody, and what each is answered.

`python -m tests.support.permissions` writes the matrix anew; look at the difference before you commit it.
"""

import itertools
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from api.app import make_app
from engine.act import Act
from engine.actions.reckoning import reckon_as_bound
from engine.catalog import BundleCatalog
from engine.commands.attachments.attach import Place, Received, attach
from engine.commands.commendation.nominate import Nominee, nominate
from engine.commands.commendation.open_cycle import Category, CyclePlan, open_cycle
from engine.commands.commendation.start_revocation import start_revocation
from engine.commands.notices.channels import Entry as ChannelEntry
from engine.commands.notices.channels import enter_channel
from engine.commands.people.absences import Entry, enter_absence
from engine.commands.performance.negative import NewNegative, enter_by_hand
from engine.commands.reviews.enter_tasks import NewTask, enter_tasks
from engine.commands.reviews.open_year import Seat, YearPlan, open_year
from engine.commands.supervision.imports import import_plan
from engine.jobs.filing import file_waiting
from engine.site import KNOWN, Site
from engine.store import Session
from engine.store.commendation import categories_of
from engine.store.models import (
    Attachment,
    Award,
    ImportDraft,
    Item,
    KeyTask,
    Matter,
    NegativeEntry,
    Nomination,
    Notice,
    OfficialDocument,
    OutboxMail,
    PerformanceEntry,
    PersonRole,
    Task,
)
from engine.store.performance import entries_of
from tests.support.deciding import ballot_of, begin, notice_of, objecting, on_notice, receipt
from tests.support.in_process import InProcess
from tests.support.matter import dispatch
from tests.support.notices import OF_2027
from tests.support.office import (
    ADMINISTRATOR,
    DESIGNER,
    HANDLER,
    LEADER,
    MONDAY,
    OFFICER,
    SUBSTITUTE,
    UNIT_HEAD,
    act_of,
    furnish,
    open_site,
    person,
    roles,
)
from tests.support.openings import whole
from tests.support.server import token_of

FILE = Path(__file__).resolve().parent / "permissions.toml"
AUDITOR, PARTY_COMMITTEE, STRANGER = "yuanye", "renhong", "panying"
# By role and by what they are to the item: its A and B handler, their head, its officer, its leader; and those who are
# nothing to it. `nobody` has not signed in.
PEOPLE: Mapping[str, str] = {
    "nobody": "",
    "stranger": STRANGER,
    "handler": HANDLER,
    "substitute": SUBSTITUTE,
    "unit_head": UNIT_HEAD,
    "officer": OFFICER,
    "leader": LEADER,
    "party_committee": PARTY_COMMITTEE,
    "designer": DESIGNER,
    "auditor": AUDITOR,
    "administrator": ADMINISTRATOR,
}
ANSWERS = {401: "sign in", 403: "no", 404: "not there"}
LATER = {"starts_at": "2026-02-02T01:00:00Z", "ends_at": "2026-02-03T01:00:00Z"}
REASON = {"reason": "试"}
ROBOT = ChannelEntry("综合处群", "wecom", ["urge"], "https://robot.example/send?key=k")
RECEIPT = receipt(31)
OBJECTION = {"code": RECEIPT, "text": "材料与事实不符", "name": "群众甲", "contact": "13800000000"}
BODIES: Mapping[str, Any] = {
    "POST /absences": LATER,
    "POST /organisation/changes": {"changes": [{"type": "unit", "code": "new", "name": "新设处"}]},
    "POST /organisation/sync": {"dry_run": True},
    "POST /calendar/changes": {"days": [{"date": "2026-01-08", "kind": "off"}]},
    "POST /calendar/read": {"text": OF_2027},
    "POST /tasks/{task_id}/complete": {"variables": {"decision": "sign"}},
    "POST /notices/{notice_id}/open": {},
    "PUT /notices/preference": {},
    "PUT /notices/office-preference": {},
    "PUT /notice-texts/{notice_kind}": {"restore": True},
    "POST /notice-texts/{notice_kind}/preview": {"item_id": 1, "subject": "试", "lead": "试", "robot": "试"},
    "POST /channels": {"name": "试", "kind": "wecom", "events": ["urge"], "url": "https://robot.example/x"},
    "PUT /channels/{channel_id}": {"name": "试用", "kind": "wecom", "events": ["urge"]},
    "POST /tasks/bulk": {"verb": "claim", "tasks": []},
    "POST /tasks/{task_id}/transfer": {**REASON, "to": 1},
    "POST /tasks/{task_id}/delegate": {**REASON, "to": 1},
    "POST /tasks/{task_id}/hand-back": {},
    "POST /tasks/{task_id}/return": REASON,
    "POST /tasks/{task_id}/signers": {**REASON, "people": [1], "position": "before"},
    "POST /tasks/{task_id}/sign": {"agree": True},
    "POST /tasks/{task_id}/copy": {"people": [1]},
    "PUT /tasks/{task_id}/draft": {},
    "POST /tasks/{task_id}/comment": {"text": "试"},
    "POST /tasks/{task_id}/urge": {"text": "试"},
    "POST /tasks/{task_id}/answer-urge": {"text": "试"},
    "POST /instances": {"key": "supervision-matter"},
    "POST /instances/{instance_id}/cancel": REASON,
    "POST /instances/{instance_id}/suspend": REASON,
    "POST /instances/{instance_id}/resume": REASON,
    "POST /instances/{instance_id}/modify": {**REASON, "variables": {}},
    "POST /instances/{instance_id}/migrate": REASON,
    "POST /instances/{instance_id}/retry": REASON,
    "POST /messages": {"name": "m"},
    "POST /signals": {"name": "s"},
    "POST /scheduled-starts/{start_id}/retry": REASON,
    "PUT /imports/{import_id}": {"rows": []},
    "POST /imports/{import_id}/confirm": {
        "title": "t",
        "source": "s",
        "issuer": "i",
        "urgency": "平件",
        "received_on": "2026-01-05",
    },
    "POST /matters": {"title": "t", "source": "s", "issuer": "i", "urgency": "平件", "received_on": "2026-01-05"},
    "PUT /matters/{matter_id}/items": {"rows": []},
    "POST /items/{item_id}/urge": REASON,
    "POST /items/{item_id}/instructions": {"text": "试", "dated_on": "2026-01-05", "leader_post_id": 1},
    "POST /matters/{matter_id}/instructions": {"text": "试", "dated_on": "2026-01-05", "leader_post_id": 1},
    "POST /items/{item_id}/split": {**REASON, "rows": []},
    "POST /items/{item_id}/merge": {**REASON, "item_ids": []},
    "PUT /items/{item_id}/milestones": {**REASON, "milestones": []},
    "POST /items/{item_id}/milestones/{milestone_id}/reach": {"evidence": "试"},
    "POST /duplicates": {},
    "PUT /numbering": {"formats": [], "sources": []},
    "PUT /lights": {"lights": []},
    "PUT /asking/caps": {"caps": [{}]},
    "POST /items/{item_id}/watch": REASON,
    "POST /items/{item_id}/supervise": REASON,
    "POST /items/{item_id}/circular": REASON,
    "POST /items/{item_id}/talk": REASON,
    "POST /items/{item_id}/step-down": REASON,
    "POST /items/steps": {**REASON, "item_ids": [1], "step": "urge"},
    "POST /definitions/{key}/carry-over": {**REASON, "dry_run": True},
    "POST /items/{item_id}/requests/{name}": {"variables": REASON},
    "POST /ballots/{ballot_id}/votes": {"receipt": RECEIPT, "choices": {"a": "for"}},
    "POST /ballots/{ballot_id}/recusals": {**REASON, "person_id": 1},
    "POST /ballots/{ballot_id}/cancel": REASON,
    "POST /public-notices/{public_notice_id}/objections": OBJECTION,
    "POST /public-notices/{public_notice_id}/withdraw": REASON,
    "POST /objections/{objection_id}/answer": {"finding": "unfounded", "answer": "经核查不属实"},
    "POST /public/notices/{slug}/objections": OBJECTION,
    "POST /deliveries/mails/{mail_id}/resend": REASON,
    "POST /deliveries/calls/{call_id}/resend": REASON,
    "POST /reviews": {
        "year": 2027,
        "gates": ["2027-01-11", "2027-04-12", "2027-07-12", "2027-10-18"],
        "seats": [{"person_id": 1, "is_chair": True}, {"person_id": 2}, {"person_id": 3}],
    },
    "POST /reviews/{year}/tasks": {"tasks": [{"unit_id": 2, "title": "t"}]},
    "POST /performance/{year}/reckon": {"digest": "0" * 64},
    "POST /performance/entries/{entry_id}/appeal": {"text": "试"},
    "POST /negative-entries": {"kind": "other", "text": "试", "occurred_on": "2026-01-05", "unit_id": 2},
    "POST /negative-entries/{negative_id}/withdraw": REASON,
    "POST /commendation/cycles": {
        "title": "t",
        "year": 2026,
        "nominate_until": "2026-03-02",
        "contact": "c",
        "categories": [{"name": "n", "subject": "person", "quota": 1}],
        "seats": [{"person_id": 1, "is_chair": True}, {"person_id": 2}, {"person_id": 3}],
    },
    "POST /commendation/cycles/{cycle_id}/cancel": REASON,
    "POST /commendation/cycles/{cycle_id}/nominations": {"category_id": 1, "unit_id": 2, "deeds": "d"},
    "POST /commendation/nominations/{nomination_id}/keep-unposted": REASON,
    "POST /commendation/nominations/{nomination_id}/withdraw": REASON,
    "POST /commendation/revocations/{revocation_id}/withdraw": REASON,
    "POST /commendation/awards/{award_id}/revocation": {"grounds": "other", "facts": "f"},
    "POST /official-documents/briefings": {"month": "2026-01"},
    "POST /official-documents/{document_id}/versions": REASON,
    "POST /official-documents/{document_id}/retry": REASON,
    "POST /session": {"username": HANDLER, "password": "wrong"},
    "PUT /account/password": {"old": "wrong", "new": "wrong"},
    "POST /account/tokens": {"label": "t", "scopes": ["read"], "days": 1},
}
FILES: Mapping[str, tuple[str, str, bytes]] = {
    "POST /imports": ("file", "plan.txt", "一、要抓紧办理。".encode()),
    "POST /organisation/sheet": ("file", "a.xlsx", b"no workbook"),
    "POST /absences/sheet": ("file", "a.xlsx", b"no workbook"),
    "POST /items/sheet": ("file", "a.xlsx", b"no workbook"),
    "POST /items/sheet/marked": ("file", "a.xlsx", b"no workbook"),
    "POST /reviews/{year}/sheet": ("file", "a.xlsx", b"no workbook"),
    "POST /reviews/{year}/sheet/marked": ("file", "a.xlsx", b"no workbook"),
    "POST /calendar/read-sheet": ("file", "days.txt", b""),
    "POST /definitions": ("files", "a.bpmn", b"<definitions/>"),
    "POST /definitions/check": ("files", "a.bpmn", b"<definitions/>"),
}
RAW: Mapping[str, bytes] = {
    "POST /tasks/{task_id}/attachments": b"a note",
    "POST /items/{item_id}/attachments": b"a note",
    "POST /commendation/nominations/{nomination_id}/attachments": b"a note",
}
QUERIES: Mapping[str, Mapping[str, str]] = {
    "GET /calendar/due-moment": {"from": "2026-01-05T09:30:00+08:00", "working_hours": "3"},
    "GET /calendar/due": {"from": "2026-01-05", "working_days": "3"},
}
PREFIX = "/api/v1"


# By the id in a path, how one looks at what it names; and ids of nothing.
SIGHT: Mapping[str, str] = {
    "{task_id}": "GET /tasks/{task_id}",
    "{instance_id}": "GET /instances/{instance_id}",
    "{item_id}": "GET /items/{item_id}",
    "{matter_id}": "GET /matters/{matter_id}",
    "{import_id}": "GET /imports/{import_id}",
    "{mail_id}": "GET /mailbox/{mail_id}",
    "{absence_id}": "GET /absences/{absence_id}/work",
    "{attachment_id}": "GET /attachments/{attachment_id}/content",
    "{key_task_id}": "GET /key-tasks/{key_task_id}",
    "{nomination_id}": "GET /commendation/nominations/{nomination_id}",
    "{document_id}": "GET /official-documents/{document_id}/content",
    "{notice_id}": "POST /notices/{notice_id}/open",
    "{ballot_id}": "GET /ballots/{ballot_id}",
    "{entry_id}": "GET /performance/entries/{entry_id}",
}
NOTHING: Mapping[str, Any] = {part[1:-1]: 987_654 for part in SIGHT} | {
    "task_id": "00000000-0000-4000-8000-000000000000",
    "public_notice_id": 987_654,
    "objection_id": 987_654,
    "slug": "nothing",
    "code": "nothing",
    "key": "supervision-item",
    "version": 1,
    "kind": "mails",
    "name": "suspension",
    "year": 2099,
    "notice_kind": "urge",
    "channel_id": 987_654,
    "negative_id": 987_654,
    "award_id": 987_654,
    "revocation_id": 987_654,
    "cycle_id": 987_654,
}


@dataclass(frozen=True)
class Answer:
    """The status, and the code of the problem where it is one."""

    status: int
    code: str

    @property
    def word(self) -> str:
        """As the matrix has it: sign in, no, not there, or yes."""
        return ANSWERS.get(self.status, "yes")


@dataclass(frozen=True)
class Answers:
    """`found`: by operation and person; `about_nothing`: about a thing that somebody does not see, and about none."""

    found: Mapping[str, Mapping[str, Answer]]
    about_nothing: Mapping[str, tuple[Answer, Answer]]

    @property
    def matrix(self) -> dict[str, dict[str, str]]:
        return {name: {who: answer.word for who, answer in row.items()} for name, row in self.found.items()}


def prepare(site: Site) -> dict[str, Any]:
    """What every request asks for: an item that waits to be signed for, and what came about with it."""
    dispatch(site, milestones=[{"title": "初稿", "due_on": "2026-01-12", "percent": 40}])
    file_waiting(site)
    voting, shown = begin(site), on_notice(site)
    objection = objecting(site, shown)
    published = notice_of(site, shown)
    decided = {
        "public_notice_id": published.id,
        "slug": published.slug,
        "objection_id": objection.id,
        "code": objection.code,
    }
    with site.writing() as session:
        session.add(PersonRole(person_id=person(session, AUDITOR).id, role="auditor"))
        session.flush()
        act = act_of(site, session, HANDLER)
        entry = Entry(person(session, HANDLER).id, MONDAY.replace(month=3), MONDAY.replace(month=4))
        absence = enter_absence(act, roles(session, HANDLER), entry)
        import_plan(act_of(site, session, OFFICER), roles(session, OFFICER), "plan.txt", "一、要抓紧办理。".encode())
        key_task = _reviewed(session, site)
        negative, line = _held_against(session, site)
        nomination = _nominated(session, site)
        session.flush()
        item = session.scalars(select(Item)).one()
        note = _attached(act, session.scalars(select(Task).where(Task.element_id == "sign")).one())
        mail = select(OutboxMail.id).where(OutboxMail.person_id == person(session, HANDLER).id).limit(1)
        notice = select(Notice.id).where(Notice.person_id == person(session, HANDLER).id).limit(1)
        channel = enter_channel(act_of(site, session, ADMINISTRATOR), roles(session, ADMINISTRATOR), ROBOT)
        return {
            "task_id": session.scalars(select(Task.id).where(Task.element_id == "sign")).one(),
            "instance_id": item.instance_id,
            "item_id": item.id,
            "matter_id": session.scalars(select(Matter.id)).one(),
            "import_id": session.scalars(select(ImportDraft.id)).one(),
            "mail_id": session.scalars(mail).one(),
            "absence_id": absence.id,
            "attachment_id": note.id,
            "key_task_id": key_task.id,
            "cycle_id": nomination.cycle_id,
            "nomination_id": nomination.id,
            "award_id": (award := _awarded(session, nomination)).id,
            "revocation_id": _to_be_revoked(session, site, award),
            "year": 2026,
            "document_id": session.scalars(
                select(OfficialDocument.id).where(OfficialDocument.item_id.is_not(None))
            ).one(),
            "ballot_id": ballot_of(site, voting).id,
            **decided,
            "key": "supervision-item",
            "version": 1,
            "kind": "mails",
            "name": "suspension",
            "notice_id": session.scalars(notice).one(),
            "notice_kind": "urge",
            "channel_id": channel.id,
            "negative_id": negative.id,
            "entry_id": line.id,
        }


def _held_against(session: Session, site: Site) -> tuple[NegativeEntry, PerformanceEntry]:
    """A document error of the handler, and the line of performance that it makes."""
    act, own, who = act_of(site, session, OFFICER), roles(session, OFFICER), person(session, HANDLER).id
    new = NewNegative("document_error", "文号写错", MONDAY.date(), person_id=who, cause="套用旧稿", correction="重发")
    entered = enter_by_hand(act, own, new)
    reckon_as_bound(act, MONDAY.year)
    return entered, entries_of(session, year=MONDAY.year, person_id=who)[0]


def _reviewed(session: Session, site: Site) -> KeyTask:
    """A year of 四同步 with one key task of the handler's unit."""
    act, own = act_of(site, session, PARTY_COMMITTEE), roles(session, PARTY_COMMITTEE)
    members = [Seat(person_id=person(session, one).id, is_chair=one == LEADER) for one in (LEADER, "liming", "caizhi")]
    days = tuple(date(2026, month, 12) for month in (1, 4, 7, 10))
    open_year(act, own, YearPlan(2026, days, members, "2/3", 10, 5))
    unit_id = act.situation.unit_of(person(session, HANDLER).id) or 0
    return enter_tasks(act, own, 2026, [NewTask(unit_id, "一项重点任务")])[0]


def _nominated(session: Session, site: Site) -> Nomination:
    """A cycle of awards, in which the head has nominated the handler."""
    act, own = act_of(site, session, PARTY_COMMITTEE), roles(session, PARTY_COMMITTEE)
    members = [Seat(person_id=person(session, one).id, is_chair=one == LEADER) for one in (LEADER, "liming", "caizhi")]
    people = Category("先进个人", "person", 1)
    until = MONDAY.replace(month=2)
    cycle = open_cycle(act, own, CyclePlan("年度表彰", 2026, "annual", until, [people], members, "2/3", "党委办"))
    handler = person(session, HANDLER).id
    nominee = Nominee(categories_of(session, cycle.id)[0].id, act.situation.unit_of(handler) or 0, "事迹", handler)
    return nominate(act_of(site, session, UNIT_HEAD), cycle.id, nominee)


def _awarded(session: Session, nomination: Nomination) -> Award:
    """An award for the handler."""
    award = Award(
        nomination_id=nomination.id,
        cycle_id=nomination.cycle_id,
        category_id=nomination.category_id,
        number="表彰证书〔2026〕1号",
        unit_id=nomination.unit_id,
        person_id=nomination.person_id,
        decided_at=MONDAY,
        document_ids=[],
        published_at=MONDAY,
        state="stands",
    )
    session.add(award)
    session.flush()
    return award


def _to_be_revoked(session: Session, site: Site, award: Award) -> int:
    act, own = act_of(site, session, PARTY_COMMITTEE), roles(session, PARTY_COMMITTEE)
    return start_revocation(act, own, award.id, "other", "事实").id


def _attached(act: Act, task: Task) -> Attachment:
    """A note that the handler put beside the task."""
    content = b"a note"
    received = Received(BytesIO(content), "note.txt", "text", len(content), sha256(content).hexdigest())
    return attach(act, Place(task.instance_id, task.id, task.item_id), received)


def operations(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of every operation of the OpenAPI document."""
    paths = app.openapi()["paths"]
    return [
        (method.upper(), path.removeprefix(PREFIX))
        for path, methods in paths.items()
        for method in methods
        if path.startswith(PREFIX) and not path.startswith(f"{PREFIX}/testing/")  # there for test drivers only
    ]


def ask_everybody(folder: Path) -> Answers:
    """Every operation by everybody, about what there is and about what there is not."""
    kept = folder / "kept.sqlite3"
    first = open_site(f"sqlite:///{kept}", folder)
    furnish(first)
    things = prepare(first)
    first.close()
    kept = whole(kept)
    office = _Office(kept, folder)
    names = [f"{method} {path}" for method, path in operations(office.app)]
    found = {name: {who: office.ask(name, username, things) for who, username in PEOPLE.items()} for name in names}
    office.close()
    return Answers(found, _where_nothing_is(kept, folder, found))


def _where_nothing_is(
    kept: Path, folder: Path, found: Mapping[str, Mapping[str, Answer]]
) -> dict[str, tuple[Answer, Answer]]:
    """By operation and person who does not see the thing that it names: the answer about it, and about nothing."""
    office = _Office(kept, folder)
    told: dict[str, tuple[Answer, Answer]] = {}
    for name, answers in found.items():
        sight = next((look for part, look in SIGHT.items() if part in name), None)
        for who, username in PEOPLE.items():
            if sight is not None and found[sight][who].word != "yes":
                told[f"{name} by {who}"] = (answers[who], office.ask(name, username, NOTHING))
    office.close()
    return told


class _Office:
    """The API over a copy of the prepared office; a new copy as soon as a request has changed it."""

    def __init__(self, kept: Path, folder: Path) -> None:
        self._kept, self._folder, self._copies = kept, folder, itertools.count()
        self._bundles = BundleCatalog(KNOWN)
        self._site = self._fresh()
        self.app = make_app(self._site, nullcontext)

    def ask(self, name: str, username: str, things: Mapping[str, Any]) -> Answer:
        method, path = name.split(" ", 1)
        answer = self._client(username).request(method, _filled(path, things), **_content(name))
        status = answer.status_code
        assert status < 500, f"{name} by {username}: {status} {answer.text}"
        if method != "GET" and status < 300:
            self._site.close()
            self._site = self.app.state.site = self._fresh()
        is_problem = "json" in answer.headers.get("content-type", "") and status >= 400
        return Answer(status, answer.json()["code"] if is_problem else "")

    def close(self) -> None:
        self._site.close()

    def _client(self, username: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token_of(username)}"} if username else {}
        return httpx.Client(transport=InProcess(self.app), base_url=f"http://testserver{PREFIX}", headers=headers)

    def _fresh(self) -> Site:
        for leftover in self._folder.glob("asked*"):
            leftover.unlink()
        file = self._folder / f"asked{next(self._copies)}.sqlite3"  # another name: who is late writes to the old one
        shutil.copyfile(self._kept, file)
        patience = {"sign_in_failures": 20}  # everybody tries the same name
        site = open_site(f"sqlite:///{file}", self._folder, **patience)
        site.house = replace(site.house, bundles=self._bundles)
        return site


def _filled(path: str, things: Mapping[str, Any]) -> str:
    """The path with the ids of the office's things; what there is none of has the number 1."""
    parts = [str(things.get(part[1:-1], 1)) if part.startswith("{") else part for part in path.split("/")]
    return "/".join(parts)


def _content(name: str) -> dict[str, Any]:
    if name in FILES:
        field, file_name, content = FILES[name]
        return {"files": {field: (file_name, content)}}
    if name in RAW:
        return {"params": {"name": "note.txt"}, "content": RAW[name]}
    return {"json": BODIES[name]} if name in BODIES else {"params": QUERIES.get(name)}


def read_matrix() -> dict[str, dict[str, str]]:
    """As it is written down."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def written(found: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """The lines of the file."""
    yield "# Who is answered what, by operation; every change is a decision. Written by tests.support.permissions.\n"
    for name, answers in found.items():
        yield f'\n["{name}"]\n'
        yield from (f'{who} = "{answer}"\n' for who, answer in answers.items())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        FILE.write_text("".join(written(ask_everybody(Path(folder)).matrix)), encoding="utf-8")
    sys.stdout.write(f"{FILE.name}\n")


if __name__ == "__main__":
    main()
