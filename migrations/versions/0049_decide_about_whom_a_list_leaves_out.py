"""Keep what somebody decided about a person whom a full extract no longer names: keep as is, ring them, close the case.

Why: they were only listed, so that nobody knew who had been looked at. The release before this one runs on it and lists them as it did.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_POINTS_AT = {
    "batch_id": "import_batches",
    "resident_id": "residents",
    "case_id": "cases",
    "decided_by_id": "users",
    "undone_by_id": "users",
}


def upgrade() -> None:
    op.create_table(
        "missing_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("done", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("choice IN ('keep', 'call', 'close')", name=op.f("ck_missing_decisions_choice")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_missing_decisions_{column}_{table}"))
            for column, table in _POINTS_AT.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_decisions")),
    )
    for column in ("batch_id", "case_id", "resident_id"):
        op.create_index(op.f(f"ix_missing_decisions_{column}"), "missing_decisions", [column])


def downgrade() -> None:
    op.drop_table("missing_decisions")
