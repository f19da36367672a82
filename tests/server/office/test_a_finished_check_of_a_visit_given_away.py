"""The whole way of a check that was finished offline while its visit was given to somebody else, by the doors people use."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.words import Role
from server.store.tables import Attachment
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from tests.factories.borough import NOW, TODAY, add_phone, add_user
from tests.factories.filled_forms import SEEN_NEEDS
from tests.factories.operations import make_operation
from tests.factories.pushing import pull
from tests.factories.sent_files import OCTETS, SentFile, small_photo
from tests.factories.submission_line import lay_line
from tests.server.office.conftest import SignIn


def test_a_check_with_a_photo_of_a_visit_given_away_offline_is_queued_told_to_both_and_accepted(
    context: None, session: Session, client: FlaskClient, sign_in: SignIn
) -> None:
    line = lay_line(session)
    supervisor = add_user(session, "Sue Supervisor", Role.SUPERVISOR)
    other = add_phone(session, add_user(session, "Ned Newman"))
    session.commit()
    supervisor_id = supervisor.id
    session.rollback()
    # She holds the visit and loses the line; the supervisor gives it to somebody else.
    view = pull(line.phone).view or 0
    giving = Giving(officer_id=other.user_id, planned_on=TODAY, by_id=supervisor_id, at=NOW)
    reassign_visits([SeenVisit(line.visit_id, line.phone.user_id)], giving)
    others_view = pull(other).view or 0
    # Her finished check and its photo arrive.
    photo = SentFile(line.phone, small_photo())
    named = {
        "attachment_id": str(photo.attachment_id), "name": "photo.jpg", "content_type": "image/jpeg",
        "size": len(photo.content), "sha256": photo.true_sha256, "captured_at": "2026-11-23T10:42:07.120Z",
        "node": None,
    }  # fmt: skip
    submission = line.make(SEEN_NEEDS, view=view, bases=line.mobile_base(), attachments=[named])
    payload = {"submission_op_id": submission["op_id"], "instance_id": submission["payload"]["instance_id"]}
    done = make_operation(
        line.phone, "visit.submit", "visit", line.visit_id, payload=payload, after=[submission["op_id"]], view=view
    )
    assert {receipt.reason for receipt in line.push(submission, done)} == {"late_report"}
    session.rollback()
    _send(client, photo, str(line.visit_id), submission)
    # Both officers are told.
    told = next(row for row in pull(other, others_view).rows if row["type"] == "visit")
    assert [late["who"] for late in told["fields"]["late_reports"]] == ["Olive Officer"]
    assert {answer.reason for answer in pull(line.phone, view).verdicts} == {"late_report"}
    # It stands in the queue with its photo, and is accepted.
    desk = sign_in(supervisor)
    address = f"/office/late-reports/{submission['op_id']}"
    assert address in desk.get("/office/late-reports").text
    page = desk.get(address).text
    assert "doorstep-photos" in page
    op_ids = re.findall(r'name="op_id" value="([^"]+)"', page)
    reply = desk.post(address, data={"op_id": op_ids, "decision": "accepted"}, follow_redirects=True)
    assert "Nothing waits for a person." in reply.text
    session.rollback()
    assert (line.visit().status, line.visit().officer_id) == ("submitted", other.user_id)
    found = session.scalars(select(Attachment)).one()
    assert (found.status, found.visit_id, found.submission_id) == (
        "received", line.visit_id, line.submissions()[0].id,
    )  # fmt: skip
    page = desk.get(f"/office/visits/{line.visit_id}").text
    assert "What came back" in page
    assert "The report was accepted." in page
    # She is told, and so is he.
    settled: list[Any] = [answer.detail for answer in pull(line.phone, view).verdicts if answer.detail]
    assert "accepted" in {detail["settled"]["decision"] for detail in settled}
    told = next(row for row in pull(other, others_view).rows if row["type"] == "visit")
    assert (told["fields"]["status"], told["fields"]["late_reports"][0]["decision"]) == ("submitted", "accepted")


def _send(client: FlaskClient, photo: SentFile, visit_id: str, submission: dict[str, Any]) -> None:
    instance_id = submission["payload"]["instance_id"]
    made = client.post("/files", headers=photo.announcement(visit_id=visit_id, instance_id=instance_id))
    assert made.status_code == 201
    whole = client.patch(photo.path, data=photo.content, headers=photo.headers(upload_offset="0", content_type=OCTETS))
    assert "Doorstep-Received" in whole.headers
