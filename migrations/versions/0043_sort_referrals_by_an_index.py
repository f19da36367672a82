"""Keep the day by which lists sort a referral, and find those of a status in that order.

Why: the board and the list sorted every referral of a borough anew to show fifty. The release before this one runs on it: what it
makes has the earliest day and heads the lists until somebody next sets its day.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

ORDER = ("status", "urgent", "due_on")
ORDERS = {"_".join(columns): columns for columns in (ORDER, ("team_id", *ORDER), ("user_id", *ORDER))}


def upgrade() -> None:
    op.add_column("referrals", sa.Column("due_on", sa.Date(), server_default=sa.text("'1970-01-01'"), nullable=False))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    made_on = "date(made_at)" if is_sqlite else "CAST(timezone('UTC', made_at) AS DATE)"
    op.execute(f"UPDATE referrals SET due_on = coalesce(start_on, {made_on})")  # noqa: S608  # one of two texts of ours
    for name in ORDERS:
        op.create_index(f"ix_referrals_{name}", "referrals", [*ORDERS[name], "id"])
    op.drop_index("ix_referrals_status_team_id", table_name="referrals")
    op.drop_index("ix_referrals_user_id", table_name="referrals")


def downgrade() -> None:
    op.create_index("ix_referrals_user_id", "referrals", ["user_id"])
    op.create_index("ix_referrals_status_team_id", "referrals", ["status", "team_id"])
    for name in ORDERS:
        op.drop_index(f"ix_referrals_{name}", table_name="referrals")
    with op.batch_alter_table("referrals") as table:
        table.drop_column("due_on")
