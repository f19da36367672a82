"""A phone says where it takes push messages, at push services that the council uses only."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.store.push_subscriptions import find_push_subscription
from tests.factories.borough import NOW, add_phone, add_user
from tests.server.use_cases.test_telling_phones import browser_keys


def test_a_phone_is_told_until_it_says_no_or_its_subscription_is_gone(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    app.config["VAPID_PUBLIC_KEY"] = "B" * 87
    phone = add_phone(session, add_user(session))
    session.commit()

    def ask(method: str, body: Any = None, token: str = phone.device_token) -> tuple[int, Any]:
        reply = client.open("/api/v1/push", method=method, json=body, headers={"Authorization": f"Bearer {token}"})
        said = reply.get_json()
        return reply.status_code, (said["subscribed"], said["lapsed"]) if reply.status_code == 200 else None

    here = {"endpoint": "https://fcm.googleapis.com/fcm/send/one", "keys": browser_keys()}
    assert ask("GET") == (200, (False, False))
    assert ask("PUT", here | {"endpoint": "https://10.0.0.1/one"})[0] == 422
    assert ask("PUT", {"endpoint": here["endpoint"]})[0] == 400
    assert ask("PUT", here, token=phone.upload_ticket)[0] == 403
    assert ask("PUT", here) == (200, (True, False))
    found = find_push_subscription(session, phone.device_id)
    assert found is not None
    found.expired_at = NOW
    session.commit()
    assert ask("GET") == (200, (False, True))
    assert ask("DELETE") == (200, (False, False))
