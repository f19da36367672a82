"""Undo an import: each row says what applying it made and what stood before.

Why: a batch that should not have been sent is taken back, and whoever has been worked with since is left and listed. Rows that
were applied before this have no such note, so their batches cannot be undone. The release before this one runs on it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

BEFORE = "status IN ('unmapped', 'received', 'previewed', 'importing', 'imported', 'refused', 'discarded')"
STATUSES = "status IN ('unmapped', 'received', 'previewed', 'importing', 'imported', 'refused', 'discarded', 'undoing', 'undone')"


def upgrade() -> None:
    with op.batch_alter_table("import_batches") as table:
        table.add_column(sa.Column("undone_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(op.f("fk_import_batches_undone_by_id_users"), "users", ["undone_by_id"], ["id"])
        table.drop_constraint(op.f("ck_import_batches_status"), type_="check")
        table.create_check_constraint(op.f("ck_import_batches_status"), STATUSES)
    op.add_column("import_rows", sa.Column("undo", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("import_rows", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("import_rows", sa.Column("left_because", sa.String(length=40), nullable=True))


def downgrade() -> None:
    for name in ("left_because", "undone_at", "undo"):
        op.drop_column("import_rows", name)
    op.execute("UPDATE import_batches SET status = 'discarded' WHERE status IN ('undoing', 'undone')")
    with op.batch_alter_table("import_batches") as table:
        table.drop_constraint(op.f("ck_import_batches_status"), type_="check")
        table.create_check_constraint(op.f("ck_import_batches_status"), BEFORE)
        table.drop_constraint(op.f("fk_import_batches_undone_by_id_users"), type_="foreignkey")
        table.drop_column("undone_at")
        table.drop_column("undone_by_id")
