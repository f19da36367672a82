"""The office's menu: to each person the parts with pages they may open, and beneath it the pages of the part one is in."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.domain.words import Role
from tests.factories.borough import add_user
from tests.server.office.conftest import SignIn


def _open(session: Session, sign_in: SignIn, role: Role) -> FlaskClient:
    user = add_user(session, role=role)
    session.commit()
    return sign_in(user)


def test_a_part_shows_its_pages_and_which_one_it_is(session: Session, sign_in: SignIn) -> None:
    page = _open(session, sign_in, Role.SUPERVISOR).get("/office/assign").text
    assert re.search(r'<a class="doorstep-pages__link" href="/office/assign" aria-current="page">Assign</a>', page)
    assert '<a class="doorstep-pages__link" href="/office/visits">Visits</a>' in page
    assert 'aria-label="Visits: pages"' in page
    assert "/office/imports" not in page


def test_of_a_part_with_one_page_for_somebody_the_menu_shows_that_page_and_no_second_row(
    session: Session, sign_in: SignIn
) -> None:
    page = _open(session, sign_in, Role.CONTACT_CENTRE).get("/office/residents").text
    assert "doorstep-pages__link" not in page
    assert re.search(r'href="/office/residents" aria-current="page"', page)
