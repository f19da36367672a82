"""Keep for each case where it stands with its calls, and let failed calls propose a visit.

Why: the call list asks at each page who is next, and two callers must not ring one person at once. Counting all calls each
time would read every contact. The calls that stand are counted here once; when a visit last found somebody is read from an
index. The release before this one runs on it: it writes no row of the new table, and proposes no visit for failed calls.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BEFORE, NOW = ("same_address", "met", "typed_address"), ("same_address", "met", "typed_address", "failed_calls")
COUNT_CALLS = """
INSERT INTO call_turns (case_id, failed_calls, failed_in_row, tried, last_call_at, reached_at)
SELECT case_id, SUM(CASE WHEN outcome IN ('no_answer', 'voicemail', 'wrong_number') THEN 1 ELSE 0 END), 0, '[]',
    MAX(contacted_at), MAX(CASE WHEN outcome NOT IN ('no_answer', 'voicemail', 'wrong_number') THEN contacted_at END)
FROM contacts
WHERE NOT EXISTS (SELECT 1 FROM submissions WHERE submissions.corrects_id = contacts.submission_id)
GROUP BY case_id
"""


def upgrade() -> None:
    op.create_table(
        "call_turns",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("failed_calls", sa.Integer(), nullable=False),
        sa.Column("failed_in_row", sa.Integer(), nullable=False),
        sa.Column("tried", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("last_call_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_outcome", sa.String(length=40), nullable=True),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("callback_on", sa.Date(), nullable=True),
        sa.Column("callback_time", sa.Text(), nullable=True),
        sa.Column("claimed_by_id", sa.Uuid(), nullable=True),
        sa.Column("claimed_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_call_turns_case_id_cases")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["users.id"], name=op.f("fk_call_turns_claimed_by_id_users")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_call_turns")),
    )
    op.create_index("ix_call_turns_claimed_by_id", "call_turns", ["claimed_by_id"])
    op.execute(COUNT_CALLS)
    op.create_index("ix_visits_case_id_outcome", "visits", ["case_id", "outcome", "submitted_at"])
    _allow(NOW)


def downgrade() -> None:
    op.execute("UPDATE visit_proposals SET basis = 'met' WHERE basis = 'failed_calls'")
    _allow(BEFORE)
    op.drop_index("ix_visits_case_id_outcome", table_name="visits")
    op.drop_table("call_turns")


def _allow(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("visit_proposals") as table:
        table.drop_constraint(op.f("ck_visit_proposals_basis"), type_="check")
        table.create_check_constraint(op.f("ck_visit_proposals_basis"), f"basis IN ({listed})")
