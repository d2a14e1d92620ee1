"""A fixed script of an office, lived through in a process of its own that can be made to die at its N-th commit.

Whoever comes back looks at what is there and goes on: every step of the script is taken only if it was not taken yet.
"""

import itertools
import json
import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

import structlog
from sqlalchemy import Engine, select

from engine.commands.instances.advance import start_instance
from engine.commands.supervision.matters import edit_items, register_matter
from engine.commands.tasks.complete import Completion, complete_task
from engine.jobs.work import do_all_due
from engine.site import Site
from engine.store import Session
from engine.store.models import Instance, Item, Matter, Task, Unit
from tests.proof.workload import DIAGRAM, KEY
from tests.support.matter import REGISTRATION
from tests.support.office import ADMINISTRATOR, MONDAY, OFFICER, act_of, deploy, doers, move_clock, open_site, roles

CRASHED = 37
When = Literal["before", "after"]
HOUR = timedelta(hours=1)
ITEM = "supervision-item"
# At each moment: who did nothing before it acts on what was opened before it. (process, element) → what is submitted.
SCRIPT: tuple[tuple[timedelta, dict[tuple[str, str], dict[str, Any]]], ...] = (
    (0 * HOUR, {}),
    (1 * HOUR, {(KEY, "draft"): {"again": True}}),
    (3 * HOUR, {}),  # the check's timer and the second draft's fall due
    (4 * HOUR, {(KEY, "draft"): {"again": False}, (KEY, "remind"): {}}),
    (5 * HOUR, {(KEY, "sign"): {}}),
    (24 * HOUR, {}),  # nobody has signed for the item: it is urged when the office opens
    (25 * HOUR, {(ITEM, "urge_answer"): {"answer": "正在抓紧办理"}, (ITEM, "sign"): {"decision": "sign"}}),
    (26 * HOUR, {(ITEM, "handle"): {"summary": "已按要求办结"}}),
    (27 * HOUR, {(ITEM, "verify"): {"decision": "accept", "opinion": "属实"}}),
    (28 * HOUR, {(ITEM, "confirm"): {"satisfaction": "satisfied"}}),
    (29 * HOUR, {}),
)


class Commits:
    """Counts the commits of an engine, and ends the process just before or just after one of them."""

    def __init__(self, engine: Engine, crash_at: int, when: When) -> None:
        self.count = 0
        self._crash_at, self._when = crash_at, when
        self._commit: Callable[[Any], None] = engine.dialect.do_commit
        engine.dialect.do_commit = self._do_commit  # type: ignore[method-assign, assignment]

    def _do_commit(self, connection: Any) -> None:
        self.count += 1
        self._crash("before")
        self._commit(connection)
        self._crash("after")

    def _crash(self, when: When) -> None:
        if self.count == self._crash_at and when == self._when:
            os._exit(CRASHED)


class Filing:
    """A postman that files the Message-ID of each mail; what is filed survives a crash, as a sent mail does."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def send(self, mail: EmailMessage) -> None:
        with self._file.open("a", encoding="utf-8") as file:
            file.write(f"{mail['Message-ID']}\n")


def live(url: str, folder: Path, crash_at: int, when: When) -> None:
    """The whole script, or the rest of it; the number of commits is left in the folder."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    from tests.proof.warm import CATALOG  # noqa: PLC0415 - not in the process that starts this one

    site = open_site(url, folder)
    site.house = replace(site.house, bundles=CATALOG)
    site.postman = Filing(folder / "mails")
    commits = Commits(site.engine, crash_at, when)
    for after, answers in SCRIPT:
        if MONDAY + after >= site.clock.now():
            _live_through(site, MONDAY + after, answers)
    (folder / "commits").write_text(json.dumps(commits.count))
    site.close()


def _live_through(site: Site, moment: datetime, answers: dict[tuple[str, str], dict[str, Any]]) -> None:
    move_clock(site, moment)
    if moment == MONDAY:
        _begin(site)
    do_all_due(site)
    for task in _opened_before(site, moment):
        if (task.key, task.element_id) in answers:
            _complete(site, task, answers[(task.key, task.element_id)])
    do_all_due(site)


def _begin(site: Site) -> None:
    """A case and a dispatched matter, each step in a transaction of its own."""
    deploy(site, DIAGRAM)
    with site.writing() as session:
        if not session.scalars(select(Instance).where(Instance.key == KEY)).first():
            start_instance(act_of(site, session, ADMINISTRATOR), KEY, business_key="case")
    with site.writing() as session:
        if not session.scalars(select(Matter)).first():
            register_matter(act_of(site, session, OFFICER), roles(session, OFFICER), REGISTRATION)
    with site.writing() as session:
        if not session.scalars(select(Item)).first():
            _draft_item(site, session)
    for task in _opened_before(site, MONDAY + HOUR):
        if task.element_id == "split":
            _complete(site, task, {})


def _draft_item(site: Site, session: Session) -> None:
    matter_id = session.scalars(select(Matter.id)).one()
    unit_id = session.scalars(select(Unit.id).where(Unit.code == "zhc")).one()
    row = {"title": "第一项任务", "lead_unit_id": unit_id, "due_working_days": 10}
    edit_items(act_of(site, session, OFFICER), roles(session, OFFICER), matter_id, [row])


def _opened_before(site: Site, moment: datetime) -> list[Task]:
    with site.reading() as session:
        query = select(Task).where(Task.state == "open", Task.opened_at < moment)
        return list(session.scalars(query.order_by(Task.key, Task.element_id.desc())))  # an urge is answered first


def _complete(site: Site, task: Task, variables: dict[str, Any]) -> None:
    with site.writing() as session:
        username = next(iter(doers(session, task.id)), ADMINISTRATOR)
        act = act_of(site, session, username)
        complete_task(act, roles(session, username), Completion(task.id, variables))


def run(url: str, folder: Path, crash_at: int = 0, when: When = "before") -> int:
    """Live through the script in a process of its own; its exit code."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "tests.proof.warm"])
    process = context.Process(target=live, args=(url, folder, crash_at, when))
    process.start()
    process.join()
    return process.exitcode if process.exitcode is not None else -1


def commits_of(folder: Path) -> int:
    found: int = json.loads((folder / "commits").read_text())
    return found


def mails_of(folder: Path) -> list[str]:
    with suppress(FileNotFoundError):
        return (folder / "mails").read_text("utf-8").split()
    return []


def all_crashes(commits: int) -> Iterator[tuple[int, When]]:
    """Just before and just after every commit."""
    return itertools.product(range(1, commits + 1), ("before", "after"))
