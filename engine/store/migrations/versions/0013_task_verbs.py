"""What people do with a task beside completing it: claims, delegations, signers, copies, urges, drafts"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PEOPLE = ("claimed_by_id", "delegated_by_id", "added_by_id")


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in PEOPLE:
        if is_sqlite:  # without a copy of the table, which would be long
            op.execute(f"ALTER TABLE task ADD COLUMN {name} INTEGER REFERENCES person (id)")
        else:
            op.add_column("task", sa.Column(name, sa.Integer(), nullable=True))
            op.create_foreign_key(op.f(f"fk_task_{name}_person"), "task", "person", [name], ["id"])
    op.add_column("task", sa.Column("kept_candidates", sa.JSON(), nullable=True))
    op.add_column("task", sa.Column("main_id", sa.String(length=36), nullable=True))
    op.add_column("task", sa.Column("position", sa.String(length=6), nullable=True))
    op.add_column("task", sa.Column("signers", sa.Integer(), server_default="0", nullable=False))
    op.create_index(op.f("ix_task_delegated_by_id"), "task", ["delegated_by_id"])
    op.create_index(op.f("ix_task_added_by_id"), "task", ["added_by_id"])
    op.create_index(op.f("ix_task_main_id"), "task", ["main_id"])
    instant = engine.store.types.Instant(timezone=True)
    op.create_table(
        "task_copy",
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", instant, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("read_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_copy_person_id_person")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_task_copy_sent_by_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_copy_task_id_task")),
        sa.PrimaryKeyConstraint("task_id", "person_id", name=op.f("pk_task_copy")),
    )
    op.create_index(op.f("ix_task_copy_person_id"), "task_copy", ["person_id"])
    op.create_table(
        "task_urge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", instant, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_task_urge_answered_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_urge_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_urge_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_urge")),
    )
    op.create_index(op.f("ix_task_urge_task_id"), "task_urge", ["task_id"])
    op.create_table(
        "task_draft",
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("saved_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_draft_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_draft_task_id_task")),
        sa.PrimaryKeyConstraint("task_id", "person_id", name=op.f("pk_task_draft")),
    )
