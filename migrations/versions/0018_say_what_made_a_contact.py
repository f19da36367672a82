"""Say of a contact who began it and which submission made it.

Why: a telephone call is recorded at the desk with a form; a call list counts calls, and a corrected one must count once. The
release before this one runs on it: the new columns may be empty.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contacts") as table:
        table.add_column(sa.Column("direction", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("submission_id", sa.Uuid(), nullable=True))
        table.create_check_constraint(op.f("ck_contacts_direction"), "direction IN ('outgoing', 'incoming')")
        table.create_foreign_key(
            op.f("fk_contacts_submission_id_submissions"), "submissions", ["submission_id"], ["id"]
        )
        table.create_index(op.f("ix_contacts_submission_id"), ["submission_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("contacts") as table:
        table.drop_index(op.f("ix_contacts_submission_id"))
        table.drop_constraint(op.f("fk_contacts_submission_id_submissions"), type_="foreignkey")
        table.drop_constraint(op.f("ck_contacts_direction"), type_="check")
        table.drop_column("submission_id")
        table.drop_column("direction")
