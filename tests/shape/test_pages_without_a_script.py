"""What the pages that the server draws may not leave to a script: they have none that could make up for it."""

from __future__ import annotations

import re
from pathlib import Path

SERVER = Path(__file__).parents[2] / "server"


def list_links_called_buttons(folder: Path) -> list[str]:
    """Links that a screen reader calls a button: Space does nothing on them, and scrolls the page instead."""
    pages = sorted(folder.rglob("*.html"))
    assert pages, "no page was seen at all"
    told = r"<a\b[^>]*\brole=\"button\"[^>]*>|govukButton\(\{[^}]*'href'[^}]*\}"
    return [f"{page.name}: {tag[:60]}" for page in pages for tag in re.findall(told, page.read_text())]


def test_a_link_is_called_a_link_since_space_presses_buttons(tmp_path: Path) -> None:
    assert list_links_called_buttons(SERVER) == []
    (tmp_path / "one.html").write_text('<a class="govuk-button" role="button" href="/">Go</a>')
    assert list_links_called_buttons(tmp_path) == ['one.html: <a class="govuk-button" role="button" href="/">']


def test_what_is_wrong_and_what_was_done_take_the_focus_as_the_page_opens() -> None:
    pages = [page.read_text() for page in sorted(SERVER.rglob("*.html"))]
    summaries = [call for page in pages for call in re.findall(r"govukErrorSummary\(.*?\}\)", page, re.DOTALL)]
    notices = [tag for page in pages for tag in re.findall(r"<[^<>]*\brole=\"alert\"[^<>]*>", page)]
    assert summaries
    assert notices
    assert [call for call in summaries if "'autofocus'" not in call or "'tabindex': '-1'" not in call] == []
    assert [tag for tag in notices if "autofocus" not in tag or 'tabindex="-1"' not in tag] == []


def test_every_form_says_where_it_goes_or_it_would_keep_the_place_to_which_a_mistake_led() -> None:
    forms = [tag for page in sorted(SERVER.rglob("*.html")) for tag in re.findall(r"<form\b[^<>]*>", page.read_text())]
    assert forms
    assert [tag for tag in forms if "action=" not in tag] == []
