"""The record of signing in, which the database keeps; and what a provider said, as long as its session lasts

Rows may only be counted up within two minutes of their first moment, and go when they are half a year old.
"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0036"
down_revision = "0034"
branch_labels = None
depends_on = None

Instant = engine.store.types.Instant
FIXED = ("id", "at", "result", "way", "person_id", "by_id", "name", "address", "device", "slot")
SAID = "rows of sign_in_record are never changed or deleted"
CHANGED = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FIXED)
ON_SQLITE = (
    "CREATE TRIGGER sign_in_record_refuses_update BEFORE UPDATE ON sign_in_record "
    "WHEN NEW.slot IS NULL OR NEW.times <> OLD.times + 1 OR NEW.last_at < OLD.last_at "
    f"OR NEW.last_at > datetime(OLD.at, '+2 minutes') OR {CHANGED} "
    f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END",
    "CREATE TRIGGER sign_in_record_refuses_delete BEFORE DELETE ON sign_in_record "
    "WHEN OLD.last_at > datetime('now', '-183 days') "
    f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END",
)
DIFFERS = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FIXED)
ON_POSTGRESQL = (
    f"""
CREATE FUNCTION refuse_change_of_sign_in_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.last_at <= now() - interval '183 days' THEN RETURN OLD; END IF;
    ELSIF NEW.slot IS NOT NULL AND NEW.times = OLD.times + 1 AND NEW.last_at >= OLD.last_at
        AND NEW.last_at <= OLD.at + interval '2 minutes' AND NOT ({DIFFERS}) THEN RETURN NEW;
    END IF;
    RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation';
END
$$
""",
    "CREATE TRIGGER sign_in_record_refuses_change BEFORE UPDATE OR DELETE ON sign_in_record "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_sign_in_record()",
    "CREATE TRIGGER sign_in_record_refuses_truncate BEFORE TRUNCATE ON sign_in_record "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


def upgrade() -> None:
    op.create_table(
        "sign_in_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("last_at", Instant(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=24), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("slot", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_record_person_id_person")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_sign_in_record_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_record")),
        sa.UniqueConstraint("slot", name=op.f("uq_sign_in_record_slot")),
    )
    op.create_index(op.f("ix_sign_in_record_at"), "sign_in_record", ["at"])
    op.create_index(op.f("ix_sign_in_record_person_id"), "sign_in_record", ["person_id"])
    op.add_column("sign_in", sa.Column("id_token", sa.Text(), nullable=True))
    for statement in ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL:
        op.execute(statement)
