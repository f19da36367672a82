"""Publishing a form: a new version that never changes, the earlier ones retired, the same file twice without effect."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.forms.conversion import FormRefusedError
from server.forms.shipped_forms import list_shipped_forms, read_shipped_form
from server.store.tables import AuditEntry, Form, FormVersion
from server.use_cases.publish_form import publish_form, publish_shipped_forms
from tests.factories.borough import NOW, add_user

LATER = NOW + dt.timedelta(days=1)


def edition(version: str, label: str = "What happened today?") -> bytes:
    """The shipped form with another version and another first label."""
    book = load_workbook(io.BytesIO(read_shipped_form("no_reply")))
    settings, survey = book["settings"], book["survey"]
    heads = [cell.value for cell in settings[1]]
    settings.cell(2, heads.index("version") + 1, version)
    for row in survey.iter_rows(min_row=2):
        if row[1].value == "outcome":
            row[2].value = label
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def versions_of(session: Session, form_id: str) -> list[FormVersion]:
    query = select(FormVersion).join(Form, Form.id == FormVersion.form_ref_id).where(Form.form_id == form_id)
    return list(session.scalars(query.order_by(FormVersion.published_at)))


@pytest.mark.usefixtures("context")
def test_the_shipped_forms_are_published_once_however_often_it_is_asked(session: Session) -> None:
    assert publish_shipped_forms(now=NOW) == list_shipped_forms()
    assert publish_shipped_forms(now=LATER) == []
    [version] = versions_of(session, "welfare_check")
    assert version.languages == ["en", "cy"]
    assert version.xlsx == read_shipped_form("welfare_check")
    assert any(question.get("records") == "visit.outcome" for question in version.questions)


@pytest.mark.usefixtures("context")
def test_a_new_version_retires_the_earlier_one_and_phones_can_see_that(session: Session) -> None:
    publish_shipped_forms(now=NOW)
    publish_form(edition("2"), user_id=None, now=LATER)
    old, new = versions_of(session, "no_reply")
    assert (old.retired_at, old.version) == (LATER, 2)
    assert (new.retired_at, new.version, new.version_label) == (None, 1, "2")


@pytest.mark.usefixtures("context")
def test_the_same_spreadsheet_again_changes_nothing(session: Session) -> None:
    xlsx = edition("2")
    assert publish_form(xlsx, user_id=None, now=NOW) == publish_form(xlsx, user_id=None, now=LATER)
    assert len(versions_of(session, "no_reply")) == 1
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 1


@pytest.mark.usefixtures("context")
def test_other_content_under_a_published_version_is_refused_and_changes_nothing(session: Session) -> None:
    publish_form(edition("2"), user_id=None, now=NOW)
    with pytest.raises(FormRefusedError, match="Version 2 is published with other content"):
        publish_form(edition("2", label="What did you find?"), user_id=None, now=LATER)
    [version] = versions_of(session, "no_reply")
    assert version.retired_at is None


@pytest.mark.usefixtures("context")
def test_a_release_leaves_a_councils_own_version_in_use(session: Session) -> None:
    admin_id = add_user(session).id
    session.commit()
    publish_form(edition("council 1"), user_id=admin_id, now=NOW)
    assert set(publish_shipped_forms(now=LATER)) == {*list_shipped_forms()} - {"no_reply"}
    [version] = versions_of(session, "no_reply")
    assert (version.version_label, version.retired_at) == ("council 1", None)


@pytest.mark.usefixtures("context")
def test_a_broken_spreadsheet_publishes_nothing(session: Session) -> None:
    with pytest.raises(FormRefusedError):
        publish_form(b"not a workbook", user_id=None, now=NOW)
    assert session.scalar(select(func.count()).select_from(Form)) == 0
