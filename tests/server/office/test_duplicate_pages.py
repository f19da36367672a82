"""Likely duplicates on their pages: side by side, a choice that is missing, one person, two again; what the lists say of a resident."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import Resident, ResidentMerge
from server.use_cases.find_duplicates import find_duplicates
from tests.factories.borough import NOW, add_resident, add_user
from tests.factories.lists import import_list, person, spl
from tests.server.office.conftest import SignIn

ADA = {"first_name": "Ada", "last_name": "Lovell", "date_of_birth": ""}


def test_two_records_are_compared_merged_and_parted_on_their_pages(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    with app.app_context():
        import_list(spl(person(1, **ADA)))
        import_list(spl(person(2, **ADA | {"nhs_number": "", "telephone_1": "07700 900002", "postcode": ""})))
        session.execute(Resident.__table__.update().values(email="ada@example.org"))  # type: ignore[attr-defined]
        session.commit()
        find_duplicates(NOW)
    browser = sign_in(add_user(session, "Sam", Role.SUPERVISOR))
    ada, other = (str(one) for one in session.scalars(select(Resident.id).order_by(Resident.id)))
    session.rollback()
    assert f"{ada}/same/{other}" in browser.get("/office/residents/duplicates").text
    page = f"/office/residents/{ada}/same/{other}"
    assert "the same name and e-mail address" in browser.get(page).text
    refused = browser.post(f"{page}/merge")
    assert (refused.status_code, refused.text.count("Mobile: choose which stands")) == (422, 2)
    merged = browser.post(f"{page}/merge", data={"mobile": "merged", "address_id": "kept"})
    assert merged.status_code == 303
    shown = browser.get(merged.location).text
    assert "Take the merge back" in shown
    assert "here: 07700 900002" in shown
    assert browser.get(page).status_code == 404
    merge_id = session.scalars(select(ResidentMerge.id)).one()
    assert browser.post(f"/office/residents/{ada}/merges/{merge_id}/undo").status_code == 303
    assert browser.post(f"{page}/different").status_code == 303
    assert "No two records" in browser.get("/office/residents/duplicates").text


def test_any_two_records_are_found_by_a_search_compared_and_merged(session: Session, sign_in: SignIn) -> None:
    kept = add_resident(session, first_name="Ada", last_name="Lovell", search_text="ada lovell")
    other = add_resident(session, first_name="Adeline", last_name="Smith", search_text="adeline smith")
    kept_id, other_id = kept.id, other.id
    browser = sign_in(add_user(session, "Sam", Role.SUPERVISOR))
    pick = f"/office/residents/{kept_id}/same"
    assert f'href="{pick}"' in browser.get(f"/office/residents/{kept_id}").text
    assert "Nobody else fits “lovell”" in browser.post(pick, data={"typed": "lovell"}).text, "not compared with itself"
    assert f'href="{pick}/{other_id}"' in browser.post(pick, data={"typed": "smith"}).text
    chosen = {"first_name": "kept", "last_name": "kept", "address_id": "kept"}
    assert browser.post(f"{pick}/{other_id}/merge", data=chosen).status_code == 303
    assert browser.get(f"/office/residents/{other_id}/same").status_code == 404
    assert browser.post(pick, data={"typed": "smith"}).text.count("/same/") == 0
