"""Makes the chain of the audit trail longer. The head in `server_facts` is the lock between two workers, and tells of what is taken off the end."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from server.domain.audit_chain import START, ChainHead, chain
from server.store.audit_chain import ENTRY_COLUMNS, HEAD, as_entry, as_head
from server.store.inserting import insert_into
from server.store.tables import AuditEntry, ServerFact


def chain_next(session: Session, at_once: int) -> int:
    """Chain the next entries in the order of their numbers; how many. One that is committed late comes late in the chain."""
    session.execute(insert_into(session, ServerFact).values(name=HEAD, value=str(START)).on_conflict_do_nothing())
    head = as_head(
        session.scalar(select(ServerFact.value).where(ServerFact.name == HEAD).with_for_update(key_share=True))
    )
    rows = session.execute(
        select(*ENTRY_COLUMNS).where(AuditEntry.chain_number.is_(None)).order_by(AuditEntry.id).limit(at_once)
    )
    links = list(chain(head, [as_entry(row) for row in rows]))
    if not links:
        return 0
    session.connection().execute(
        update(AuditEntry.__table__)  # type: ignore[arg-type]
        .where(AuditEntry.__table__.c.id == bindparam("entry_id"))
        .values(chain_number=bindparam("number"), chain_hash=bindparam("hash")),
        [{"entry_id": link.entry.id, "number": link.number, "hash": link.hash} for link in links],
    )
    last = ChainHead(links[-1].number, links[-1].hash)
    session.execute(update(ServerFact).where(ServerFact.name == HEAD).values(value=str(last)))
    return len(links)
