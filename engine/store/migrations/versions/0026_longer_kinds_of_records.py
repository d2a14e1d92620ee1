"""The kind of a record of an item has room for its longest word, consultation_concluded"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("item_record", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.alter_column("kind", existing_type=sa.String(20), type_=sa.String(40), existing_nullable=False)
