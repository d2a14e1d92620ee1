"""The demo office is alive whenever it is loaded: on a working day, on a Sunday, in the Spring Festival."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.catalog import BundleCatalog
from engine.commands.definitions.shipped import deploy_shipped
from engine.demo.accounts import OFFERED
from engine.demo.life import Life
from engine.demo.load import load_demo
from engine.demo.story import Story
from engine.queries.inbox import Wanted, list_tasks
from engine.queries.ledger import count_lights, list_items
from engine.queries.narrowing import Filter
from engine.queries.reader import Reader
from engine.site import Site, set_testing_clock
from engine.store.database import upgrade
from engine.store.models import (
    AwardCycle,
    Gate,
    ImportDraft,
    Instance,
    Item,
    ItemRecord,
    Matter,
    Nomination,
    OutboxMail,
    Task,
    Timer,
    Unit,
)
from engine.store.people import find_by_username
from engine.store.tasks import apart_principals
from tests.scenarios.record import record_of
from tests.support.office import open_site

WORKING_DAY = "2026-11-23T10:00:00+08:00"
SUNDAY = "2026-11-22T15:00:00+08:00"
SPRING_FESTIVAL = "2027-02-08T03:00:00+08:00"  # of a year whose official notice is not known


def empty_site(folder_factory: pytest.TempPathFactory, catalog: BundleCatalog, now: str) -> Site:
    """A site before its first demo start: tables and definitions, nobody in it."""
    folder = folder_factory.mktemp("demo")
    site = open_site(f"sqlite:///{folder / 'duban.sqlite3'}", folder)
    site.house = replace(site.house, bundles=catalog)
    upgrade(site.engine)
    with site.writing() as session:
        set_testing_clock(session, datetime.fromisoformat(now))
    with site.writing() as session:
        deploy_shipped(site.act(session))
    return site


@pytest.fixture(scope="module", params=[WORKING_DAY, SUNDAY, SPRING_FESTIVAL])
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, catalog: BundleCatalog
) -> Iterator[Site]:
    site = empty_site(tmp_path_factory, catalog, request.param)
    load_demo(site)
    yield site
    site.close()


@pytest.fixture
def session(demo: Site) -> Iterator[Session]:
    with demo.reading() as opened:
        yield opened


def _reader(demo: Site, session: Session, username: str) -> Reader:
    person = find_by_username(session, username)
    assert person is not None
    situation = demo.act(session).situation
    return Reader(person.id, situation.roles(person.id), situation, apart=apart_principals(session))


def _inbox(demo: Site, session: Session, username: str) -> Counter[str]:
    rows, _ = list_tasks(session, _reader(demo, session, username), Wanted())
    return Counter(row.task.element_id for row in rows)


def test_the_ledger_shows_every_light(demo: Site, session: Session) -> None:
    counted = count_lights(session, _reader(demo, session, "zhengyi"), Filter(), demo.clock.now())
    assert {light: counted[light] > 0 for light in ("green", "yellow", "red", "blue")} == dict.fromkeys(
        ("green", "yellow", "red", "blue"), True
    )


def test_matters_and_items_stand_in_every_state(session: Session) -> None:
    matters = Counter(session.scalars(select(Matter.state)))
    assert matters == {"registered": 1, "running": 3, "closed": 1}
    items = set(session.scalars(select(Item.state)))
    assert items == {"draft", "dispatched", "running", "submitted", "closed"}
    assert {"none", "urge", "watch", "supervise"} <= set(session.scalars(select(Item.step)))
    assert session.scalar(select(func.count()).select_from(Item).where(Item.closed_late)) == 1
    assert {"rejection", "return", "explanation", "urge_answer"} <= set(session.scalars(select(ItemRecord.kind)))


def test_the_imported_plan_became_a_matter_and_the_other_upload_waits(session: Session) -> None:
    drafts = list(session.scalars(select(ImportDraft).order_by(ImportDraft.id)))
    assert [(draft.state, len(draft.rows)) for draft in drafts] == [("confirmed", 14), ("draft", 7)]
    imported = select(func.count()).select_from(Item).where(Item.matter_id == drafts[0].matter_id)
    assert session.scalar(imported) == 14


def test_every_offered_account_has_something_to_do_or_to_look_at(demo: Site, session: Session) -> None:
    inboxes = {username: _inbox(demo, session, username) for username, _, _ in OFFERED}
    assert {username for username, inbox in inboxes.items() if not inbox} == {"wangqing", "pengfei"}
    for username in ("wangqing", "pengfei"):  # a head and a B post whose A is present look on
        assert list_items(session, _reader(demo, session, username), Filter(), now=demo.clock.now())[0]
    assert {"split", "redispatch", "verify"} <= inboxes["zhengyi"].keys()
    assert {"sign", "report", "urge_answer", "handle"} <= inboxes["chenlu"].keys()
    assert {"explain", "handle"} <= inboxes["caomin"].keys()
    assert {"confirm", "review"} <= inboxes["qianbo"].keys()
    assert {"opinions"} <= inboxes["renhong"].keys()


def test_a_year_of_reviews_and_a_cycle_of_awards_are_under_way(session: Session) -> None:
    gates = Counter((one.gate, one.state) for one in session.scalars(select(Gate)))
    assert gates == {(1, "passed"): 2, (2, "waiting"): 2, (1, "reviewing"): 1, (1, "preparing"): 1}
    assert set(session.scalars(select(AwardCycle.state))) == {"nominating"}
    assert Counter(session.scalars(select(Nomination.state))) == {"checking": 3}


def test_the_unit_head_was_told_that_work_is_watched(session: Session) -> None:
    head = find_by_username(session, "wangqing")
    assert head is not None
    assert "watch" in set(session.scalars(select(OutboxMail.kind).where(OutboxMail.person_id == head.id)))


def test_nothing_is_left_in_the_past_and_nothing_failed(demo: Site, session: Session) -> None:
    now = demo.clock.now()
    assert set(session.scalars(select(Instance.state))) <= {"running", "completed"}
    assert set(session.scalars(select(Timer.state))) <= {"pending", "fired", "cancelled"}
    due = session.scalar(select(func.min(Timer.due_at)).where(Timer.state == "pending"))
    assert due is not None
    assert due > now
    assert set(session.scalars(select(OutboxMail.state))) == {"kept"}
    latest = session.scalar(select(func.max(func.coalesce(Task.completed_at, Task.opened_at))))
    assert latest is not None
    assert latest <= now


def test_loading_again_changes_nothing(demo: Site, session: Session) -> None:
    before = record_of(session)
    load_demo(demo)
    with demo.reading() as after:
        assert record_of(after) == before


def test_the_same_moment_gives_the_same_demo(tmp_path_factory: pytest.TempPathFactory, catalog: BundleCatalog) -> None:
    records = []
    for _ in range(2):
        site = empty_site(tmp_path_factory, catalog, WORKING_DAY)
        load_demo(site)
        with site.reading() as session:
            records.append(record_of(session))
        site.close()
    assert records[0] == records[1]


def test_a_load_that_breaks_off_leaves_nothing_and_the_next_start_begins_anew(
    tmp_path_factory: pytest.TempPathFactory, catalog: BundleCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = empty_site(tmp_path_factory, catalog, WORKING_DAY)

    def breaks_off(_: Life, story: Story) -> None:
        raise KeyboardInterrupt(story.title)

    with monkeypatch.context() as patched:
        patched.setattr(Life, "take_in", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            load_demo(site)
    with site.reading() as session:
        assert session.scalar(select(func.count()).select_from(Unit)) == 0
    load_demo(site)
    with site.reading() as session:
        assert session.scalar(select(func.count()).select_from(Matter)) == 5
    site.close()
