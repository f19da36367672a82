"""Each role at each page: the table of permissions as a browser meets it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import Alert, AuditEntry, VisitAssignment
from tests.factories.borough import NOW, add_user
from tests.server.office.conftest import CameBack, SignIn

PAGES = (
    "/office/", "/office/visits", "/office/alerts", "/office/residents", "/office/referrals", "/office/referrals/list",
)  # fmt: skip
MAY_SEE = {
    Role.ADMINISTRATOR: (200, 200, 200, 200, 200, 200),
    Role.SUPERVISOR: (200, 200, 200, 200, 200, 200),
    Role.BACK_OFFICE: (200, 200, 200, 200, 200, 200),
    Role.DUTY_MANAGER: (200, 200, 200, 200, 200, 200),
    Role.CONTACT_CENTRE: (200, 200, 200, 200, 200, 200),
    Role.OFFICER: (200, 200, 200, 403, 403, 403),
    Role.RECEIVING_TEAM: (200, 403, 403, 403, 403, 403),
    Role.INFORMATION_GOVERNANCE: (200, 403, 403, 403, 403, 403),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_its_pages_and_no_other(session: Session, sign_in: SignIn, role: Role) -> None:
    user = add_user(session, "Some Body", role)
    session.commit()
    client = sign_in(user)
    assert tuple(client.get(page).status_code for page in PAGES) == MAY_SEE[role]


def test_an_officer_is_led_from_the_office_to_the_app(session: Session, sign_in: SignIn) -> None:
    officer, office = add_user(session, "Otto Officer"), add_user(session, "Bea Office", Role.BACK_OFFICE)
    session.commit()
    shown = {user.role: 'href="/app/"' in sign_in(user).get("/office/").text for user in (officer, office)}
    assert shown == {Role.OFFICER: True, Role.BACK_OFFICE: False}


def test_an_officer_sees_her_own_visits_and_alerts_only(
    session: Session, sign_in: SignIn, came_back: CameBack, alert: Alert
) -> None:
    other, second = add_user(session, "Otto Other"), add_user(session, "Orla Second")
    session.add(VisitAssignment(visit_id=came_back.visit.id, user_id=second.id, part="second", assigned_at=NOW))
    session.commit()
    for officer, visit, raised in ((came_back.officer, 200, 200), (other, 404, 404), (second, 200, 404)):
        client = sign_in(officer)
        page = client.get(f"/office/visits/{came_back.visit.id}")
        assert page.status_code == visit
        assert (f"/office/alerts/{alert.id}" in page.text) is (raised == 200)
        assert client.get(f"/office/alerts/{alert.id}").status_code == raised
        assert ("Test Person" in client.get("/office/visits").text) is (visit == 200)
        assert ("Test Person" in client.get("/office/alerts").text) is (raised == 200)


def test_an_officer_cannot_widen_the_list_by_its_address(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    other = add_user(session, "Otto Other")
    session.commit()
    assert "Test Person" not in sign_in(other).get(f"/office/visits?officer={came_back.officer.id}").text


def test_who_may_not_review_is_offered_nothing_and_refused(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    centre = add_user(session, "Cora Centre", Role.CONTACT_CENTRE)
    session.commit()
    for user in (centre, came_back.officer):
        client = sign_in(user)
        assert "/review/" not in client.get(f"/office/visits/{came_back.visit.id}").text
        assert client.post(came_back.address("approve"), data={"seen_state": "received"}).status_code == 403


def test_every_view_of_a_person_is_audited(
    session: Session, sign_in: SignIn, came_back: CameBack, alert: Alert
) -> None:
    client = sign_in(came_back.reviewer)
    client.get(f"/office/visits/{came_back.visit.id}")
    client.get(f"/office/residents/{came_back.visit.resident_id}")
    client.get(f"/office/alerts/{alert.id}")
    client.post("/office/residents", data={"typed": "test"})
    session.rollback()  # look again, at what is there now
    seen = session.query(AuditEntry).filter_by(user_id=came_back.reviewer.id).order_by(AuditEntry.id)
    assert [(entry.action, entry.entity_id) for entry in seen] == [
        ("visit.view", str(came_back.visit.id)),
        ("resident.view", str(came_back.visit.resident_id)),
        ("alert.view", str(alert.id)),
        ("residents.search", None),
    ]
