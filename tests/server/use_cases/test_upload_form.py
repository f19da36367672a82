"""An upload waits until somebody publishes it or puts it aside; versions are retired and brought back; each step is audited."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.forms.problems import FormRefusedError
from server.store.forms import FormNotFoundError, count_undone_visits, find_current, list_forms
from server.store.tables import AuditEntry, Form, FormUpload, FormVersion
from server.use_cases.publish_form import PublishRefusedError, publish_form, publish_shipped_forms, publish_upload
from server.use_cases.retire_form import bring_back_version, retire_form
from server.use_cases.upload_form import Received, discard_upload, upload_form
from tests.factories.borough import NOW, add_user, add_visit
from tests.factories.spreadsheets import saved_again, small_form

LATER = NOW + dt.timedelta(days=1)
ONE, TWO = small_form(version="1"), small_form(("text", "words", "Say more"), version="2")

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def user_id(session: Session) -> uuid.UUID:
    user = add_user(session, "Ada", Role.ADMINISTRATOR)
    user_id: uuid.UUID = user.id
    session.commit()
    return user_id


def current_of(session: Session, form_ref_id: uuid.UUID) -> FormVersion | None:
    """As it stands now."""
    session.rollback()
    return find_current(session, form_ref_id)


def send(spreadsheet: bytes, user_id: uuid.UUID, form_ref_id: uuid.UUID | None = None) -> Received:
    return upload_form(spreadsheet, file_name="a.xlsx", form_ref_id=form_ref_id, user_id=user_id, now=NOW)


def publish_first(user_id: uuid.UUID) -> uuid.UUID:
    """Version 1 by the pages' way; returns the form's id."""
    upload_id = send(ONE, user_id).upload_id
    assert upload_id is not None
    return publish_upload(upload_id, seen_version_id=None, user_id=user_id, now=NOW)


def count(session: Session, table: type[FormUpload | Form | FormVersion]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def actions(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_an_upload_is_no_version_until_it_is_published(session: Session, user_id: uuid.UUID) -> None:
    received = send(ONE, user_id)
    assert (count(session, FormUpload), count(session, Form), count(session, FormVersion)) == (1, 0, 0)
    assert received.upload_id is not None
    form_ref_id = publish_upload(received.upload_id, seen_version_id=None, user_id=user_id, now=LATER)
    assert (count(session, FormUpload), count(session, Form), count(session, FormVersion)) == (0, 1, 1)
    current = current_of(session, form_ref_id)
    assert current is not None
    assert (current.version_label, current.xlsx, current.published_by_id) == ("1", ONE, user_id)
    assert actions(session) == ["form.upload", "form.publish"]


def test_a_refused_spreadsheet_leaves_nothing(session: Session, user_id: uuid.UUID) -> None:
    for spreadsheet in (b"no workbook", small_form(("text", "two words", "Wrong")), small_form(title="x" * 300)):
        with pytest.raises(FormRefusedError):
            send(spreadsheet, user_id)
    assert (count(session, FormUpload), count(session, Form), actions(session)) == (0, 0, [])


def test_a_new_version_retires_the_one_before_it(session: Session, user_id: uuid.UUID) -> None:
    form_ref_id = publish_first(user_id)
    first = current_of(session, form_ref_id)
    upload_id = send(TWO, user_id, form_ref_id).upload_id
    assert first is not None
    assert upload_id is not None
    publish_upload(upload_id, seen_version_id=first.id, user_id=user_id, now=LATER)
    current = current_of(session, form_ref_id)
    assert current is not None
    assert (current.version_label, first.retired_at, first.version) == ("2", LATER, 2)


def test_the_same_content_is_told_to_be_the_version_it_is_and_leaves_nothing(
    session: Session, user_id: uuid.UUID
) -> None:
    form_ref_id = publish_first(user_id)
    current = current_of(session, form_ref_id)
    assert current is not None
    for spreadsheet in (ONE, saved_again(ONE)):
        assert send(spreadsheet, user_id, form_ref_id) == Received(same_version_id=current.id)
        assert send(spreadsheet, user_id) == Received(same_version_id=current.id)
    assert count(session, FormUpload) == 0


def test_a_form_without_a_version_that_is_saved_again_is_the_same_too(session: Session, user_id: uuid.UUID) -> None:
    unnamed = small_form(version="")
    upload_id = send(unnamed, user_id).upload_id
    assert upload_id is not None
    publish_upload(upload_id, seen_version_id=None, user_id=user_id, now=NOW)
    assert send(saved_again(unnamed), user_id).same_version_id is not None


def test_a_form_id_that_another_form_has_is_refused(session: Session, user_id: uuid.UUID) -> None:
    form_ref_id = publish_first(user_id)
    with pytest.raises(FormRefusedError, match="“small” is taken by the form “A small form”"):
        send(TWO, user_id)
    with pytest.raises(FormRefusedError, match="is of the form “other”, and this page is of “small”"):
        send(small_form(form_id="other"), user_id, form_ref_id)
    assert count(session, FormUpload) == 0


def test_a_label_that_is_taken_is_refused_at_the_upload_already(session: Session, user_id: uuid.UUID) -> None:
    form_ref_id = publish_first(user_id)
    with pytest.raises(FormRefusedError, match="Version 1 is published with other content"):
        send(small_form(("text", "other", "Other")), user_id, form_ref_id)


def test_of_two_uploads_seen_beside_one_version_the_second_is_asked_to_look_again(
    session: Session, user_id: uuid.UUID
) -> None:
    form_ref_id = publish_first(user_id)
    seen = current_of(session, form_ref_id)
    three = small_form(("text", "words", "Say it"), version="3")
    uploads = [send(spreadsheet, user_id, form_ref_id).upload_id for spreadsheet in (TWO, three)]
    assert seen is not None
    for upload_id, refused in zip(uploads, (False, True), strict=True):
        assert upload_id is not None
        if refused:
            with pytest.raises(PublishRefusedError, match="moved_on"):
                publish_upload(upload_id, seen_version_id=seen.id, user_id=user_id, now=LATER)
        else:
            publish_upload(upload_id, seen_version_id=seen.id, user_id=user_id, now=LATER)
    assert count(session, FormUpload) == 1


def test_of_two_uploads_of_one_new_form_the_second_is_refused(session: Session, user_id: uuid.UUID) -> None:
    first, second = (send(spreadsheet, user_id).upload_id for spreadsheet in (ONE, TWO))
    assert first is not None
    assert second is not None
    publish_upload(first, seen_version_id=None, user_id=user_id, now=NOW)
    with pytest.raises(PublishRefusedError, match="taken"):
        publish_upload(second, seen_version_id=None, user_id=user_id, now=NOW)
    assert count(session, FormVersion) == 1


def test_an_upload_that_is_put_aside_is_gone_and_its_audit_stays(session: Session, user_id: uuid.UUID) -> None:
    upload_id = send(ONE, user_id).upload_id
    assert upload_id is not None
    discard_upload(upload_id, user_id=user_id, now=LATER)
    assert count(session, FormUpload) == 0
    for again in (discard_upload, lambda one, **rest: publish_upload(one, seen_version_id=None, **rest)):
        with pytest.raises(FormNotFoundError):
            again(upload_id, user_id=user_id, now=LATER)
    assert actions(session) == ["form.upload", "form.discard_upload"]


def test_a_form_is_retired_once_and_any_version_comes_back(session: Session, user_id: uuid.UUID) -> None:
    form_ref_id = publish_first(user_id)
    first = current_of(session, form_ref_id)
    assert first is not None
    publish_form(TWO, user_id=user_id, now=LATER)
    for _ in range(2):
        retire_form(form_ref_id, user_id=user_id, now=LATER)
    assert current_of(session, form_ref_id) is None
    [listed] = list_forms(session)
    assert (listed.version_label, listed.retired_at) == ("2", LATER)
    assert bring_back_version(first.id, user_id=user_id, now=LATER) == form_ref_id
    current = current_of(session, form_ref_id)
    assert current is not None
    assert (current.version_label, current.version) == ("1", 3)
    assert actions(session) == ["form.upload", "form.publish", "form.publish", "form.retire", "form.bring_back"]


def test_bringing_a_version_back_retires_the_one_in_use(session: Session, user_id: uuid.UUID) -> None:
    form_ref_id = publish_first(user_id)
    first = current_of(session, form_ref_id)
    assert first is not None
    publish_form(TWO, user_id=user_id, now=LATER)
    bring_back_version(first.id, user_id=user_id, now=LATER)
    session.rollback()
    in_use = session.scalars(select(FormVersion.version_label).where(FormVersion.retired_at.is_(None))).all()
    assert in_use == ["1"]


def test_a_shipped_form_that_a_council_has_retired_stays_retired_over_a_release(
    session: Session, user_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_shipped_forms(now=NOW)
    session.rollback()
    form = session.scalars(select(Form).where(Form.form_id == "no_reply")).one()
    retire_form(form.id, user_id=user_id, now=NOW)
    monkeypatch.setattr("server.use_cases.publish_form.list_shipped_forms", lambda: ["no_reply"])
    newer = small_form(form_id="no_reply", version="newer")
    monkeypatch.setattr("server.use_cases.publish_form.read_shipped_form", lambda _: newer)
    assert publish_shipped_forms(now=LATER) == []


def test_what_is_published_at_the_command_line_goes_the_same_way(session: Session, user_id: uuid.UUID) -> None:
    publish_form(small_form(form_id=""), user_id=None, now=NOW, file_name="C:\\forms\\Food bank.xlsx")
    session.rollback()
    assert session.scalars(select(Form.form_id)).all() == ["Food_bank"]
    assert actions(session) == ["form.publish"]


def test_visits_that_are_still_to_be_made_with_a_form_are_counted(session: Session) -> None:
    officer = add_user(session)
    add_visit(session, officer, form_id="small")
    add_visit(session, officer, form_id="small", status="submitted")
    add_visit(session, officer, form_id="other")
    session.commit()
    assert count_undone_visits(session, "small") == 1
