"""Find who rings by their number, each of the two kept in an index.

Why: a caller says a number before a name, and matching a list against everybody asks for numbers as well; both read every
resident there is. The release before this one runs on it as it did.
"""

from __future__ import annotations

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_residents_mobile", "residents", ["mobile"])
    op.create_index("ix_residents_landline", "residents", ["landline"])


def downgrade() -> None:
    op.drop_index("ix_residents_landline", table_name="residents")
    op.drop_index("ix_residents_mobile", table_name="residents")
