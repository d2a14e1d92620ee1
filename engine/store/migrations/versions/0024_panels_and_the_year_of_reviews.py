"""Panels, and the year of 四同步: key tasks, gates, tracks, findings, assessments"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "panel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("quorum", sa.String(length=9), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
    )
    op.create_table(
        "panel_sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("called_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("closes_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("closed_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=True),
        sa.Column("needed", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_sitting_panel_id_panel")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_panel_sitting_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_sitting")),
        sa.UniqueConstraint("about", "about_id", "ordinal", name=op.f("uq_panel_sitting_about_about_id_ordinal")),
    )
    op.create_table(
        "review_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("gates", sa.JSON(), nullable=False),
        sa.Column("prepare_days", sa.Integer(), nullable=False),
        sa.Column("sit_days", sa.Integer(), nullable=False),
        sa.Column("opened_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_review_year_officer_id_person")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_review_year_panel_id_panel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_year")),
        sa.UniqueConstraint("year", name=op.f("uq_review_year_year")),
    )
    op.create_table(
        "key_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("handler_post_id", sa.Integer(), nullable=False),
        sa.Column("liaison_post_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("gate", sa.Integer(), nullable=False),
        sa.Column("business_score", sa.Integer(), nullable=True),
        sa.Column("party_score", sa.Integer(), nullable=True),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("entered_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("closed_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["handler_post_id"], ["post.id"], name=op.f("fk_key_task_handler_post_id_post")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_key_task_instance_id_instance")),
        sa.ForeignKeyConstraint(["liaison_post_id"], ["post.id"], name=op.f("fk_key_task_liaison_post_id_post")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_key_task_unit_id_unit")),
        sa.ForeignKeyConstraint(["year_id"], ["review_year.id"], name=op.f("fk_key_task_year_id_review_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_task")),
        sa.UniqueConstraint("number", name=op.f("uq_key_task_number")),
    )
    op.create_index(op.f("ix_key_task_instance_id"), "key_task", ["instance_id"], unique=False)
    op.create_index("ix_key_task_year_id_unit_id", "key_task", ["year_id", "unit_id"], unique=False)
    op.create_table(
        "panel_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_member_panel_id_panel")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_panel_member_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_panel_member_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_member")),
    )
    op.create_index(op.f("ix_panel_member_panel_id"), "panel_member", ["panel_id"], unique=False)
    op.create_table(
        "unit_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("business_report", sa.Text(), nullable=False),
        sa.Column("party_report", sa.Text(), nullable=False),
        sa.Column("reported_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("business_score", sa.Integer(), nullable=True),
        sa.Column("party_score", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(length=12), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("decided_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_unit_assessment_instance_id_instance")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_assessment_unit_id_unit")),
        sa.ForeignKeyConstraint(["year_id"], ["review_year.id"], name=op.f("fk_unit_assessment_year_id_review_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_assessment")),
        sa.UniqueConstraint("year_id", "unit_id", name=op.f("uq_unit_assessment_year_id_unit_id")),
    )
    op.create_index(op.f("ix_unit_assessment_instance_id"), "unit_assessment", ["instance_id"], unique=False)
    op.create_table(
        "gate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_task_id", sa.Integer(), nullable=False),
        sa.Column("gate", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("opens_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("due_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("ready_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("decided_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=12), nullable=True),
        sa.Column("comparison", sa.JSON(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("passed_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["key_task_id"], ["key_task.id"], name=op.f("fk_gate_key_task_id_key_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate")),
        sa.UniqueConstraint("key_task_id", "gate", name=op.f("uq_gate_key_task_id_gate")),
    )
    op.create_table(
        "panel_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("opinion", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["panel_member.id"], name=op.f("fk_panel_seat_member_id_panel_member")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_panel_seat_person_id_person")),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["panel_sitting.id"], name=op.f("fk_panel_seat_sitting_id_panel_sitting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_seat")),
        sa.UniqueConstraint("sitting_id", "member_id", name=op.f("uq_panel_seat_sitting_id_member_id")),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gate_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_working_days", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.Column("closed_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_finding_gate_id_gate")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_finding_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("gate_id", "ordinal", name=op.f("uq_finding_gate_id_ordinal")),
    )
    op.create_index(op.f("ix_finding_matter_id"), "finding", ["matter_id"], unique=False)
    op.create_table(
        "gate_track",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gate_id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(length=10), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_gate_track_gate_id_gate")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["person.id"], name=op.f("fk_gate_track_submitted_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_track")),
        sa.UniqueConstraint("gate_id", "track", name=op.f("uq_gate_track_gate_id_track")),
    )
