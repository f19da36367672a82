"""What the page of a desk form is given: the rows a phone would have of that resident, and what is corrected. Reads only."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from server.domain.shipped_settings import REFERRAL_LIST
from server.office.signed_in import SignedIn
from server.store.code_lists import find_code_list
from server.store.desk import DeskSubject, find_versions_after, list_file_names
from server.store.phone_rows import list_phone_rows
from server.store.tables import Submission, Team


def make_source(
    session: Session,
    subject: DeskSubject,
    version_id: uuid.UUID,
    *,
    me: SignedIn,
    at: dt.datetime,
    corrects: Submission | None = None,
) -> dict[str, Any]:
    """JSON-ready. The rows are made by the code that makes a phone's, with a phone's columns and no others."""
    keys = [("resident", str(subject.resident.id)), ("form_version", str(version_id))]
    if subject.case is not None:
        keys.append(("case", str(subject.case.id)))
    if subject.visit is not None:
        keys.append(("visit", str(subject.visit.id)))
    needs = find_code_list(session, REFERRAL_LIST)
    if needs is not None:
        keys.append(("code_list", str(needs.id)))
    today = at.astimezone(current_app.config["TIME_ZONE"]).date()
    rows = {row["type"]: row for row in list_phone_rows(session, keys, today, me.user_id)}
    team = session.get(Team, me.team_id) if me.team_id else None
    return {
        "entity": {"type": subject.entity_type, "id": str(subject.entity_id)},
        "visit": rows.get("visit"),
        "resident": rows["resident"],
        "case": rows.get("case"),
        "form": rows["form_version"],
        "needs": rows.get("code_list"),
        "officer": {"id": str(me.user_id), "name": me.name, "role": me.role, "team": team.name if team else None},
        "corrects": None if corrects is None else _describe(session, corrects),
    }


def _describe(session: Session, corrects: Submission) -> dict[str, Any]:
    return {
        "submission_id": str(corrects.id),
        "xml": corrects.xml,
        "photo_names": list(list_file_names(session, corrects)),
        "versions": find_versions_after(session, corrects),
    }
