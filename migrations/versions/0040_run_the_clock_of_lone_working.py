"""Keep check-ins by phone and telephone, move a shift's clock by them, and let an alarm name an officer instead of an operation.

Why: the clock of lone working runs from the plan, and what runs out raises an alarm that has an owner as every alert has. The release
before this one runs on it: it writes no check-in, and its alerts have an operation.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

BEFORE = ("no_reply_concern", "unsafe_withdrew", "emergency_999", "deceased", "safeguarding", "unreadable")
NOW = (*BEFORE, "lone_working")


def upgrade() -> None:
    op.add_column("shifts", sa.Column("next_contact_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("shifts", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.drop_index(op.f("ix_check_ins_user_id"), table_name="check_ins")
    with op.batch_alter_table("check_ins") as table:  # nothing was ever written there
        table.add_column(sa.Column("received_at", sa.DateTime(timezone=True), nullable=False))
        table.add_column(sa.Column("note", sa.Text(), nullable=True))
        table.create_check_constraint(op.f("ck_check_ins_kind"), "kind IN ('start', 'safe', 'finish')")
        table.create_check_constraint(
            op.f("ck_check_ins_by_phone_or_telephone"), "(op_id IS NULL) <> (recorded_by_id IS NULL)"
        )
    op.create_index("ix_check_ins_user_id_said_at", "check_ins", ["user_id", "said_at"])
    with op.batch_alter_table("alerts") as table:
        table.alter_column("op_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("officer_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("shift_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("expected_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("last_contact_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(op.f("fk_alerts_officer_id_users"), "users", ["officer_id"], ["id"])
        table.create_foreign_key(op.f("fk_alerts_shift_id_shifts"), "shifts", ["shift_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_alerts_by_operation_or_alarm"), "(op_id IS NULL) = (officer_id IS NOT NULL)"
        )
    op.create_index(op.f("ix_alerts_officer_id"), "alerts", ["officer_id"])
    op.create_index(op.f("ix_alerts_shift_id"), "alerts", ["shift_id"])
    _allow(NOW)


def downgrade() -> None:
    op.execute("DELETE FROM alert_tellings WHERE alert_id IN (SELECT id FROM alerts WHERE kind = 'lone_working')")
    op.execute(
        "DELETE FROM alert_acknowledgements WHERE alert_id IN (SELECT id FROM alerts WHERE kind = 'lone_working')"
    )
    op.execute("DELETE FROM alerts WHERE kind = 'lone_working'")
    _allow(BEFORE)
    op.drop_index(op.f("ix_alerts_shift_id"), table_name="alerts")
    op.drop_index(op.f("ix_alerts_officer_id"), table_name="alerts")
    with op.batch_alter_table("alerts") as table:
        table.drop_constraint(op.f("ck_alerts_by_operation_or_alarm"), type_="check")
        table.drop_constraint(op.f("fk_alerts_shift_id_shifts"), type_="foreignkey")
        table.drop_constraint(op.f("fk_alerts_officer_id_users"), type_="foreignkey")
        for name in ("last_contact_at", "expected_at", "shift_id", "officer_id"):
            table.drop_column(name)
        table.alter_column("op_id", existing_type=sa.Uuid(), nullable=False)
    op.execute("DELETE FROM check_ins")
    op.drop_index("ix_check_ins_user_id_said_at", table_name="check_ins")
    with op.batch_alter_table("check_ins") as table:
        table.drop_constraint(op.f("ck_check_ins_by_phone_or_telephone"), type_="check")
        table.drop_constraint(op.f("ck_check_ins_kind"), type_="check")
        table.drop_column("note")
        table.drop_column("received_at")
    op.create_index(op.f("ix_check_ins_user_id"), "check_ins", ["user_id"])
    op.drop_column("shifts", "version")
    op.drop_column("shifts", "next_contact_at")


def _allow(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("alerts") as table:
        table.drop_constraint(op.f("ck_alerts_kind"), type_="check")
        table.create_check_constraint(op.f("ck_alerts_kind"), f"kind IN ({listed})")
