"""Phones are told by push that a list has changed: one message for many changes, sealed, to a push service on this machine."""

from __future__ import annotations

import base64
import datetime as dt
import os
import threading
import time
from collections.abc import Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.outbound import web_push
from server.outbound.web_push import WebPush
from server.store.tables import Job, PushSubscription, User
from server.use_cases import tell_phones as telling
from server.use_cases.end_session import end_session
from server.use_cases.reassign_visits import SeenVisit
from server.use_cases.subscribe_push import PushRefusedError, subscribe_push
from server.use_cases.take_back_visits import take_back_visits
from server.use_cases.tell_phones import NotToldError, tell_phones
from tests.factories.borough import NOW, Phone, add_phone, add_server_device, add_user, add_visit

pytestmark = pytest.mark.usefixtures("context")
LATER = NOW + dt.timedelta(seconds=20)


class Service:
    """A push service: answers what `status` says and keeps what it was sent."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.origin = f"http://127.0.0.1:{server.server_address[1]}"
        self.status = 201
        self.answers_after_seconds = 0.0
        self.taken: list[tuple[str, Message, bytes]] = []


@pytest.fixture
def service() -> Iterator[Service]:
    """On a free port of this machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.taken.append((self.path, self.headers, body))
            time.sleep(found.answers_after_seconds)
            self.send_response(found.status)
            self.send_header("Location", f"{found.origin}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        found = Service(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()


@pytest.fixture
def sender(tmp_path: Path) -> WebPush:
    """With a VAPID key of its own."""
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "vapid.pem").write_bytes(pem)
    return WebPush(tmp_path / "vapid.pem", "mailto:doorstep@example.org")


def browser_keys() -> dict[str, object]:
    """What a browser gives with its endpoint."""
    point = (
        ec.generate_private_key(ec.SECP256R1())
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return {
        name: base64.urlsafe_b64encode(value).rstrip(b"=").decode()
        for name, value in (("p256dh", point), ("auth", os.urandom(16)))
    }


@pytest.fixture
def phone(session: Session, service: Service) -> tuple[User, Phone]:
    """An officer whose phone takes push messages."""
    add_server_device(session)
    officer = add_user(session, "Olu")
    found = add_phone(session, officer)
    session.commit()
    subscribe_push(found.device_id, f"{service.origin}/one", browser_keys(), hosts=[service.origin], now=NOW)
    return officer, found


def test_ten_visits_taken_back_are_told_once_and_nothing_of_them_is_said(
    session: Session, service: Service, sender: WebPush, phone: tuple[User, Phone]
) -> None:
    officer, _ = phone
    visits = [add_visit(session, officer) for _ in range(10)]
    session.commit()
    seen = [SeenVisit(visit.id, officer.id) for visit in visits]
    take_back_visits(seen[:6], reason="ill", by_id=officer.id, at=NOW)
    take_back_visits(seen[6:], reason="ill", by_id=officer.id, at=NOW + dt.timedelta(seconds=5))
    session.rollback()
    jobs = session.scalars(select(Job).where(Job.kind == "tell_phones").order_by(Job.queued_at)).all()
    assert [set(job.payload) for job in jobs] == [{"user_id", "changed_at"}] * 2
    for job in jobs:
        changed_at = dt.datetime.fromisoformat(job.payload["changed_at"])
        tell_phones(officer.id, changed_at, sender, hosts=[service.origin], now=LATER)
    ((path, headers, body),) = service.taken
    assert (path, headers["Content-Encoding"], headers["Topic"]) == ("/one", "aes128gcm", "visits")
    assert headers["Authorization"].startswith("vapid t=")
    assert b"visits" not in body
    tell_phones(officer.id, LATER, sender, hosts=[service.origin], now=LATER)  # a change after that is told again
    assert len(service.taken) == 2


def test_a_subscription_that_is_gone_is_let_go_and_a_service_that_is_busy_is_asked_again(
    session: Session, service: Service, sender: WebPush, phone: tuple[User, Phone]
) -> None:
    officer, device = phone
    hosts = [service.origin]
    service.status = 503
    with pytest.raises(NotToldError):
        tell_phones(officer.id, NOW, sender, hosts=hosts, now=LATER)
    service.status = 307
    tell_phones(officer.id, NOW, sender, hosts=hosts, now=LATER)
    assert [path for path, _, _ in service.taken] == ["/one", "/one"]  # no redirect is followed
    service.status = 410
    tell_phones(officer.id, NOW, sender, hosts=hosts, now=LATER)
    session.rollback()
    gone = session.scalars(select(PushSubscription)).one()
    assert (gone.expired_at, gone.keys) == (LATER, {})
    tell_phones(officer.id, NOW, sender, hosts=hosts, now=LATER)
    assert len(service.taken) == 3
    subscribe_push(device.device_id, f"{service.origin}/one", browser_keys(), hosts=hosts, now=NOW)
    tell_phones(officer.id, NOW, sender, hosts=["fcm.googleapis.com"], now=LATER)  # the settings name it no more
    assert len(service.taken) == 3
    subscribe_push(device.device_id, f"{service.origin}/two", browser_keys(), hosts=hosts, now=NOW)
    end_session(device.device_id, officer.id, NOW)
    session.rollback()
    assert session.scalars(select(PushSubscription)).all() == []


def test_a_service_that_does_not_answer_is_asked_once_a_round_and_everybody_is_told_when_it_does(
    session: Session, service: Service, sender: WebPush, phone: tuple[User, Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, _ = phone
    for number in range(5):
        other = add_phone(session, officer)
        session.commit()
        subscribe_push(other.device_id, f"{service.origin}/{number}", browser_keys(), hosts=[service.origin], now=NOW)
    for name, seconds in (("TIMEOUT_SECONDS", 0.2), ("SLOW_SECONDS", 0.1)):
        monkeypatch.setattr(web_push, name, seconds)
    service.answers_after_seconds = 0.4
    for officers_job in range(3):
        with pytest.raises(NotToldError):
            tell_phones(officer.id, NOW, sender, hosts=[service.origin], now=LATER)
        assert len(service.taken) == 1, officers_job
    service.answers_after_seconds = 0
    service.taken.clear()
    monkeypatch.setattr(web_push, "TIMEOUT_SECONDS", 5)
    monkeypatch.setattr(web_push, "REST_SECONDS", 0)
    with monkeypatch.context() as out_of_time:
        out_of_time.setattr(telling, "ROUND_SECONDS", 0)
        with pytest.raises(NotToldError):
            tell_phones(officer.id, NOW, sender, hosts=[service.origin], now=LATER)
    assert service.taken == []
    tell_phones(officer.id, NOW, sender, hosts=[service.origin], now=LATER)
    assert len({path for path, _, _ in service.taken}) == 6


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com@127.0.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://evil-push.apple.com.example.org/x",
        "https://push.apple.com\\@example.org/x",
    ],
)
def test_a_phone_cannot_send_our_worker_anywhere_else(endpoint: str) -> None:
    hosts = ("fcm.googleapis.com", "*.push.apple.com")
    with pytest.raises(PushRefusedError, match="unknown_service"):
        subscribe_push("nobody", endpoint, browser_keys(), hosts=hosts, now=NOW)
    with pytest.raises(PushRefusedError, match="wrong_keys"):
        subscribe_push("nobody", "https://api.push.apple.com/x", {"p256dh": "x", "auth": "y"}, hosts=hosts, now=NOW)
