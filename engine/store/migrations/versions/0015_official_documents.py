"""Official documents: ordered by an act, set by a worker, filed as blobs"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "official_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("issued_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", engine.store.types.Instant(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(length=400), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("filed_at", engine.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_official_document_instance_id_instance")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_official_document_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_document")),
        sa.UniqueConstraint(
            "item_id", "kind", "ordinal", "version", name=op.f("uq_official_document_item_id_kind_ordinal_version")
        ),
    )
    op.create_index("ix_official_document_instance_id", "official_document", ["instance_id"])
    op.create_index("ix_official_document_sha256", "official_document", ["sha256"])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_official_document_waiting",
        "official_document",
        ["next_attempt_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
