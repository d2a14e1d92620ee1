"""Indexes for the pages of a full archive

Inbox and ledger read their order from an index instead of sorting a million tasks or a hundred thousand items;
the lights can be counted from an index alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_task_due_at", "task", ["due_at"])
    op.create_index("ix_task_completed_by_id_completed_at", "task", ["completed_by_id", "completed_at"])
    op.drop_index("ix_task_completed_by_id", "task")
    op.create_index("ix_item_ledger", "item", [sa.text("(state = 'closed')"), "due_at", "id"])
    op.create_index("ix_item_lights", "item", ["state", "red_at", "yellow_at"])
    op.drop_index("ix_item_state_due_at", "item")
