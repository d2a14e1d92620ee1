"""撤回撤销: who withdrew a procedure on an award, when and why"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("award_revocation") as table:
        table.add_column(sa.Column("withdrawal_reason", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("withdrawn_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("withdrawn_at", engine.store.types.Instant(timezone=True), nullable=True))
        table.create_foreign_key(
            op.f("fk_award_revocation_withdrawn_by_id_person"), "person", ["withdrawn_by_id"], ["id"]
        )
