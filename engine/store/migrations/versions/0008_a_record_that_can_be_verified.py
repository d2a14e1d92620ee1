"""A record that can be verified

Events say where they come from and what they changed; anchors over their chains; neither can be changed afterwards.
A migration that rebuilds one of these tables on SQLite (batch_alter_table) must create its triggers again.
"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FINAL = ("event", "anchor", "anchor_leaf")
REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column("event", sa.Column("post", sa.Text(), nullable=True))
    if is_sqlite:  # without a copy of the table, which would be long
        op.execute("ALTER TABLE event ADD COLUMN behalf_of_id INTEGER REFERENCES person (id)")
    else:
        op.add_column("event", sa.Column("behalf_of_id", sa.Integer(), nullable=True))
        op.create_foreign_key(op.f("fk_event_behalf_of_id_person"), "event", "person", ["behalf_of_id"], ["id"])
    op.add_column("event", sa.Column("cause", sa.JSON(), nullable=True))
    op.add_column("event", sa.Column("request_id", sa.String(length=64), nullable=True))
    op.add_column("event", sa.Column("before", sa.JSON(), nullable=True))
    op.add_column("event", sa.Column("after", sa.JSON(), nullable=True))
    op.create_table(
        "anchor",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("chains", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_anchor")),
    )
    op.create_table(
        "anchor_leaf",
        sa.Column("instance_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_count", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("anchor_number", sa.Integer(), nullable=False),
        sa.Column("hashes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["anchor_number"], ["anchor.number"], name=op.f("fk_anchor_leaf_anchor_number_anchor")),
        sa.PrimaryKeyConstraint("instance_id", "event_count", name=op.f("pk_anchor_leaf")),
    )
    op.create_index(op.f("ix_anchor_leaf_anchor_number"), "anchor_leaf", ["anchor_number"])
    if not is_sqlite:
        op.execute(REFUSE)
    for table in FINAL:
        for statement in _on_sqlite(table) if is_sqlite else _on_postgresql(table):
            op.execute(statement)


def _on_sqlite(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_refuses_{act} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"
        for act in ("update", "delete")
    ]


def _on_postgresql(table: str) -> list[str]:
    """Once a statement, so that one that touches no row is refused as well."""
    return [
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    ]
