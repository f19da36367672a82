"""Keep what came sealed and cannot be opened, until its key is there again.

Why: phones seal their work to the council, and a server that was brought back without its keys must lose none of it. The
release before this one runs on it: every new column may be empty, and it leaves them alone.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WAITING = sa.text("sealing_key_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("operations", sa.Column("sealed_hash", sa.Text(), nullable=True))
    op.add_column("operations", sa.Column("sealing_key_id", sa.Text(), nullable=True))
    op.create_index(
        "ix_operations_sealing_key_id",
        "operations",
        ["sealing_key_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.add_column("operation_clashes", sa.Column("sealing_key_id", sa.Text(), nullable=True))
    op.add_column("uploads", sa.Column("sealing_key_id", sa.Text(), nullable=True))
    op.add_column("uploads", sa.Column("wrapped_key", sa.Text(), nullable=True))
    op.add_column("uploads", sa.Column("piece_size", sa.Integer(), nullable=True))
    op.add_column("uploads", sa.Column("unopened", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("uploads", "unopened")
    op.drop_column("uploads", "piece_size")
    op.drop_column("uploads", "wrapped_key")
    op.drop_column("uploads", "sealing_key_id")
    op.drop_column("operation_clashes", "sealing_key_id")
    op.drop_index("ix_operations_sealing_key_id", "operations")
    op.drop_column("operations", "sealing_key_id")
    op.drop_column("operations", "sealed_hash")
