"""The migrations make the tables the models describe, on both databases, from one line of migrations."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from engine.commands.people.sign_in import find_token, hash_of
from engine.people.organisation import Organisation
from engine.store.database import migration_config, open_database, upgrade
from engine.store.models import AwardCategory
from engine.store.organisation import read_facts
from engine.store.unit_of_work import reading
from tests.support.migrations import differences, heads
from tests.support.services import create_database


def test_there_is_one_newest_migration() -> None:
    assert len(heads()) == 1


def test_models_and_migrations_agree_on_sqlite(tmp_path: Path) -> None:
    assert differences(f"sqlite:///{tmp_path / 'empty.sqlite3'}") == []


def test_models_and_migrations_agree_on_postgresql(postgresql_server: str) -> None:
    assert differences(create_database(postgresql_server)) == []


BEFORE_POSTS = (
    "INSERT INTO person (id, username, name, email, title, unit_id, is_active) VALUES "
    "(1, 'a', '甲', '', '', NULL, true), (2, 'b', '乙', '', '', NULL, true), (3, 'h', '丙', '', '处长', NULL, true), "
    "(4, 'l', '丁', '', '副主任', NULL, true), (5, 'o', '戊', '', '', NULL, true), (6, 'x', '己', '', '', NULL, false)",
    "INSERT INTO unit (id, code, name, position, head_id, liaison_id, leader_id, partner_id) VALUES "
    "(1, 'zhc', '综合处', 0, 3, 2, 4, NULL), (2, 'xxc', '信息处', 1, NULL, NULL, 4, 1)",
    "UPDATE person SET unit_id = 1 WHERE id <= 3",
    "INSERT INTO person_role (person_id, role) VALUES (4, 'leader'), (5, 'officer')",
    "INSERT INTO post (id, unit_id, title, a_id, b_id) VALUES "
    "(1, 1, '承办岗', 1, 2), (2, 1, '承办岗（AB岗均外出时）', 2, 3)",
    "INSERT INTO instance (id, key, version, digest, state, variables, revision, event_count, last_hash, started_at) "
    "VALUES (1, 'k', 1, 'd', 'running', '{}', 1, 0, '', '2026-01-05 01:30:00')",
    "INSERT INTO event (instance_id, seq, type, at, actor_id, data, hash) "
    "VALUES (1, 1, 'instance.started', '2026-01-05 01:30:00', 5, '{}', '')",
    "INSERT INTO matter (id, number, title, source, issuer, urgency, received_on, state, officer_id, registered_at) "
    "VALUES (1, 'n', 't', '', '', '', '2026-01-05', 'running', 5, '2026-01-05 01:30:00')",
    "INSERT INTO item (id, matter_id, ordinal, section, place, title, text, lead_unit_id, co_unit_ids, handler_id, "
    "substitute_id, officer_id, leader_id, cadence, state, step, progress, times_urged, closed_late) "
    "VALUES (1, 1, 1, '', '', 't', 't', 1, '[]', 1, 2, 5, 4, 'none', 'running', 'none', 0, 0, false)",
    "INSERT INTO task (id, instance_id, item_id, key, element_id, name, state, opened_at, version, groups, data, step, "
    "times_urged, urges_answered) SELECT name, 1, 1, 'k', name, name, 'open', '2026-01-05 01:30:00', 1, '[]', '{}', "
    "'none', 0, 0 FROM (SELECT 'handle' AS name UNION SELECT 'verify' UNION SELECT 'confirm' UNION SELECT 'explain') n",
    "INSERT INTO task_candidate (task_id, person_id) VALUES "
    "('handle', 1), ('handle', 2), ('verify', 5), ('confirm', 4), ('explain', 3)",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def before_posts(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the release before tasks belonged to posts, with an office and open tasks in it."""
    sqlite = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    url = sqlite if request.param == "sqlite" else create_database(request.getfixturevalue("postgresql_server"))
    engine = open_database(url)
    command.upgrade(migration_config(engine), "0008")
    with engine.begin() as connection:
        for statement in BEFORE_POSTS:
            connection.execute(text(statement))
    yield engine
    engine.dispose()


