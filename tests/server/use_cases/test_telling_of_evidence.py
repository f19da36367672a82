"""A resident is told how their evidence stands: with the fact or not at all, by the way that was chosen, naming nothing."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain.evidence import Decision, ItemState
from server.domain.message import MessageChannel, MessageStatus
from server.domain.message_problem import MessageProblem
from server.domain.resident_link import find_reference
from server.domain.token import hash_token
from server.keyring import Keyring
from server.store.tables import (
    EvidenceItem,
    EvidenceRequest,
    EvidenceSending,
    Message,
    MessageTemplate,
    Resident,
    ResidentLink,
)
from server.use_cases import close_evidence_request as closing
from server.use_cases import review_evidence as reviewing
from server.use_cases.close_evidence_request import close_evidence_request
from server.use_cases.queue_link import SendBy
from server.use_cases.renew_evidence_link import renew_evidence_link
from server.use_cases.review_evidence import EvidenceStep, review_evidence
from server.use_cases.send_evidence import Sending, send_evidence
from server.use_cases.send_messages import send_messages
from server.use_cases.tell_of_evidence import REST_AFTER_REFUSAL
from tests.factories.evidence import DOCUMENTS, WHY, AskedEvidence, add, answer, ask_for_evidence, item_ids, press_send
from tests.factories.messages import FACTS, CountingCarrier
from tests.factories.sent_files import small_photo

BASE = "https://doorstep.example.org"
BY_TEXT = SendBy(MessageChannel.SMS, BASE)
REASON = "The corner with your pension is cut off."
Post = Callable[..., list[str]]
NAMED = (*DOCUMENTS, WHY, REASON, "Shielding", "taxi", "hospital", "pension", "address", "income")


@pytest.fixture
def asked(app: Flask, session: Session) -> AskedEvidence:
    """A resident who was asked for two documents by text message."""
    with app.app_context():
        return ask_for_evidence(session, BY_TEXT)


@pytest.fixture
def by_us(app: Flask, session: Session) -> AskedEvidence:
    """One whom the office tells itself."""
    with app.app_context():
        return ask_for_evidence(session)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def queued(session: Session, asked: AskedEvidence) -> list[tuple[str, str]]:
    """What was written about the request, in order, and how each stands."""
    session.rollback()
    session.expire_all()
    rows = session.execute(
        select(MessageTemplate.name, Message.status)
        .join(MessageTemplate, MessageTemplate.id == Message.template_id)
        .where(Message.about_id == asked.request_id)
        .order_by(Message.queued_at, Message.id)
    ).all()
    session.rollback()
    return [(name.removeprefix("evidence_"), status) for name, status in rows]


@pytest.fixture
def post(app: Flask, keyring: Keyring) -> Post:
    """The words that leave, now or later."""
    carrier = CountingCarrier()

    def leave(later: dt.timedelta = dt.timedelta()) -> list[str]:
        before = len(carrier.taken)
        with app.app_context():
            send_messages(carrier, keyring.find, FACTS, clock=lambda: now() + later)
        return [one.words.body for one in carrier.taken[before:]]

    return leave


def send_first(app: Flask, path: str) -> FlaskClient:
    """The browser that answered the link's question and sent a photo for the first document."""
    browser = app.test_client()
    assert browser.post(path, data={"day": "6", "month": "5", "year": "1941"}).status_code == 303
    add(browser, 1, [("a.jpg", small_photo(1))])
    press_send(browser)
    return browser


def send_all(app: Flask, session: Session, asked: AskedEvidence, path: str) -> None:
    browser = send_first(app, path)
    add(browser, 2, [("b.jpg", small_photo(2))])
    press_send(browser)


def decide(app: Flask, session: Session, asked: AskedEvidence, number: int, decision: Decision) -> None:
    item_id = item_ids(session, asked)[number - 1]
    session.expire_all()
    version = session.get_one(EvidenceItem, item_id).version
    session.rollback()
    step = EvidenceStep(item_id=item_id, decision=decision, seen_version=version, reason=REASON)
    with app.app_context():
        review_evidence(step, by_id=asked.sender.id, at=now())


def path_in(words: str) -> str:
    """The link of a message, without the host."""
    [path] = re.findall(rf"{BASE}(/e/\S+)", words)
    return str(path)


@pytest.fixture(autouse=True)
def _public_url(app: Flask) -> None:
    app.config["PUBLIC_URL"] = BASE


