"""Two visits to one person on one day, what an officer handed back, and proposed visits, as pages."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from sqlalchemy.orm import Session

from server.domain.words import ProposalBasis, ProposalStatus, ReviewState, Role, VisitOutcome, VisitStatus
from server.store.tables import Case, User, Visit, VisitProposal
from server.store.today_counts import count_today
from tests.factories.borough import NOW, TODAY, add_programme, add_server_device, add_user, add_visit
from tests.server.office.conftest import CameBack, SignIn


@pytest.fixture
def supervisor(session: Session) -> User:
    add_server_device(session)
    user = add_user(session, "Sue Supervisor", Role.SUPERVISOR)
    session.commit()
    return user


@pytest.fixture
def second(session: Session, came_back: CameBack) -> Visit:
    """Another visit to the same person on the same day, by somebody else."""
    case = session.get_one(Case, came_back.visit.case_id)
    visit = add_visit(
        session, add_user(session, "Ned Newman"), case,
        status=VisitStatus.SUBMITTED, outcome=VisitOutcome.SEEN_NO_NEEDS, review_state=ReviewState.RECEIVED,
        submitted_at=NOW,
    )  # fmt: skip
    session.commit()
    return visit


@pytest.fixture
def proposal(session: Session, supervisor: User) -> VisitProposal:
    officer = add_user(session, "Olive Officer")
    add_programme(session)
    row = VisitProposal(
        id=uuid.uuid4(), op_id=uuid.uuid4(), proposed_by_id=officer.id, basis=ProposalBasis.TYPED_ADDRESS,
        first_name="Una", last_name="<Upstairs>", telephone="07700 900009", address_text="2 Test Street",
        why="Coughs & lives alone", status=ProposalStatus.PROPOSED, created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    session.add(row)
    session.commit()
    return row


def test_two_visits_of_one_day_are_shown_together_and_one_is_marked_and_unmarked(
    session: Session, sign_in: SignIn, supervisor: User, came_back: CameBack, second: Visit
) -> None:
    client = sign_in(supervisor)
    address = f"/office/visits/{second.id}"
    page = client.get(address).text
    assert "Also visited that day by Olive Officer" in page
    before = client.get("/office/visits?review=received").text
    assert str(second.id) in before
    marked = client.post(f"{address}/repeat", data={"of_id": str(came_back.visit.id)}, follow_redirects=True).text
    assert "Marked as a repeat." in marked
    assert "Repeat, not counted" in marked
    assert "Repeat, not counted" in client.get(f"/office/visits/{came_back.visit.id}").text
    assert str(second.id) not in client.get("/office/visits?review=received").text
    session.rollback()
    assert session.get_one(Visit, second.id).repeat_of_id == came_back.visit.id
    undone = client.post(f"{address}/repeat/undo", follow_redirects=True).text
    assert "This visit counts again." in undone
    session.rollback()
    assert session.get_one(Visit, second.id).repeat_of_id is None


def test_a_repeat_is_out_of_the_counts_of_today(
    session: Session, sign_in: SignIn, supervisor: User, came_back: CameBack, second: Visit
) -> None:
    def count() -> tuple[int, int]:
        session.rollback()
        counts = count_today(
            session, today=TODAY, day_began_at=NOW - dt.timedelta(days=1), user_id=supervisor.id, only_officer_id=None
        )
        return counts.awaiting_review, counts.submitted_today

    awaiting, submitted = count()
    of_id = {"of_id": str(came_back.visit.id)}
    sign_in(supervisor).post(f"/office/visits/{second.id}/repeat", data=of_id)
    assert count() == (awaiting - 1, submitted - 1)


def test_an_officer_reads_nothing_of_what_somebody_else_found_that_day(
    sign_in: SignIn, came_back: CameBack, second: Visit
) -> None:
    page = sign_in(came_back.officer).get(f"/office/visits/{came_back.visit.id}")
    assert page.status_code == 200
    assert "Also visited that day" not in page.text
    assert str(second.id) not in page.text


def test_what_is_no_repeat_is_refused_in_words(
    session: Session, sign_in: SignIn, supervisor: User, came_back: CameBack, second: Visit
) -> None:
    client = sign_in(supervisor)
    other = add_visit(session, came_back.officer, status=VisitStatus.SUBMITTED)
    session.commit()
    address = f"/office/visits/{second.id}/repeat"
    assert (
        "not of one person on one day"
        in client.post(address, data={"of_id": str(other.id)}, follow_redirects=True).text
    )
    assert client.post(address, data={"of_id": str(second.id)}).status_code == 404
    assert client.post(address, data={"of_id": "x"}).status_code == 404
    assert client.post(f"/office/visits/{uuid.uuid4()}/repeat/undo").status_code == 404
    client.post(address, data={"of_id": str(came_back.visit.id)})
    both_ways = client.post(
        f"/office/visits/{came_back.visit.id}/repeat", data={"of_id": str(second.id)}, follow_redirects=True
    )
    assert "meanwhile" in both_ways.text
    session.rollback()
    assert session.get_one(Visit, came_back.visit.id).repeat_of_id is None


def test_a_visit_handed_back_heads_today_with_its_words(session: Session, sign_in: SignIn, supervisor: User) -> None:
    visit = add_visit(session, None, handed_back_words="no_access: Gate <locked>", planned_on=TODAY)
    session.commit()
    words = "Could not get to the door: Gate &lt;locked&gt;"
    assert words in sign_in(supervisor).get("/office/").text
    assert words in sign_in(supervisor).get(f"/office/visits/{visit.id}").text


def test_a_late_report_is_named_on_the_visit(session: Session, sign_in: SignIn, supervisor: User) -> None:
    late = [{"who": "Old <Officer>", "at": "2026-11-23T09:00:00Z", "decision": "accepted"}]
    visit = add_visit(session, add_user(session), late_reports=late)
    session.commit()
    page = sign_in(supervisor).get(f"/office/visits/{visit.id}").text
    assert "Old &lt;Officer&gt; also reported on this visit" in page
    assert "The report was accepted." in page


def test_a_proposal_is_listed_counted_and_made_a_visit(
    session: Session, sign_in: SignIn, supervisor: User, proposal: VisitProposal
) -> None:
    client = sign_in(supervisor)
    assert "To decide (1)" in client.get("/office/").text
    page = client.get("/office/proposals").text
    assert "Proposed visits (1)" in page
    assert "Una &lt;Upstairs&gt;" in page
    address = f"/office/proposals/{proposal.id}"
    page = client.get(address).text
    assert "Coughs &amp; lives alone" in page
    programme = re.search(r'<select[^>]*id="programme".*?<option value="([0-9a-f-]+)"', page, re.DOTALL)
    assert programme is not None
    fields = {
        "who": "new", "first_name": "Una", "last_name": "Upstairs", "telephone": "", "address": "2 Test Street",
        "postcode": "CR8 4DL", "programme": programme.group(1), "officer": str(proposal.proposed_by_id),
        "day": "31/12/2099",
    }  # fmt: skip
    refused = client.post(f"{address}/accept", data=fields | {"day": "1/1/2020"})
    assert refused.status_code == 422
    assert 'href="#day"' in refused.text
    long = client.post(f"{address}/accept", data=fields | {"address": "1\n2\n3\n4\n5\n6", "middle_name": "Ann"})
    assert (long.status_code, 'href="#address"' in long.text, 'value="Ann"' in long.text) == (422, True, True)
    made = client.post(f"{address}/accept", data=fields, follow_redirects=True).text
    assert "The visit was made." in made
    again = client.post(f"{address}/accept", data=fields)
    assert again.status_code == 409
    assert "Somebody else answered this" in again.text
    assert "Una &lt;Upstairs&gt;" in client.get("/office/proposals?state=answered").text


def test_every_slip_in_an_answer_is_said_at_its_field(
    sign_in: SignIn, supervisor: User, proposal: VisitProposal
) -> None:
    client = sign_in(supervisor)
    address = f"/office/proposals/{proposal.id}"
    fields = {"who": "", "officer": str(proposal.proposed_by_id), "day": "31/12/2099"}
    for change, place in (
        ({}, "who"), ({"who": "new", "officer": ""}, "officer"), ({"who": "new", "day": "x"}, "day"),
        ({"who": "new", "day": "31/12/9999"}, "day"),
        ({"who": str(uuid.uuid4())}, "programme"), ({"who": "new", "programme": "x"}, "programme"),
    ):  # fmt: skip
        reply = client.post(f"{address}/accept", data=fields | change)
        assert (reply.status_code, f'href="#{place}"' in reply.text) == (422, True)
        assert f'id="{place}"' in reply.text
    declined = client.post(f"{address}/decline", data={"words": ""})
    assert (declined.status_code, 'href="#words"' in declined.text) == (422, True)
    assert "Declined." in client.post(f"{address}/decline", data={"words": "In Sutton"}, follow_redirects=True).text
    assert "In Sutton" in client.get(address).text
    assert client.get(f"/office/proposals/{uuid.uuid4()}").status_code == 404
    assert client.get(f"{address}?q=%20&x=1").status_code == 200


def test_a_search_offers_residents_for_a_proposal(
    sign_in: SignIn, supervisor: User, came_back: CameBack, proposal: VisitProposal
) -> None:
    search = f"/office/proposals/{proposal.id}/search"
    page = sign_in(supervisor).post(search, data={"q": "06/05/1941"}, follow_redirects=True).text
    assert f'value="{came_back.visit.resident_id}"' in page


def test_an_officer_may_not_answer_proposals_or_mark_repeats(
    session: Session, sign_in: SignIn, proposal: VisitProposal
) -> None:
    officer = add_user(session, "Olly Officer")
    session.commit()
    client = sign_in(officer)
    assert client.get("/office/proposals").status_code == 403
    assert client.post(f"/office/proposals/{proposal.id}/decline", data={"words": "x"}).status_code == 403
    assert client.post(f"/office/visits/{uuid.uuid4()}/repeat").status_code == 403
