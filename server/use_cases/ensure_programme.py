"""Make sure that a programme exists for imported residents to have a case under. Changes nothing of one that exists."""

from __future__ import annotations

import copy
import uuid

from server.domain.shipped_settings import PROGRAMME_SETTINGS
from server.store.database import new_id
from server.store.document_type_writes import save_shipped_types
from server.store.programmes import find_programme_by_code
from server.store.tables import Programme
from server.store.unit_of_work import write_transaction
from server.store.versioned_writes import hold_names


def ensure_programme(*, code: str = "shielding", name: str = "Shielding") -> uuid.UUID:
    """The id of the programme with this code, made with the shipped rules and documents if it is not there."""
    with write_transaction() as session:
        hold_names(session, Programme)
        held = find_programme_by_code(session, code)
        if held is not None:
            return held
        programme = Programme(id=new_id(), code=code, name=name, settings=copy.deepcopy(PROGRAMME_SETTINGS))
        session.add(programme)
        session.flush()
        save_shipped_types(session, programme.id)
        return programme.id
