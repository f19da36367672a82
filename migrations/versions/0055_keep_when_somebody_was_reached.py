"""Keep beside each case when a visit last found somebody, in the index from which the lists of thousands are answered.

Why: Assign and Contacts looked that up among the visits of everybody whom nobody has, to show fifty. The release before this one runs on
it: what it takes in while both run is counted by this one's worker. On PostgreSQL everybody waits until it is through.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

OF_A_CASE = ["status", "programme_id", "next_contact_on", "opened_at", "resident_id", "id"]
FOUND = ("seen_no_needs", "seen_needs", "spoken_not_seen", "refused_safe", "third_party_confirmed")
FOUND_SOMEBODY = sa.text(
    "outcome IN ('seen_no_needs', 'seen_needs', 'spoken_not_seen', 'refused_safe', 'third_party_confirmed')"
)


def upgrade() -> None:
    # In the order of those at work, who would else wait for us and we for them.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("LOCK TABLE visits, cases IN ACCESS EXCLUSIVE MODE")
    op.add_column("cases", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    columns = ("case_id", "submitted_at", "outcome", "review_state")
    visits = sa.table("visits", *(sa.column(name) for name in columns)).c
    cases = sa.table("cases", sa.column("id"), sa.column("seen_at"))
    found = sa.and_(visits.outcome.in_(FOUND), sa.func.coalesce(visits.review_state, "") != "rejected")
    seen_at = sa.select(sa.func.max(visits.submitted_at)).where(visits.case_id == cases.c.id, found).scalar_subquery()
    op.execute(sa.update(cases).where(cases.c.id.in_(sa.select(visits.case_id).where(found))).values(seen_at=seen_at))
    op.drop_index("ix_visits_reached", table_name="visits")
    op.drop_index("ix_cases_for_lists", table_name="cases")
    op.create_index("ix_cases_for_lists", "cases", [*OF_A_CASE, "seen_at"])


def downgrade() -> None:
    op.drop_index("ix_cases_for_lists", table_name="cases")
    op.create_index("ix_cases_for_lists", "cases", OF_A_CASE)
    op.create_index(
        "ix_visits_reached",
        "visits",
        ["case_id", "submitted_at"],
        sqlite_where=FOUND_SOMEBODY,
        postgresql_where=FOUND_SOMEBODY,
    )
    op.drop_column("cases", "seen_at")
