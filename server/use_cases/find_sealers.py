"""Under which registrations work of a device may have been sealed: its own, then its officer's others, if it comes to that."""

from __future__ import annotations

import uuid

from server.domain.sealers import Sealers
from server.store.devices import list_device_ids
from server.store.unit_of_work import read_now


def find_sealers(device_id: str, user_id: uuid.UUID | None, *, most_vain_tries: int | None = None) -> Sealers:
    """Reads nothing yet: the officer's registrations are read at most once, by the first that the device itself did not seal."""

    def list_others() -> list[str]:
        if user_id is None:
            return []
        with read_now() as session:
            return list_device_ids(session, user_id)

    return Sealers(device_id, list_others, most_vain_tries=most_vain_tries)