def test_people_and_open_tasks_of_before_are_carried_over_to_posts(before_posts: Engine) -> None:
    upgrade(before_posts)
    with Session(before_posts) as session:
        found = session.execute(text("SELECT task_id, principal FROM task_candidate"))
        principals: dict[str, str] = {row.task_id: row.principal for row in found}
        post_ids = session.execute(text("SELECT handler_post_id, leader_post_id FROM item")).one()
        situation = Organisation(read_facts(session)).at(datetime.now(UTC))
        assert session.scalars(text("SELECT initiator_id FROM instance")).all() == [5]  # as its record tells
    assert principals["verify"] == "person:5"
    doers = {task: sorted(situation.doers([principal])) for task, principal in principals.items()}
    assert doers == {"handle": [1], "verify": [5], "confirm": [4], "explain": [3]}
    assert [situation.holder(post_id) for post_id in post_ids] == [1, 4]
    assert [unit.name for unit in situation.units()] == ["综合处", "信息处"]
    assert [situation.holder(unit.leader_post_id) for unit in situation.units()] == [4, 4]
    assert (situation.holder(post_ids[0], "B"), situation.head(1), situation.unit_of(1)) == (2, 3, 1)
    assert [sorted(situation.roles(person_id)) for person_id in (4, 5)] == [["leader"], ["officer"]]
    assert not situation.works_here(6)
    assert situation.works_here(1)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_tokens_from_before_scopes_go_on_as_they_were(
    database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    if database == "postgresql":
        url = create_database(request.getfixturevalue("postgresql_server"))
    engine = open_database(url)
    command.upgrade(migration_config(engine), "0008")
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO person (id, username, name, email, title, is_active) VALUES (7, 'w', '王', '', '', true)")
        )
        for number in (1, 2):
            connection.execute(
                text("INSERT INTO api_token (secret_hash, person_id, label) VALUES (:hash, 7, 'before')"),
                {"hash": hash_of(f"secret{number}")},
            )
    upgrade(engine)
    with reading(engine) as session:
        found = [find_token(session, f"secret{number}", datetime.now(UTC)) for number in (1, 2, 3)]
    assert [(one.person_id, one.badge.scopes) if one else None for one in found] == [(7, None), (7, None), None]
    engine.dispose()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_criteria_that_were_a_text_are_one_of_a_hundred_points(
    database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    sqlite = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    url = sqlite if database == "sqlite" else create_database(request.getfixturevalue("postgresql_server"))
    engine = open_database(url)
    command.upgrade(migration_config(engine), "0030")
    with engine.begin() as connection:
        for statement in BEFORE_CRITERIA:
            connection.execute(text(statement))
    upgrade(engine)
    with Session(engine) as session:
        category = session.get_one(AwardCategory, 1)
        assert category.criteria == [{"name": "综合评价", "points": 100, "text": "实绩“突出”"}]
    engine.dispose()


BEFORE_CRITERIA = (
    "INSERT INTO person (id, username, name, email, title) VALUES (1, 'a', '甲', '', '')",
    "INSERT INTO post (id, title, kind, both_absent) VALUES (1, '主任', 'leader', 'head')",
    "INSERT INTO panel (id, name, quorum) VALUES (1, 'p', '2/3')",
    "INSERT INTO award_cycle (id, number, year, title, text, contact, kind, panel_id, officer_id, leader_post_id, "
    "state, nominate_until, opened_at, rule, secret, decision, reason) VALUES (1, 'n', 2026, 't', '', '', 'annual', 1, "
    "1, 1, 'awarded', '2026-01-05 01:30:00', '2026-01-05 01:30:00', '{}', true, '', '')",
    "INSERT INTO award_category (id, cycle_id, position, code, name, subject, quota, criteria, self_allowed) "
    "VALUES (1, 1, 1, '1', 'c', 'person', 1, '实绩“突出”', false)",
)
