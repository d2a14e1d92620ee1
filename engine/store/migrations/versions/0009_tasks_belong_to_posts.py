"""Tasks belong to posts

Units, people, posts and roles get the time for which they hold; a post has an A and a B holder in rows of their own;
an item names the posts of its handler and its leader, and an open task the posts or people to whom it belongs.
A definition says whether its instances are confidential.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.store.types import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LEDGER = (sa.text("(state = 'closed')"), "due_at", "id")
STAND_IN = "承办岗（AB岗均外出时）"  # what the demo needed until now to let a head stand in


def upgrade() -> None:
    before = _read()
    _tables()
    _carry_over(before)


def _read() -> dict[str, Sequence[Any]]:
    connection = op.get_bind()

    def rows(statement: str) -> Sequence[Any]:
        return connection.execute(sa.text(statement)).mappings().all()

    return {
        "unit": rows("SELECT * FROM unit ORDER BY id"),
        "person": rows("SELECT id, unit_id, is_active, title FROM person ORDER BY id"),
        "role": rows("SELECT person_id, role FROM person_role ORDER BY person_id, role"),
        "post": rows("SELECT * FROM post ORDER BY id"),
        "item": rows("SELECT id, lead_unit_id, handler_id, leader_id FROM item ORDER BY id"),
        "candidate": rows("SELECT task_id, person_id FROM task_candidate ORDER BY task_id, person_id"),
    }


def _dated() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("starts_at", Instant(timezone=True), nullable=True),
        sa.Column("ends_at", Instant(timezone=True), nullable=True),
    )


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _tables() -> None:
    op.add_column("definition", sa.Column("confidential", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_table("task_candidate")
    op.drop_table("person_role")
    op.drop_table("post")
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("both_absent", sa.String(length=8), server_default="refuse", nullable=False),
        *_dated(),
        _reference("post", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index(op.f("ix_post_unit_id"), "post", ["unit_id"])
    op.create_table(
        "post_holding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=1), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *_dated(),
        _reference("post_holding", "post_id", "post"),
        _reference("post_holding", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holding")),
    )
    op.create_index(op.f("ix_post_holding_post_id"), "post_holding", ["post_id"])
    op.create_index(op.f("ix_post_holding_person_id"), "post_holding", ["person_id"])
    op.create_table(
        "unit_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("line", sa.String(length=60), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("leader_post_id", sa.Integer(), nullable=True),
        *_dated(),
        _reference("unit_version", "unit_id", "unit"),
        _reference("unit_version", "parent_id", "unit"),
        _reference("unit_version", "partner_id", "unit"),
        _reference("unit_version", "leader_post_id", "post"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_version")),
    )
    op.create_index(op.f("ix_unit_version_unit_id"), "unit_version", ["unit_id"])
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *_dated(),
        _reference("membership", "person_id", "person"),
        _reference("membership", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"])
    op.create_table(
        "person_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        *_dated(),
        _reference("person_role", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_role")),
    )
    op.create_index(op.f("ix_person_role_person_id"), "person_role", ["person_id"])
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=120), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("third_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", Instant(timezone=True), nullable=True),
        *_dated(),
        _reference("absence", "person_id", "person"),
        _reference("absence", "unit_id", "unit"),
        _reference("absence", "third_id", "person"),
        _reference("absence", "entered_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"])
    op.create_table(
        "task_candidate",
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("principal", sa.String(length=24), nullable=False),
        _reference("task_candidate", "task_id", "task"),
        sa.PrimaryKeyConstraint("task_id", "principal", name=op.f("pk_task_candidate")),
    )
    op.create_index(op.f("ix_task_candidate_principal"), "task_candidate", ["principal"])
    with op.batch_alter_table("unit") as unit:
        for column, to in (
            ("head_id", "person"),
            ("liaison_id", "person"),
            ("leader_id", "person"),
            ("partner_id", "unit"),
        ):
            unit.drop_constraint(op.f(f"fk_unit_{column}_{to}"), type_="foreignkey")
            unit.drop_column(column)
        unit.drop_column("name")
        unit.drop_column("position")
        unit.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        unit.create_foreign_key(op.f("fk_unit_successor_id_unit"), "unit", ["successor_id"], ["id"])
    with op.batch_alter_table("person") as person:
        person.drop_index(op.f("ix_person_unit_id"))
        person.drop_constraint(op.f("fk_person_unit_id_unit"), type_="foreignkey")
        person.drop_column("unit_id")
        person.drop_column("is_active")
        person.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        person.create_foreign_key(op.f("fk_person_successor_id_person"), "person", ["successor_id"], ["id"])
        for dated in _dated():
            person.add_column(dated)
    op.drop_index("ix_item_ledger", "item")  # SQLite would lose it silently, for it is on an expression
    with op.batch_alter_table("item") as item:
        for column in ("handler_id", "substitute_id", "leader_id"):
            item.drop_constraint(op.f(f"fk_item_{column}_person"), type_="foreignkey")
            item.drop_column(column)
        for column in ("handler_post_id", "leader_post_id"):
            item.add_column(sa.Column(column, sa.Integer(), nullable=True))
            item.create_foreign_key(op.f(f"fk_item_{column}_post"), "post", [column], ["id"])
    op.create_index("ix_item_ledger", "item", list(LEDGER))


def _carry_over(before: dict[str, Sequence[Any]]) -> None:
    connection = op.get_bind()

    def write(statement: str, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            connection.execute(sa.text(statement), rows)

    write("INSERT INTO organisation (id, version) VALUES (1, 1)", [{}])
    posts, holdings = _posts(before)
    write(
        "INSERT INTO post (id, unit_id, kind, title, both_absent) VALUES (:id, :unit_id, :kind, :title, 'head')", posts
    )
    write("INSERT INTO post_holding (post_id, part, person_id) VALUES (:post_id, :part, :person_id)", holdings)
    if connection.dialect.name == "postgresql":  # the numbers were given here, so the sequence must be told
        write(
            "SELECT setval(pg_get_serial_sequence('post', 'id'), (SELECT max(id) FROM post)) WHERE EXISTS (SELECT FROM post)",
            [{}],
        )
    held = {(h["person_id"], h["post_id"]) for h in holdings if h["part"] == "A"}
    leading = {
        person_id: post["id"] for post in posts if post["kind"] == "leader" for person_id, p in held if p == post["id"]
    }
    versions = [
        {
            "unit_id": unit["id"],
            "name": unit["name"],
            "position": unit["position"],
            "partner_id": unit["partner_id"],
            "leader_post_id": leading.get(unit["leader_id"]),
        }
        for unit in before["unit"]
    ]
    columns = "unit_id, name, position, partner_id, leader_post_id"
    named = ", ".join(f":{name}" for name in columns.split(", "))
    write(f"INSERT INTO unit_version ({columns}) VALUES ({named})", versions)
    belonging = [{"person": one["id"], "unit": one["unit_id"]} for one in before["person"] if one["unit_id"]]
    write("INSERT INTO membership (person_id, unit_id) VALUES (:person, :unit)", belonging)
    write("INSERT INTO person_role (person_id, role) VALUES (:person_id, :role)", [dict(one) for one in before["role"]])
    gone = [{"id": one["id"]} for one in before["person"] if not one["is_active"]]
    write("UPDATE person SET ends_at = CURRENT_TIMESTAMP WHERE id = :id", gone)
    handling = {
        (p["unit_id"], h["person_id"]): p["id"]
        for p in reversed(posts)
        if p["kind"] == "handler"
        for h in holdings
        if h["post_id"] == p["id"] and h["part"] == "A"
    }
    items = [
        {
            "id": item["id"],
            "handler": handling.get((item["lead_unit_id"], item["handler_id"])),
            "leader": leading.get(item["leader_id"]),
        }
        for item in before["item"]
        if item["handler_id"] or item["leader_id"]
    ]
    write("UPDATE item SET handler_post_id = :handler, leader_post_id = :leader WHERE id = :id", items)
    write(
        "INSERT INTO task_candidate (task_id, principal) VALUES (:task, :principal)",
        _candidates(before, posts, holdings),
    )


def _posts(before: dict[str, Sequence[Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The posts there were, and one for each head, liaison and leader."""
    posts: list[dict[str, Any]] = []
    holdings: list[dict[str, Any]] = []

    def add(post_id: int, unit_id: int | None, kind: str, title: str, a_id: int, b_id: int | None = None) -> None:
        posts.append({"id": post_id, "unit_id": unit_id, "kind": kind, "title": title})
        for part, person_id in (("A", a_id), ("B", b_id)):
            if person_id is not None:
                holdings.append({"post_id": post_id, "part": part, "person_id": person_id})

    for post in before["post"]:
        if post["title"] != STAND_IN:
            add(post["id"], post["unit_id"], "handler", post["title"], post["a_id"], post["b_id"])
    number = max((post["id"] for post in before["post"]), default=0)
    titles = {one["id"]: one["title"] for one in before["person"]}
    led: set[int] = set()
    for unit in before["unit"]:
        for column, kind, title in (("head_id", "head", "负责人岗"), ("liaison_id", "liaison", "联络员岗")):
            if unit[column] is not None:
                number += 1
                add(number, unit["id"], kind, title, unit[column])
        if unit["leader_id"] is not None and unit["leader_id"] not in led:
            led.add(unit["leader_id"])
            number += 1
            add(number, None, "leader", titles.get(unit["leader_id"]) or "分管领导", unit["leader_id"])
    return posts, holdings


