"""Say which pictures, sounds and films a form's labels show, of an upload that waits and of each published version.

Why: a phone carries them with the version, which never changes. The release before this one runs on it: what it writes has
none. The bytes rest where attachments do.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_TABLES = ("form_uploads", "form_versions")


def upgrade() -> None:
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("media", sa.JSON(none_as_null=True), server_default="[]", nullable=False))


def downgrade() -> None:
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("media")
