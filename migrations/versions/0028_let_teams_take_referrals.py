"""Let teams take referrals in their own way: whether a team is a voluntary body, and the columns of its own file.

Why: a voluntary body hears of nobody who has not agreed to it, and each team reads its list into a program of its own. A
person's own referrals are found by an index, as a team's are. The release before this one runs on it: no team is voluntary
until somebody says so, and no order of columns means the shipped one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("teams", sa.Column("voluntary", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("teams", sa.Column("export_columns", sa.JSON(), server_default="[]", nullable=False))
    op.create_index("ix_referrals_user_id", "referrals", ["user_id"])


def downgrade() -> None:
    op.drop_index("ix_referrals_user_id", table_name="referrals")
    op.drop_column("teams", "export_columns")
    op.drop_column("teams", "voluntary")
