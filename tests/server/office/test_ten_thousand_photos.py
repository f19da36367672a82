"""Ten thousand tiny files that one phone sent for one visit: its pages stay short, say so, and cost the server little."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
import uuid

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from server.domain.picture import SMALL_PICTURE
from server.store.database import new_id
from server.store.office_visit import MOST_PHOTOS
from server.store.tables import Attachment, Derivative, Device
from tests.factories.borough import NOW, add_phone
from tests.server.office.conftest import CameBack, SignIn

MANY = 10_000
SECONDS = 3.0  # of this process, for three pages: a busy machine fails nothing


def send_many(session: Session, came_back: CameBack) -> uuid.UUID:
    """As rows, all of the very same bytes, the first and the last with their pictures drawn. Gives the first."""
    add_phone(session, came_back.officer)
    session.flush()
    device_id = session.scalars(select(Device.id).where(Device.user_id == came_back.officer.id).limit(1)).one()
    sha256, ids = hashlib.sha256(b"tiny").hexdigest(), [new_id() for _ in range(MANY)]
    session.execute(
        insert(Attachment),
        [
            {
                "id": one, "device_id": device_id, "uploaded_by_id": came_back.officer.id, "visit_id": came_back.visit.id,
                "name": f"{number}.jpg", "content_type": "image/jpeg", "found_type": "image/jpeg", "size": 4,
                "sha256": sha256, "status": "received", "scan": "not_scanned", "storage_key": f"00/{one}/original-1",
                "captured_at": NOW + dt.timedelta(seconds=number), "created_at": NOW, "received_at": NOW,
            }
            for number, one in enumerate(ids)
        ],
    )  # fmt: skip
    session.execute(
        insert(Derivative),
        [
            {
                "attachment_id": one, "longest_side": SMALL_PICTURE, "storage_key": f"00/{one}/320.jpg", "width": 1,
                "height": 1, "content_type": "image/jpeg", "version": 0, "made_at": NOW,
            }
            for one in (*ids[:MOST_PHOTOS], *ids[-MOST_PHOTOS:])
        ],
    )  # fmt: skip
    session.commit()
    return ids[0]


def test_ten_thousand_files_of_one_phone_are_shown_in_pages_that_cost_little(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    file_id = send_many(session, came_back)
    client, address = sign_in(came_back.reviewer), f"/office/visits/{came_back.visit.id}"
    began = time.process_time()
    first = client.get(address).text
    last = client.get(f"{address}?photos=50").text
    file = client.get(f"/office/pictures/{file_id}")
    spent = time.process_time() - began
    assert spent < SECONDS, spent
    assert first.count('loading="lazy"') == last.count('loading="lazy"') == MOST_PHOTOS
    assert "Photos 1 to 200 of 10000 of this visit are on this page" in first
    assert ("Later photos" in first, "Earlier photos" in first) == (True, False)
    assert "Photos 9801 to 10000 of 10000" in last
    assert "Later photos" not in last
    assert (file.status_code, "9,999 times more: all copies are covered with it" in file.text) == (200, True)
    for nonsense in ("51", "0", "-1", "1e3", "9" * 40):
        assert client.get(f"{address}?photos={nonsense}").status_code == 200
