"""What follows a visit: the rules of a programme on their page, and the reason on every page that names somebody as waiting."""

from __future__ import annotations

import datetime as dt
import html
import re

from flask import Flask
from sqlalchemy.orm import Session

from server.domain.words import Role, VisitOutcome
from server.store.tables import Case, Programme, Visit
from tests.factories.borough import add_programme, add_user
from tests.server.office.conftest import CameBack, SignIn


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") :])))


def test_rules_after_a_visit_are_changed_group_by_group_and_the_history_says_each(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    programme = add_programme(session)
    client = sign_in(add_user(session, "Ada Admin", Role.ADMINISTRATOR))
    address = f"/office/programmes/{programme.id}/visits"
    assert f'href="{address}"' in client.get(f"/office/programmes/{programme.id}").text
    page = client.get(address).text
    assert page.count('<option value="propose_close"') == 3, "never for somebody with needs"
    sent = {
        f"{part}_{group}": "" for part in ("step", "days") for group in ("seen_well", "seen_needs", "not_seen", "away")
    }
    sent |= {"seen_version": "1"}
    assert "Nothing was different." in client.post(address, data=sent, follow_redirects=True).text
    changed = sent | {"step_seen_well": "call", "days_seen_well": "28", "step_away": "propose_close"}
    page = _words(client.post(address, data=changed, follow_redirects=True).text)
    assert "After a visit: seen, no needs: “A call”" in page
    assert "Days after a visit: seen, no needs: “28”" in page
    session.rollback()
    rules = session.get_one(Programme, programme.id, populate_existing=True).settings
    kept = {"seen_well": {"step": "call", "days": 28}, "away": {"step": "propose_close"}}
    assert (rules["visit_rules"], rules["no_reply_days"]) == (kept, 2)
    assert client.post(address, data=changed).status_code == 409
    wrong = changed | {"seen_version": "2", "days_seen_well": "0", "days_away": "9", "step_seen_needs": "propose_close"}
    reply = client.post(address, data=wrong)
    assert reply.status_code == 422
    for field in ("days_seen_well", "days_away", "step_seen_needs"):
        assert f'href="#{field}"' in reply.text
    assert "Enter a whole number of days after “Seen, no needs”, from 1 to 365" in reply.text


def test_whoever_was_seen_waits_nowhere_without_a_word(
    app: Flask, session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    visit = session.get_one(Visit, came_back.visit.id)
    visit.submitted_at = dt.datetime.now(dt.UTC)
    programme = add_programme(session)
    programme.settings = {
        "visit_rules": {"seen_needs": {"step": "visit", "days": 30}, "seen_well": {"step": "propose_close"}}
    }
    case_page, person = f"/office/residents/cases/{visit.case_id}", f"/office/residents/{visit.resident_id}"
    client = sign_in(add_user(session, "Sam Super", Role.SUPERVISOR))
    assert "The visit waits for review; no next contact set" in _words(client.get("/office/assign").text)
    approve, reopen = came_back.address("approve"), came_back.address("reopen")
    done = client.post(approve, data={"seen_state": "received"}, follow_redirects=True).text
    assert "Approved. The visit is done. By the programme’s rule a visit is due" in _words(done)
    for address in (case_page, person):
        page = _words(client.get(address).text)
        assert "Visit today (Seen, with needs) By the programme’s rule a visit is due" in page
        assert re.search(r"A visit is due on \d\d/\d\d/\d{4}: the programme’s rule after a visit", page)
    assert "There is nothing to assign" in client.get("/office/assign").text
    client.post(reopen, data={"seen_state": "approved"})
    session.rollback()
    session.get_one(Visit, visit.id).outcome = VisitOutcome.SEEN_NO_NEEDS
    session.commit()
    client.post(approve, data={"seen_state": "received"})
    page = client.get("/office/assign").text
    assert "The programme proposes to close the case" in _words(page)
    assert f'href="{case_page}#close"' in page
    assert session.get_one(Case, visit.case_id, populate_existing=True).status == "open"
    assert "holds no longer" in _words(client.get(person).text)
