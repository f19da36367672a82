"""One file, large: turned, looked at closely, blacked out in part, hidden; the original stays, and who did it is written down."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import uuid
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.attachments.render_apart import RenderInterruptedError, render_apart
from server.domain.words import Role
from server.store.tables import Attachment, AuditEntry, Cover, Job
from server.use_cases import make_derivatives as drawing
from server.use_cases.judge_upload import DERIVATIVES_JOB
from server.use_cases.open_byte_store import open_byte_store
from server.worker import list_duties
from tests.factories.borough import add_case, add_phone, add_resident, add_user
from tests.factories.documents import pdf_document
from tests.factories.evidence import AskedEvidence, add, answer, ask_case, ask_for_evidence, item_ids, press_send
from tests.factories.sent_files import SentFile
from tests.server.office.conftest import CameBack, SignIn

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def two_halves() -> bytes:
    """A picture of 800 x 400: its left half red, its right half white."""
    picture = Image.new("RGB", (800, 400), WHITE)
    picture.paste((255, 0, 0), (0, 0, 400, 400))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.fixture
def asked(app: Flask, session: Session) -> AskedEvidence:
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


def post(client: FlaskClient, session: Session, button: str, **values: str) -> int:
    """Press a button on the page as it stands now."""
    file = file_of(session)
    data = {"seen_version": str(file.picture_version), **values}
    return client.post(f"/office/pictures/{file.id}/{button}", data=data).status_code


@pytest.fixture
def photo_of_visit(app: Flask, session: Session, came_back: CameBack) -> uuid.UUID:
    """One photo that the officer sent with it, drawn by the worker."""
    phone = add_phone(session, came_back.officer)
    session.commit()
    photo = SentFile(phone, two_halves())
    client = app.test_client()
    client.post("/files", headers=photo.announcement(visit_id=str(came_back.visit.id)))
    client.patch(photo.path, headers=photo.patch_headers(0), data=photo.content)
    with app.app_context():
        draw_all(app, session)
    return photo.attachment_id


AREA = {"left": "50", "top": "0", "width": "25", "height": "50"}


def test_a_picture_is_turned_at_once_and_the_original_stays(
    app: Flask, session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    client, file = sign_in(asked.sender), file_of(session)
    assert post(client, session, "turn", way="right") == 303
    turned = look(client, file.id)
    assert (turned.size, near(turned, 0.5, 0.1), near(turned, 0.5, 0.9)) == ((400, 800), "red", "white")
    assert look(client, file.id, 320).size == (160, 320)
    for _ in range(2):
        assert post(client, session, "turn", way="left") == 303
    turned = look(client, file.id)
    assert (near(turned, 0.5, 0.1), near(turned, 0.5, 0.9)) == ("white", "red")
    rested = list(Path(app.config["ATTACHMENTS_FOLDER"]).rglob("*"))
    assert len([path for path in rested if path.suffix == ".jpg"]) == 2  # of what was drawn before nothing stays
    [original] = [path for path in rested if path.name.startswith("original")]
    assert hashlib.sha256(original.read_bytes()).hexdigest() == file.sha256
    assert post(client, session, "turn", way="round") == 404


def test_an_area_is_painted_over_as_the_picture_is_turned_then_and_turns_with_it(
    session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    client, file = sign_in(asked.sender), file_of(session)
    post(client, session, "turn", way="right")  # 400 x 800: red above, white below
    assert post(client, session, "black-out", step="save", reason="Somebody else’s name", **AREA) == 303
    shown = look(client, file.id)
    assert (near(shown, 0.55, 0.1), near(shown, 0.45, 0.1), near(shown, 0.8, 0.1), near(shown, 0.55, 0.6)) == (
        "black", "red", "red", "white",
    )  # fmt: skip
    assert near(look(client, file.id, 320), 0.55, 0.1) == "black"
    post(client, session, "turn", way="left")
    shown = look(client, file.id)
    assert (shown.size, near(shown, 0.1, 0.4), near(shown, 0.1, 0.55), near(shown, 0.6, 0.4)) == (
        (800, 400), "black", "red", "white",
    )  # fmt: skip
    second = {"left": "90", "top": "90", "width": "10", "height": "10"}
    assert post(client, session, "black-out", step="save", reason="A number", **second) == 303
    assert [near(look(client, file.id), x, y) for x, y in ((0.1, 0.4), (0.95, 0.95))] == ["black", "black"]
    page = client.get(f"/office/pictures/{file.id}").text
    assert "Partly blacked out" in page
    assert "Somebody else’s name" in page
    session.rollback()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "picture.black_out")).all()
    assert [(one.user_id, one.entity_id, one.fields["reason"]["new"]) for one in entries] == [
        (asked.sender.id, str(file.id), "Somebody else’s name"),
        (asked.sender.id, str(file.id), "A number"),
    ]


def test_the_area_is_shown_before_anything_is_changed(session: Session, sign_in: SignIn, asked: AskedEvidence) -> None:
    client, file = sign_in(asked.sender), file_of(session)
    page = client.post(f"/office/pictures/{file.id}/black-out", data={"step": "preview", "seen_version": "0", **AREA})
    assert page.status_code == 200
    assert '<rect x="50.0" y="0.0" width="25.0" height="50.0"/>' in page.text
    assert "Nothing is changed yet" in page.text
    assert 'name="left" type="text" spellcheck="false" value="50"' in page.text
    assert (file_of(session).picture_version, near(look(client, file.id), 0.6, 0.2)) == (0, "white")


NO_AREA: list[tuple[dict[str, str], int, str]] = [
    ({"left": "left"}, 422, "From the left: enter a number"),
    ({"top": "-1"}, 422, "From the top: enter a number"),
    ({"width": ""}, 422, "Width: enter a number"),
    ({"height": "NaN"}, 422, "Height: enter a number"),
    ({"left": "80"}, 422, "The area reaches beyond the picture"),
    ({"height": "0"}, 422, "The area is too small"),
    ({"reason": "  "}, 422, "Say why"),
    ({"reason": "x" * 1001}, 422, "The reason is too long"),
    ({"seen_version": "7"}, 409, "Somebody changed the picture"),
    ({"seen_version": "9" * 99}, 409, "Somebody changed the picture"),
]


def test_what_is_no_area_is_said_beside_its_field_and_changes_nothing(
    session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    client, file = sign_in(asked.sender), file_of(session)
    for values, status, words in NO_AREA:
        data = {"step": "save", "seen_version": "0", "reason": "A name", **AREA, **values}
        reply = client.post(f"/office/pictures/{file.id}/black-out", data=data)
        assert (reply.status_code, words in reply.text) == (status, True), values
    session.rollback()
    assert session.scalars(select(Cover)).all() == []


def test_a_hidden_file_is_shown_to_nobody_until_a_named_role_takes_that_back(
    session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    client, file = sign_in(asked.sender), file_of(session)
    post(client, session, "black-out", step="save", reason="A name", **AREA)
    assert post(client, session, "hide", hide_reason="") == 422
    assert post(client, session, "hide", hide_reason="It is of somebody else") == 303
    assert post(client, session, "hide", hide_reason="Again") == 409
    assert [client.get(f"/office/photos/{file.id}/{size}").status_code for size in (320, 1600)] == [404, 404]
    document = f"/office/evidence/documents/{item_ids(session, asked)[0]}"
    assert f"/office/photos/{file.id}" not in client.get(document).text
    page = client.get(f"/office/pictures/{file.id}").text
    assert "It is of somebody else" in page
    assert "Show it again" not in page
    session.rollback()
    hidden = session.scalars(select(Cover.id).where(Cover.kind == "whole")).one()
    assert post(client, session, f"covers/{hidden}/take-back", back_reason="It is theirs") == 403
    supervisor = sign_in(add_user(session, "Sue Supervisor", Role.SUPERVISOR))
    assert "Show it again" in supervisor.get(f"/office/pictures/{file.id}").text
    assert post(supervisor, session, f"covers/{hidden}/take-back", back_reason=" ") == 422
    assert post(supervisor, session, f"covers/{hidden}/take-back", back_reason="It is theirs") == 303
    assert post(supervisor, session, f"covers/{hidden}/take-back", back_reason="It is theirs") == 409
    assert post(supervisor, session, f"covers/{uuid.uuid4()}/take-back", back_reason="It is theirs") == 404
    assert near(look(client, file.id), 0.6, 0.2) == "black"  # the area stays blacked out
    area = session.scalars(select(Cover.id).where(Cover.kind == "area")).one()
    assert post(supervisor, session, f"covers/{area}/take-back", back_reason="It was the wrong place") == 303
    assert near(look(client, file.id), 0.6, 0.2) == "white"
    session.rollback()
    steps = session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("picture.%"))).all()
    assert steps == ["picture.black_out", "picture.hide", "picture.take_back", "picture.take_back"]


def test_what_was_drawn_before_is_shown_to_nobody_where_the_new_drawing_is_interrupted(
    app: Flask, session: Session, sign_in: SignIn, asked: AskedEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, file = sign_in(asked.sender), file_of(session)

    def interrupt(*_: object) -> None:
        raise RenderInterruptedError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(drawing, "render_apart", interrupt)
        assert post(client, session, "black-out", step="save", reason="A name", **AREA) == 303
    assert client.get(f"/office/photos/{file.id}/1600").status_code == 404
    assert "being made" in client.get(f"/office/pictures/{file.id}").text
    session.rollback()
    keys = select(Job.payload).where(Job.kind == DERIVATIVES_JOB, Job.unique_key.endswith(":1"))
    payload = session.scalars(keys).one()
    session.rollback()
    with app.app_context():
        list_duties(app)[DERIVATIVES_JOB](payload)
    assert near(look(client, file.id), 0.6, 0.2) == "black"


def test_a_drawing_that_is_overtaken_leaves_nothing(
    app: Flask, session: Session, sign_in: SignIn, asked: AskedEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, file = sign_in(asked.sender), file_of(session)
    overtaken: list[int] = []

    def turn_meanwhile(*values: object) -> object:
        if not overtaken:
            overtaken.append(1)
            post(client, session, "turn", way="right")
        return render_apart(*values)  # type: ignore[arg-type]

    monkeypatch.setattr(drawing, "render_apart", turn_meanwhile)
    with app.app_context():
        draw_all(app, session)
    assert look(client, file.id).size == (400, 800)
    rested = Path(app.config["ATTACHMENTS_FOLDER"]).rglob("*.jpg")
    assert sorted(path.name for path in rested) == ["1600-1.jpg", "320-1.jpg"]


def test_the_first_page_of_a_document_is_blacked_out(
    app: Flask, session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    session.rollback()
    with app.app_context():
        other = ask_case(session, add_case(session, add_resident(session)), asked.sender)
        add(answer(app.test_client(), other), 2, [("pay.pdf", pdf_document())])
        draw_all(app, session)
    session.rollback()
    pdf = session.scalars(select(Attachment).where(Attachment.found_type == "application/pdf")).one()
    session.rollback()
    client = sign_in(asked.sender)
    data = {
        "seen_version": "0",
        "step": "save",
        "reason": "All of it",
        "left": "0",
        "top": "0",
        "width": "100",
        "height": "100",
    }
    assert client.post(f"/office/pictures/{pdf.id}/black-out", data=data).status_code == 303
    assert look(client, pdf.id).convert("L").getextrema() == (0, 0)
    assert "shown by its first page" in client.get(f"/office/pictures/{pdf.id}").text


def test_it_is_looked_at_closely_without_a_script(session: Session, sign_in: SignIn, asked: AskedEvidence) -> None:
    client, file = sign_in(asked.sender), file_of(session)
    address = f"/office/pictures/{file.id}"
    assert "doorstep-picture-100" in client.get(address).text
    closer = client.get(f"{address}?zoom=400").text
    assert "doorstep-picture-400" in closer
    assert 'zoom=200#picture">− Smaller' in closer
    assert "doorstep-picture-100" in client.get(f"{address}?zoom=9999").text
    assert 'tabindex="0" role="region"' in closer


def test_it_stands_beside_what_was_asked_and_who_it_is_of_and_each_view_is_audited(
    session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    client, file = sign_in(asked.sender), file_of(session)
    page = client.get(f"/office/pictures/{file.id}").text
    for words in ("We pay for the taxi to the hospital.", "Proof of address", "06/05/1941", file.sha256):
        assert words in page
    title = re.findall(r"<title>(.*?)</title>", page)[0]
    assert [word for word in ("Proof", "Test") if word in title] == []
    session.rollback()
    seen = session.scalars(select(AuditEntry).where(AuditEntry.user_id == asked.sender.id)).all()
    assert [(one.action, one.entity_id) for one in seen][-1] == ("resident.view", str(asked.resident_id))


def test_each_role_does_what_the_table_says(session: Session, sign_in: SignIn, asked: AskedEvidence) -> None:
    file = file_of(session)
    desk = {Role.ADMINISTRATOR, Role.SUPERVISOR, Role.BACK_OFFICE, Role.DUTY_MANAGER}
    for role in Role:
        session.rollback()
        client = sign_in(add_user(session, f"Some {role}", role))
        reply = client.get(f"/office/pictures/{file.id}")
        # It is of nobody's visit, so an officer is told that there is none.
        assert reply.status_code == (200 if role in desk else 404 if role is Role.OFFICER else 403), role
        assert (post(client, session, "turn", way="left") == 303) is (role in desk), role
        assert ("/original" in reply.text) is (role in {Role.ADMINISTRATOR, Role.SUPERVISOR}), role


def test_an_officer_sees_the_blacked_out_photo_of_an_own_visit(
    app: Flask, session: Session, sign_in: SignIn, came_back: CameBack, photo_of_visit: uuid.UUID
) -> None:
    client = sign_in(came_back.reviewer)
    file = file_of(session)
    visit = f"/office/visits/{came_back.visit.id}"
    assert f"/office/pictures/{file.id}" in client.get(visit).text
    assert post(client, session, "black-out", step="save", reason="A name", **AREA) == 303
    officer = sign_in(came_back.officer)
    assert near(look(officer, file.id), 0.6, 0.2) == "black"
    assert officer.get(f"/office/pictures/{file.id}").status_code == 200
    assert post(officer, session, "turn", way="left") == 403
    assert post(client, session, "hide", hide_reason="By mistake") == 303
    assert officer.get(f"/office/photos/{file.id}/320").status_code == 404
    assert "Hidden" in client.get(visit).text
    assert f"/office/photos/{file.id}" not in client.get(visit).text


def test_the_same_bytes_are_told_wherever_they_came(
    app: Flask, session: Session, sign_in: SignIn, asked: AskedEvidence
) -> None:
    session.rollback()
    with app.app_context():
        other = ask_case(session, add_case(session, add_resident(session, last_name="Nextdoor")), asked.sender)
    add(answer(app.test_client(), other), 1, [("copy.jpg", two_halves())])
    again = answer(app.test_client(), asked)
    add(again, 1, [("again.jpg", two_halves())])
    add(again, 2, [("other.jpg", two_halves())])
    client = sign_in(asked.sender)
    page = client.get(f"/office/evidence/documents/{item_ids(session, asked)[0]}").text
    for words in ("For this document again,", "For this document before,", "another document of this request later,"):
        assert words in page
    assert "For somebody else" in page
    assert "Nextdoor" not in page
    session.rollback()
    [copy] = session.scalars(select(Attachment.id).where(Attachment.name == "copy.jpg")).all()
    session.rollback()
    assert f"/office/pictures/{copy}" in page
    theirs = client.get(f"/office/pictures/{copy}").text
    assert theirs.count("For somebody else before,") == 1
    assert theirs.count("For somebody else later,") == 2
    centre = sign_in(add_user(session, "Cora Centre", Role.CONTACT_CENTRE))
    assert "same bytes" not in centre.get(f"/office/evidence/documents/{item_ids(session, asked)[0]}").text
