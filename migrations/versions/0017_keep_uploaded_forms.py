"""Keep an uploaded form until somebody publishes it or puts it aside.

Why: a form is published at the office, by a page: the person sees what would change and tries it before phones get it.
The release before this one runs on it: the table is new, and nothing else changes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_ref_id", sa.Uuid(), nullable=True),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("version_label", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("xlsx", sa.LargeBinary(), nullable=False),
        sa.Column("xlsx_sha256", sa.Text(), nullable=False),
        sa.Column("xform", sa.Text(), nullable=False),
        sa.Column("questions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("warnings", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["form_ref_id"], ["forms.id"], name=op.f("fk_form_uploads_form_ref_id_forms")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_form_uploads_uploaded_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_uploads")),
    )
    op.create_index(op.f("ix_form_uploads_form_ref_id"), "form_uploads", ["form_ref_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_form_uploads_form_ref_id"), "form_uploads")
    op.drop_table("form_uploads")
