"""Order phones to lock and to wipe, and know when each order was given, told, obeyed and over.

Why: a phone that is mislaid is locked, one that is lost is wiped, and the office must see whether it was; the breach list
needs the instant of the loss, of signing out, and who else used the phone; the upload ticket of somebody who left must end.
The release before this one runs on it: the new columns may be empty, and it leaves the new table alone.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("devices") as table:
        table.add_column(sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("signed_out_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("beside_device_id", sa.Text(), nullable=True))
        table.create_foreign_key(op.f("fk_devices_beside_device_id_devices"), "devices", ["beside_device_id"], ["id"])
        table.create_index("ix_devices_beside_device_id", ["beside_device_id"], unique=False)
    op.create_table(
        "orders_to_devices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("obeyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_how", sa.String(length=40), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('wipe', 'lock')", name=op.f("ck_orders_to_devices_kind")),
        sa.CheckConstraint(
            "ended_how IN ('signed_in', 'signed_out', 'called_back')", name=op.f("ck_orders_to_devices_ended_how")
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name=op.f("ck_orders_to_devices_ended")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_orders_to_devices_device_id_devices")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["users.id"], name=op.f("fk_orders_to_devices_ended_by_id_users")),
        sa.ForeignKeyConstraint(["ordered_by_id"], ["users.id"], name=op.f("fk_orders_to_devices_ordered_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders_to_devices")),
    )
    op.create_index(
        "ix_orders_to_devices_device_id_ordered_at", "orders_to_devices", ["device_id", "ordered_at"], unique=False
    )
    op.create_index(
        "uq_orders_to_devices_one_standing",
        "orders_to_devices",
        ["device_id", "kind"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("orders_to_devices")
    with op.batch_alter_table("devices") as table:
        table.drop_index("ix_devices_beside_device_id")
        table.drop_constraint(op.f("fk_devices_beside_device_id_devices"), type_="foreignkey")
        table.drop_column("beside_device_id")
        table.drop_column("signed_out_at")
        table.drop_column("lost_at")
    op.drop_column("users", "left_at")
