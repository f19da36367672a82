"""Create cases and imports.

Why: a case says why the council is in touch, and each line of an imported file stays as it came.
There is no release before this one, so nothing older has to run on it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.Column("risk", sa.Text(), nullable=True),
        sa.Column("next_contact_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field_versions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status <> 'closed' OR closed_reason IS NOT NULL", name=op.f("ck_cases_closed_with_reason")),
        sa.CheckConstraint("status IN ('open', 'on_hold', 'closed')", name=op.f("ck_cases_status")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_cases_programme_id_programmes")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_cases_resident_id_residents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index(op.f("ix_cases_next_contact_on"), "cases", ["next_contact_on"], unique=False)
    op.create_index(op.f("ix_cases_resident_id"), "cases", ["resident_id"], unique=False)
    op.create_index("ix_cases_status_programme_id", "cases", ["status", "programme_id"], unique=False)
    op.create_index(
        "uq_cases_one_open",
        "cases",
        ["resident_id", "programme_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'closed'"),
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.create_table(
        "import_batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("layout", sa.String(length=40), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=True),
        sa.Column("mapping", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("refused_reason", sa.Text(), nullable=True),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('received', 'previewed', 'importing', 'imported', 'refused', 'discarded')",
            name=op.f("ck_import_batches_status"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_import_batches_confirmed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_import_batches_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_import_batches_uploaded_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
    )
    op.create_index("ix_import_batches_file_sha256", "import_batches", ["file_sha256"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("contacted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contacted_by_id", sa.Uuid(), nullable=True),
        sa.Column("op_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_contacts_case_id_cases")),
        sa.ForeignKeyConstraint(["contacted_by_id"], ["users.id"], name=op.f("fk_contacts_contacted_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("op_id", name=op.f("uq_contacts_op_id")),
    )
    op.create_index(op.f("ix_contacts_case_id"), "contacts", ["case_id"], unique=False)
    op.create_table(
        "evidence_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("items", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("link_hash", sa.Text(), nullable=True),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'for_review', 'approved', 'closed', 'expired')",
            name=op.f("ck_evidence_requests_status"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_evidence_requests_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_evidence_requests_requested_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_requests")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_evidence_requests_link_hash")),
    )
    op.create_index(op.f("ix_evidence_requests_case_id"), "evidence_requests", ["case_id"], unique=False)
    op.create_table(
        "import_rows",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("received", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("normalised", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("candidates", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('new', 'changed', 'unchanged', 'decide', 'rejected')", name=op.f("ck_import_rows_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_import_rows_batch_id_import_batches")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_import_rows_decided_by_id_users")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_import_rows_resident_id_residents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_rows")),
        sa.UniqueConstraint("batch_id", "line_number", name=op.f("uq_import_rows_batch_id_line_number")),
    )
    op.create_index(
        "ix_import_rows_batch_id_verdict", "import_rows", ["batch_id", "verdict", "line_number"], unique=False
    )
    op.create_index(op.f("ix_import_rows_resident_id"), "import_rows", ["resident_id"], unique=False)
    op.create_table(
        "resident_sources",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("layout", sa.String(length=40), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("received", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.Column("first_batch_id", sa.Uuid(), nullable=False),
        sa.Column("last_batch_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_batch_id"], ["import_batches.id"], name=op.f("fk_resident_sources_first_batch_id_import_batches")
        ),
        sa.ForeignKeyConstraint(
            ["last_batch_id"], ["import_batches.id"], name=op.f("fk_resident_sources_last_batch_id_import_batches")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_resident_sources_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_sources")),
        sa.UniqueConstraint("layout", "key", name=op.f("uq_resident_sources_layout_key")),
    )
    op.create_index(op.f("ix_resident_sources_last_batch_id"), "resident_sources", ["last_batch_id"], unique=False)
    op.create_index("ix_resident_sources_resident_id", "resident_sources", ["resident_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_resident_sources_resident_id", table_name="resident_sources")
    op.drop_index(op.f("ix_resident_sources_last_batch_id"), table_name="resident_sources")
    op.drop_table("resident_sources")
    op.drop_index(op.f("ix_import_rows_resident_id"), table_name="import_rows")
    op.drop_index("ix_import_rows_batch_id_verdict", table_name="import_rows")
    op.drop_table("import_rows")
    op.drop_index(op.f("ix_evidence_requests_case_id"), table_name="evidence_requests")
    op.drop_table("evidence_requests")
    op.drop_index(op.f("ix_contacts_case_id"), table_name="contacts")
    op.drop_table("contacts")
    op.drop_index("ix_import_batches_file_sha256", table_name="import_batches")
    op.drop_table("import_batches")
    op.drop_index(
        "uq_cases_one_open",
        table_name="cases",
        sqlite_where=sa.text("status <> 'closed'"),
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.drop_index("ix_cases_status_programme_id", table_name="cases")
    op.drop_index(op.f("ix_cases_resident_id"), table_name="cases")
    op.drop_index(op.f("ix_cases_next_contact_on"), table_name="cases")
    op.drop_table("cases")
