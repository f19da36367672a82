"""Figures say what they count: each agrees with the list that it links to, by the council's days, on both databases."""

from __future__ import annotations

import base64
import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import ReferralStatus, ReviewState, Role, VisitStatus
from server.store.database import new_id
from server.store.tables import Address, AuditEntry, User
from tests.factories.borough import add_case, add_referral, add_resident, add_server_device, add_user, add_visit
from tests.server.office.conftest import SignIn

RANGE = "from=2026-06-01&until=2026-06-02"
# Half past midnight of the second by the council's clock, which is still the first in UTC; and noon of the first.
NIGHT, NOON = (dt.datetime(2026, 6, 1, hour, minute, tzinfo=dt.UTC) for hour, minute in ((23, 30), (11, 0)))


@pytest.fixture
def officer(session: Session) -> User:
    """Six visits made in two wards and at an address without one; three others that no figure counts."""
    add_server_device(session)
    officer = add_user(session)
    wards = {}
    for ward in ("=North", "South", None):
        wards[ward] = Address(id=new_id(), match_key=str(new_id()), lines=["1 Test Street"], ward=ward)
        session.add(wards[ward])
    session.flush()

    def visit(ward: str | None, outcome: str | None, at: dt.datetime, **values: object) -> object:
        case = add_case(session, add_resident(session, address_id=wards[ward].id))
        values = {"review_state": ReviewState.RECEIVED, "status": VisitStatus.SUBMITTED} | values
        return add_visit(
            session, officer, case, outcome=outcome, submitted_at=at, address_id=wards[ward].id, **values
        ).id

    first = visit("=North", "seen_needs", NOON)
    visit("=North", "seen_no_needs", NIGHT)
    visit("South", "no_reply_letter", NOON)
    visit("South", "deceased", NOON)
    visit(None, None, NIGHT)
    visit(None, "seen_no_needs", NIGHT, review_state=ReviewState.APPROVED, status=VisitStatus.REVIEWED)
    visit("South", "seen_needs", NOON, review_state=ReviewState.REJECTED)
    visit("South", "seen_needs", NOON, repeat_of_id=first)
    visit("South", "seen_needs", NOON + dt.timedelta(days=2))
    add_referral(session, officer, made_at=NOON)
    add_referral(session, officer, made_at=NOON, status=ReferralStatus.COMPLETE)
    return officer


@pytest.fixture
def client(session: Session, sign_in: SignIn, officer: User) -> FlaskClient:
    return sign_in(add_user(session, "Ada Admin", Role.ADMINISTRATOR))


def rows(page: str, caption: str) -> dict[str, list[tuple[int, str]]]:
    """By the words of a row, each number with the address that it links to."""
    table = page.split(f'govuk-visually-hidden">{caption}<')[1].split("</table>")[0]
    found = {}
    for row in table.split("<tr")[2:]:
        name = unescape(re.sub(r"<[^>]+>", "", row.split("<th")[1].split(">", 1)[1].split("</th>")[0]))
        cells = [cell.split(">", 1)[1] for cell in row.split("<td")[1:]]
        links = [re.search(r'href="([^"]+)"', cell) for cell in cells]
        numbers = [int(re.sub(r"<[^>]+>", " ", cell).split()[0]) for cell in cells]
        found[name] = [(number, unescape(link[1]) if link else "") for number, link in zip(numbers, links, strict=True)]
    return found


def test_each_number_is_the_length_of_the_list_that_it_links_to(client: FlaskClient) -> None:
    page = client.get(f"/office/reports?{RANGE}").text
    by_day, by_ward = rows(page, "Visits by day"), rows(page, "Visits by ward")
    assert {name: [number for number, _ in line] for name, line in by_day.items()} == {
        "Mon 1 Jun": [3, 1, 1, 1, 1, 2],
        "Tue 2 Jun": [3, 2, 0, 0, 1, 0],
        "All": [6, 3, 1, 1, 2, 2],
    }
    assert {name: [number for number, _ in line] for name, line in by_ward.items()} == {
        "=North": [2, 2, 1, 0, 0, 0],
        "South": [2, 0, 0, 1, 1, 0],
        "Ward unknown": [2, 1, 0, 0, 1, 2],
    }
    linked = [cell for line in (*by_day.values(), *by_ward.values()) for cell in line if cell[1]]
    assert len(linked) > 15
    for number, address in linked:
        assert client.get(address).text.count('<th scope="row"') == number, address
    [(_, address)] = [cell for cell in rows(page, "Open referrals by age")["Food parcel"] if cell[1]]
    assert client.get(address).text.count("Food parcel") >= 1
    assert re.findall(r'aria-labelledby="(\w+)-title', page) == ["made", "no_reply", "referrals", "ages"]
    assert [number for number, _ in rows(client.get(f"/office/reports?{RANGE}&ward=South").text, "Visits by day")["All"]] == [
        2, 0, 0, 1, 1, 0,
    ]  # fmt: skip
    assert "<script" not in page
    assert "style=" not in page.split("<main")[1]


