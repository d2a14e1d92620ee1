"""Long values of an instance lie in rows of their own; state, tasks and variables name them

What is stored already stays as it is: a state is written the new way at the next step of its instance.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "instance_value",
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_instance_value_instance_id_instance")),
        sa.PrimaryKeyConstraint("instance_id", "key", name=op.f("pk_instance_value")),
    )
    op.add_column("instance", sa.Column("variable_keys", sa.JSON(), nullable=True))
    op.add_column("instance_state", sa.Column("value_keys", sa.JSON(), nullable=True))
    op.add_column("task", sa.Column("data_keys", sa.JSON(), nullable=True))
