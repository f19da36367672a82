"""Say in which version staff, teams and programmes stand, which password is only a first one, and which words are retired.

Why: administrators change these on pages; of two at once the second is told. An administrator gives a first password, which
its owner replaces before anything else. The release before this one runs on it: what it writes has version 1.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_TABLES = ("users", "teams", "programmes")


def upgrade() -> None:
    for name in _TABLES:
        op.add_column(name, sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("users", sa.Column("first_password_until_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("code_lists") as table:
        table.add_column(sa.Column("retired_names", sa.JSON(none_as_null=True), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("code_lists") as table:
        table.drop_column("retired_names")
    op.drop_column("users", "first_password_until_at")
    for name in _TABLES:
        op.drop_column(name, "version")
