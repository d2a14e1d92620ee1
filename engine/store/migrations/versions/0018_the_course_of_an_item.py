"""Dates before an extension, counts of the course, evidence that was asked for, the post that gave a matter"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

COUNTS = ("times_extended", "days_extended", "times_rejected", "times_reopened")
LEDGER = "ix_item_ledger"


def upgrade() -> None:
    op.drop_index(LEDGER, table_name="item")
    with op.batch_alter_table("item") as item:
        item.add_column(sa.Column("original_due_at", engine.store.types.Instant(timezone=True), nullable=True))
        item.add_column(sa.Column("scored_due_at", engine.store.types.Instant(timezone=True), nullable=True))
        for name in COUNTS:
            item.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        item.add_column(sa.Column("evidence", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("item") as item:
        for name in (*COUNTS, "evidence"):
            item.alter_column(name, server_default=None)
    op.create_index(LEDGER, "item", [sa.text("(closed_at IS NOT NULL)"), "due_at", "id"])
    with op.batch_alter_table("matter") as matter:
        matter.add_column(sa.Column("issuer_post_id", sa.Integer(), nullable=True))
        matter.create_foreign_key("fk_matter_issuer_post_id_post", "post", ["issuer_post_id"], ["id"])
