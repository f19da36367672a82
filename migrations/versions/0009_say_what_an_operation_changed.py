"""Say what an operation changed.

Why: the log must say by itself what became of every mergeable field and workflow state. Neither the order of arrival nor
a clock gives the order in which operations were decided, and a command ("submit") does not name the values it set. The
release before this one runs on it: both columns may be empty, and stay so for operations of before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operations", sa.Column("row_version", sa.Integer(), nullable=True))
    op.add_column("operations", sa.Column("changed", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("operations", "changed")
    op.drop_column("operations", "row_version")
