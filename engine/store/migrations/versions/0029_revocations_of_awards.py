"""撤销表彰: what an award is to be revoked for, what the awarded said, what was decided"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "award_revocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("grounds", sa.String(length=16), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("state_until", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("stated_by_id", sa.Integer(), nullable=True),
        sa.Column("stated_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_revocation_award_id_award")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_award_revocation_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_award_revocation_instance_id_instance")
        ),
        sa.ForeignKeyConstraint(["raised_by_id"], ["person.id"], name=op.f("fk_award_revocation_raised_by_id_person")),
        sa.ForeignKeyConstraint(["stated_by_id"], ["person.id"], name=op.f("fk_award_revocation_stated_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_revocation")),
        sa.UniqueConstraint("number", name=op.f("uq_award_revocation_number")),
    )
    op.create_index(op.f("ix_award_revocation_award_id"), "award_revocation", ["award_id"], unique=False)
    op.create_index(op.f("ix_award_revocation_instance_id"), "award_revocation", ["instance_id"], unique=False)
    op.create_index(
        "ix_award_revocation_open",
        "award_revocation",
        ["award_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
