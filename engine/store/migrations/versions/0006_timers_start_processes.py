"""Timer start events start processes

What was deployed before has no schedule until its next version: its timer start events were accepted and did nothing.
"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    op.create_table(
        "scheduled_start",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.String(length=120), nullable=False),
        sa.Column("due_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("cycle", sa.JSON(), nullable=True),
        sa.Column("catch_up", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=400), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_start")),
        sa.UniqueConstraint("key", "element_id", name=op.f("uq_scheduled_start_key_element_id")),
    )
    op.create_index(
        "ix_scheduled_start_pending",
        "scheduled_start",
        ["due_at", "id"],
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
