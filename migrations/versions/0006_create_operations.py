"""Create operations.

Why: one log holds what every device did with the server's lasting answer, its conflicts, its alerts and what each phone holds.
There is no release before this one, so nothing older has to run on it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conflicts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity_type", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("base", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("theirs", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_op_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
    )
    op.create_index(
        "uq_conflicts_one_open",
        "conflicts",
        ["entity_type", "entity_id", "field"],
        unique=True,
        sqlite_where=sa.text("resolved_at IS NULL"),
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_table(
        "conflict_sides",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("conflict_id", sa.Uuid(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conflict_id"], ["conflicts.id"], name=op.f("fk_conflict_sides_conflict_id_conflicts")
        ),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_conflict_sides_device_id_devices")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_conflict_sides_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_sides")),
    )
    op.create_index("uq_conflict_sides_op", "conflict_sides", ["conflict_id", "op_id"], unique=True)
    op.create_table(
        "device_views",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("view", sa.Integer(), nullable=False),
        sa.Column("held", sa.LargeBinary(), nullable=True),
        sa.Column("pending_view", sa.Integer(), nullable=True),
        sa.Column("pending_held", sa.LargeBinary(), nullable=True),
        sa.Column("pending_op_ids", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("pending_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_device_views_device_id_devices")),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device_views")),
    )
    op.create_table(
        "operation_clashes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("payload_hash", sa.Text(), nullable=False),
        sa.Column("envelope", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_operation_clashes_device_id_devices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation_clashes")),
    )
    op.create_index(
        "uq_operation_clashes_content", "operation_clashes", ["op_id", "payload_hash", "device_id"], unique=True
    )
    op.create_table(
        "operations",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("parent_op_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("device_seq", sa.Integer(), nullable=True),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entity_type", sa.String(length=40), nullable=True),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.Column("envelope", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("payload_hash", sa.Text(), nullable=False),
        sa.Column("view", sa.Integer(), nullable=True),
        sa.Column("device_time", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("verdict_reason", sa.Text(), nullable=True),
        sa.Column("verdict_detail", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('applied', 'merged', 'agreed', 'conflict', 'waiting', 'review')",
            name=op.f("ck_operations_verdict"),
        ),
        sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name=op.f("ck_operations_decided")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_operations_device_id_devices")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_operations_user_id_users")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_operations")),
        sa.UniqueConstraint("op_id", name=op.f("uq_operations_op_id")),
    )
    op.create_index("ix_operations_device_id_device_seq", "operations", ["device_id", "device_seq"], unique=False)
    op.create_index("ix_operations_entity", "operations", ["entity_type", "entity_id"], unique=False)
    op.create_index(op.f("ix_operations_parent_op_id"), "operations", ["parent_op_id"], unique=False)
    op.create_index(
        "ix_operations_undecided",
        "operations",
        ["received_at"],
        unique=False,
        sqlite_where=sa.text("verdict IS NULL OR verdict = 'waiting'"),
        postgresql_where=sa.text("verdict IS NULL OR verdict = 'waiting'"),
    )
    op.create_index(
        "ix_operations_untold",
        "operations",
        ["device_id"],
        unique=False,
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )
    op.create_index(op.f("ix_operations_user_id"), "operations", ["user_id"], unique=False)
    op.create_index("ix_operations_verdict_received_at", "operations", ["verdict", "received_at"], unique=False)
    op.create_table(
        "view_memberships",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("entity_type", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("entered_view", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_view", sa.Integer(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_reason", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_view_memberships_device_id_devices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_memberships")),
    )
    op.create_index("ix_view_memberships_entity", "view_memberships", ["entity_id", "device_id"], unique=False)
    op.create_index("ix_view_memberships_left_at", "view_memberships", ["left_at"], unique=False)
    op.create_table(
        "alerts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("raised_by_id", sa.Uuid(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("told_whom", sa.Text(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('no_reply_concern', 'unsafe_withdrew', 'emergency_999', 'deceased', 'safeguarding', 'unreadable')",
            name=op.f("ck_alerts_kind"),
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_alerts_owner_id_users")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["users.id"], name=op.f("fk_alerts_raised_by_id_users")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_alerts_resident_id_residents")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_alerts_visit_id_visits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_acknowledged_at_raised_at", "alerts", ["acknowledged_at", "raised_at"], unique=False)
    op.create_index(op.f("ix_alerts_op_id"), "alerts", ["op_id"], unique=False)
    op.create_index(op.f("ix_alerts_owner_id"), "alerts", ["owner_id"], unique=False)
    op.create_index(op.f("ix_alerts_resident_id"), "alerts", ["resident_id"], unique=False)
    op.create_index(op.f("ix_alerts_visit_id"), "alerts", ["visit_id"], unique=False)
    op.create_table(
        "alert_acknowledgements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "step IN ('acknowledged', 'handed_over', 'noted', 'closed')", name=op.f("ck_alert_acknowledgements_step")
        ),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_acknowledgements_alert_id_alerts")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_alert_acknowledgements_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_acknowledgements")),
    )
    op.create_index(op.f("ix_alert_acknowledgements_alert_id"), "alert_acknowledgements", ["alert_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_alert_acknowledgements_alert_id"), table_name="alert_acknowledgements")
    op.drop_table("alert_acknowledgements")
    op.drop_index(op.f("ix_alerts_visit_id"), table_name="alerts")
    op.drop_index(op.f("ix_alerts_resident_id"), table_name="alerts")
    op.drop_index(op.f("ix_alerts_owner_id"), table_name="alerts")
    op.drop_index(op.f("ix_alerts_op_id"), table_name="alerts")
    op.drop_index("ix_alerts_acknowledged_at_raised_at", table_name="alerts")
    op.drop_table("alerts")
    op.drop_index("ix_view_memberships_left_at", table_name="view_memberships")
    op.drop_index("ix_view_memberships_entity", table_name="view_memberships")
    op.drop_table("view_memberships")
    op.drop_index("ix_operations_verdict_received_at", table_name="operations")
    op.drop_index(op.f("ix_operations_user_id"), table_name="operations")
    op.drop_index(
        "ix_operations_untold",
        table_name="operations",
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )
    op.drop_index(
        "ix_operations_undecided",
        table_name="operations",
        sqlite_where=sa.text("verdict IS NULL OR verdict = 'waiting'"),
        postgresql_where=sa.text("verdict IS NULL OR verdict = 'waiting'"),
    )
    op.drop_index(op.f("ix_operations_parent_op_id"), table_name="operations")
    op.drop_index("ix_operations_entity", table_name="operations")
    op.drop_index("ix_operations_device_id_device_seq", table_name="operations")
    op.drop_table("operations")
    op.drop_index("uq_operation_clashes_content", table_name="operation_clashes")
    op.drop_table("operation_clashes")
    op.drop_table("device_views")
    op.drop_index("uq_conflict_sides_op", table_name="conflict_sides")
    op.drop_table("conflict_sides")
    op.drop_index(
        "uq_conflicts_one_open",
        table_name="conflicts",
        sqlite_where=sa.text("resolved_at IS NULL"),
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.drop_table("conflicts")
