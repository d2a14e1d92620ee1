"""Urges and other entries stay with the unit that led the item then; urges of one note share its number and paper"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0030"
branch_labels = None
depends_on = None

NUMBERS = sa.table("number_format", *(sa.column(name, sa.String()) for name in ("kind", "label", "format")))
MOVED = "SELECT id, item_id, data FROM item_record WHERE kind IN ('redispatch', 'hand_over') ORDER BY id DESC"


def upgrade() -> None:
    op.add_column("item_record", sa.Column("unit_id", sa.Integer(), nullable=True))
    op.execute("UPDATE item_record SET unit_id = (SELECT lead_unit_id FROM item WHERE item.id = item_record.item_id)")
    _before_they_moved()
    op.create_index("ix_item_record_unit_id_kind_at", "item_record", ["unit_id", "kind", "at"])
    op.add_column("bundled_urge", sa.Column("instance_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_bundled_urge_instance_id"), "bundled_urge", ["instance_id"])
    op.create_index(op.f("ix_bundled_urge_item_id"), "bundled_urge", ["item_id"])
    op.bulk_insert(NUMBERS, [{"kind": "urges", "label": "合并催办单", "format": "督催〔{year}〕{n}号"}])


def _before_they_moved() -> None:
    """The newest move first, so that an entry ends with the unit from before the first move after it."""
    bind = op.get_bind()
    records = sa.table("item_record", *(sa.column(name, sa.Integer()) for name in ("id", "item_id", "unit_id")))
    moved = sa.text(MOVED).columns(id=sa.Integer(), item_id=sa.Integer(), data=sa.JSON())
    for record_id, item_id, data in bind.execute(moved).all():
        if "before_unit_id" in data:
            earlier = records.update().where(records.c.item_id == item_id, records.c.id < record_id)
            bind.execute(earlier.values(unit_id=data["before_unit_id"]))
