"""Count the sealed pieces of one phone that nobody can open under one alert, and keep such a file until it is received anew.

Why: a phone whose key is lost, or one that sends junk, opened an alert for each piece and buried everybody else's; and a file
that waited for its key was forgotten as soon as it was announced sealed anew, before a byte of that had come. The release before
this one runs on it: it knows neither table and does as it did.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_pieces",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_pieces_alert_id_alerts")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_alert_pieces_device_id_devices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_pieces")),
    )
    op.create_index(op.f("ix_alert_pieces_alert_id"), "alert_pieces", ["alert_id"])
    op.create_index(op.f("ix_alert_pieces_op_id"), "alert_pieces", ["op_id"])
    op.create_index("ix_alert_pieces_device_id_alert_id", "alert_pieces", ["device_id", "alert_id"])
    op.create_table(
        "kept_uploads",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("sealing_key_id", sa.Text(), nullable=True),
        sa.Column("wrapped_key", sa.Text(), nullable=False),
        sa.Column("piece_size", sa.Integer(), nullable=False),
        sa.Column("storage_keys", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["uploads.attachment_id"], name=op.f("fk_kept_uploads_attachment_id_uploads")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_uploads")),
    )
    op.create_index(op.f("ix_kept_uploads_attachment_id"), "kept_uploads", ["attachment_id"])
    op.create_index(op.f("ix_kept_uploads_sealing_key_id"), "kept_uploads", ["sealing_key_id"])


def downgrade() -> None:
    op.drop_table("kept_uploads")
    op.drop_table("alert_pieces")
