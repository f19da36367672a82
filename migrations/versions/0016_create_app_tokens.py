"""Create the tokens by which ODK Collect fills forms in and a reader fetches submissions.

Why: other people's programs come with a token of one form, never with a person's password. Submissions are read form by form
in the order of their arrival, for which they get an index. The release before this one runs on it: it knows neither.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "app_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("form_ref_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('collect', 'odata')", name=op.f("ck_app_tokens_kind")),
        sa.CheckConstraint(
            "(kind = 'collect') = (device_id IS NOT NULL)", name=op.f("ck_app_tokens_device_of_collect")
        ),
        sa.ForeignKeyConstraint(["form_ref_id"], ["forms.id"], name=op.f("fk_app_tokens_form_ref_id_forms")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_app_tokens_user_id_users")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_app_tokens_device_id_devices")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_app_tokens_created_by_id_users")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["users.id"], name=op.f("fk_app_tokens_revoked_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_app_tokens_token_hash")),
    )
    op.create_index("ix_app_tokens_form_ref_id", "app_tokens", ["form_ref_id"])
    op.create_index("ix_app_tokens_user_id", "app_tokens", ["user_id"])
    op.create_index("ix_app_tokens_device_id", "app_tokens", ["device_id"])
    op.create_index(
        "ix_submissions_form_version_id_received_at", "submissions", ["form_version_id", "received_at", "id"]
    )


def downgrade() -> None:
    op.drop_index("ix_submissions_form_version_id_received_at", table_name="submissions")
    op.drop_table("app_tokens")
