"""Keep who might be one person with whom, and that somebody said they are two.

Why: likely duplicates are offered to a person, never merged silently, and a pair that was told apart is not offered again.
The release before this one runs on it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "likely_duplicates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("different_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("different_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_likely_duplicates_in_order")),
        sa.ForeignKeyConstraint(
            ["different_by_id"], ["users.id"], name=op.f("fk_likely_duplicates_different_by_id_users")
        ),
        sa.ForeignKeyConstraint(["one_id"], ["residents.id"], name=op.f("fk_likely_duplicates_one_id_residents")),
        sa.ForeignKeyConstraint(["other_id"], ["residents.id"], name=op.f("fk_likely_duplicates_other_id_residents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likely_duplicates")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_likely_duplicates_one_id_other_id")),
    )
    op.create_index(op.f("ix_likely_duplicates_other_id"), "likely_duplicates", ["other_id"])


def downgrade() -> None:
    op.drop_table("likely_duplicates")
