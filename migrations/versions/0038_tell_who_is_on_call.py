"""Say who is on call after the owner of an alert, keep who was told of it, and let a message be to a member of staff.

Why: an alert that nobody acknowledges is told to the next on call, then to Gold, once each; the rota says who they are. The release
before this one runs on it: it plans no shift of the new kinds, and lists messages to residents alone.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

BEFORE, NOW = ("visiting", "duty"), ("visiting", "duty", "next", "gold")


def upgrade() -> None:
    with op.batch_alter_table("messages") as table:
        table.alter_column("resident_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("user_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_messages_user_id_users"), "users", ["user_id"], ["id"])
        table.create_check_constraint(op.f("ck_messages_to_one_person"), "(resident_id IS NULL) <> (user_id IS NULL)")
    op.create_index(op.f("ix_messages_user_id"), "messages", ["user_id"])
    op.create_table(
        "alert_tellings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rung IN ('owner', 'next', 'gold')", name=op.f("ck_alert_tellings_rung")),
        sa.CheckConstraint("(user_id IS NULL) = (message_id IS NULL)", name=op.f("ck_alert_tellings_told_by_message")),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_tellings_alert_id_alerts")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_alert_tellings_message_id_messages")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_alert_tellings_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_tellings")),
        sa.UniqueConstraint("alert_id", "rung", name=op.f("uq_alert_tellings_alert_id_rung")),
    )
    _allow(NOW)


def downgrade() -> None:
    op.execute("DELETE FROM shifts WHERE kind IN ('next', 'gold')")
    _allow(BEFORE)
    op.drop_table("alert_tellings")
    op.execute("DELETE FROM messages WHERE user_id IS NOT NULL")
    op.drop_index(op.f("ix_messages_user_id"), table_name="messages")
    with op.batch_alter_table("messages") as table:
        table.drop_constraint(op.f("ck_messages_to_one_person"), type_="check")
        table.drop_constraint(op.f("fk_messages_user_id_users"), type_="foreignkey")
        table.drop_column("user_id")
        table.alter_column("resident_id", existing_type=sa.Uuid(), nullable=False)


def _allow(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("shifts") as table:
        table.drop_constraint(op.f("ck_shifts_kind"), type_="check")
        table.create_check_constraint(op.f("ck_shifts_kind"), f"kind IN ({listed})")
