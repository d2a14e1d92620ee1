"""Calls leave through an outbox of their own; both outboxes are leased; what comes in is taken once"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")


def instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, engine.store.types.Instant(timezone=True), nullable=nullable)


def upgrade() -> None:
    with op.batch_alter_table("outbox_mail", reflect_kwargs={"resolve_fks": False}) as batch_op:
        batch_op.add_column(sa.Column("lease", sa.String(length=32), nullable=True))
        batch_op.add_column(instant("resent_at", nullable=True))
        batch_op.add_column(sa.Column("resend_reason", sa.String(length=400), nullable=True))
        batch_op.add_column(sa.Column("resent_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_outbox_mail_resent_by_id_person"), "person", ["resent_by_id"], ["id"])

    op.create_table(
        "outbox_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("receiver", sa.String(length=60), nullable=False),
        sa.Column("event", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.String(length=120), nullable=False),
        instant("created_at"),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        instant("next_attempt_at"),
        sa.Column("lease", sa.String(length=32), nullable=True),
        instant("sent_at", nullable=True),
        sa.Column("last_error", sa.String(length=400), nullable=True),
        instant("resent_at", nullable=True),
        sa.Column("resend_reason", sa.String(length=400), nullable=True),
        sa.Column("resent_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_outbox_call_instance_id_instance")),
        sa.ForeignKeyConstraint(["resent_by_id"], ["person.id"], name=op.f("fk_outbox_call_resent_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_call")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_call_key")),
    )
    with op.batch_alter_table("outbox_call", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_call_waiting",
            ["next_attempt_at"],
            unique=False,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        )
        batch_op.create_index("ix_outbox_call_instance_id_element_id", ["instance_id", "element_id"], unique=False)

    op.create_table(
        "taken_delivery",
        sa.Column("receiver", sa.String(length=60), nullable=False),
        sa.Column("delivery_id", sa.String(length=100), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        instant("at"),
        sa.PrimaryKeyConstraint("receiver", "delivery_id", name=op.f("pk_taken_delivery")),
    )
    for table in ("given_answer", "taken_delivery"):
        with op.batch_alter_table(table, reflect_kwargs={"resolve_fks": False}) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_at"), ["at"], unique=False)
