"""Remember what the newest page of an answer went on from.

Why: a request for a page that arrives twice, read by the phone the second time, began its answer anew, and could do so
for ever. The release before this one runs on it: both columns may be empty, and it leaves them alone.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("device_views", sa.Column("page_from_view", sa.Integer(), nullable=True))
    op.add_column("device_views", sa.Column("page_from_held", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("device_views", "page_from_held")
    op.drop_column("device_views", "page_from_view")
