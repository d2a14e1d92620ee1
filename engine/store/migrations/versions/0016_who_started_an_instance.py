"""Who started an instance is known of it, so that its tasks find their way back to them"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FROM_THE_RECORD = """
UPDATE instance SET initiator_id = (SELECT actor_id FROM event WHERE event.instance_id = instance.id AND event.seq = 1)
"""


def upgrade() -> None:
    with op.batch_alter_table("instance") as batch:
        batch.add_column(sa.Column("initiator_id", sa.Integer(), nullable=True))
        batch.create_index(op.f("ix_instance_initiator_id"), ["initiator_id"])
        batch.create_foreign_key(op.f("fk_instance_initiator_id_person"), "person", ["initiator_id"], ["id"])
    op.execute(FROM_THE_RECORD)
