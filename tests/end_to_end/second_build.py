"""Makes another version of the built app, as a deployment would: every changed file under a name of its own."""

from __future__ import annotations

import re
from pathlib import Path

from tests.live.stack import Stack


def put_second_build(stack: Stack) -> str:
    """Replace the build that the installation serves; the version that its My device page will show."""
    if stack.build is None:
        raise AssertionError("this installation serves the build of the house; it must not be changed")
    app = stack.build / "app"
    release = _find(r"\d+\.\d+\.\d+\+[0-9a-f]{8}", find_entry(app).read_text())
    worker = (app / "service_worker.js").read_text()
    build = _find(r"doorstep-app-([0-9a-f]{16})", worker)
    # A part that names another part changes with its name, so that all of them do.
    other = {part.stem: f"{part.stem}-second" for part in app.glob("assets/*.js")}
    other |= {release: f"{release[:-8]}{release[:-9:-1]}", build: build[::-1]}
    for file in [*sorted(app.glob("assets/*.js")), app / "index.html", app / "service_worker.js"]:
        text = file.read_text()
        for name, second in other.items():
            text = text.replace(name, second)
        file.unlink()
        file.with_stem(other.get(file.stem, file.stem)).write_text(text)
    return other[release]


def find_entry(app: Path) -> Path:
    """The script that the app's page begins with. Raises AssertionError where there is none."""
    return app / "assets" / _find(r'src="/app/assets/(index-[\w-]+\.js)"', (app / "index.html").read_text())


def _find(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise AssertionError(f"the build has no {pattern}")
    return found[found.lastindex or 0]
