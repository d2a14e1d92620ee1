"""A full archive in PostgreSQL for bench/pages.py: made by the database itself, since a million commands would take days.

Ten tasks an item. Of a hundred items sixty are closed, five wait for their result, five are suspended; the others run,
each with one open task for two people. Units, people and due dates are spread evenly, and a unit's items
are done by its own people.
"""

from datetime import datetime

from sqlalchemy import Engine, Integer, bindparam, text

UNITS, PEOPLE, ITEMS_A_MATTER, TASKS_AN_ITEM = 50, 500, 20, 10
DIGEST = "bench"

STATEMENTS = (
    """
    INSERT INTO unit (id, code) SELECT n, 'bench' || n FROM generate_series(1001, 1000 + :units) n
    """,
    """
    INSERT INTO unit_version (unit_id, name, position)
    SELECT n, '第' || n || '处', n FROM generate_series(1001, 1000 + :units) n
    """,
    """
    INSERT INTO person (id, username, name, email, title)
    SELECT n, 'bench' || n, '办件人' || n, 'bench' || n || '@duban.example', ''
    FROM generate_series(1001, 1000 + :people) n
    """,
    """
    INSERT INTO membership (person_id, unit_id)
    SELECT n, 1001 + n % :units FROM generate_series(1001, 1000 + :people) n
    """,
    """
    INSERT INTO post (id, unit_id, kind, title, both_absent)
    SELECT n, 1001 + n % :units, 'handler', '承办岗', 'head' FROM generate_series(1001, 1000 + :people) n
    """,
    """
    INSERT INTO post_holding (post_id, part, person_id)
    SELECT n, part, 1001 + (n - 1001 + other * :units) % :people
    FROM generate_series(1001, 1000 + :people) n, (VALUES ('A', 0), ('B', 1)) parts (part, other)
    """,
    """
    UPDATE organisation SET version = version + 1
    """,
    """
    INSERT INTO instance (id, key, version, digest, state, variables, revision, event_count, last_hash,
                          started_at, ended_at)
    SELECT n, 'supervision-item', 1, :digest, CASE WHEN n % 100 < 60 THEN 'completed' ELSE 'running' END, '{}',
           1, 1, '', :now - interval '400 days' * n / :items, CASE WHEN n % 100 < 60 THEN :now END
    FROM generate_series(1, :items) n
    """,
    """
    INSERT INTO matter (id, number, title, source, issuer, urgency, received_on, state, officer_id, registered_at)
    SELECT n, '督办〔2025〕' || n || '号', '关于落实第' || n || '次会议精神的事项', 'meeting', '市政府', 'normal',
           date '2025-01-01', 'running', 1001, :now
    FROM generate_series(1, :items / :items_a_matter) n
    """,
    """
    INSERT INTO item (id, matter_id, ordinal, number, section, place, title, text, lead_unit_id, co_unit_ids,
                      handler_post_id, officer_id, due_at, cadence, state, step, progress, times_urged, yellow_at, red_at,
                      instance_id, dispatched_at, closed_at, closed_late, times_extended, days_extended,
                      times_rejected, times_reopened, evidence)
    SELECT n, 1 + (n - 1) / :items_a_matter, 1 + (n - 1) % :items_a_matter, '督单〔2025〕' || n || '号', '', '',
           '推进第' || n || '项重点工程建设' || CASE WHEN n % 997 = 0 THEN '（防汛）' ELSE '' END, '', 1001 + n / 7 % :units,
           '[]', 1001 + n / 7 % :people, 1001, due, 'none', state, 'none', 0, 0, due - interval '5 days', due, n, :now,
           CASE WHEN state = 'closed' THEN :now END, false, 0, 0, 0, 0, '[]'
    FROM generate_series(1, :items) n,
         LATERAL (SELECT :now + interval '1 minute' * ((n::bigint * 7919) % 525600 - 100000) AS due,
                         CASE WHEN n % 100 < 60 THEN 'closed' WHEN n % 100 < 65 THEN 'submitted'
                              WHEN n % 100 < 70 THEN 'suspended' ELSE 'running' END AS state) drawn
    """,
    """
    INSERT INTO task (id, instance_id, item_id, matter_id, key, element_id, name, state, opened_at, due_at,
                      completed_at, completed_by_id, version, groups, data, submitted, stage, step, times_urged,
                      urges_answered)
    SELECT lpad(to_hex(n), 8, '0') || '-0000-4000-8000-000000000000', item, item, 1 + (item - 1) / :items_a_matter,
           'supervision-item', 'handle', '办理', CASE WHEN open THEN 'open' ELSE 'done' END, due - interval '10 days',
           due, CASE WHEN NOT open THEN due END, CASE WHEN NOT open THEN 1001 + item / 7 % :people END, 2, '[]', '{}', NULL,
           '办理', 'none', 0, 0
    FROM generate_series(1, :items * :tasks_an_item) n,
         LATERAL (SELECT 1 + (n - 1) / :tasks_an_item AS item) its,
         LATERAL (SELECT item % 100 >= 60 AND n % :tasks_an_item = 0 AS open,
                         :now + interval '1 minute' * ((n::bigint * 7919) % 525600 - 400000) AS due) drawn
    """,
    """
    INSERT INTO task_candidate (task_id, principal)
    SELECT id, 'post:' || 1001 + item_id / 7 % :people FROM task WHERE state = 'open'
    """,
)


def fill(engine: Engine, items: int, now: datetime) -> None:
    """So many items with ten times as many tasks."""
    values = {
        "items": items,
        "now": now,
        "units": UNITS,
        "people": PEOPLE,
        "items_a_matter": ITEMS_A_MATTER,
        "tasks_an_item": TASKS_AN_ITEM,
        "digest": DIGEST,
    }
    with engine.begin() as connection:
        for statement in STATEMENTS:
            named = {name: value for name, value in values.items() if f":{name}" in statement}
            whole = [bindparam(name, type_=Integer) for name, value in named.items() if isinstance(value, int)]
            connection.execute(text(statement).bindparams(*whole), named)  # or psycopg sends them as small ones
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))  # as autovacuum does after such an import


BURDEN = (
    """
    UPDATE post_holding SET person_id = post_id - :away WHERE part = 'B' AND post_id - :away BETWEEN :first AND :last
    """,
    """
    INSERT INTO absence (person_id, starts_at, ends_at)
    SELECT person_id, CAST(:now AS timestamptz) - interval '1 day', CAST(:now AS timestamptz) + interval '9 days'
    FROM generate_series(CAST(:first AS int) + :away, CAST(:last AS int) + :away) person_id WHERE :covered
    """,
    "UPDATE organisation SET version = version + 1",
)


def burden(engine: Engine, people: range, now: datetime) -> None:
    """Each of them holds five posts, the own one as A and four as B, of three of which the A holder is away."""
    with engine.begin() as connection:
        for number, away in enumerate((40, 80, 120, 160)):
            values = {"first": people[0], "last": people[-1], "away": away, "covered": number < 3, "now": now}
            for statement in BURDEN:
                connection.execute(text(statement), values)
