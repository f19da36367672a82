"""End page sessions on the server, and count the tries of those who may not come in.

Why: a copied session cookie lived on after sign-out, since nothing here knew that it had ended; and only an account was
counted, so that one network could try every account. The release before this one runs on it: it knows none of the tables.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_UNFINISHED = "completed_at IS NULL AND ended_at IS NULL"


def upgrade() -> None:
    op.create_table(
        "page_sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("password_stamp", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_page_sessions_user_id_users")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_page_sessions")),
    )
    op.create_index(op.f("ix_page_sessions_user_id"), "page_sessions", ["user_id"])
    op.create_table(
        "refused_tries",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_refused_tries")),
    )
    op.create_index(op.f("ix_refused_tries_since_at"), "refused_tries", ["since_at"])
    op.create_index(
        "ix_uploads_unfinished",
        "uploads",
        ["attachment_id"],
        sqlite_where=sa.text(_UNFINISHED),
        postgresql_where=sa.text(_UNFINISHED),
    )


def downgrade() -> None:
    op.drop_index("ix_uploads_unfinished", table_name="uploads")
    op.drop_table("refused_tries")
    op.drop_table("page_sessions")
