"""Create the links by which residents answer without an account.

Why: a form for a resident is filled in on the resident's own phone, by a link whose code is kept as a hash. Requests for
evidence will use the same table. The release before this one runs on it: the table is new, and nothing else changes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

PAUSE_UNSEEN = sa.text("paused_at IS NOT NULL AND pause_seen_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "resident_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("form_ref_id", sa.Uuid(), nullable=True),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("code_made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pause_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("op_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("purpose IN ('form', 'evidence')", name=op.f("ck_resident_links_purpose")),
        sa.CheckConstraint("question IN ('date_of_birth', 'postcode')", name=op.f("ck_resident_links_question")),
        sa.CheckConstraint("purpose <> 'form' OR form_ref_id IS NOT NULL", name=op.f("ck_resident_links_form_of_form")),
        sa.CheckConstraint("(answered_at IS NULL) = (op_id IS NULL)", name=op.f("ck_resident_links_answered")),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_resident_links_closed")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_resident_links_resident_id_residents")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_resident_links_case_id_cases")),
        sa.ForeignKeyConstraint(["form_ref_id"], ["forms.id"], name=op.f("fk_resident_links_form_ref_id_forms")),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_resident_links_made_by_id_users")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["users.id"], name=op.f("fk_resident_links_closed_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_links")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_resident_links_code_hash")),
        sa.UniqueConstraint("op_id", name=op.f("uq_resident_links_op_id")),
    )
    op.create_index(op.f("ix_resident_links_case_id"), "resident_links", ["case_id"])
    op.create_index(op.f("ix_resident_links_form_ref_id"), "resident_links", ["form_ref_id"])
    op.create_index("ix_resident_links_resident_id_made_at", "resident_links", ["resident_id", "made_at"])
    op.create_index(
        "ix_resident_links_pause_unseen",
        "resident_links",
        ["paused_at"],
        sqlite_where=PAUSE_UNSEEN,
        postgresql_where=PAUSE_UNSEEN,
    )


def downgrade() -> None:
    op.drop_table("resident_links")
