"""Heads, liaisons and leaders are people

The first migration named these foreign keys, but PostgreSQL has to be told of them after both tables exist; SQLite has
had them from the beginning.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = ("head_id", "leader_id", "liaison_id")


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for column in COLUMNS:
        op.create_foreign_key(op.f(f"fk_unit_{column}_person"), "unit", "person", [column], ["id"])
