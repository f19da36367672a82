"""One file, large: turned, looked at closely, blacked out in part, hidden; the original stays, and who did it is written down."""

from __future__ import annotations

import hashlib
import re
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import Attachment, AuditEntry, Cover
from tests.factories.borough import add_case, add_phone, add_resident, add_user
from tests.factories.documents import pdf_document
from tests.factories.evidence import AskedEvidence, add, answer, ask_case, item_ids
from tests.factories.pictures import AREA, do_jobs, draw_all, file_of, look, near, post, two_halves
from tests.factories.sent_files import SentFile
from tests.server.office.conftest import CameBack, SignIn


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


def test_a_picture_is_turned_at_once_and_the_original_stays(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    client, file = sign_in(sent.sender), file_of(session)
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
    session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    client, file = sign_in(sent.sender), file_of(session)
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
        (sent.sender.id, str(file.id), "Somebody else’s name"),
        (sent.sender.id, str(file.id), "A number"),
    ]


def test_the_area_is_shown_before_anything_is_changed(session: Session, sign_in: SignIn, sent: AskedEvidence) -> None:
    client, file = sign_in(sent.sender), file_of(session)
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
    session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    client, file = sign_in(sent.sender), file_of(session)
    for values, status, words in NO_AREA:
        data = {"step": "save", "seen_version": "0", "reason": "A name", **AREA, **values}
        reply = client.post(f"/office/pictures/{file.id}/black-out", data=data)
        assert (reply.status_code, words in reply.text) == (status, True), values
    session.rollback()
    assert session.scalars(select(Cover)).all() == []


def test_a_hidden_file_is_shown_to_nobody_until_a_named_role_takes_that_back(
    session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    client, file = sign_in(sent.sender), file_of(session)
    post(client, session, "black-out", step="save", reason="A name", **AREA)
    assert post(client, session, "hide", hide_reason="") == 422
    assert post(client, session, "hide", hide_reason="It is of somebody else") == 303
    assert post(client, session, "hide", hide_reason="Again") == 409
    assert [client.get(f"/office/photos/{file.id}/{size}").status_code for size in (320, 1600)] == [404, 404]
    document = f"/office/evidence/documents/{item_ids(session, sent)[0]}"
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


def test_the_first_page_of_a_document_is_blacked_out(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    session.rollback()
    with app.app_context():
        other = ask_case(session, add_case(session, add_resident(session)), sent.sender)
        add(answer(app.test_client(), other), 2, [("pay.pdf", pdf_document())])
        draw_all(app, session)
    session.rollback()
    pdf = session.scalars(select(Attachment).where(Attachment.found_type == "application/pdf")).one()
    session.rollback()
    client = sign_in(sent.sender)
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
    with app.app_context():
        do_jobs(app)
    assert look(client, pdf.id).convert("L").getextrema() == (0, 0)
    assert "shown by its first page" in client.get(f"/office/pictures/{pdf.id}").text


def test_it_is_looked_at_closely_without_a_script(session: Session, sign_in: SignIn, sent: AskedEvidence) -> None:
    client, file = sign_in(sent.sender), file_of(session)
    address = f"/office/pictures/{file.id}"
    assert "doorstep-picture-100" in client.get(address).text
    closer = client.get(f"{address}?zoom=400").text
    assert "doorstep-picture-400" in closer
    assert 'zoom=200#picture">− Smaller' in closer
    assert "doorstep-picture-100" in client.get(f"{address}?zoom=9999").text
    assert 'tabindex="0" role="region"' in closer


def test_it_stands_beside_what_was_asked_and_who_it_is_of_and_each_view_is_audited(
    session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    client, file = sign_in(sent.sender), file_of(session)
    page = client.get(f"/office/pictures/{file.id}").text
    for words in ("We pay for the taxi to the hospital.", "Proof of address", "06/05/1941", file.sha256):
        assert words in page
    title = re.findall(r"<title>(.*?)</title>", page)[0]
    assert [word for word in ("Proof", "Test") if word in title] == []
    session.rollback()
    seen = session.scalars(select(AuditEntry).where(AuditEntry.user_id == sent.sender.id)).all()
    assert [(one.action, one.entity_id) for one in seen][-1] == ("resident.view", str(sent.resident_id))


def test_each_role_does_what_the_table_says(session: Session, sign_in: SignIn, sent: AskedEvidence) -> None:
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
