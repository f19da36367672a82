"""Answer from one index what the lists of thousands ask of a case: whom nobody has, and whom to ring next.

Why: both read the whole row of every open case in the council to show fifty. The release before this one runs on it.
"""

from __future__ import annotations

from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

OF_A_CASE = ["status", "programme_id", "next_contact_on", "opened_at", "resident_id", "id"]


def upgrade() -> None:
    op.create_index("ix_cases_for_lists", "cases", OF_A_CASE)
    op.drop_index("ix_cases_status_programme_id", table_name="cases")


def downgrade() -> None:
    op.create_index("ix_cases_status_programme_id", "cases", ["status", "programme_id"])
    op.drop_index("ix_cases_for_lists", table_name="cases")
