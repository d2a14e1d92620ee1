"""Official documents: also in Word, set again as a new version, and briefings, which belong to no item"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE = "official_document"


def upgrade() -> None:
    waiting = sa.text("state = 'waiting'")
    op.drop_index("ix_official_document_waiting", TABLE)
    with op.batch_alter_table(TABLE, reflect_kwargs={"resolve_fks": False}) as batch:
        batch.alter_column("item_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("period", sa.String(length=7), nullable=True))
        batch.add_column(sa.Column("word_sha256", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("word_size", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("reason", sa.String(length=400), nullable=True))
        batch.add_column(sa.Column("ordered_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("superseded_at", engine.store.types.Instant(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_official_document_ordered_by_id_person"), "person", ["ordered_by_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_official_document_period_version"), ["period", "version"])
    op.create_index("ix_official_document_word_sha256", TABLE, ["word_sha256"])
    op.create_index(
        "ix_official_document_waiting", TABLE, ["next_attempt_at"], sqlite_where=waiting, postgresql_where=waiting
    )
