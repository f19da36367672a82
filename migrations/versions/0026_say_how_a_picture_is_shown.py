"""Say how a picture is shown, and what the virus scanner found.

Why: the office turns pictures, blacks out areas and hides files; the original stays, and what is drawn has a version. Whoever
adds a file for a resident says how it came and who brought it, for a request or for the case alone. The release before this one
runs on it: new columns may be empty or begin at 0.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scan_error", sa.String(length=40), nullable=True),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("turns", sa.Integer(), server_default="0", nullable=False),
        sa.Column("picture_version", sa.Integer(), server_default="0", nullable=False),
    ):
        op.add_column("attachments", column)
    op.add_column("derivatives", sa.Column("version", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "covers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("from_left", sa.Integer(), nullable=True),
        sa.Column("from_top", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('area', 'whole')", name=op.f("ck_covers_kind")),
        sa.CheckConstraint(
            "(kind = 'area') = (from_left IS NOT NULL AND from_top IS NOT NULL AND width IS NOT NULL AND height IS NOT NULL)",
            name=op.f("ck_covers_area"),
        ),
        sa.CheckConstraint("(taken_back_at IS NULL) = (taken_back_by_id IS NULL)", name=op.f("ck_covers_taken_back")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_covers_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_covers_made_by_id_users")),
        sa.ForeignKeyConstraint(["taken_back_by_id"], ["users.id"], name=op.f("fk_covers_taken_back_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_covers")),
    )
    op.create_index(op.f("ix_covers_attachment_id"), "covers", ["attachment_id"])
    _create_what_the_office_adds()


def _create_what_the_office_adds() -> None:
    op.add_column("evidence_sendings", sa.Column("came_by", sa.String(length=40), nullable=True))
    op.add_column("evidence_sendings", sa.Column("brought_by", sa.Text(), nullable=True))
    op.create_table(
        "case_files",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("document_type_id", sa.Uuid(), nullable=True),
        sa.Column("came_by", sa.String(length=40), nullable=False),
        sa.Column("brought_by", sa.Text(), nullable=True),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("came_by IN ('post', 'email', 'desk', 'other')", name=op.f("ck_case_files_came_by")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_case_files_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_files_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["document_type_id"], ["document_types.id"], name=op.f("fk_case_files_document_type_id_document_types")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["users.id"], name=op.f("fk_case_files_added_by_id_users")),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_case_files")),
    )
    op.create_index(op.f("ix_case_files_case_id"), "case_files", ["case_id"])


def downgrade() -> None:
    op.drop_table("case_files")
    op.drop_column("evidence_sendings", "brought_by")
    op.drop_column("evidence_sendings", "came_by")
    op.drop_table("covers")
    op.drop_column("derivatives", "version")
    for name in ("picture_version", "turns", "signature", "scan_error", "scanned_at"):
        op.drop_column("attachments", name)
