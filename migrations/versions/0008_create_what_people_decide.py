"""Create what people decide.

Why: conflicts are settled by a person against the version they saw, reports in review are settled too, officers propose
visits, a visit may repeat another, and a phone says more of itself. The release before this one runs on it: nothing it
knows is changed, and every new column may be empty or has a default.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "operation_settlements",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("settled_by_id", sa.Uuid(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision IN ('accepted', 'merged', 'kept_as_note')", name=op.f("ck_operation_settlements_decision")
        ),
        sa.ForeignKeyConstraint(
            ["op_id"], ["operations.op_id"], name=op.f("fk_operation_settlements_op_id_operations")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["users.id"], name=op.f("fk_operation_settlements_settled_by_id_users")
        ),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_operation_settlements")),
    )
    op.create_table(
        "visit_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("telephone", sa.Text(), nullable=True),
        sa.Column("address_text", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("answer_words", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("made_visit_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field_versions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(status = 'proposed') = (answered_at IS NULL)", name=op.f("ck_visit_proposals_answered")),
        sa.CheckConstraint("basis IN ('same_address', 'met', 'typed_address')", name=op.f("ck_visit_proposals_basis")),
        sa.CheckConstraint("status IN ('proposed', 'accepted', 'declined')", name=op.f("ck_visit_proposals_status")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["users.id"], name=op.f("fk_visit_proposals_answered_by_id_users")),
        sa.ForeignKeyConstraint(["made_visit_id"], ["visits.id"], name=op.f("fk_visit_proposals_made_visit_id_visits")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["users.id"], name=op.f("fk_visit_proposals_proposed_by_id_users")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_visit_proposals_resident_id_residents")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_proposals_visit_id_visits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_proposals")),
        sa.UniqueConstraint("op_id", name=op.f("uq_visit_proposals_op_id")),
    )
    op.create_index("ix_visit_proposals_made_visit_id", "visit_proposals", ["made_visit_id"], unique=False)
    op.create_index(
        "ix_visit_proposals_proposed_by_id", "visit_proposals", ["proposed_by_id", "answered_at"], unique=False
    )
    op.create_index("ix_visit_proposals_resident_id", "visit_proposals", ["resident_id"], unique=False)
    op.create_index("ix_visit_proposals_status_created_at", "visit_proposals", ["status", "created_at"], unique=False)
    op.create_index("ix_visit_proposals_visit_id", "visit_proposals", ["visit_id"], unique=False)

    op.create_index("ix_conflict_sides_user_id", "conflict_sides", ["user_id", "conflict_id"], unique=False)

    with op.batch_alter_table("conflicts") as table:
        table.add_column(sa.Column("resolved_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("resolved_value", sa.JSON(none_as_null=True), nullable=True))
        table.add_column(sa.Column("resolved_reason", sa.Text(), nullable=True))
        table.add_column(sa.Column("chosen", sa.Text(), nullable=True))
        table.create_index("ix_conflicts_entity_id", ["entity_id"])
        table.create_index("ix_conflicts_resolved_at_opened_at", ["resolved_at", "opened_at"])
        table.create_foreign_key(op.f("fk_conflicts_resolved_by_id_users"), "users", ["resolved_by_id"], ["id"])
    with op.batch_alter_table("devices") as table:
        table.add_column(sa.Column("photos_unsent", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("needs_attention_count", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("unsent_visit_ids", sa.JSON(none_as_null=True), server_default="[]", nullable=False))
        table.add_column(sa.Column("last_device_seq", sa.Integer(), nullable=True))
        table.add_column(sa.Column("storage_quota_bytes", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("lost_count", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("lost_reported_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("state_reported_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("offered_epoch", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("ticket_ended_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("ticket_ended_by_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_devices_ticket_ended_by_id_users"), "users", ["ticket_ended_by_id"], ["id"])
    with op.batch_alter_table("operation_clashes") as table:
        table.add_column(sa.Column("settled_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("note", sa.Text(), nullable=True))
        table.create_foreign_key(op.f("fk_operation_clashes_settled_by_id_users"), "users", ["settled_by_id"], ["id"])
    with op.batch_alter_table("visits") as table:
        table.add_column(sa.Column("late_reports", sa.JSON(none_as_null=True), server_default="[]", nullable=False))
        table.add_column(sa.Column("handed_back_words", sa.Text(), nullable=True))
        table.add_column(sa.Column("repeat_of_id", sa.Uuid(), nullable=True))
        table.create_index("ix_visits_repeat_of_id", ["repeat_of_id"])
        table.create_foreign_key(op.f("fk_visits_repeat_of_id_visits"), "visits", ["repeat_of_id"], ["id"])
        table.create_check_constraint(op.f("ck_visits_repeats_another"), "repeat_of_id <> id")


def downgrade() -> None:
    with op.batch_alter_table("visits") as table:
        table.drop_constraint(op.f("ck_visits_repeats_another"), type_="check")
        table.drop_constraint(op.f("fk_visits_repeat_of_id_visits"), type_="foreignkey")
        table.drop_index(op.f("ix_visits_repeat_of_id"))
        table.drop_column("repeat_of_id")
        table.drop_column("handed_back_words")
        table.drop_column("late_reports")

    with op.batch_alter_table("operation_clashes") as table:
        table.drop_constraint(op.f("fk_operation_clashes_settled_by_id_users"), type_="foreignkey")
        table.drop_column("note")
        table.drop_column("settled_by_id")

    with op.batch_alter_table("devices") as table:
        table.drop_constraint(op.f("fk_devices_ticket_ended_by_id_users"), type_="foreignkey")
        table.drop_column("ticket_ended_by_id")
        table.drop_column("ticket_ended_at")
        table.drop_column("offered_epoch")
        table.drop_column("state_reported_at")
        table.drop_column("lost_reported_at")
        table.drop_column("lost_count")
        table.drop_column("storage_quota_bytes")
        table.drop_column("last_device_seq")
        table.drop_column("unsent_visit_ids")
        table.drop_column("needs_attention_count")
        table.drop_column("photos_unsent")

    with op.batch_alter_table("conflicts") as table:
        table.drop_constraint(op.f("fk_conflicts_resolved_by_id_users"), type_="foreignkey")
        table.drop_index("ix_conflicts_resolved_at_opened_at")
        table.drop_index("ix_conflicts_entity_id")
        table.drop_column("chosen")
        table.drop_column("resolved_reason")
        table.drop_column("resolved_value")
        table.drop_column("resolved_by_id")

    with op.batch_alter_table("conflict_sides") as table:
        table.drop_index("ix_conflict_sides_user_id")

    with op.batch_alter_table("visit_proposals") as table:
        table.drop_index(op.f("ix_visit_proposals_visit_id"))
        table.drop_index("ix_visit_proposals_status_created_at")
        table.drop_index(op.f("ix_visit_proposals_resident_id"))
        table.drop_index("ix_visit_proposals_proposed_by_id")
        table.drop_index(op.f("ix_visit_proposals_made_visit_id"))

    op.drop_table("visit_proposals")
    op.drop_table("operation_settlements")
