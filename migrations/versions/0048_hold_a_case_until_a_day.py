"""Say until which day a case is on hold, so that it comes back by itself and nobody is held for ever.

Why: no page ever held or closed a case; now people do. The release before this one runs on it: it holds no case.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("held_until_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "held_until_on")
