"""A picture of two colours, the buttons of its page in the office, and the worker that draws it."""

from __future__ import annotations

import datetime as dt
import io
import uuid

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Attachment
from server.use_cases import make_derivatives as drawing
from server.use_cases.open_byte_store import open_byte_store
from server.worker import Worker
from server.worker_duties import list_duties
from tests.factories.evidence import AskedEvidence, add, answer, ask_for_evidence, press_send

WHITE = (255, 255, 255)
AREA = {"left": "50", "top": "0", "width": "25", "height": "50"}


def two_halves() -> bytes:
    """A picture of 800 x 400: its left half red, its right half white."""
    picture = Image.new("RGB", (800, 400), WHITE)
    picture.paste((255, 0, 0), (0, 0, 400, 400))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    return out.getvalue()


def ask_and_draw(app: Flask, session: Session) -> AskedEvidence:
    """A resident who has sent one picture for the first document, drawn by the worker."""
    with app.app_context():
        asked = ask_for_evidence(session)
        browser = answer(app.test_client(), asked)
        add(browser, 1, [("a.jpg", two_halves())])
        press_send(browser)
        draw_all(app, session)
    return asked


def draw_all(app: Flask, session: Session) -> None:
    """What the worker does. Needs an app context."""
    session.rollback()
    ids = session.scalars(select(Attachment.id)).all()
    session.rollback()
    for attachment_id in ids:
        drawing.make_derivatives(open_byte_store(app.config), attachment_id, now=dt.datetime.now(dt.UTC))


def file_of(session: Session) -> Attachment:
    """The one file, as it stands now."""
    session.rollback()
    session.expire_all()
    found = session.scalars(select(Attachment)).one()
    session.rollback()
    return found


def look(client: FlaskClient, attachment_id: uuid.UUID, size: int = 1600) -> Image.Image:
    """What everybody is shown."""
    reply = client.get(f"/office/photos/{attachment_id}/{size}")
    assert reply.status_code == 200
    return Image.open(io.BytesIO(reply.data))


def near(picture: Image.Image, x: float, y: float) -> str:
    """Which of the three colours is at this share of the width and the height."""
    red, green, _ = picture.convert("RGB").getpixel((int(x * picture.width), int(y * picture.height)))  # type: ignore[misc]
    return "black" if red < 60 else ("red" if green < 60 else "white")


def press(client: FlaskClient, session: Session, button: str, **values: str) -> int:
    """Press a button on the page as it stands now."""
    file = file_of(session)
    data = {"seen_version": str(file.picture_version), **values}
    return client.post(f"/office/pictures/{file.id}/{button}", data=data).status_code


def post(client: FlaskClient, session: Session, button: str, **values: str) -> int:
    """Press a button, and let the worker do what was asked of it."""
    status = press(client, session, button, **values)
    with client.application.app_context():
        do_jobs(client.application)
    return status


def do_jobs(app: Flask) -> None:
    """Whatever is due. Needs an app context."""
    worker = Worker(app, list_duties(app), [])
    while worker.do_one_job():
        pass
