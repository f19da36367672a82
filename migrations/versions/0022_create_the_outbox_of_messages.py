"""Create the outbox of messages to residents, and the words that they are made of.

Why: a message is queued in the transaction of the fact it tells of, sent by the worker and followed until it has arrived. The
table `messages` of 0003 was never written to by any release, so it is made anew. The release before this one runs on it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

CHANNELS = "channel IN ('sms', 'email')"
CURRENT = sa.text("replaced_at IS NULL")
DUE = sa.text("next_try_at IS NOT NULL")
FAILED_UNSEEN = sa.text("status = 'failed' AND failure_seen_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "message_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(CHANNELS, name=op.f("ck_message_templates_channel")),
        sa.CheckConstraint(
            "(channel = 'email') = (subject IS NOT NULL)", name=op.f("ck_message_templates_subject_of_email")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_message_templates_made_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_templates")),
    )
    op.create_index(
        "ix_message_templates_current",
        "message_templates",
        ["name", "language", "channel"],
        unique=True,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )
    op.drop_table("messages")
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("personalisation", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sealed_key_id", sa.Text(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("about_type", sa.String(length=40), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("queued_by_id", sa.Uuid(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("may_have_left", sa.Boolean(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("notify_id", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(CHANNELS, name=op.f("ck_messages_channel")),
        sa.CheckConstraint(
            "status IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'kept', 'stopped')",
            name=op.f("ck_messages_status"),
        ),
        sa.CheckConstraint("(about_type IS NULL) = (about_id IS NULL)", name=op.f("ck_messages_about")),
        sa.CheckConstraint("(sealed IS NULL) = (sealed_key_id IS NULL)", name=op.f("ck_messages_sealed")),
        sa.CheckConstraint(
            "status NOT IN ('sent', 'delivered') OR sealed IS NULL", name=op.f("ck_messages_nothing_sealed_left")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["message_templates.id"], name=op.f("fk_messages_template_id_message_templates")
        ),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_messages_resident_id_residents")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_messages_case_id_cases")),
        sa.ForeignKeyConstraint(["queued_by_id"], ["users.id"], name=op.f("fk_messages_queued_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("notify_id", name=op.f("uq_messages_notify_id")),
    )
    op.create_index(op.f("ix_messages_template_id"), "messages", ["template_id"])
    op.create_index(op.f("ix_messages_resident_id"), "messages", ["resident_id"])
    op.create_index(op.f("ix_messages_case_id"), "messages", ["case_id"])
    op.create_index("ix_messages_status_queued_at", "messages", ["status", "queued_at"])
    op.create_index("ix_messages_queued_at", "messages", ["queued_at", "id"])
    op.create_index("ix_messages_about", "messages", ["about_type", "about_id"])
    op.create_index("ix_messages_due", "messages", ["status", "next_try_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index(
        "ix_messages_failed_unseen",
        "messages",
        ["ended_at"],
        sqlite_where=FAILED_UNSEEN,
        postgresql_where=FAILED_UNSEEN,
    )


def downgrade() -> None:
    op.drop_table("messages")
    op.drop_table("message_templates")
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("personalisation", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("notify_id", sa.Text(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(CHANNELS, name=op.f("ck_messages_channel")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_messages_resident_id_residents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("notify_id", name=op.f("uq_messages_notify_id")),
    )
    op.create_index(op.f("ix_messages_resident_id"), "messages", ["resident_id"])
    op.create_index("ix_messages_status_queued_at", "messages", ["status", "queued_at"])
