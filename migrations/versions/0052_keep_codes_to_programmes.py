"""Say to which programmes a code of a code list is kept, so that a council's own codes need not be offered everywhere.

Why: administrators add codes of their own to lists that grow. The release before this one runs on it: it offers each code everywhere.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("code_lists") as table:
        table.add_column(sa.Column("only_programmes", sa.JSON(none_as_null=True), server_default="{}", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("code_lists") as table:
        table.drop_column("only_programmes")