def test_one_day_by_ward_and_the_file_say_the_same(client: FlaskClient, session: Session) -> None:
    page = client.get("/office/reports/daily?on=1/6/2026").text
    assert "3 visits made, 1 person seen, 1 of them with needs." in page
    reply = client.post("/office/reports.csv", data={"from": "2026-06-01", "until": "2026-06-02"})
    assert reply.text.splitlines()[1:] == [
        "2026-06-01,Ward unknown,0,0,0,0,0,2",
        "2026-06-01,'=North,1,1,1,0,0,0",
        "2026-06-01,South,2,0,0,1,1,0",
        "2026-06-02,Ward unknown,2,1,0,0,1,0",
        "2026-06-02,'=North,1,1,0,0,0,0",
    ]
    session.rollback()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "export.figures")).one()
    assert entry.fields["from"]["new"] == "2026-06-01"
    wrong = client.get("/office/reports?from=2026-06-03&until=2026-06-02")
    assert "Choose a last day that is not before the first" in wrong.text


def test_today_shows_the_fortnight_to_who_may_see_reports(session: Session, sign_in: SignIn, officer: User) -> None:
    for role, expected in ((Role.SUPERVISOR, True), (Role.CONTACT_CENTRE, False), (Role.OFFICER, False)):
        client = sign_in(add_user(session, f"A {role}", role))
        assert ('aria-labelledby="made-title made-words"' in client.get("/office/").text) is expected
        assert client.get("/office/reports").status_code == (200 if expected else 403)
        assert client.post("/office/reports.csv").status_code == (200 if expected else 403)


def test_power_bi_is_let_in_and_reads_what_the_file_says_page_by_page(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The feed, its link, its refusals and its entry of the audit trail, by a token that ends when it is revoked."""
    assert "http://localhost/figures/odata" in client.get("/office/reports").text
    assert "Enter a name for this access" in client.post("/office/reports/access", data={"name": " "}).text
    made = client.post("/office/reports/access", data={"name": "Gold"}).text
    token = re.findall(r'doorstep-code">([^<]+)<', made)[1]
    key = {"Authorization": "Basic " + base64.b64encode(f"Gold:{token}".encode()).decode()}
    reader = client.application.test_client()

    def ask(address: str, **options: str) -> tuple[int, dict[str, Any]]:
        path = address if address.startswith("http") else f"/figures/odata{address}"
        reply = reader.get(path, query_string=options or None, headers=key)
        return reply.status_code, reply.get_json()

    june = {"$filter": "day ge 2026-06-01 and day lt 2026-06-03"}
    assert [one["name"] for one in ask("")[1]["value"]] == ["DailyFigures"]
    monkeypatch.setattr("server.use_cases.read_daily_figures.MOST_ROWS", 2)
    monkeypatch.setattr("server.use_cases.read_daily_figures.MOST_DAYS", 1)
    pages = [ask("/DailyFigures", **june, **{"$count": "true", "$skip": "1"})[1]]
    pages += [ask(pages[0]["@odata.nextLink"])[1]]
    assert (pages[0]["@odata.count"], "@odata.nextLink" in pages[1]) == (5, False)
    reply = client.post("/office/reports.csv", data={"from": "2026-06-01", "until": "2026-06-02"})
    in_file = [line.replace("'=", "=") for line in reply.text.splitlines()[2:]]
    assert [",".join(str(one) for one in list(row.values())[1:]) for page in pages for row in page["value"]] == in_file
    assert [row["__id"] for row in ask("/DailyFigures", **{"$select": "made", "$top": "9"})[1]["value"]] == [
        "2026-06-01/", "2026-06-01/=North",
    ]  # fmt: skip
    assert reader.get("/figures/odata/DailyFigures/$count", headers=key, query_string=june).text == "5"
    for options, status in (({"$filter": "ward eq 'South'"}, 400), ({"$orderby": "day"}, 501), ({"$select": "x"}, 400)):
        told, body = ask("/DailyFigures", **options)
        assert (told, set(body["error"])) == (status, {"code", "message"})
    assert (ask("/Visits")[0], reader.get("/odata/figures", headers=key).status_code) == (404, 401)
    session.rollback()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "odata.figures")).all()
    assert june["$filter"] in [entry.fields["filter"]["new"] for entry in entries if "filter" in entry.fields]
    [revoke] = re.findall(r'action="(/office/reports/access/[^"]+/revoke)"', client.get("/office/reports/access").text)
    assert client.post(revoke).status_code == 303
    assert ask("/DailyFigures")[0] == 401
