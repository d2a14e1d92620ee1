"""Formats of numbers, sources, links between items, milestones, sketches of texts, caps on what a unit is asked"""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

FORMATS = (
    ("matter", "督办事项", "督〔{year}〕{n}号"),
    ("instruction", "领导批示", "督批〔{year}〕{n}号"),
    ("meeting", "会议议定事项", "督会〔{year}〕{n}号"),
    ("work_order", "交办单", "督交〔{year}〕{n}号"),
    ("notice", "督办通知单", "督办〔{year}〕{n}号"),
    ("circular", "通报", "督通〔{year}〕{n}号"),
)
SOURCES = (
    ("领导批示", "instruction"),
    ("会议议定", "meeting"),
    ("上级文件", "matter"),
    ("群众来信", "matter"),
    ("自行立项", "matter"),
)
REPORTS, WAITING = sa.text("stage = '反馈'"), sa.text("sent_at IS NULL")


def upgrade() -> None:
    op.add_column("matter", sa.Column("reference", sa.String(length=120), server_default="", nullable=False))
    op.add_column("matter", sa.Column("fingerprint", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_matter_reference"), "matter", ["reference"])
    op.create_index(op.f("ix_matter_fingerprint"), "matter", ["fingerprint"])
    op.add_column("item", sa.Column("outcome", sa.String(length=12), nullable=True))
    op.add_column("item", sa.Column("fingerprint", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_item_fingerprint"), "item", ["fingerprint"])
    op.create_index("ix_item_record_kind_at", "item_record", ["kind", "at"])
    op.create_index("ix_task_reports", "task", ["opened_at"], sqlite_where=REPORTS, postgresql_where=REPORTS)
    _numbers()
    _links()
    _asking()


def _numbers() -> None:
    formats = op.create_table(
        "number_format",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_number_format")),
    )
    sources = op.create_table(
        "matter_source",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number_kind", sa.String(length=20), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number_kind"], ["number_format.kind"], name=op.f("fk_matter_source_number_kind_number_format")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_matter_source")),
    )
    op.bulk_insert(formats, [{"kind": kind, "label": label, "format": format_} for kind, label, format_ in FORMATS])
    op.bulk_insert(
        sources,
        [
            {"name": name, "position": position, "number_kind": kind, "is_offered": True}
            for position, (name, kind) in enumerate(SOURCES, 1)
        ],
    )


def _links() -> None:
    op.create_table(
        "item_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["item.id"], name=op.f("fk_item_link_from_id_item")),
        sa.ForeignKeyConstraint(["to_id"], ["item.id"], name=op.f("fk_item_link_to_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_link")),
        sa.UniqueConstraint("from_id", "to_id", "kind", name=op.f("uq_item_link_from_id_to_id_kind")),
    )
    op.create_index(op.f("ix_item_link_to_id"), "item_link", ["to_id"])
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("reached_at", Instant(timezone=True), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_milestone_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(op.f("ix_milestone_item_id"), "milestone", ["item_id"])
    op.create_table(
        "item_band",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_band_item_id_item")),
        sa.PrimaryKeyConstraint("band", "item_id", name=op.f("pk_item_band")),
    )
    op.create_index(op.f("ix_item_band_item_id"), "item_band", ["item_id"])


def _asking() -> None:
    caps = op.create_table(
        "asking_cap",
        sa.Column("line", sa.String(length=60), nullable=False),
        sa.Column("urges", sa.Integer(), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_asking_cap")),
    )
    op.bulk_insert(caps, [{"line": "", "urges": None, "reports": None}])
    op.create_table(
        "bundled_urge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("answer_due_at", Instant(timezone=True), nullable=True),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("sent_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_bundled_urge_unit_id_unit")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_bundled_urge_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundled_urge")),
    )
    op.create_index(
        "ix_bundled_urge_waiting", "bundled_urge", ["unit_id"], sqlite_where=WAITING, postgresql_where=WAITING
    )
