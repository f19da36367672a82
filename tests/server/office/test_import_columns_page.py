"""Saying what the columns of a council's own list mean, without JavaScript: proposed, refused beside the field, kept, offered again."""

from __future__ import annotations

import re

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


def test_a_preview_is_not_confirmed_once_somebody_has_said_anew_what_its_columns_mean(
    session: Session, sign_in: SignIn
) -> None:
    user = add_user(session, "Sam", Role.SUPERVISOR)
    session.commit()
    browser: FlaskClient = sign_in(user)
    columns = send(browser, LIST).location
    browser.post(columns, data=FORM | {"name": "Befriending", "dates": "day"})
    batch = session.scalars(select(ImportBatch)).one()
    batch.status = "previewed"
    session.commit()
    where = columns.removesuffix("/columns")
    [seen] = re.findall(r'name="seen_meaning" value="(\w{64})"', browser.get(where).text)
    batch.mapping = batch.mapping | {"month_first": True}
    session.commit()
    refused = browser.post(f"{where}/confirm", data={"seen_meaning": seen})
    assert refused.status_code == 422
    assert "Somebody has said anew what the columns mean" in refused.text
    session.rollback()
    assert session.scalars(select(ImportBatch.status)).all() == ["previewed"]
