"""Give each entry of the audit trail its place in a chain, and find those that wait for one.

Why: an entry that is changed or taken out later must be missed (`flask verify-audit`); the worker chains them in its own order, since
entries are not committed in the order of their ids. The release before this one runs on it: it chains nothing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

UNCHAINED = sa.text("chain_number IS NULL")


def upgrade() -> None:
    op.add_column("audit_entries", sa.Column("chain_number", sa.BigInteger(), nullable=True))
    op.create_index("ix_audit_entries_chain_number", "audit_entries", ["chain_number"], unique=True)
    op.create_index(
        "ix_audit_entries_unchained", "audit_entries", ["id"], sqlite_where=UNCHAINED, postgresql_where=UNCHAINED
    )


def downgrade() -> None:
    op.drop_index("ix_audit_entries_unchained", table_name="audit_entries")
    op.drop_index("ix_audit_entries_chain_number", table_name="audit_entries")
    op.execute("UPDATE audit_entries SET chain_hash = NULL")
    op.execute("DELETE FROM server_facts WHERE name = 'audit_chain_head'")
    op.drop_column("audit_entries", "chain_number")
