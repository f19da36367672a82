"""A picture is drawn anew by the worker; until then nobody is shown what was drawn before, and copies of it are covered with it."""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from pathlib import Path
from unittest.mock import Mock

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.attachments.byte_store import MissingBytesError
from server.attachments.derivatives import UnreadableError, render
from server.attachments.render_apart import RenderInterruptedError
from server.domain.words import Role
from server.store.database import new_id
from server.store.tables import Attachment, AuditEntry, Cover
from server.use_cases import cover_copies, cover_further_copies
from server.use_cases import make_derivatives as drawing
from tests.factories.borough import add_case, add_resident, add_user
from tests.factories.evidence import AskedEvidence, add, answer, ask_case, item_ids
from tests.factories.pictures import AREA, do_jobs, draw_all, file_of, look, near, post, press, two_halves
from tests.server.office.conftest import SignIn


@pytest.fixture(autouse=True)
def _drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, which is quick; that it happens apart is told by attachments/test_derivatives.py and the picture's pages."""
    monkeypatch.setattr(drawing, "render_apart", render)


def test_from_the_press_on_nobody_is_shown_what_was_drawn_before_and_the_page_says_that_it_is_being_drawn(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    client, file = sign_in(sent.sender), file_of(session)
    picture, address = f"/office/photos/{file.id}/1600", f"/office/pictures/{file.id}"
    assert press(client, session, "black-out", step="save", reason="A name", **AREA) == 303
    assert client.get(picture).status_code == 404
    page = client.get(address).text
    for words in ("is being drawn", f'data-being-drawn="{picture}"', "Look again", "Hide the whole file"):
        assert words in page
    with app.app_context():
        do_jobs(app)
        draw_all(app, session)  # again, as after a worker that was killed before it could say that it was done
    assert near(look(client, file.id), 0.6, 0.2) == "black"
    assert "being drawn" not in client.get(address).text


FAULTS: list[tuple[Exception, str]] = [
    (RenderInterruptedError("no answer within 120 seconds"), "tried again by itself"),
    (UnreadableError("It takes too long."), "Draw it again, or hide the whole file"),
    (MissingBytesError("gone"), "The bytes of the original are not there"),
]


def test_a_drawing_that_fails_is_told_and_keeps_the_picture_hidden_and_the_file_good(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, file = sign_in(sent.sender), file_of(session)
    document = f"/office/evidence/documents/{item_ids(session, sent)[0]}"
    press(client, session, "black-out", step="save", reason="A name", **AREA)
    for fault, words in FAULTS:
        with app.app_context(), monkeypatch.context() as patch, contextlib.suppress(type(fault)):
            patch.setattr(drawing, "render_apart", Mock(side_effect=fault))
            draw_all(app, session)
        assert client.get(f"/office/photos/{file.id}/1600").status_code == 409
        assert words in client.get(f"/office/pictures/{file.id}").text
        assert "could not be drawn" in client.get(document).text
        assert (file_of(session).status, file_of(session).quarantine_reason) == ("received", None)
    assert post(client, session, "draw-again") == 303
    assert near(look(client, file.id), 0.6, 0.2) == "black"
    assert press(client, session, "draw-again") == 409


def test_a_worker_that_is_killed_anywhere_leaves_nothing_of_what_is_covered(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, file = sign_in(sent.sender), file_of(session)
    folder = Path(app.config["ATTACHMENTS_FOLDER"])
    for version, step in enumerate(("_store", "_name", "list_older_derivatives"), start=1):
        area = {**AREA, "left": str(version)}
        press(client, session, "black-out", step="save", reason="A name", **area)
        with app.app_context():
            with monkeypatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
                patch.setattr(drawing, step, Mock(side_effect=KeyboardInterrupt))
                draw_all(app, session)
            is_named = step == "list_older_derivatives"
            assert client.get(f"/office/photos/{file.id}/1600").status_code == (200 if is_named else 404)
            do_jobs(app)
        assert near(look(client, file.id), 0.1, 0.2) == "black"
        rested = sorted(path.name for path in folder.rglob("*.jpg"))
        assert rested == [f"1600-{version}.jpg", f"320-{version}.jpg"]


def test_a_drawing_that_is_overtaken_leaves_nothing(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, file = sign_in(sent.sender), file_of(session)
    overtaken: list[int] = []

    def turn_meanwhile(*values: object) -> object:
        if not overtaken:
            overtaken.append(1)
            post(client, session, "turn", way="right")
        return render(*values)  # type: ignore[arg-type]

    monkeypatch.setattr(drawing, "render_apart", turn_meanwhile)
    with app.app_context():
        draw_all(app, session)
    assert look(client, file.id).size == (400, 800)
    rested = Path(app.config["ATTACHMENTS_FOLDER"]).rglob("*.jpg")
    assert sorted(path.name for path in rested) == ["1600-1.jpg", "320-1.jpg"]


def test_the_same_bytes_are_told_wherever_they_came(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    session.rollback()
    with app.app_context():
        other = ask_case(session, add_case(session, add_resident(session, last_name="Nextdoor")), sent.sender)
    add(answer(app.test_client(), other), 1, [("copy.jpg", two_halves())])
    again = answer(app.test_client(), sent)
    add(again, 1, [("again.jpg", two_halves())])
    add(again, 2, [("other.jpg", two_halves())])
    client = sign_in(sent.sender)
    page = client.get(f"/office/evidence/documents/{item_ids(session, sent)[0]}").text
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
    assert "same bytes" not in centre.get(f"/office/evidence/documents/{item_ids(session, sent)[0]}").text


def copies_of(app: Flask, session: Session, asked: AskedEvidence) -> dict[str, uuid.UUID]:
    """The very same file once more for another document, and once for somebody else: by name, drawn."""
    session.rollback()
    with app.app_context():
        other = ask_case(session, add_case(session, add_resident(session, last_name="Nextdoor")), asked.sender)
        add(answer(app.test_client(), other), 1, [("elsewhere.jpg", two_halves())])
        add(answer(app.test_client(), asked), 2, [("again.jpg", two_halves())])
        draw_all(app, session)
    session.rollback()
    return {one.name: one.id for one in session.scalars(select(Attachment))}


def test_what_is_covered_is_covered_of_its_copies_each_with_a_line_of_its_own(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    client, files = sign_in(sent.sender), copies_of(app, session, sent)
    first, again, elsewhere = (f"/office/pictures/{files[name]}" for name in ("a.jpg", "again.jpg", "elsewhere.jpg"))
    page = client.get(first).text
    assert "for this resident once more: the copy is covered with it" in page
    assert "Black it out also where it came for somebody else" in page
    values = {"step": "save", "seen_version": "0", "reason": "A neighbour", **AREA}
    assert client.post(f"{first}/black-out", data=values).status_code == 303
    sizes = [client.get(f"/office/photos/{one}/1600").status_code for one in files.values()]
    assert sorted(sizes) == [200, 404, 404]  # from the press on; the one for somebody else was not sent for
    with app.app_context():
        do_jobs(app)
    assert near(look(client, files["again.jpg"]), 0.6, 0.2) == "black"
    assert near(look(client, files["elsewhere.jpg"]), 0.6, 0.2) == "white"
    theirs = client.get(elsewhere).text
    assert theirs.count("It is blacked out there.") == 2
    assert client.post(f"{elsewhere}/cover-as/{files['a.jpg']}").status_code == 303
    assert client.post(f"{elsewhere}/cover-as/{files['a.jpg']}").status_code == 409
    assert client.post(f"{elsewhere}/cover-as/{uuid.uuid4()}").status_code == 404
    assert client.post(f"{again}/hide", data={"hide_reason": "By mistake", "hide_elsewhere": "1"}).status_code == 303
    assert [client.get(f"/office/photos/{one}/320").status_code for one in files.values()] == [404, 404, 404]
    session.rollback()
    lines = select(AuditEntry.action, AuditEntry.entity_id).where(AuditEntry.action.like("picture.%"))
    done = sorted((action, entity_id) for action, entity_id in session.execute(lines))
    assert done == sorted(
        (action, str(one)) for action in ("picture.black_out", "picture.hide") for one in files.values()
    )


def test_more_copies_than_fit_one_transaction_are_covered_by_the_worker_in_rounds_and_none_twice(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (cover_copies, cover_further_copies):
        monkeypatch.setattr(module, "MOST_COPIES_AT_ONCE", 2)
    client, file = sign_in(sent.sender), file_of(session)
    columns = {column.key: getattr(file, column.key) for column in Attachment.__table__.columns}
    session.add_all(Attachment(**{**columns, "id": new_id()}) for _ in range(7))
    file_id = columns["id"]
    session.commit()
    hidden = f"/office/pictures/{file_id}/hide"
    page = client.post(hidden, data={"hide_reason": "Sent in error", "seen_version": "0"}, follow_redirects=True).text
    assert "So are 2 copies" in page
    assert "The others follow by themselves" in page
    assert len(session.scalars(select(Cover)).all()) == 3
    session.rollback()
    with app.app_context():
        do_jobs(app)
        first = session.scalars(select(Cover).where(Cover.attachment_id == file_id)).one().id
        session.rollback()
        cover_further_copies.cover_further_copies(first, uuid.UUID(int=0), at=dt.datetime.now(dt.UTC))
        do_jobs(app)
    covered = session.scalars(select(Cover.attachment_id)).all()
    assert sorted(covered) == sorted(session.scalars(select(Attachment.id)))


def test_a_copy_that_comes_later_for_the_same_resident_is_never_shown_uncovered(
    app: Flask, session: Session, sign_in: SignIn, sent: AskedEvidence
) -> None:
    client = sign_in(sent.sender)
    assert post(client, session, "black-out", step="save", reason="A neighbour", **AREA) == 303
    files = copies_of(app, session, sent)
    assert near(look(client, files["again.jpg"]), 0.6, 0.2) == "black"
    assert near(look(client, files["elsewhere.jpg"]), 0.6, 0.2) == "white"
    session.rollback()
    covers = [(one.attachment_id, one.reason) for one in session.scalars(select(Cover))]
    assert sorted(covers) == sorted((files[name], "A neighbour") for name in ("a.jpg", "again.jpg"))
