"""Nominees who stand on no notice, because what is secret is not posted"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unposted_reason", sa.String(length=400), server_default="", nullable=False))
