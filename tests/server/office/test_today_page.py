"""Today: what cannot wait comes first, each list that is cut leads to its end, and each number to its list."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy.orm import Session

from server.domain.words import ReviewState, Role
from server.store.database import new_id
from server.store.tables import Alert, CallTurn, Hold, Shift
from tests.factories.borough import NOW, add_case, add_referral, add_resident, add_user, add_visit
from tests.server.office.conftest import CameBack, SignIn


def test_what_cannot_wait_comes_first_and_a_list_that_is_cut_leads_to_its_end(
    session: Session, sign_in: SignIn, came_back: CameBack, alert: Alert
) -> None:
    now, hour = dt.datetime.now(dt.UTC), dt.timedelta(hours=1)
    manager = add_user(session, "Sue Super", Role.SUPERVISOR)
    late = add_user(session, "Lia Late", telephone="07700 900001")
    session.add(Shift(user_id=late.id, kind="visiting", starts_at=now - 8 * hour, expected_end_at=now - hour))
    add_visit(session, late, planned_on=now.date() - dt.timedelta(days=2))
    people = [add_resident(session, first_name=f"Held{number:02}", last_name="Person") for number in range(21)]
    for number, person in enumerate(people):
        at = NOW + dt.timedelta(minutes=number)
        session.add(Hold(id=new_id(), resident_id=person.id, kind="death_reported", source="officer", placed_at=at))
    asked = add_case(session, add_resident(session, first_name="Asked", last_name="Back"))
    session.add(CallTurn(case_id=asked.id, tried=[], callback_on=now.date() - dt.timedelta(days=1)))
    add_referral(session, manager, urgent=True)
    add_referral(session, add_user(session, "Ned Not"), urgent=True)
    came_back.submission.review_state = came_back.visit.review_state = ReviewState.HAS_ISSUES
    came_back.submission.review_owner_id = manager.id
    client = sign_in(manager)
    page = client.get("/office/").text
    places = [page.index(part) for part in ("Safeguarding concern", "Lia Late", "1 overdue visit", 'id="mine"')]
    assert places == sorted(places)
    assert 'href="tel:07700900001"' in page
    assert "Not heard from" in page
    assert len(re.findall(r"/office/referrals/[0-9a-f-]{36}", page)) == 1  # mine alone
    assert "No worker has ever been heard of here" in page
    assert re.search(r'number">1</span>\s*<span[^>]*><a[^>]* href="/office/contacts\?only=callbacks"', page)
    assert "Held19" in page
    assert "Held20" not in page
    rest = client.get("/office/today/deaths").text
    assert "Held20" in rest
    assert '"/office/today/deaths"' in page
    mine = re.search(r'href="(/office/visits\?owner=[0-9a-f-]{36})"', page)
    assert mine is not None
    assert str(came_back.visit.id) in client.get(mine[1]).text
    officer = sign_in(came_back.officer)
    assert officer.get("/office/").status_code == 200
    assert officer.get("/office/today/deaths").status_code == 404
