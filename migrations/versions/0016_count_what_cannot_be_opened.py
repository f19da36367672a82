"""Count the sealed pieces of one phone that nobody can open under one alert.

Why: a phone whose key is lost, or one that sends junk, opened an alert for each piece and buried everybody else's. The release
before this one runs on it: it knows nothing of the table and opens an alert for each, as it did.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
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


def downgrade() -> None:
    op.drop_table("alert_pieces")
