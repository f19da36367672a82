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


def test_every_error_summary_takes_the_focus_as_the_page_opens() -> None:
    calls = [
        call
        for page in sorted(SERVER.rglob("*.html"))
        for call in re.findall(r"govukErrorSummary\(.*?\}\)", page.read_text(), re.DOTALL)
    ]
    assert calls
    assert [call for call in calls if "'autofocus'" not in call or "'tabindex': '-1'" not in call] == []
