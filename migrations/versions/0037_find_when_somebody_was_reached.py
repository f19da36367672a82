"""Find when a visit last reached the person of a case, and who asked to be called, each in an index that holds nothing else.

Why: the call list asks the first of everybody who is due, and read every visit there ever was to answer. The release before
this one runs on it; its call list is as slow as it was.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

REACHED = sa.text(
    "outcome IN ('seen_no_needs', 'seen_needs', 'spoken_not_seen', 'refused_safe', 'third_party_confirmed')"
)
ASKED = sa.text("callback_on IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_visits_reached", "visits", ["case_id", "submitted_at"], sqlite_where=REACHED, postgresql_where=REACHED
    )
    op.drop_index("ix_visits_case_id_outcome", table_name="visits")
    op.create_index(
        "ix_call_turns_callback_on", "call_turns", ["callback_on"], sqlite_where=ASKED, postgresql_where=ASKED
    )


def downgrade() -> None:
    op.drop_index("ix_call_turns_callback_on", table_name="call_turns")
    op.create_index("ix_visits_case_id_outcome", "visits", ["case_id", "outcome", "submitted_at"])
    op.drop_index("ix_visits_reached", table_name="visits")
