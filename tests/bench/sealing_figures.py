"""What encryption adds to saving a check with four photos: the phone's own code in a page of Chromium, on a real disk.

Measured by turns with the same code whose arithmetic is left out; the strict transactions are the same.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.bench.figure import Figure, make_figure
from tests.live import HOUSE
from tests.live.browser import PHONE, open_browser

SEALED = "save a check with 4 photos"
UNSEALED = "the same, nothing encrypted"
RUNS = 25
WHERE = "Chromium"
BUILD = """
import { build } from "vite";
const [outDir] = process.argv.slice(1);
const lib = { entry: "tests/bench/save_check.ts", formats: ["es"], fileName: () => "save_check.js" };
await build({ configFile: false, logLevel: "error", build: { outDir, lib, target: "es2022" } });
"""


def measure_sealing(folder: Path) -> list[Figure]:
    """The two figures; the first against the second is what encryption adds."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["node", "--input-type=module", "-e", BUILD, str(folder / "page")], cwd=HOUSE, check=True)
    (folder / "page" / "index.html").write_text('<!doctype html><script type="module" src="/save_check.js"></script>')
    golden = json.loads((HOUSE / "tests/contract/sealing/from_the_phone.json").read_text())
    with (
        _serve(folder / "page") as url,
        sync_playwright() as driver,
        open_browser(driver, folder / "profile", size=PHONE, phone=True, whole=True) as phone,
    ):
        page = phone.pages[0]
        page.goto(url)
        page.wait_for_function("() => 'measureSaving' in window")
        times: dict[str, list[float]] = page.evaluate(
            "([key, runs]) => window.measureSaving(key, runs)", [golden["sealing_key"], RUNS]
        )
    return [
        make_figure(SEALED, WHERE, [time / 1000 for time in times["sealed"]]),
        make_figure(UNSEALED, WHERE, [time / 1000 for time in times["unsealed"]]),
    ]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """The figures are all that is said."""


@contextmanager
def _serve(folder: Path) -> Iterator[str]:
    """On localhost, where a page may use WebCrypto without TLS."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
