"""Scopes of tasks and timers

A task and a timer name the sub-processes around them, so that only those are loaded. Those that exist already name
none: for them all are loaded. What is active in an instance is read from its state, so that a step need not write it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ALL = "*"


def upgrade() -> None:
    for table in ("task", "timer"):
        op.add_column(table, sa.Column("scope", sa.Text(), nullable=False, server_default=ALL))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("scope", server_default="")
    with op.batch_alter_table("instance") as batch:
        batch.drop_column("active")
