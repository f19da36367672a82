"""Every route declares who may call it, keeps to it, stands in the list, and reading changes nothing.

A new route is added to tests/fixtures/routes.txt by hand: that line is the moment to think about who may call it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from server.app import create_app
from server.domain.permissions import PERMISSIONS, AccessRule, declare
from server.texts import has_text
from tests.conftest import make_settings, migrate
from tests.shape.route_rules import READING_USE_CASES, list_routes, list_use_cases
from tests.shape.sources import ROOT, read

LIST = "tests/fixtures/routes.txt"
TUS = {"Tus-Resumable": "1.0.0"}
SOMETHING = {"uuid": "01890000-0000-7000-8000-000000000000", "int": "320", "path": "a", "string": "a"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app on an empty SQLite file: rules of routes need no rows."""
    folder = tmp_path_factory.mktemp("house")
    address = f"sqlite:///{folder / 'house.sqlite'}"
    migrate(address, folder)
    app = create_app(make_settings(address, folder))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_every_route_stands_in_the_list_and_every_line_is_a_route(house: Flask) -> None:
    assert [route.line() for route in list_routes(house)] == read(LIST).splitlines()


def test_every_route_declares_who_may_call_it(house: Flask) -> None:
    routes = list_routes(house)
    assert len(routes) > 20
    assert [route.line() for route in routes if route.rule is None] == []


def test_nobody_gets_past_a_rule_without_signing_in(house: Flask) -> None:
    let_in = []
    for route in list_routes(house):
        if route.rule is None or route.rule.caller == "public":
            continue
        answer = house.test_client().open(_example(route.address), method=route.method, headers=TUS)
        to_sign_in = answer.status_code == 303 and "/sign-in" in answer.headers["Location"]
        if answer.status_code not in {401, 403} and not to_sign_in:
            let_in.append(f"{answer.status_code} {route.line()}")
    assert let_in == []


def test_reading_changes_nothing(house: Flask) -> None:
    readers = [route for route in list_routes(house) if route.method == "GET"]
    writers = {route.line(): list_use_cases(route.view) - READING_USE_CASES for route in readers}
    assert {line: names for line, names in writers.items() if names} == {}


def test_what_a_get_may_call_exists(house: Flask) -> None:
    reached = set[str]().union(*(list_use_cases(route.view) for route in list_routes(house)))
    assert "record_view" in reached
    assert [name for name in READING_USE_CASES if not (ROOT / "server" / "use_cases" / f"{name}.py").exists()] == []


def test_the_list_would_show_a_route_that_declares_nothing(tmp_path: Path) -> None:
    app = Flask("a")
    app.add_url_rule("/open", view_func=lambda: "", endpoint="open")
    app.add_url_rule("/mine", view_func=declare(AccessRule("staff", "visits.read"))(lambda: ""), endpoint="mine")
    lines = [route.line() for route in list_routes(app)]
    assert "GET /open UNDECLARED" in lines
    assert "GET /mine staff visits.read" in lines


def test_a_rule_for_an_action_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        declare(AccessRule("staff", "visits.destroy"))
    assert "visits.destroy" not in PERMISSIONS


def test_every_action_has_words_on_the_page_that_shows_who_may_what() -> None:
    names = {action: f"permission-{action.replace('.', '-')}" for action in PERMISSIONS}
    assert [f"{action}: {name} is in no catalogue" for action, name in names.items() if not has_text(name)] == []


def test_the_reading_rule_sees_a_view_that_writes_through_another_function() -> None:
    from tests.shape import a_view_that_writes

    assert list_use_cases(a_view_that_writes.page) == {"sign_in"}


def _example(address: str) -> str:
    """An address with something in the place of every variable."""
    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda match: SOMETHING[match.group(1) or "string"], address)
