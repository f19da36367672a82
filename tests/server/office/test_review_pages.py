"""A reviewer's steps as pages: what is shown, asked for, refused, done and undone."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from server.domain.words import ReviewState
from server.store.tables import Submission, Visit
from tests.server.office.conftest import CameBack, SignIn


def test_the_page_shows_answers_with_the_labels_of_the_form(sign_in: SignIn, came_back: CameBack) -> None:
    page = sign_in(came_back.reviewer).get(f"/office/visits/{came_back.visit.id}").text
    answers = page.split("summary-list", 1)[1]
    assert answers.index("What happened?") < answers.index("Seen, needs") < answers.index("Out of &lt;bread&gt;")
    assert "Filled in by Olive Officer" in page


def test_approving_says_so_and_can_be_undone_from_the_notice(
    session: Session, sign_in: SignIn, came_back: CameBack
) -> None:
    client = sign_in(came_back.reviewer)
    reply = client.post(came_back.address("approve"), data={"seen_state": "received"}, follow_redirects=True)
    assert "Approved. The visit is done." in reply.text
    undo = re.search(r'<form method="post" action="([^"]+)">(.*?)</form>', reply.text.split("notice-1")[2], re.DOTALL)
    assert undo is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', undo.group(2)))
    reply = client.post(undo.group(1), data=fields, follow_redirects=True)
    assert "waits for review again" in reply.text
    session.rollback()
    assert session.get_one(Visit, came_back.visit.id).status == "submitted"


@pytest.mark.parametrize("action", ["has_issues", "send_back", "reject"])
def test_steps_that_need_words_ask_for_them_and_keep_what_was_typed(
    sign_in: SignIn, came_back: CameBack, action: str
) -> None:
    client = sign_in(came_back.reviewer)
    assert client.get(came_back.address(action)).status_code == 200
    reply = client.post(came_back.address(action), data={"seen_state": "received", "words": "  "})
    assert reply.status_code == 422
    assert 'href="#words"' in reply.text
    too_long = client.post(came_back.address(action), data={"seen_state": "received", "words": "x" * 2001})
    assert too_long.status_code == 422
    assert "x" * 2001 in too_long.text


def test_two_reviewers_cannot_both_win(session: Session, sign_in: SignIn, came_back: CameBack) -> None:
    client = sign_in(came_back.reviewer)
    client.post(came_back.address("approve"), data={"seen_state": "received"})
    late = client.post(came_back.address("reject"), data={"seen_state": "received", "words": "A test"})
    assert late.status_code == 409
    assert "Somebody else settled this" in late.text
    session.rollback()
    assert session.get_one(Submission, came_back.submission.id).review_state == ReviewState.APPROVED


def test_words_sent_back_stand_on_the_page(sign_in: SignIn, came_back: CameBack) -> None:
    client = sign_in(came_back.reviewer)
    reply = client.post(
        came_back.address("send_back"),
        data={"seen_state": "received", "words": "Which <chemist>?"},
        follow_redirects=True,
    )
    assert reply.text.count("Which &lt;chemist&gt;?") >= 1
    assert ">Undo<" not in reply.text


def test_what_does_not_exist_is_not_found(sign_in: SignIn, came_back: CameBack) -> None:
    client = sign_in(came_back.reviewer)
    assert client.get(came_back.address("burn")).status_code == 404
    other = came_back.address("approve").replace(str(came_back.submission.id), str(came_back.visit.id))
    assert client.post(other, data={"seen_state": "received"}).status_code == 404
    assert client.get(f"/office/visits/{came_back.submission.id}").status_code == 404
