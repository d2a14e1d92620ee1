"""Criteria of a category: a list with the points of each; what was one text is one criterion of a hundred points"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

CATEGORY = sa.table("award_category", sa.column("id", sa.Integer), sa.column("criteria", sa.Text))
WHOLE = "综合评价"


def upgrade() -> None:
    connection = op.get_bind()
    texts = connection.execute(sa.select(CATEGORY.c.id, CATEGORY.c.criteria)).all()
    for key, text in texts:
        listed = json.dumps([{"name": WHOLE, "points": 100, "text": text}], ensure_ascii=False)
        connection.execute(sa.update(CATEGORY).where(CATEGORY.c.id == key).values(criteria=listed))
    with op.batch_alter_table("award_category", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.alter_column(
            "criteria",
            existing_type=sa.Text(),
            type_=sa.JSON(),
            existing_nullable=False,
            postgresql_using="criteria::json",
        )
