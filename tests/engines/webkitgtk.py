"""WebKitGTK in a window of ours (webkit_window.py), driven by WebKitWebDriver on a display that nobody sees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from selenium.common import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import Remote
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.file_detector import UselessFileDetector
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.engines.ending import end_group
from tests.engines.engine import PHONE_WINDOW, EngineError, GoneError

WINDOW = Path(__file__).with_name("webkit_window.py")
ANSWER_SECONDS = 60
ASK = """const [values, done] = arguments;
Promise.resolve().then(() => (FUNCTION)(...JSON.parse(values))).then(
  (answer) => done(JSON.stringify({ answer: answer ?? null })),
  (error) => done(JSON.stringify({ error: String(error) })),
);"""


class WebKitGtk:
    """A disk in `folder`, and what has it open while it runs."""

    name = "WebKitGTK"

    def __init__(self, program: str, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._program = program
        self._folder = folder
        self._ending = ExitStack()

    def start(self) -> None:
        """Start a display, the driver and the browser on its disk, with an empty page of a phone's size."""
        screen, display = _open_screen()
        self._ending.callback(end_group, screen)
        self._service = service = Service(  # it ends its driver when nobody holds it any more
            self._program, env=self._environment(display), popen_kw={"start_new_session": True}
        )
        service.start()
        self._ending.callback(end_group, service.process)
        line = RemoteConnection(client_config=ClientConfig(service.service_url), ignore_proxy=True)
        self._ending.callback(line.close)
        options = Options()
        options.binary_location = sys.executable
        options.add_argument(str(WINDOW))
        options.add_argument(str(self._folder))
        self._driver = Remote(line, options=options, file_detector=UselessFileDetector())
        self._driver.set_window_size(*PHONE_WINDOW)
        self._driver.set_script_timeout(ANSWER_SECONDS)

    def kill(self) -> None:
        """SIGKILL the browser, every process of it, its driver and its display."""
        self._ending.close()

    def open(self, address: str) -> None:
        """Go to an address."""
        self._driver.get(address)

    def ask(self, function: str, *values: object) -> Any:
        """What the page's function comes to."""
        told: dict[str, Any] = json.loads(
            self._driver.execute_async_script(ASK.replace("FUNCTION", function), json.dumps(values))
        )
        if "error" in told:
            raise EngineError(told["error"])
        return told["answer"]

    def find(self, function: str, *values: object) -> object | None:
        """The element that the page's function returns."""
        script = f"return ({function})(...JSON.parse(arguments[0]))"
        found: object | None = self._driver.execute_script(script, json.dumps(values))
        return found

    def press(self, element: object) -> None:
        """A trusted click in the middle of the element."""
        with _told_when_gone():
            self._run("(one) => one.scrollIntoView({ block: 'center', behavior: 'instant' })", element).click()

    def type(self, element: object, text: str) -> None:
        """Press the keys of the text, over what stood in the field."""
        with _told_when_gone():
            self._run("(field) => { field.focus(); field.select(); }", element).send_keys(text)

    def choose_files(self, element: object, paths: Sequence[Path]) -> None:
        """What choosing files in the system's dialog comes to."""
        with _told_when_gone():
            self._run("() => undefined", element).send_keys("\n".join(str(path) for path in paths))

    def _run(self, function: str, element: object) -> WebElement:
        assert isinstance(element, WebElement)
        self._driver.execute_script(f"({function})(arguments[0])", element)
        return element

    def _environment(self, display: str) -> dict[str, str]:
        folder = str(self._folder)
        own = {"HOME": folder, "XDG_DATA_HOME": folder, "XDG_CACHE_HOME": folder, "DISPLAY": display}
        # Its sandbox needs namespaces that containers and root do not give; nothing but our own pages is ever opened.
        return os.environ | own | {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}


@contextmanager
def _told_when_gone() -> Iterator[None]:
    try:
        yield
    except (StaleElementReferenceException, NoSuchElementException) as error:
        raise GoneError(error.msg) from None


def _open_screen() -> tuple[subprocess.Popen[bytes], str]:
    """A display of a free number, and its name."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1024x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    if not number:
        end_group(screen)
        raise EngineError("Xvfb did not start")
    return screen, f":{number}"
