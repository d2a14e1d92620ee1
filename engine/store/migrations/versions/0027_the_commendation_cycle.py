"""The commendation cycle: cycles, categories, nominations, qualifications, outside opinions, awards"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "award_cycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("leader_post_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("nominate_until", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("opened_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("decided_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("closed_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_award_cycle_instance_id_instance")),
        sa.ForeignKeyConstraint(["leader_post_id"], ["post.id"], name=op.f("fk_award_cycle_leader_post_id_post")),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_award_cycle_officer_id_person")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_award_cycle_panel_id_panel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_cycle")),
        sa.UniqueConstraint("number", name=op.f("uq_award_cycle_number")),
    )
    op.create_index(op.f("ix_award_cycle_instance_id"), "award_cycle", ["instance_id"], unique=False)
    op.create_table(
        "award_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=8), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("self_allowed", sa.Boolean(), nullable=False),
        sa.Column("heads_percent", sa.Integer(), nullable=True),
        sa.Column("seated", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cycle_id"], ["award_cycle.id"], name=op.f("fk_award_category_cycle_id_award_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_category")),
    )
    op.create_index(op.f("ix_award_category_cycle_id"), "award_category", ["cycle_id"], unique=False)
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("deeds", sa.Text(), nullable=False),
        sa.Column("nominated_by_id", sa.Integer(), nullable=False),
        sa.Column("by_self", sa.Boolean(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("notice_slug", sa.String(length=24), nullable=True),
        sa.Column("nominated_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("settled_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("ended_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"], ["award_category.id"], name=op.f("fk_nomination_category_id_award_category")
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["award_cycle.id"], name=op.f("fk_nomination_cycle_id_award_cycle")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_nomination_instance_id_instance")),
        sa.ForeignKeyConstraint(["nominated_by_id"], ["person.id"], name=op.f("fk_nomination_nominated_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_nomination_post_id_post")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_nomination_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("number", name=op.f("uq_nomination_number")),
    )
    op.create_index(op.f("ix_nomination_category_id"), "nomination", ["category_id"], unique=False)
    op.create_index("ix_nomination_cycle_id_state", "nomination", ["cycle_id", "state"], unique=False)
    op.create_index(op.f("ix_nomination_instance_id"), "nomination", ["instance_id"], unique=False)
    op.create_index(op.f("ix_nomination_person_id"), "nomination", ["person_id"], unique=False)
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("document_ids", sa.JSON(), nullable=False),
        sa.Column("published_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("revoked_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("revocation_reason", sa.Text(), nullable=False),
        sa.Column("revocation_instance_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"], ["award_category.id"], name=op.f("fk_award_category_id_award_category")
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["award_cycle.id"], name=op.f("fk_award_cycle_id_award_cycle")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_award_nomination_id_nomination")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_award_person_id_person")),
        sa.ForeignKeyConstraint(
            ["revocation_instance_id"], ["instance.id"], name=op.f("fk_award_revocation_instance_id_instance")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_award_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_award_nomination_id")),
        sa.UniqueConstraint("number", name=op.f("uq_award_number")),
    )
    op.create_index(op.f("ix_award_cycle_id"), "award", ["cycle_id"], unique=False)
    op.create_index(op.f("ix_award_person_id"), "award", ["person_id"], unique=False)
    op.create_index(op.f("ix_award_unit_id"), "award", ["unit_id"], unique=False)
    op.create_table(
        "outside_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("opinion", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_outside_opinion_entered_by_id_person")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_outside_opinion_nomination_id_nomination")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_opinion")),
    )
    op.create_index(op.f("ix_outside_opinion_nomination_id"), "outside_opinion", ["nomination_id"], unique=False)
    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("checked_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_qualification_nomination_id_nomination")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    op.create_index(op.f("ix_qualification_nomination_id"), "qualification", ["nomination_id"], unique=False)
    with op.batch_alter_table("panel_sitting") as batch:
        batch.alter_column("unit_id", existing_type=sa.Integer(), nullable=True)
