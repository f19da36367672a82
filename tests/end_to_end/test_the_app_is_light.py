"""The scripts that a phone must fetch before its visits show weigh less than the budget, and so do those of a resident's pages; bytes are
the same on every machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.bench.app_figures import list_scripts, weigh_content
from tests.end_to_end.officer_app import OfficerApp, choose_pin, fill_sign_in
from tests.end_to_end.town import Town, build_town
from tests.live.browser import PHONE, open_browser
from tests.shape.sources import ROOT

pytestmark = pytest.mark.browser

BUDGET, FIRST_FILE = 70_000, 62_000
# Of a resident's pages, over a bad line: what shows and keeps, what sends, and the worker that keeps a page for no line.
RESIDENT_PAGE, QUESTION, SENDING, WORKER = 17_500, 8_000, 17_000, 1_000


@pytest.fixture
def dear_town(tmp_path: Path) -> Iterator[Town]:
    """With PINs at their full price: what comes before what is a matter of how long each takes."""
    town = build_town(tmp_path / "town", full_price=True)
    yield town
    town.stack.kill()
    town.close()


def test_the_scripts_before_the_visit_list_weigh_less_than_the_budget(
    playwright: Playwright, dear_town: Town, tmp_path: Path
) -> None:
    town, officer = dear_town, dear_town.hire()
    with open_browser(playwright, tmp_path / "phone", size=PHONE, phone=True) as phone:
        page = phone.pages[0]
        scripts = list_scripts(page)
        app = OfficerApp(page, town.stack.url)
        app.open()
        fill_sign_in(page, officer.email)
        choose_pin(page)
        page.locator(".app-visit").first.wait_for()
        before = [path for path in scripts if "pin_worker" not in path]  # what syncing asks for comes while we weigh
        served = {path: phone.request.get(f"{town.stack.url}{path}") for path in before}
        loaded = {path: weigh_content(reply.body()) for path, reply in served.items() if reply.ok}
    assert len(loaded) == len(served)
    assert len(loaded) > 1, "no script was seen"
    assert max(loaded.values()) < FIRST_FILE, loaded
    assert sum(loaded.values()) < BUDGET, loaded


def test_the_scripts_of_a_residents_pages_weigh_less_than_their_budget() -> None:
    folder = ROOT / "build" / "office"
    names = json.loads((folder / "names.json").read_text())
    page, question = (_list_needed(folder / names[name]) for name in ("evidence.js", "evidence_kept.js"))
    assert len(page) > 1, "what the page imports was not seen"
    assert _weigh(page) < RESIDENT_PAGE, page
    assert _weigh(question) < QUESTION, question
    assert _weigh(set((folder / "assets").glob("browser-*.js"))) < SENDING
    assert _weigh({folder / names["evidence_worker.js"]}) < WORKER


def _list_needed(script: Path) -> set[Path]:
    """The file and all that it imports before it runs."""
    imported = re.findall(r'(?:from|import)\s*["`](\./[^"`]+\.js)["`]', script.read_text())
    return {script}.union(*(_list_needed(script.parent / name) for name in imported))


def _weigh(files: set[Path]) -> int:
    assert files
    return sum(weigh_content(file.read_bytes()) for file in files)
