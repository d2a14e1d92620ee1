"""实绩量化考核: the year's table, lines with points, the negative list, appeals"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "performance_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reckoned_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["bundle.digest"], name=op.f("fk_performance_year_digest_bundle")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_performance_year")),
    )
    op.create_table(
        "performance_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("whose", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("occurred_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("source_kind", sa.String(length=12), nullable=False),
        sa.Column("source_id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("corrected_by_id", sa.Integer(), nullable=True),
        sa.Column("corrected_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrected_by_id"], ["person.id"], name=op.f("fk_performance_entry_corrected_by_id_person")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_performance_entry_item_id_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_performance_entry_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_performance_entry_post_id_post")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_performance_entry_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_entry")),
        sa.UniqueConstraint(
            "year",
            "whose",
            "source_kind",
            "source_id",
            "rule",
            name=op.f("uq_performance_entry_year_whose_source_kind_source_id_rule"),
        ),
    )
    op.create_index("ix_performance_entry_unit_id_year", "performance_entry", ["unit_id", "year"], unique=False)
    op.create_table(
        "negative_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_negative_entry_entered_by_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_negative_entry_item_id_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_negative_entry_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_negative_entry_post_id_post")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["item_record.id"], name=op.f("fk_negative_entry_record_id_item_record")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_negative_entry_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_negative_entry_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negative_entry")),
        sa.UniqueConstraint("record_id", name=op.f("uq_negative_entry_record_id")),
    )
    op.create_index(op.f("ix_negative_entry_item_id"), "negative_entry", ["item_id"], unique=False)
    op.create_index("ix_negative_entry_person_id_state", "negative_entry", ["person_id", "state"], unique=False)
    op.create_index("ix_negative_entry_unit_id_state", "negative_entry", ["unit_id", "state"], unique=False)
    op.create_table(
        "performance_appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_performance_appeal_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["performance_entry.id"], name=op.f("fk_performance_appeal_entry_id_performance_entry")
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_performance_appeal_instance_id_instance")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_performance_appeal_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_appeal")),
    )
    op.create_index(op.f("ix_performance_appeal_entry_id"), "performance_appeal", ["entry_id"], unique=False)
    op.create_index(op.f("ix_performance_appeal_instance_id"), "performance_appeal", ["instance_id"], unique=False)