def _candidates(
    before: dict[str, Sequence[Any]], posts: list[dict[str, Any]], holdings: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """A post where all its holders could do the task, or the only post somebody holds as A; else the person."""
    kinds = {post["id"]: post["kind"] for post in posts}
    holders: dict[int, set[int]] = defaultdict(set)
    of_person: dict[int, list[int]] = defaultdict(list)
    for one in holdings:
        holders[one["post_id"]].add(one["person_id"])
        if one["part"] == "A" and kinds[one["post_id"]] != "liaison":
            of_person[one["person_id"]].append(one["post_id"])
    tasks: dict[str, set[int]] = defaultdict(set)
    for one in before["candidate"]:
        tasks[one["task_id"]].add(one["person_id"])
    rows: list[dict[str, Any]] = []
    for task_id, people in tasks.items():
        left = set(people)
        found: list[str] = []
        for post_id in sorted(kinds):
            if kinds[post_id] == "handler" and holders[post_id] and holders[post_id] <= left:
                left -= holders[post_id]
                found.append(f"post:{post_id}")
        for person_id in sorted(left):
            own = of_person[person_id]
            found.append(f"post:{own[0]}" if len(own) == 1 else f"person:{person_id}")
        rows += [{"task": task_id, "principal": principal} for principal in dict.fromkeys(found)]
    return rows
