"""Figures of the officer's app in a real Chromium: the scripts it loads before the visits show, a cold start offline, unlocking.

The slow-down is Chromium's own and holds for the page, not for its workers: a PIN costs a slow phone more than is seen here.
"""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Playwright, Request, sync_playwright

from server.app import create_app
from server.config import read_settings
from server.store.database import db
from server.store.unit_of_work import read_snapshot
from server.store.users import find_user_by_email
from tests.bench.figure import Figure, make_figure
from tests.bench.pin_figures import measure_guess, measure_pin
from tests.bench.town import add_visits
from tests.end_to_end.officer_app import OfficerApp
from tests.live import HOUSE
from tests.live.browser import PHONE, open_browser
from tests.live.stack import Stack
from tests.live.staff import OFFICER, PIN, prepare_with_staff

VISITS, COLD_STARTS, SLOWER = 200, 7, 6
WHERE = "Chromium"
# The moments, counted from the start of the navigation, at which the PIN can be typed, and at which the last visit's card
# has a place on the page.
NOTE_WHEN_SHOWN = f"""
const isThere = (element) => element && element.getClientRects().length > 0;
const when = (find) => new Promise(resolve => {{
  const look = () => isThere(find()) ? resolve(performance.now()) : requestAnimationFrame(look);
  requestAnimationFrame(look);
}});
window.locked = when(() => document.getElementById("pin"));
window.shown = when(() => document.getElementsByClassName("app-visit")[{VISITS - 1}]);
"""
UNLOCK = """async () => {
  const began = performance.now();
  document.querySelector("main form button").click();
  return (await window.shown) - began;
}"""


def measure_app(folder: Path) -> list[Figure]:
    """The figures of one phone with 200 visits."""
    stack = Stack(folder / "installation", with_worker=False)
    prepare_with_staff(stack)
    _give_visits(stack)
    stack.start()
    try:
        with sync_playwright() as driver:
            return _measure(driver, folder / "phone", stack.url)
    finally:
        stack.stop()


def _give_visits(stack: Stack) -> None:
    with create_app(read_settings(stack.environment())).app_context():
        with read_snapshot() as session:
            officer = find_user_by_email(session, OFFICER)
        assert officer is not None
        add_visits(db.engine, officer.id, VISITS, on=dt.date.today())
        db.engine.dispose()


def _measure(driver: Playwright, profile: Path, url: str) -> list[Figure]:
    with open_browser(driver, profile, size=PHONE, phone=True, whole=True) as phone:
        scripts = list_scripts(phone.pages[0])
        app = OfficerApp(phone.pages[0], url)
        app.sign_in(OFFICER, visits=VISITS)
    pin_worker = {path for path in scripts if "pin_worker" in path}
    javascript = _weigh_all("JavaScript before the visit list, gzip", scripts - pin_worker)
    starts, unlockings = [], []
    for _ in range(COLD_STARTS):
        with open_browser(driver, profile, size=PHONE, phone=True, whole=True) as phone:
            starts.append(_start_offline(phone, url))
            phone.pages[0].get_by_label("PIN", exact=True).fill(PIN)
            unlockings.append(float(phone.pages[0].evaluate(UNLOCK)) / 1000)
    with open_browser(driver, profile, size=PHONE, phone=True, whole=True) as phone:
        costs = measure_pin(phone.pages[0], url)
    return [
        javascript,
        _weigh_all("JavaScript of the PIN's worker, gzip", pin_worker),
        make_figure("cold start offline, locked, 6x CPU", WHERE, starts),
        make_figure("unlock to the list, 200 visits, 6x CPU", WHERE, unlockings),
        make_figure("what a PIN costs", WHERE, costs),
        measure_guess(),
    ]


def list_scripts(page: Page) -> set[str]:
    """Paths of the page's scripts, filled as they are asked for until the first visit shows."""
    paths: set[str] = set()

    def note(request: Request) -> None:
        if request.resource_type == "script":
            paths.add(urlsplit(request.url).path)

    page.on("request", note)
    page.expose_function("visitsShow", lambda: page.remove_listener("request", note))
    page.add_init_script(
        """const look = () => document.querySelector(".app-visit") ? window.visitsShow() : requestAnimationFrame(look);
        requestAnimationFrame(look);"""
    )
    return paths


def _weigh_all(what: str, paths: set[str]) -> Figure:
    size = sum(weigh(path) for path in paths)
    return Figure(what=what, where=WHERE, median_ms=0, worst_ms=0, runs=1, requests=len(paths), body_bytes=size)


def weigh(path: str) -> int:
    """Bytes of a built file as gzip sends it."""
    return weigh_content((HOUSE / "build" / path.lstrip("/")).read_bytes())


def weigh_content(content: bytes) -> int:
    """Bytes of a file's content as gzip sends it."""
    return len(gzip.compress(content, compresslevel=9))


def _start_offline(phone: BrowserContext, url: str) -> float:
    page = phone.pages[0]
    phone.set_offline(True)
    page.add_init_script(NOTE_WHEN_SHOWN)
    phone.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"{url}/app/", wait_until="commit")
    return float(page.evaluate("window.locked")) / 1000