def test_each_fact_is_told_once_with_links_that_all_open_and_names_nothing(
    app: Flask, session: Session, asked: AskedEvidence, post: Post
) -> None:
    [request] = post()
    send_first(app, path_in(request))
    [received] = post()
    session.rollback()
    sending = session.scalars(select(EvidenceSending.id)).one()
    assert find_reference(sending) in received
    decide(app, session, asked, 1, Decision.REFUSE)
    assert post() == []
    [refused] = post(REST_AFTER_REFUSAL)
    assert path_in(refused) != path_in(request)
    for path in (path_in(refused), path_in(request)):
        browser = app.test_client()
        assert browser.post(path, data={"day": "6", "month": "5", "year": "1941"}).status_code == 303
        assert REASON in browser.get("/e/evidence").text
    with app.app_context():
        close_evidence_request(asked.request_id, by_id=asked.sender.id, at=now())
    [closed] = post()
    assert find_reference(sending) in closed
    for path in (path_in(refused), path_in(request)):
        assert app.test_client().get(path).status_code == 404
    words = (request, received, refused, closed)
    assert [(word, one) for word in NAMED for one in words if word in one] == []
    assert [name for name, _ in queued(session, asked)] == ["request", "received", "refused", "closed"]


def test_a_message_of_a_link_that_was_answered_in_one_browser_stays_open_in_it_when_another_code_is_made(
    app: Flask, session: Session, asked: AskedEvidence, post: Post
) -> None:
    [request] = post()
    browser = send_first(app, path_in(request))
    decide(app, session, asked, 1, Decision.REFUSE)
    assert browser.get("/e/evidence").status_code == 200


def test_several_refusals_of_one_sitting_are_told_once_and_one_taken_back_is_not_told(
    app: Flask, session: Session, asked: AskedEvidence, post: Post
) -> None:
    [request] = post()
    send_all(app, session, asked, path_in(request))
    post()
    decide(app, session, asked, 1, Decision.REFUSE)
    decide(app, session, asked, 2, Decision.REFUSE)
    decide(app, session, asked, 1, Decision.REOPEN)
    assert queued(session, asked)[-1] == ("refused", "queued")
    decide(app, session, asked, 2, Decision.REOPEN)
    assert queued(session, asked)[-1] == ("refused", "stopped")
    assert post(REST_AFTER_REFUSAL) == []
    assert [name for name, _ in queued(session, asked)].count("refused") == 1
    message = session.scalars(select(Message).order_by(Message.queued_at.desc()).limit(1)).one()
    assert (message.problem, message.sealed) == (MessageProblem.NOT_NEEDED, None)


def test_what_is_sent_again_stops_the_message_that_still_asks_for_it(
    app: Flask, session: Session, asked: AskedEvidence, post: Post
) -> None:
    [request] = post()
    browser = send_first(app, path_in(request))
    post()
    decide(app, session, asked, 1, Decision.REFUSE)
    add(browser, 1, [("c.jpg", small_photo(3))])
    press_send(browser)
    assert queued(session, asked)[-2:] == [("refused", "stopped"), ("received", "queued")]


def test_a_page_sent_twice_is_received_once(app: Flask, session: Session, asked: AskedEvidence) -> None:
    browser = answer(app.test_client(), _told_by(session, asked))
    add(browser, 1, [("a.jpg", small_photo(1))])
    page = {"page_id": str(uuid.uuid4())}
    fields = dict(
        re.findall(r'type="hidden" name="(link|page_id)" value="([^"]*)"', browser.get("/e/evidence/check").text)
    )
    for _ in range(2):
        press_send(browser, {**fields, **page})
    assert [name for name, _ in queued(session, asked)] == ["request", "received"]


def _told_by(session: Session, asked: AskedEvidence) -> AskedEvidence:
    """The same with a code that a test knows: it was in a message alone."""
    session.rollback()
    session.execute(
        update(ResidentLink)
        .where(ResidentLink.id == asked.request_id)
        .values(code_hash=hash_token("known-to-the-test"))
    )
    session.commit()
    made = type(asked.made)(asked.request_id, "known-to-the-test")
    return AskedEvidence(asked.resident_id, asked.case_id, asked.sender, made, asked.type_ids)


def test_what_the_office_adds_for_them_is_no_news_to_them(app: Flask, session: Session, asked: AskedEvidence) -> None:
    browser = answer(app.test_client(), _told_by(session, asked))
    add(browser, 1, [("a.jpg", small_photo(1))])
    with app.app_context():
        send_evidence(asked.request_id, Sending(page_id=uuid.uuid4(), by_id=asked.sender.id), at=now())
    assert [name for name, _ in queued(session, asked)] == ["request"]


