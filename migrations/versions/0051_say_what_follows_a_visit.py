"""Keep what a programme's rule makes of an approved visit, and from which day a visit is wanted.

Why: whoever was seen was counted at once again among those whom nobody has, without a word, or was forgotten behind an old day. The
release before this one runs on it: it writes neither, and a call it records puts the case where the calls say.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_follow_ups",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("kept_by", sa.String(length=40), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("step IN ('call', 'visit', 'propose_close')", name=op.f("ck_visit_follow_ups_step")),
        sa.CheckConstraint("kept_by IN ('asked', 'open')", name=op.f("ck_visit_follow_ups_kept_by")),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_visit_follow_ups_made_by_id_users")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_follow_ups_visit_id_visits")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visit_follow_ups")),
    )
    op.add_column("call_turns", sa.Column("visit_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("call_turns", "visit_on")
    op.drop_table("visit_follow_ups")
