"""Let a token be for the daily figures, which are of no form.

Why: readers such as Power BI fetch the figures over OData, by a token of their own that opens no submission. The release before this
one runs on it: it looks a token up with its form, so that it knows none of these.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

BEFORE = ("collect", "odata")
NOW = (*BEFORE, "figures")


def upgrade() -> None:
    with op.batch_alter_table("app_tokens") as table:
        table.alter_column("form_ref_id", existing_type=sa.Uuid(), nullable=True)
        table.drop_constraint(op.f("ck_app_tokens_kind"), type_="check")
        table.create_check_constraint(op.f("ck_app_tokens_kind"), _listed(NOW))
        table.create_check_constraint(
            op.f("ck_app_tokens_form_unless_figures"), "(kind = 'figures') = (form_ref_id IS NULL)"
        )


def downgrade() -> None:
    op.execute("DELETE FROM app_tokens WHERE kind = 'figures'")
    with op.batch_alter_table("app_tokens") as table:
        table.drop_constraint(op.f("ck_app_tokens_form_unless_figures"), type_="check")
        table.drop_constraint(op.f("ck_app_tokens_kind"), type_="check")
        table.create_check_constraint(op.f("ck_app_tokens_kind"), _listed(BEFORE))
        table.alter_column("form_ref_id", existing_type=sa.Uuid(), nullable=False)


def _listed(words: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"kind IN ({listed})"
