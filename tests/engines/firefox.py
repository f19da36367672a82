"""Firefox, headless, driven by WebDriver BiDi straight to its own remote agent: no geckodriver, nothing downloaded."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from tests.engines.bidi import BidiLine
from tests.engines.ending import end_group
from tests.engines.engine import PHONE_WINDOW, EngineError
from tests.engines.patience import wait_until

START_SECONDS = 60
REMOTE = ("--remote-debugging-port", "0")
ADDRESS_FILE = "WebDriverBiDiServer.json"
# Firefox's recommended settings for automation come with its remote agent; these keep it from calling anybody besides.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.region.network.url": "",
    "browser.search.update": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "dom.push.serverURL": "",
    "extensions.getAddons.cache.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.url": "",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#nowhere",
    "toolkit.telemetry.server": "",
}


class Firefox:
    """A profile in `folder`, and the process that has it open."""

    name = "Firefox"

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._profile = folder / "profile"
        self._profile.mkdir(parents=True)
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
        (self._profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        self._ending = ExitStack()

    def start(self) -> None:
        """Start it on its profile, with an empty page of a phone's size."""
        width, height = PHONE_WINDOW
        (self._profile / ADDRESS_FILE).unlink(missing_ok=True)
        self._process = self._spawn()
        self._ending.callback(end_group, self._process)
        self._line = BidiLine(wait_until(self._find_address, "Firefox says where it listens", START_SECONDS))
        self._ending.callback(self._line.close)
        self._line.command("session.new", capabilities={})
        self._page = self._line.command("browsingContext.getTree")["contexts"][0]["context"]
        viewport = {"width": width, "height": height}
        self._line.command("browsingContext.setViewport", context=self._page, viewport=viewport)

    def kill(self) -> None:
        """SIGKILL the browser and all that it started."""
        self._ending.close()

    def open(self, address: str) -> None:
        """Go to an address."""
        self._line.command("browsingContext.navigate", context=self._page, url=address, wait="interactive")

    def ask(self, function: str, *values: object) -> Any:
        """What the page's function comes to."""
        source = f"async (values) => JSON.stringify((await ({function})(...JSON.parse(values))) ?? null)"
        return json.loads(self._call(source, values)["value"])

    def find(self, function: str, *values: object) -> object | None:
        """The element that the page's function returns."""
        found = self._call(f"(values) => ({function})(...JSON.parse(values))", values)
        return {"sharedId": found["sharedId"]} if found["type"] == "node" else None

    def press(self, element: object) -> None:
        """A trusted click in the middle of the element."""
        self._run("(one) => one.scrollIntoView({ block: 'center', behavior: 'instant' })", [element])
        pointer = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": {"type": "element", "element": element}},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "finger", "actions": pointer})

    def type(self, element: object, text: str) -> None:
        """Press the keys of the text, over what stood in the field."""
        self._run("(field) => { field.focus(); field.select(); }", [element])
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": keys})

    def choose_files(self, element: object, paths: Sequence[Path]) -> None:
        """What choosing files in the system's dialog comes to."""
        files = [str(path) for path in paths]
        self._line.command("input.setFiles", context=self._page, element=element, files=files)

    def _spawn(self) -> subprocess.Popen[bytes]:
        command = [self._program, "--headless", "--no-remote", "--profile", str(self._profile), *REMOTE]
        own = {"HOME": str(self._folder), "MOZ_CRASHREPORTER_DISABLE": "1"}
        with (self._folder / "firefox.log").open("ab") as log:
            return subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=log, start_new_session=True)

    def _find_address(self) -> str | None:
        """What the remote agent writes into the profile once it listens; raises EngineError if the browser has ended."""
        if self._process.poll() is not None:
            raise EngineError(f"Firefox did not start:\n{(self._folder / 'firefox.log').read_text(errors='replace')}")
        with suppress(FileNotFoundError, ValueError, KeyError):
            told = json.loads((self._profile / ADDRESS_FILE).read_text(encoding="utf-8"))
            return f"ws://{told['ws_host']}:{told['ws_port']}/session"
        return None

    def _act(self, source: dict[str, Any]) -> None:
        self._line.command("input.performActions", context=self._page, actions=[source])

    def _call(self, source: str, values: Sequence[object]) -> dict[str, Any]:
        return self._run(source, [{"type": "string", "value": json.dumps(values)}])

    def _run(self, source: str, arguments: list[Any]) -> dict[str, Any]:
        answer = self._line.command(
            "script.callFunction",
            functionDeclaration=source,
            arguments=arguments,
            target={"context": self._page},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise EngineError(answer["exceptionDetails"]["text"])
        found: dict[str, Any] = answer["result"]
        return found
