"""Saying what the columns of a council's own list mean, without JavaScript: proposed, refused beside the field, kept, offered again."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import ImportBatch, Job
from tests.factories.borough import add_user
from tests.server.office.conftest import SignIn
from tests.server.office.test_import_pages import send

LIST = b'Ref,Name,<b>Born,Post Code\r\nB1,"Lovell, Ada",03/04/1941,ZZ9 9ZZ\r\n'
FORM = {"column-0": "key", "column-1": "full_name", "column-2": "date_of_birth", "column-3": "postcode"}


def test_the_columns_are_explained_on_a_page_and_offered_again(session: Session, sign_in: SignIn) -> None:
    user = add_user(session, "Sam", Role.SUPERVISOR)
    session.commit()
    browser: FlaskClient = sign_in(user)
    reply = send(browser, LIST)
    assert reply.location.endswith("/columns")
    page = browser.get(reply.location).text
    assert "For example: Lovell, Ada" in page
    assert "&lt;b&gt;Born" in page
    assert page.count(" selected>") == 3
    refused = browser.post(reply.location, data=FORM | {"column-1": "postcode", "name": ""})
    assert refused.status_code == 422
    for words in ("Give the list a name", "Another column has this meaning", "Say where the name stands", "both ways"):
        assert refused.text.count(words) >= 2
    kept = browser.post(reply.location, data=FORM | {"name": "Befriending", "dates": "day"})
    assert kept.status_code == 303
    assert session.scalars(select(Job.kind)).all() == ["preview_import"]
    assert "Befriending" in browser.get(kept.location).text
    again = browser.get(send(browser, LIST).location).text
    assert "Sam said what these headings mean" in again
    session.rollback()
    statuses = session.scalars(select(ImportBatch.status).order_by(ImportBatch.id)).all()
    assert statuses == ["received", "unmapped"]
