"""Say how many checks and forms were begun on a phone and not saved.

Why: they are on that phone and nowhere else; who marks it as lost must be told. The release before this one runs on it: the
column may be empty, as it is until a phone of this release has spoken.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("devices") as table:
        table.add_column(sa.Column("unfinished_count", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("devices") as table:
        table.drop_column("unfinished_count")
