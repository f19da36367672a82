"""A resident with a link, and a browser on which its question was answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories.resident_links import Asked, ask_resident

BORN = {"day": "6", "month": "5", "year": "1941"}
Opened = Callable[[Asked], FlaskClient]


@pytest.fixture
def asked(app: Flask, session: Session) -> Asked:
    """A resident who was sent a form."""
    with app.app_context():
        return ask_resident(session)


@pytest.fixture
def opened(app: Flask) -> Opened:
    """A browser that has given the right answer."""

    def make(asked: Asked) -> FlaskClient:
        client = app.test_client()
        assert client.post(asked.address, data=BORN).status_code == 303
        return client

    return make
