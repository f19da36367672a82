"""Find visits by when they came in, and referrals by when they were made.

Why: Reports counts days of both, and Today the last fortnight, without reading every visit there ever was.
"""

from __future__ import annotations

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_visits_submitted_at", "visits", ["submitted_at"])
    op.create_index("ix_referrals_made_at", "referrals", ["made_at"])


def downgrade() -> None:
    op.drop_index("ix_referrals_made_at", table_name="referrals")
    op.drop_index("ix_visits_submitted_at", table_name="visits")
