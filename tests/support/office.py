"""A furnished site for tests: the demo office, a token for everybody, the shipped definitions, a still clock."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.util import LRUCache

from engine.act import Act
from engine.commands.definitions.deploy import Deployment, deploy_bundle
from engine.commands.definitions.shipped import deploy_shipped
from engine.commands.people.sign_in import keep_token
from engine.demo.office import load_office
from engine.jobs.work import do_all_due
from engine.people.organisation import Organisation
from engine.people.situation import Situation, Work
from engine.queries.reader import Reader
from engine.settings import Settings
from engine.site import TESTING_CLOCK, Site, set_testing_clock
from engine.store import Session
from engine.store.database import upgrade
from engine.store.models import AbsenceRow, Item, Person, Setting, Task
from engine.store.organisation import read_facts
from engine.store.people import find_by_username
from engine.store.tasks import apart_principals, candidates_of
from tests.support.server import token_of

MONDAY = datetime.fromisoformat("2026-01-05T09:30:00+08:00")
OFFICER, HANDLER, SUBSTITUTE, UNIT_HEAD, LEADER = "zhengyi", "chenlu", "liuyang", "wangqing", "qianbo"
DESIGNER, ADMINISTRATOR = "caomin", "pengfei"


_spoken: dict[str, tuple[Any, Any]] = {}


def open_site(database_url: str, folder: Path, **settings: object) -> Site:
    """A site on the testing clock; what the machine's environment says about Duban is overruled."""
    named = {"data_dir": folder, "database_url": database_url, "testing": True, "demo": False, "smtp_host": None}
    site = Site(Settings.model_validate({**named, **settings}))
    _share_statements(site.engine)
    return site


def _share_statements(engine: Engine) -> None:
    """What was compiled for one test's database serves the next of its kind: in a process that serves, there is one.

    The dialect goes with them, for they are kept by it; it has learnt what it must know from its first connection.
    """
    name = engine.dialect.name
    if name not in _spoken:
        engine.connect().close()
        _spoken[name] = engine.dialect, LRUCache(5_000)
    engine.dialect, engine._compiled_cache = _spoken[name]


def furnish(site: Site) -> None:
    """What stands in every test's office before the test begins."""
    upgrade(site.engine)
    with site.writing() as session:
        set_testing_clock(session, MONDAY)
    with site.writing() as session:
        load_office(session)
        for person in session.scalars(select(Person)):
            keep_token(session, person.id, token_of(person.username), "test")
        deploy_shipped(site.act(session))


def person(session: Session, username: str) -> Person:
    found = find_by_username(session, username)
    assert found is not None
    return found


def act_of(site: Site, session: Session, username: str | None = None) -> Act:
    """An act of somebody, or of the system itself."""
    return site.act(session, person(session, username).id if username else None)


def situation(session: Session) -> Situation:
    """The office at the moment of the testing clock."""
    session.flush()
    now = datetime.fromisoformat(session.get_one(Setting, TESTING_CLOCK).value["now"])
    return Organisation(read_facts(session)).at(now)


def roles(session: Session, username: str) -> set[str]:
    return set(situation(session).roles(person(session, username).id))


def reader(session: Session, username: str) -> Reader:
    """Somebody who looks at lists and pages."""
    now = situation(session)
    who = person(session, username)
    return Reader(who.id, now.roles(who.id), now, apart=apart_principals(session))


def doers(session: Session, task_id: str) -> list[str]:
    """The usernames of those who may do an open task now."""
    task = session.get_one(Task, task_id)
    item = session.get(Item, task.item_id) if task.item_id else None
    work = Work(task.key, item.lead_unit_id if item else None)
    found = situation(session).doers(candidates_of(session, task_id), work)
    return sorted(session.get_one(Person, person_id).username for person_id in found)


def send_away(
    session: Session, username: str, starts_at: datetime, ends_at: datetime, third: str | None = None
) -> None:
    """An absence from everything."""
    third_id = person(session, third).id if third else None
    who = person(session, username)
    session.add(AbsenceRow(person_id=who.id, starts_at=starts_at, ends_at=ends_at, third_id=third_id))
    session.flush()


def let_go(session: Session, username: str) -> None:
    """Somebody has left the office by the moment of the testing clock."""
    who = person(session, username)
    who.ends_at = datetime.fromisoformat(session.get_one(Setting, TESTING_CLOCK).value["now"])
    session.flush()


def deploy(site: Site, *diagrams: bytes, open_variables: bool = True, **files: bytes) -> Deployment:
    """Deploy diagrams as one bundle, as its designer would."""
    named = {f"diagram{number}.bpmn": content for number, content in enumerate(diagrams, 1)}
    with site.writing() as session:
        return deploy_bundle(act_of(site, session, DESIGNER), {**named, **files}, open_variables=open_variables)


def move_clock(site: Site, instant: datetime) -> None:
    """The clock stands at another instant; nothing runs by itself."""
    with site.writing() as session:
        set_testing_clock(session, instant)


def move_clock_and_work(site: Site, instant: datetime) -> int:
    """The clock stands at another instant and a worker does all that fell due; answers how much it was."""
    move_clock(site, instant)
    return do_all_due(site)
