"""Keep that somebody rang an officer about a warning marker that their phone may not show, and whether they were reached.

Why: two supervisors on Today rang the same officer, or each left it to the other. The release before this one runs on it: it
writes no call and shows none.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "marker_calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marker_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_by_id", sa.Uuid(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["called_by_id"], ["users.id"], name=op.f("fk_marker_calls_called_by_id_users")),
        sa.ForeignKeyConstraint(
            ["marker_id"], ["warning_markers.id"], name=op.f("fk_marker_calls_marker_id_warning_markers")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["users.id"], name=op.f("fk_marker_calls_officer_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker_calls")),
    )
    op.create_index("ix_marker_calls_marker_id_officer_id", "marker_calls", ["marker_id", "officer_id", "called_at"])


def downgrade() -> None:
    op.drop_index("ix_marker_calls_marker_id_officer_id", table_name="marker_calls")
    op.drop_table("marker_calls")
