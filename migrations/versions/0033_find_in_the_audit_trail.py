"""Find in the audit trail by person, by action and by date without reading all of it.

Why: the page Audit shows millions of entries a page at a time, the newest first, whatever it is narrowed by.
The release before this one runs on it.
"""

from __future__ import annotations

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_BEFORE = {"ix_audit_entries_at": ["at"], "ix_audit_entries_user_id": ["user_id"]}
_NOW = {
    "ix_audit_entries_at": ["at", "id"],
    "ix_audit_entries_user_id": ["user_id", "at", "id"],
    "ix_audit_entries_action": ["action", "at", "id"],
}


def upgrade() -> None:
    _replace(_BEFORE, _NOW)


def downgrade() -> None:
    _replace(_NOW, _BEFORE)


def _replace(old: dict[str, list[str]], new: dict[str, list[str]]) -> None:
    for name in old:
        op.drop_index(name, table_name="audit_entries")
    for name, columns in new.items():
        op.create_index(name, "audit_entries", columns)
