"""Say for which document a file arrives in pieces.

Why: a resident's page with a script sends each photo in pieces and goes on after the line has dropped. Until it is whole it belongs to
a document and is listed nowhere; only the link that began it may go on with it. The release before this one reads none of it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_uploads",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_evidence_uploads_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["evidence_items.id"], name=op.f("fk_evidence_uploads_item_id_evidence_items")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_evidence_uploads")),
    )
    op.create_index(op.f("ix_evidence_uploads_item_id"), "evidence_uploads", ["item_id"])


def downgrade() -> None:
    op.drop_table("evidence_uploads")
