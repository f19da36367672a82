"""Say where a shift is, and which places on a day's list a supervisor chose by hand.

Why: a day is ordered by place and time window, and what a person has put in order is not put out of it again by the next visit
that is given; whoever plans shifts writes where; a phone is not told twice of one change of its list. The release before this one runs on it: they may be empty or false.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shifts", sa.Column("place", sa.Text(), nullable=True))
    op.add_column("push_subscriptions", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("visits", sa.Column("placed_by_hand", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("visits", "placed_by_hand")
    op.drop_column("push_subscriptions", "told_at")
    op.drop_column("shifts", "place")
