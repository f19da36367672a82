"""Remember what the headings of a council's own list mean.

Why: a list whose headings nobody knows waits (`unmapped`) until a person has said what each column is; the next file with the
same headings is offered the same answer. The release before this one runs on it, and shows no batch that waits so.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BEFORE = "status IN ('received', 'previewed', 'importing', 'imported', 'refused', 'discarded')"
STATUSES = "status IN ('unmapped', 'received', 'previewed', 'importing', 'imported', 'refused', 'discarded')"


def upgrade() -> None:
    op.create_table(
        "import_mappings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("list_name", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("month_first", sa.Boolean(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["saved_by_id"], ["users.id"], name=op.f("fk_import_mappings_saved_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mappings")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_import_mappings_fingerprint")),
    )
    with op.batch_alter_table("import_batches") as table:
        table.drop_constraint(op.f("ck_import_batches_status"), type_="check")
        table.create_check_constraint(op.f("ck_import_batches_status"), STATUSES)


def downgrade() -> None:
    op.execute("UPDATE import_batches SET status = 'discarded' WHERE status = 'unmapped'")
    with op.batch_alter_table("import_batches") as table:
        table.drop_constraint(op.f("ck_import_batches_status"), type_="check")
        table.create_check_constraint(op.f("ck_import_batches_status"), BEFORE)
    op.drop_table("import_mappings")
