"""The look of the lights: an office's own words and colours"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "light_look",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=12), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_light_look")),
    )
