"""Create document types, and what residents are asked for and send.

Why: a resident is asked for photos or documents by link; each document has a state of its own, files, and decisions. The table
`evidence_requests` was there and nothing ever wrote to it: it is made anew. The release before this one reads none of these.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_evidence_requests_case_id"), table_name="evidence_requests")
    op.drop_table("evidence_requests")
    _create_types_and_requests()
    _create_what_was_sent()


def _create_types_and_requests() -> None:
    op.create_table(
        "document_types",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("names", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("hints", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("tips", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("days > 0", name=op.f("ck_document_types_days")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_document_types_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_types")),
        sa.UniqueConstraint("programme_id", "code", name=op.f("uq_document_types_programme_id_code")),
    )
    op.create_table(
        "evidence_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'for_review', 'approved', 'closed')", name=op.f("ck_evidence_requests_status")
        ),
        sa.ForeignKeyConstraint(["id"], ["resident_links.id"], name=op.f("fk_evidence_requests_id_resident_links")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_evidence_requests_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_requests")),
    )
    op.create_index(op.f("ix_evidence_requests_case_id"), "evidence_requests", ["case_id"])
    op.create_index("ix_evidence_requests_status_status_at", "evidence_requests", ["status", "status_at"])
    op.create_table(
        "evidence_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("document_type_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("approved_type_id", sa.Uuid(), nullable=True),
        sa.Column("valid_until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("state IN ('needed', 'sent', 'approved', 'refused')", name=op.f("ck_evidence_items_state")),
        sa.CheckConstraint(
            "(state = 'refused') = (reason IS NOT NULL)", name=op.f("ck_evidence_items_refused_with_reason")
        ),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_type_id IS NOT NULL)", name=op.f("ck_evidence_items_approved_as_type")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["evidence_requests.id"], name=op.f("fk_evidence_items_request_id_evidence_requests")
        ),
        sa.ForeignKeyConstraint(
            ["document_type_id"], ["document_types.id"], name=op.f("fk_evidence_items_document_type_id_document_types")
        ),
        sa.ForeignKeyConstraint(
            ["approved_type_id"], ["document_types.id"], name=op.f("fk_evidence_items_approved_type_id_document_types")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_items")),
        sa.UniqueConstraint("request_id", "position", name=op.f("uq_evidence_items_request_id_position")),
    )


def _create_what_was_sent() -> None:
    op.create_table(
        "evidence_sendings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("sender", sa.String(length=40), nullable=False),
        sa.Column("helper_name", sa.Text(), nullable=True),
        sa.Column("relationship", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sender IN ('resident', 'helper', 'office')", name=op.f("ck_evidence_sendings_sender")),
        sa.CheckConstraint(
            "(sender = 'helper') = (helper_name IS NOT NULL)", name=op.f("ck_evidence_sendings_helper_named")
        ),
        sa.CheckConstraint("(sender = 'office') = (by_id IS NOT NULL)", name=op.f("ck_evidence_sendings_office_by")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["evidence_requests.id"], name=op.f("fk_evidence_sendings_request_id_evidence_requests")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_evidence_sendings_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_sendings")),
    )
    op.create_index(op.f("ix_evidence_sendings_request_id"), "evidence_sendings", ["request_id"])
    op.create_table(
        "evidence_files",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("sending_id", sa.Uuid(), nullable=True),
        sa.Column("seen_before_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_evidence_files_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["evidence_items.id"], name=op.f("fk_evidence_files_item_id_evidence_items")
        ),
        sa.ForeignKeyConstraint(
            ["sending_id"], ["evidence_sendings.id"], name=op.f("fk_evidence_files_sending_id_evidence_sendings")
        ),
        sa.ForeignKeyConstraint(
            ["seen_before_id"], ["attachments.id"], name=op.f("fk_evidence_files_seen_before_id_attachments")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_evidence_files")),
    )
    op.create_index(op.f("ix_evidence_files_item_id"), "evidence_files", ["item_id"])
    op.create_index(op.f("ix_evidence_files_sending_id"), "evidence_files", ["sending_id"])
    op.create_index(op.f("ix_evidence_files_seen_before_id"), "evidence_files", ["seen_before_id"])
    op.create_table(
        "evidence_decisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("document_type_id", sa.Uuid(), nullable=True),
        sa.Column("valid_until_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision IN ('approve', 'refuse', 'reopen')", name=op.f("ck_evidence_decisions_decision")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["evidence_items.id"], name=op.f("fk_evidence_decisions_item_id_evidence_items")
        ),
        sa.ForeignKeyConstraint(
            ["document_type_id"],
            ["document_types.id"],
            name=op.f("fk_evidence_decisions_document_type_id_document_types"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_evidence_decisions_decided_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_decisions")),
    )
    op.create_index(op.f("ix_evidence_decisions_item_id"), "evidence_decisions", ["item_id"])


def downgrade() -> None:
    for table in (
        "evidence_decisions",
        "evidence_files",
        "evidence_sendings",
        "evidence_items",
        "evidence_requests",
        "document_types",
    ):
        op.drop_table(table)
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
    op.create_index(op.f("ix_evidence_requests_case_id"), "evidence_requests", ["case_id"])
