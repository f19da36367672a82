"""Say how a resident is told of a request for evidence and when they were reminded; let a link have codes of its messages.

Why: a reminder and a refusal have the link in them, and codes are kept as hashes: each such message brings a code of its own,
beside the first. A document type has a version, so that of two people who change it the second is told. The release before this
one runs on it: what it asks for has no channel, so that Doorstep sends nothing about it, and codes of messages open nothing there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("evidence_requests") as table:
        table.add_column(sa.Column("channel", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        table.create_check_constraint(op.f("ck_evidence_requests_channel"), "channel IN ('sms', 'email')")
    with op.batch_alter_table("document_types") as table:
        table.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "resident_link_codes",
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["resident_links.id"], name=op.f("fk_resident_link_codes_link_id_resident_links")
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_resident_link_codes")),
    )
    op.create_index(op.f("ix_resident_link_codes_link_id"), "resident_link_codes", ["link_id"])


def downgrade() -> None:
    op.drop_table("resident_link_codes")
    with op.batch_alter_table("document_types") as table:
        table.drop_column("version")
    with op.batch_alter_table("evidence_requests") as table:
        table.drop_constraint(op.f("ck_evidence_requests_channel"), type_="check")
        table.drop_column("reminded_at")
        table.drop_column("channel")
