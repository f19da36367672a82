"""`flask verify-audit` on a real trail: whole as it was written, and loud about what was changed behind its back."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.audit_commands import verify_audit_command
from server.store.audit_writes import record_audit
from server.store.tables import AuditEntry
from server.use_cases import chain_audit as chaining
from server.use_cases.chain_audit import chain_audit
from tests.factories.borough import NOW, add_user


def verify(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(verify_audit_command, arguments)


def test_a_trail_is_whole_until_somebody_changes_it_or_takes_its_end(
    core: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chaining, "AT_ONCE", 2)
    user = add_user(session)
    for number in range(5):
        fields = {"name": {"old": "Ĵó\u2028", "new": 1.5}} if number == 3 else None
        record_audit(session, action="residents.view", at=NOW, user_id=user.id, entity_id=str(number), fields=fields)
    session.commit()
    with core.app_context():
        assert chain_audit() == 5
        assert chain_audit() == 0
    whole = verify(core)
    assert whole.exit_code == 0
    head = whole.output.splitlines()[-1]
    assert head.startswith("5:")
    record_audit(session, action="residents.view", at=NOW, user_id=user.id)
    session.commit()
    assert verify(core, "--kept", head).exit_code == 0

    session.execute(update(AuditEntry).where(AuditEntry.chain_number == 2).values(user_id=None))
    session.commit()
    changed = verify(core, "--kept", head)
    assert changed.exit_code == 1
    assert changed.output.splitlines()[0] == "Entry 2 was changed after it was written."
    session.execute(delete(AuditEntry).where(AuditEntry.chain_number >= 5))
    session.commit()
    assert "Each of the entries 5 to 6 is missing." in verify(core).output
    assert session.scalars(select(AuditEntry.chain_number).order_by(AuditEntry.id)).all() == [1, 2, 3, 4]
    assert verify(core, "--kept", "five").exit_code == 2
