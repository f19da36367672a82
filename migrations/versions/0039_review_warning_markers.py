"""Keep of a warning marker where its incident is known from, who reviewed, refused or ended it, and what it would change.

Why: a marker rests on a dated incident with its source, is looked at again on a day, and ends with a reason; a changed marker is
proposed anew and approved by a second person while the one in force holds. What is due for review is found by an index. The
release before this one runs on it: it writes no marker, and reads none of the new columns.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

PEOPLE = ("reviewed_by_id", "closed_by_id")


def upgrade() -> None:
    with op.batch_alter_table("warning_markers") as table:
        table.add_column(sa.Column("incident_source", sa.Text(), server_default="", nullable=False))
        table.add_column(sa.Column("reviewed_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("closed_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("closed_reason", sa.Text(), nullable=True))
        table.add_column(sa.Column("replaces_id", sa.Uuid(), nullable=True))
        for column in PEOPLE:
            table.create_foreign_key(op.f(f"fk_warning_markers_{column}_users"), "users", [column], ["id"])
        table.create_foreign_key(
            op.f("fk_warning_markers_replaces_id_warning_markers"), "warning_markers", ["replaces_id"], ["id"]
        )
        table.create_check_constraint(
            op.f("ck_warning_markers_refused_by_another"), "status <> 'refused' OR closed_by_id <> proposed_by_id"
        )
    op.create_index(op.f("ix_warning_markers_replaces_id"), "warning_markers", ["replaces_id"])
    op.create_index("ix_warning_markers_status_review_on", "warning_markers", ["status", "review_on", "id"])


def downgrade() -> None:
    op.drop_index("ix_warning_markers_status_review_on", table_name="warning_markers")
    op.drop_index(op.f("ix_warning_markers_replaces_id"), table_name="warning_markers")
    with op.batch_alter_table("warning_markers") as table:
        table.drop_constraint(op.f("ck_warning_markers_refused_by_another"), type_="check")
        table.drop_constraint(op.f("fk_warning_markers_replaces_id_warning_markers"), type_="foreignkey")
        for column in PEOPLE:
            table.drop_constraint(op.f(f"fk_warning_markers_{column}_users"), type_="foreignkey")
        for column in (
            "replaces_id", "closed_reason", "closed_at", "closed_by_id", "reviewed_at", "reviewed_by_id", "incident_source",
        ):  # fmt: skip
            table.drop_column(column)