def test_whom_the_office_tells_itself_nothing_is_written_to(app: Flask, session: Session, by_us: AskedEvidence) -> None:
    send_first(app, by_us.address)
    decide(app, session, by_us, 1, Decision.REFUSE)
    with app.app_context():
        close_evidence_request(by_us.request_id, by_id=by_us.sender.id, at=now())
    assert queued(session, by_us) == []


def test_another_link_ends_every_older_one_and_decides_anew_who_tells_them(
    app: Flask, session: Session, asked: AskedEvidence, post: Post
) -> None:
    [request] = post()
    send_first(app, path_in(request))
    post()
    decide(app, session, asked, 1, Decision.REFUSE)
    [refused] = post(REST_AFTER_REFUSAL)
    due_at = now() + dt.timedelta(days=20)
    with app.app_context():
        renew_evidence_link(asked.request_id, due_at.date(), due_at, by_id=asked.sender.id, at=now(), send_by=BY_TEXT)
    [again] = post()
    assert [app.test_client().get(path_in(one)).status_code for one in (request, refused, again)] == [404, 404, 200]
    with app.app_context():
        made = renew_evidence_link(asked.request_id, due_at.date(), due_at, by_id=asked.sender.id, at=now())
        close_evidence_request(asked.request_id, by_id=asked.sender.id, at=now())
    assert made.message_id is None
    assert [name for name, _ in queued(session, asked)] == ["request", "received", "refused", "request"]


def test_closing_stops_the_link_that_waits_and_says_that_nothing_is_needed(
    app: Flask, session: Session, asked: AskedEvidence, post: Post
) -> None:
    with app.app_context():
        close_evidence_request(asked.request_id, by_id=asked.sender.id, at=now())
    assert queued(session, asked) == [("request", "stopped"), ("closed", "queued")]
    [closed] = post()
    assert find_reference(asked.request_id) in closed  # nothing was sent: the request's own


@pytest.mark.parametrize(
    "values", [{"on_hold": True}, {"mobile": None}, {"mobile": "020 7946 0001"}], ids=["death", "no number", "landline"]
)
def test_whoever_cannot_be_told_is_not_and_the_fact_stands(
    app: Flask, session: Session, asked: AskedEvidence, post: Post, values: dict[str, object]
) -> None:
    [request] = post()
    send_first(app, path_in(request))
    post()
    session.rollback()
    session.execute(update(Resident).where(Resident.id == asked.resident_id).values(**values))
    session.commit()
    decide(app, session, asked, 1, Decision.REFUSE)
    with app.app_context():
        close_evidence_request(asked.request_id, by_id=asked.sender.id, at=now())
    assert [name for name, _ in queued(session, asked)] == ["request", "received"]
    session.expire_all()
    assert session.get_one(EvidenceRequest, asked.request_id).status == "closed"


def test_a_refusal_that_waits_does_not_leave_once_a_death_is_reported(
    app: Flask, session: Session, asked: AskedEvidence, post: Post
) -> None:
    [request] = post()
    send_first(app, path_in(request))
    post()
    decide(app, session, asked, 1, Decision.REFUSE)
    session.rollback()
    session.execute(update(Resident).where(Resident.id == asked.resident_id).values(on_hold=True))
    session.commit()
    assert post(REST_AFTER_REFUSAL) == []
    assert queued(session, asked)[-1] == ("refused", MessageStatus.STOPPED)


def test_after_the_links_last_day_no_message_leads_to_it(
    app: Flask, session: Session, asked: AskedEvidence, post: Post
) -> None:
    [request] = post()
    send_first(app, path_in(request))
    session.rollback()
    session.execute(update(ResidentLink).where(ResidentLink.id == asked.request_id).values(expires_at=now()))
    session.commit()
    decide(app, session, asked, 1, Decision.REFUSE)
    assert "refused" not in [name for name, _ in queued(session, asked)]


@pytest.mark.parametrize("place", ["refuse", "close"])
def test_a_fact_that_is_not_kept_is_not_told(
    app: Flask, session: Session, asked: AskedEvidence, post: Post, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    [request] = post()
    send_first(app, path_in(request))

    def broken(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(reviewing, "record_audit", broken)
    monkeypatch.setattr(closing, "record_audit", broken)
    steps: dict[str, Callable[[], None]] = {
        "refuse": lambda: decide(app, session, asked, 1, Decision.REFUSE),
        "close": lambda: close_evidence_request(asked.request_id, by_id=asked.sender.id, at=now()),
    }
    with app.app_context(), pytest.raises(OSError, match="disk"):
        steps[place]()
    assert [name for name, _ in queued(session, asked)] == ["request", "received"]
    session.expire_all()
    item = session.get_one(EvidenceItem, item_ids(session, asked)[0])
    assert item.state == ItemState.SENT
