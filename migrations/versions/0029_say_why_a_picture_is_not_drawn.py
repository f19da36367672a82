"""Say why a picture could not be drawn as it is to be shown now.

Why: pictures are drawn by the worker, so nobody waits who could be told of a drawing that fails; the file's pages tell it from here.
The release before this one runs on it: the column may be empty.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attachments", sa.Column("picture_fault", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("attachments", "picture_fault")
