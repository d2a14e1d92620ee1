"""Steps of the ladder are answered and withdrawn; special instructions; misses that were made good"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# What was answered before answers were noted at the step: the first answer given after it.
ANSWERED = (
    "UPDATE item_record SET answered_at = (SELECT MIN(answer.at) FROM item_record AS answer"
    " WHERE answer.item_id = item_record.item_id AND answer.kind = :answer AND answer.at >= item_record.at)"
    " WHERE kind = :step"
)


def upgrade() -> None:
    instant = engine.store.types.Instant(timezone=True)
    for table in ("matter", "item"):
        op.add_column(table, sa.Column("special", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("item", sa.Column("missed_at", instant, nullable=True))
    for column in ("yellow_why", "red_why"):
        op.add_column("item", sa.Column(column, sa.String(length=12), nullable=True))
    for column in ("answered_at", "withdrawn_at"):
        op.add_column("item_record", sa.Column(column, instant, nullable=True))
    op.execute("UPDATE item SET red_why = 'overdue' WHERE red_at IS NOT NULL")
    op.execute("UPDATE item SET yellow_why = 'warning' WHERE yellow_at IS NOT NULL")
    for step, answer in (("urge", "urge_answer"), ("supervise", "explanation")):
        op.get_bind().execute(sa.text(ANSWERED), {"step": step, "answer": answer})
