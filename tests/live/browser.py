"""Chromium for end-to-end tests, screenshots and benchmarks: a phone and a desk, each with a profile of its own.

Never downloads a browser: it takes the one on PATH.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright

from tests.find_chromium import APT_LINE, find_chromium, find_quickest

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
# The driver's own list, which ours takes the place of, and the browser's suggestions below its address field: two pages that it
# would load at every start, for more than half of what a start costs.
SWITCHED_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    f"--disable-features={','.join(SWITCHED_OFF)}",
]


_WORKER_IS_ACTIVE = """patience => new Promise((done, fail) => {
    setTimeout(() => fail(new Error("the worker did not become active")), patience);
    navigator.serviceWorker.ready.then(({ active }) => {
        const look = () => active.state === "activated" && done();
        active.addEventListener("statechange", look);
        look();
    }, fail);
})"""


def wait_for_worker(page: Page, *, seconds: float = 15) -> None:
    """Until the worker that keeps the app offline is active. Playwright's `wait_for_function` would take a promise of no for a yes."""
    page.evaluate(_WORKER_IS_ACTIVE, seconds * 1000)


def chromium_path(*, whole: bool) -> str:
    """The browser that end-to-end tests drive; raises FileNotFoundError with the line that installs one."""
    found = find_chromium() if whole else find_quickest()
    if found is None:
        raise FileNotFoundError(f"No Chromium on PATH. On Debian: {APT_LINE}")
    return found


@contextmanager
def open_browser(
    playwright: Playwright,
    profile: Path,
    *,
    size: dict[str, int],
    phone: bool = False,
    scale: float = 1,
    scripts: bool = True,
    whole: bool = False,
) -> Iterator[BrowserContext]:
    """A browser whose profile stays on disk: close it and open it again, and a service worker is still there.

    The `whole` of it shows notifications, and figures are measured in it.
    """
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=chromium_path(whole=whole),
        headless=True,
        args=ARGUMENTS,
        viewport={"width": size["width"], "height": size["height"]},
        device_scale_factor=scale,
        has_touch=phone,
        java_script_enabled=scripts,
        locale="en-GB",
        timezone_id="Europe/London",
        permissions=[],
    )
    context.set_default_timeout(15_000)
    try:
        yield context
    finally:
        context.close()
