"""Approving together as a page: what is ticked, what must be opened, and what changed while the page was open."""

from __future__ import annotations

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain.words import Role, VisitOutcome
from server.store.database import new_id
from server.store.tables import AuditEntry, Submission, Visit
from tests.factories.borough import NOW, add_user, add_visit
from tests.server.office.conftest import CameBack, SignIn

PAGE = "/office/visits/approve"


def _add(session: Session, came_back: CameBack, **answers: str) -> Visit:
    """One more that came back to the same reviewer: seen, no needs."""
    like = came_back.submission
    visit = add_visit(
        session, came_back.officer, status="submitted", outcome=VisitOutcome.SEEN_NO_NEEDS, review_state="received",
        submitted_at=NOW,
    )  # fmt: skip
    said = {"/data/outcome": "seen_no_needs"} | {f"/data/{name}": value for name, value in answers.items()}
    session.add(
        Submission(
            id=new_id(), instance_id=f"uuid:{new_id()}", op_id=new_id(), form_version_id=like.form_version_id,
            visit_id=visit.id, resident_id=visit.resident_id, device_id=like.device_id, received_at=NOW, xml="<data/>",
            answers=said, outcome=VisitOutcome.SEEN_NO_NEEDS, review_state="received",
        )
    )  # fmt: skip
    session.flush()
    return visit


def test_what_holds_nothing_is_approved_together_and_the_rest_says_why_not(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    plain, other, changed = (_add(session, came_back) for _ in range(3))
    noted = _add(session, came_back, note="Ask her daughter")
    client = sign_in(came_back.reviewer)
    page = client.get(PAGE).text
    boxes = {box.partition("~")[0]: box for box in re.findall(r'name="visit" value="([^"]+)"', page)}
    assert set(boxes) == {str(visit.id) for visit in (plain, other, changed)}
    assert "Open it: there is a note" in page
    assert "3 of 4 on this page" in page
    unticked = client.post(PAGE)
    assert (unticked.status_code, "checked" in unticked.text) == (422, False), "nobody is ticked again by a mistake"
    noted_box = f"{noted.id}~{session.scalar(select(Submission.id).where(Submission.visit_id == noted.id))}"
    session.get_one(Visit, changed.id).review_state = "has_issues"
    session.commit()
    reply = client.post(PAGE, data={"visit": [*boxes.values(), noted_box]}, follow_redirects=True).text
    assert "2 visits are approved" in reply
    assert "2 visits were left as they are: changed meanwhile, it no longer waits for review; there is a note" in reply
    session.expire_all()
    states = [session.get_one(Visit, visit.id).status for visit in (plain, other, changed, noted)]
    assert states == ["reviewed", "reviewed", "submitted", "submitted"]
    audited = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "submission.review")
    assert session.scalar(audited) == 2
    assert client.post(PAGE, data={"visit": ["x"]}).status_code == 400
    assert client.post(f"{PAGE}/undo", data={"at": "x"}).status_code == 404
    [at] = re.findall(r'name="at" value="([^"]+)"', reply)
    again = session.scalars(select(Submission).where(Submission.visit_id == other.id)).one()
    step = {"seen_state": "approved"}
    client.post(f"/office/visits/{other.id}/submissions/{again.id}/review/reopen", data=step)
    client.post(f"/office/visits/{other.id}/submissions/{again.id}/review/approve", data={"seen_state": "received"})
    session.rollback()
    boss = sign_in(add_user(session, "Sue Other", Role.SUPERVISOR))
    assert "Nothing was undone" in boss.post(f"{PAGE}/undo", data={"at": at}, follow_redirects=True).text
    assert "1 visit waits for review again" in client.post(f"{PAGE}/undo", data={"at": at}, follow_redirects=True).text
    session.expire_all()
    assert [session.get_one(Visit, visit.id).status for visit in (plain, other)] == ["submitted", "reviewed"]
