"""Submissions of the street survey in the table, many at once and without their road here: for whoever reads them out."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from server.store.database import new_id
from server.store.tables import Form, FormVersion, Submission
from tests.factories.borough import Phone

ANSWERS: dict[str, Any] = {
    "street": "High Street",
    "homes": 12,
    "kinds": ["flat", "boat"],
    "where": {"place": "51.5 -0.1 20 5"},
    "door": [
        {"number": "1", "seen_on": "2026-11-23", "person": [{"age": 80}, {"age": 81}]},
        {"number": "2"},
    ],
}
FIRST_AT = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)


def add_submissions(
    session: Session,
    phone: Phone,
    count: int,
    answers: dict[str, Any] = ANSWERS,
    apart: dt.timedelta = dt.timedelta(minutes=1),
    **values: Any,
) -> list[uuid.UUID]:
    """One after the other from FIRST_AT on, of the newest version; commits. The ids in the order of arrival."""
    newest = (
        select(FormVersion.id)
        .join(Form, Form.id == FormVersion.form_ref_id)
        .where(Form.form_id == "street_survey")
        .order_by(FormVersion.published_at.desc(), FormVersion.id.desc())
        .limit(1)
    )
    version_id = values.pop("form_version_id", None) or session.scalars(newest).one()
    ids = [new_id() for _ in range(count)]
    rows: list[dict[str, Any]] = [
        {
            "id": row_id,
            "instance_id": f"uuid:{row_id}",
            "op_id": row_id,
            "form_version_id": version_id,
            "submitted_by_id": phone.user_id,
            "device_id": phone.device_id,
            "received_at": FIRST_AT + place * apart,
            "xml": "<data/>",
            "answers": {"data": answers},
            "has_needs": False,
            "problems": [],
            "review_state": "received",
        }
        | values
        for place, row_id in enumerate(ids)
    ]
    for start in range(0, count, 1000):
        session.execute(insert(Submission), rows[start : start + 1000])
    session.commit()
    return ids
