"""OData as Power BI reads it: service document, model, tables per repeat, filters on both databases, pages that hold still."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain.app_token import AppTokenKind
from server.domain.odata_page import MOST_ROWS
from server.store.tables import AuditEntry, Submission, User
from server.use_cases.make_app_token import make_app_token
from tests.factories.borough import NOW, add_phone
from tests.factories.collect import Collect, LetIn, fill_survey, let_in
from tests.factories.submissions import FIRST_AT, add_submissions

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
ANSWERS = (
    "<street>High Street</street><homes>12</homes><kinds>flat boat</kinds><where><place>51.5 -0.1 20 5</place></where>"
    "<door><number>1</number><seen_on>2026-11-23</seen_on><person><age>80</age></person><person><age>81</age></person></door>"
    "<door><number>2</number></door>"
)
Ask = Callable[..., Any]


@pytest.fixture
def entry(app: Flask, session: Session) -> LetIn:
    with app.app_context():
        return let_in(session)


@pytest.fixture
def reader(app: Flask, entry: LetIn) -> str:
    with app.app_context():
        return make_app_token(
            AppTokenKind.ODATA,
            entry.form_id,
            "Power BI",
            user_id=entry.administrator_id,
            by_id=entry.administrator_id,
            at=NOW,
        )


@pytest.fixture
def send(client: FlaskClient, entry: LetIn, session: Session) -> Callable[..., str]:
    """Send a survey, received at an hour of 23 November; its instanceID."""

    def make(hour: int, answers: str = "<street>A</street>") -> str:
        instance_id = f"uuid:00000000-0000-4000-8000-0000000000{hour:02}"
        assert Collect(client, entry.token).post(fill_survey(answers, instance_id)).status_code == 201
        at = dt.datetime(2026, 11, 23, hour, 30, 5, tzinfo=dt.UTC)
        session.execute(update(Submission).where(Submission.instance_id == instance_id).values(received_at=at))
        session.commit()
        return instance_id

    return make


@pytest.fixture
def ask(client: FlaskClient, reader: str) -> Ask:
    """Ask as Power BI does; the JSON, or with `status` the words of a refusal."""
    basic = {"Authorization": "Basic " + base64.b64encode(f"reader:{reader}".encode()).decode()}

    def get(address: str, status: int = 200, **options: str) -> Any:
        path = address if address.startswith("http") else f"/odata/street_survey{address}"
        reply = client.get(path, query_string=options or None, headers=basic)
        assert reply.status_code == status, reply.data
        assert reply.headers["OData-Version"] == "4.0"
        body = reply.get_json(silent=True)
        return reply if body is None else (body["error"]["message"] if status >= 400 else body)

    return get


def ids(body: Any) -> list[int]:
    """The hours of the submissions on a page."""
    return [int(row["__id"][-2:]) for row in body["value"]]


def test_the_service_names_a_table_for_the_form_and_one_for_each_repeat(ask: Ask) -> None:
    named = ask("/")
    assert [table["name"] for table in named["value"]] == ["Submissions", "Submissions.door", "Submissions.door.person"]
    assert named["@odata.context"] == "http://localhost/odata/street_survey/$metadata"


def test_the_model_types_every_question_and_says_what_can_be_filtered(ask: Ask) -> None:
    reply = ask("/$metadata")
    assert reply.mimetype == "application/xml"
    schema = etree.fromstring(reply.data).find(f".//{EDM}Schema")
    assert schema is not None
    types = {
        str(owner.get("Name")): {str(one.get("Name")): str(one.get("Type")) for one in owner.findall(f"{EDM}Property")}
        for owner in schema
        if owner.tag in (f"{EDM}EntityType", f"{EDM}ComplexType")
    }
    assert types["Submissions"]["homes"] == "Edm.Int64"
    assert types["Submissions"]["kinds"] == "Edm.String"
    assert types["Submissions"]["where"] == "org.doorstep.submissions.Submissions.where.group"
    assert types["Submissions.where.group"] == {"place": "Edm.GeographyPoint"}
    assert types["Submissions.door"]["seen_on"] == "Edm.Date"
    assert types["Submissions.door.person"] == {
        "__id": "Edm.String", "__Submissions-door-id": "Edm.String", "age": "Edm.Int64",
    }  # fmt: skip
    assert types["metadata"]["submissionDate"] == "Edm.DateTimeOffset"
    left_out = [path.text for path in schema.iter(f"{EDM}PropertyPath")]
    assert "street" in left_out
    assert "__system" not in left_out


def test_rows_carry_answers_by_type_and_the_system_s_fields_without_a_name(
    ask: Ask, send: Callable[..., str], entry: LetIn
) -> None:
    send(9, ANSWERS)
    [row] = ask("/Submissions")["value"]
    assert (row["homes"], row["kinds"], row["meta"]["instanceID"]) == (12, "flat boat", row["__id"])
    assert row["where"]["place"] == {"type": "Point", "coordinates": [-0.1, 51.5, 20.0]}
    system = row["__system"]
    assert system["submissionDate"] == "2026-11-23T09:30:05.000Z"
    assert (system["submitterId"], system["submitterRole"]) == (str(entry.user_id), "officer")
    assert entry.user_name not in str(row)
    assert (system["reviewState"], system["formVersion"], system["visitId"]) == ("received", "1", None)


def test_repeats_are_tables_whose_rows_name_what_they_belong_to(ask: Ask, send: Callable[..., str]) -> None:
    first = send(9, ANSWERS)
    doors = ask("/Submissions.door")["value"]
    assert [(row["__id"], row["__Submissions-id"], row["number"]) for row in doors] == [
        (f"{first}/door[1]", first, "1"), (f"{first}/door[2]", first, "2"),
    ]  # fmt: skip
    people = ask("/Submissions.door.person")["value"]
    assert [(row["__Submissions-door-id"], row["age"]) for row in people] == [
        (f"{first}/door[1]", 80),
        (f"{first}/door[1]", 81),
    ]
    assert ask(f"/Submissions('{first}')")["street"] == "High Street"
    assert ask("/Submissions('uuid:none')", 404) == "There is no such submission."


CONDITIONS = {
    "__system/submissionDate gt 2026-11-23T10:00:00Z": [11, 10],
    "__system/submissionDate lt 2026-11-23T11:00:00+01:00": [9],
    "date(__system/submissionDate) eq 2026-11-23": [11, 10, 9],
    "__system/submissionDate ge 2026-11-24": [],
    "year(__system/submissionDate) eq 2026 and month(__system/submissionDate) eq 11": [11, 10, 9],
    "day(__system/submissionDate) eq 23 and hour(__system/submissionDate) le 10": [10, 9],
    "minute(__system/submissionDate) eq 30 and second(__system/submissionDate) eq 5": [11, 10, 9],
    "__system/submissionDate lt now()": [11, 10, 9],
    "__system/reviewState eq 'received'": [11, 10, 9],
    "not (__system/reviewState eq 'received')": [],
    "__system/reviewState in ('approved', 'received')": [11, 10, 9],
    "__id eq 'uuid:00000000-0000-4000-8000-000000000010' or hour(__system/submissionDate) eq 9": [10, 9],
    "__system/visitId eq null and __system/formVersion ne '2'": [11, 10, 9],
    "__system/submitterId eq '00000000-0000-4000-8000-000000000010'": [],
    "__id eq 'it''s $root/Submissions/'": [],
    "$root/Submissions/__system/reviewState eq 'received'": [11, 10, 9],
}
REFUSED = [
        "street eq 'A'", "homes gt 1", "where/place eq null", "Submissions/id eq 1", "answers eq null", "xml ne null",
        "contains(__id, 'a')", "length(__id) eq 1", "geo.length(__id) eq 1", "tolower(__id) eq 'a'", "matchesPattern(__id, 'a')",
        "year(__id) eq 1", "__system/reviewState gt 5", "__system/submissionDate eq 'soon'", "__system/visitId eq 'x'",
        "__system/submissionDate gt 2026-11-23T10:00:00", "__system/submissionDate gt 2026-02-30", "__id", "1", "",
        "__id eq", "__id eq 'a", "door/any(d: d/number eq 1)", "__id eq null eq null", "null eq null",
        "__system/reviewState eq 'a'; drop table users", "year(__system/submissionDate) eq 99999999999999",
        "__id in (1, 2)", "__id lt null", "year(now()) mod 2 eq 0", "(" * 500 + "1", "__id eq '" + "a" * 3000 + "'",
        "not not not __id", "__id eq __id eq __id", "date(now()) eq now()" * 20, "now() add duration'P1D' gt now()",
]  # fmt: skip


def test_a_filter_narrows_by_what_the_system_knows(ask: Ask, send: Callable[..., str]) -> None:
    for hour in (9, 10, 11):
        send(hour)
    found = {condition: ids(ask("/Submissions", **{"$filter": condition})) for condition in CONDITIONS}
    assert found == CONDITIONS


def test_a_filter_on_answers_or_by_anything_else_is_refused_in_words(ask: Ask, entry: LetIn) -> None:
    for condition in REFUSED:
        words = ask("/Submissions", 400, **{"$filter": condition})
        assert words.endswith("."), condition
    assert ask("/Submissions")["value"] == []


def test_a_page_ends_with_a_link_that_holds_still_while_more_arrives(
    ask: Ask, send: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.use_cases.read_odata.MOST_ROWS", 2)
    for hour in (8, 9, 10, 11, 12):
        send(hour)
    first = ask("/Submissions", **{"$select": "street", "$count": "true"})
    assert (ids(first), first["@odata.count"]) == ([12, 11], 5)
    send(13)
    second = ask(first["@odata.nextLink"])
    third = ask(second["@odata.nextLink"])
    assert (ids(second), ids(third)) == ([10, 9], [8])
    assert "@odata.nextLink" not in third
    assert set(third["value"][0]) == {"__id", "street"}


def test_a_page_of_a_repeat_may_end_within_a_submission(
    ask: Ask, send: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.use_cases.read_odata.MOST_ROWS", 3)
    for hour in (9, 10):
        send(hour, ANSWERS)
    first = ask("/Submissions.door", **{"$count": "true"})
    second = ask(first["@odata.nextLink"])
    assert [row["number"] for row in first["value"] + second["value"]] == ["1", "2", "1", "2"]
    assert (first["@odata.count"], "@odata.nextLink" in second) == (4, False)


def test_top_and_skip_hold_over_pages(ask: Ask, send: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    for hour in (8, 9, 10, 11, 12):
        send(hour)
    assert ids(ask("/Submissions", **{"$top": "2", "$skip": "1"})) == [11, 10]
    assert ask("/Submissions", **{"$top": "0", "$count": "true"}) | {"@odata.context": ""} == {
        "@odata.context": "", "@odata.count": 5, "value": [],
    }  # fmt: skip
    assert ids(ask("/Submissions", **{"$top": "9" * 40, "$skip": "4"})) == [8]
    assert ids(ask("/Submissions", **{"$skip": "9" * 40})) == []
    monkeypatch.setattr("server.use_cases.read_odata.MOST_ROWS", 2)
    first = ask("/Submissions", **{"$top": "3", "$skip": "1"})
    second = ask(first["@odata.nextLink"])
    assert (ids(first), ids(second), "@odata.nextLink" in second) == ([11, 10], [9], False)
    assert ask("/Submissions/$count").data == b"5"
    assert MOST_ROWS == 1000


@pytest.mark.parametrize(("table", "rows_each"), [("/Submissions", 1), ("/Submissions.door", 3)])
def test_the_links_lead_through_all_rows_once_whoever_follows_them(
    ask: Ask, entry: LetIn, session: Session, table: str, rows_each: int
) -> None:
    """Of more rows than a page, many of which arrived in one instant; and what is skipped past the end is nothing."""
    count = 2 * MOST_ROWS // rows_each + 3
    answers = {"street": "High Street", "door": [{"number": str(one)} for one in range(3)]}
    phone = add_phone(session, session.get_one(User, entry.user_id))
    made = add_submissions(session, phone, count - 1, answers, apart=dt.timedelta(0))
    made += add_submissions(session, phone, 1, answers, received_at=FIRST_AT + dt.timedelta(days=1))
    newest_first = [str(made[-1]), *sorted(map(str, made[:-1]), reverse=True)]
    page, pages = ask(table, **{"$count": "true"}), 0
    seen: list[dict[str, Any]] = []
    while True:
        pages += 1
        seen += page["value"]
        assert (len(page["value"]) <= MOST_ROWS, page["@odata.count"]) == (True, count * rows_each)
        if "@odata.nextLink" not in page:
            break
        page = ask(page["@odata.nextLink"])
    owner = "__id" if rows_each == 1 else "__Submissions-id"
    assert [row[owner] for row in seen[::rows_each]] == [f"uuid:{one}" for one in newest_first]
    assert len({row["__id"] for row in seen}) == len(seen) == count * rows_each
    assert pages == -(-count * rows_each // MOST_ROWS)
    for past in (0, 1):
        empty = ask(table, **{"$skip": str(count * rows_each + past), "$count": "true"})
        assert (empty["value"], empty["@odata.count"], "@odata.nextLink" in empty) == ([], count * rows_each, False)
    assert len(ask(table, **{"$skip": str(count * rows_each - 1)})["value"]) == 1


def test_only_what_is_selected_comes_and_an_unknown_name_is_refused(ask: Ask, send: Callable[..., str]) -> None:
    send(9, ANSWERS)
    [row] = ask("/Submissions", **{"$select": "__system/reviewState,where/place,homes"})["value"]
    assert row["__system"] == {"reviewState": "received"}
    assert set(row) == {"__id", "__system", "where", "homes"}
    assert "no property xml" in ask("/Submissions", 400, **{"$select": "xml"})


UNMET: list[tuple[dict[str, str], int]] = [
        ({"$top": "-1"}, 400), ({"$top": "many"}, 400), ({"$skip": "1.5"}, 400), ({"$count": "yes"}, 400),
        ({"$skiptoken": "x"}, 400), ({"$skiptoken": "WzEsMiwzXQ"}, 400), ({"$format": "xml"}, 400), ({"$foo": "1"}, 400),
        ({"$orderby": "street"}, 501), ({"$expand": "*"}, 501), ({"$apply": "x"}, 501),
    ]  # fmt: skip


def test_a_query_that_cannot_be_met_gets_odata_s_own_error(ask: Ask) -> None:
    for options, status in UNMET:
        assert ask("/Submissions", status, **options), options


def test_only_a_living_token_of_this_form_opens_it(
    app: Flask, client: FlaskClient, ask: Ask, entry: LetIn, session: Session
) -> None:
    asked = client.get("/odata/street_survey/")
    assert (asked.status_code, asked.get_json()["error"]["code"]) == (401, "Unauthorized")
    assert asked.headers["WWW-Authenticate"].lower().startswith("basic")
    collect = {"Authorization": "Basic " + base64.b64encode(f"x:{entry.token}".encode()).decode()}
    assert client.get("/odata/street_survey/", headers=collect).status_code == 401
    assert "another form" in ask("http://localhost/odata/welfare_check/", 403)
    assert "no such table" in ask("/Submissions.cellar", 404)
    maker = session.get_one(User, entry.administrator_id)
    maker.active = False
    session.commit()
    assert "has left" in ask("/", 403)
    maker.active, maker.role = True, "officer"
    session.commit()
    assert "has left or may not" in ask("/Submissions", 403)


def test_every_reading_of_rows_is_audited_with_what_was_asked(ask: Ask, session: Session, reader: str) -> None:
    ask("/Submissions", **{"$filter": "__system/reviewState eq 'approved'"})
    session.rollback()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "odata.read")).one()
    assert entry.entity_type == "app_token"
    assert entry.fields["table"]["new"] == "Submissions"
    assert entry.fields["filter"]["new"] == "__system/reviewState eq 'approved'"
    assert reader not in str(entry.fields)
