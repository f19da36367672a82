"""docs/browsers.md says of Chromium what Chromium says of itself; tests/engines asks the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.engines.browsers_page import read_column
from tests.live.browser import PHONE, open_browser

pytestmark = pytest.mark.browser


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Any page of an origin that a browser trusts: an empty folder on this machine."""
    folder = tmp_path / "empty"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def test_the_page_on_browsers_says_what_chromium_has(playwright: Playwright, address: str, tmp_path: Path) -> None:
    told = read_column("Chromium")
    with open_browser(playwright, tmp_path / "profile", size=PHONE, phone=True) as context:
        page = context.pages[0]
        page.goto(address)
        assert {probe: page.evaluate(probe) for probe in told} == told
