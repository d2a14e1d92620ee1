"""A task may belong to a post or person but for those whose work it checks"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

IS_APART = sa.text("principal LIKE 'apart:%'")


def upgrade() -> None:
    with op.batch_alter_table("task_candidate", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.alter_column("principal", existing_type=sa.String(24), type_=sa.Text(), existing_nullable=False)
    op.create_index(
        "ix_task_candidate_apart", "task_candidate", ["principal"], sqlite_where=IS_APART, postgresql_where=IS_APART
    )
