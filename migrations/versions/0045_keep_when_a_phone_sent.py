"""Keep what a phone's own clock said when it sent an operation, beside what it said when the operation was made.

Why: how long a word of lone working lay on the phone is known only by the phone's clock, which may be hours ahead: without this an
old *I am safe* counts from when it came. The release before this one runs on it: it leaves the column empty.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operations", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("operations", "sent_at")
