"""Events and anchors are added and never changed: the database refuses it, whoever asks."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url

from engine.commands.people.sign_in_records import record_failure
from engine.jobs.anchoring import anchor
from engine.people.sign_in_record import Entry
from engine.site import Site
from engine.store import DatabaseFailed, DatabaseRefused
from engine.store.database import open_database
from engine.store.final import FINAL, grant_to
from engine.store.forgetting import forget_everything
from engine.store.models import Anchor, Event, SignInRecord
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import HANDLER, MONDAY
from tests.support.record import findings

CHANGES = {"event": "UPDATE event SET seq = seq", "anchor": "UPDATE anchor SET number = number"}
CHANGES["anchor_leaf"] = "UPDATE anchor_leaf SET instance_id = instance_id"


def _refused(site: Site, statement: str) -> bool:
    with pytest.raises(DatabaseRefused, match="never changed or deleted"), site.writing() as session:
        session.execute(text(statement))
    return True


@pytest.mark.parametrize("table", FINAL)
def test_no_row_of_the_record_is_changed_or_deleted(either_site: Site, table: str) -> None:
    dispatch(either_site)
    anchor(either_site)
    assert _refused(either_site, CHANGES[table])
    assert _refused(either_site, f"DELETE FROM {table}")  # noqa: S608 - a table of ours
    assert findings(either_site) == []


@pytest.mark.parametrize("table", FINAL)
def test_on_postgresql_no_table_of_the_record_is_emptied(postgresql_site: Site, table: str) -> None:
    assert _refused(postgresql_site, f"TRUNCATE {table} CASCADE")


def test_the_test_driver_forgets_everything_and_the_record_is_guarded_again(either_site: Site) -> None:
    dispatch(either_site)
    anchor(either_site)
    with either_site.writing() as session:
        forget_everything(session)
    with either_site.reading() as session:
        assert session.scalar(select(func.count()).select_from(Event)) == 0
        assert session.scalar(select(func.count()).select_from(Anchor)) == 0
    dispatch(either_site)
    assert _refused(either_site, "DELETE FROM event")


@pytest.fixture
def owned_site(postgresql_site: Site) -> Iterator[Site]:
    """The program works as a role of its own; the tables belong to another."""
    url = make_url(postgresql_site.settings.database)
    owner, role = postgresql_site.engine, f"worker_{url.database}"
    with owner.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD 'word'"))
    grant_to(owner, role)
    grant_to(owner, role)  # at every start
    own = url.set(username=role, password="word")
    postgresql_site.engine = open_database(own.render_as_string(hide_password=False))
    yield postgresql_site
    postgresql_site.engine.dispose()
    postgresql_site.engine = owner
    with owner.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))


def test_a_role_of_its_own_can_work(owned_site: Site) -> None:
    dispatch(owned_site)
    complete(owned_site, HANDLER, open_task(owned_site, "sign"), decision="sign")
    anchor(owned_site)
    assert findings(owned_site) == []
    for _ in range(2):
        with owned_site.writing() as session:
            record_failure(session, "unknown", Entry("10.0.0.1", ""), MONDAY)
    with owned_site.reading() as session:
        assert session.scalars(select(SignInRecord.times)).all() == [2]


@pytest.mark.parametrize(
    "statement",
    [
        *CHANGES.values(),
        *(f"DELETE FROM {table}" for table in FINAL),  # noqa: S608 - tables of ours
        *(f"TRUNCATE {table}" for table in FINAL),
        "UPDATE sign_in_record SET result = 'opened'",
        "TRUNCATE sign_in_record",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "DELETE FROM alembic_version",
    ],
)
def test_a_role_of_its_own_has_no_right_to_change_the_record(owned_site: Site, statement: str) -> None:
    with pytest.raises(DatabaseFailed, match=r"permission denied|must be owner"), owned_site.writing() as session:
        session.execute(text(statement))
