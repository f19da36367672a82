"""Remember which file of its team took a referral, and what each file had.

Why: a team that saves its open needs every morning got yesterday's parcels again, and delivered some twice. The release before
this one runs on it: it marks nothing, so that what it saves is in the next file as well.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral_exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("start_by_on", sa.Date(), nullable=False),
        sa.Column("with_earlier", sa.Boolean(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_referral_exports_team_id_teams")),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_referral_exports_made_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_exports")),
    )
    op.create_index("ix_referral_exports_team_id_made_at", "referral_exports", ["team_id", "made_at"])
    op.create_table(
        "referral_export_rows",
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"], ["referral_exports.id"], name=op.f("fk_referral_export_rows_export_id_referral_exports")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_referral_export_rows_referral_id_referrals")
        ),
        sa.PrimaryKeyConstraint("export_id", "referral_id", name=op.f("pk_referral_export_rows")),
    )
    with op.batch_alter_table("referrals") as table:
        table.add_column(sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("export_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_referrals_export_id_referral_exports"), "referral_exports", ["export_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("referrals") as table:
        table.drop_constraint(op.f("fk_referrals_export_id_referral_exports"), type_="foreignkey")
        table.drop_column("export_id")
        table.drop_column("exported_at")
    op.drop_table("referral_export_rows")
    op.drop_index("ix_referral_exports_team_id_made_at", table_name="referral_exports")
    op.drop_table("referral_exports")
