"""Say why a phone was revoked, what it lost, and which files are operations.

Why: a phone may use more than 2 GB; a report of lost work that comes twice must count once; who revokes a phone or ends its
ticket says why; and an operation too large for a push comes as a file, which is no photo. The release before this one runs
on it: the new columns may be empty or have a default.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("devices") as table:
        table.alter_column("storage_used_bytes", existing_type=sa.Integer(), type_=sa.BigInteger())
        table.add_column(sa.Column("lost_count_said", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("revoked_reason", sa.Text(), nullable=True))
        table.add_column(sa.Column("ticket_ended_reason", sa.Text(), nullable=True))
    with op.batch_alter_table("attachments") as table:
        table.add_column(sa.Column("purpose", sa.String(length=40), server_default="file", nullable=False))
        table.create_check_constraint(op.f("ck_attachments_purpose"), "purpose IN ('file', 'operation')")


def downgrade() -> None:
    with op.batch_alter_table("attachments") as table:
        table.drop_constraint(op.f("ck_attachments_purpose"), type_="check")
        table.drop_column("purpose")
    with op.batch_alter_table("devices") as table:
        table.drop_column("ticket_ended_reason")
        table.drop_column("revoked_reason")
        table.drop_column("lost_count_said")
        table.alter_column("storage_used_bytes", existing_type=sa.BigInteger(), type_=sa.Integer())
