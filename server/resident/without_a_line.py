"""What a phone keeps of the pages under /e/ to show without a line: one page that names nobody and no link, and the worker that does.

The worker is made anew for the browser whenever that page or a file of it changes, so that no old telephone number stays.
"""

from __future__ import annotations

import hashlib
import json

from flask import Response, render_template, url_for

from server.built_names import asset, list_waiting_files, read_built
from server.domain.permissions import AccessRule, declare
from server.resident.blueprint import language, resident


@resident.get("/waiting")
@declare(AccessRule("public"))
def waiting_page() -> str:
    """The page that stands in for any other while there is no line; the same for everybody."""
    return _render()


@resident.get("/service_worker.js")
@declare(AccessRule("public"))
def service_worker() -> Response:
    """The worker of these pages, with what it keeps: the page in the language that was read last, and its files."""
    script = read_built("evidence_worker.js")
    if script is None:
        return Response("The pages are not built yet.", status=503, content_type="text/plain; charset=utf-8")
    kept = {
        "page": url_for("resident.waiting_page", lang=language()),
        "files": [asset("office.css"), *list_waiting_files()],
    }
    edition = hashlib.sha256("\0".join([script, _render(), *kept["files"]]).encode()).hexdigest()[:16]
    head = json.dumps(kept | {"edition": edition})
    return Response(f"const __KEPT__ = {head};\n{script}", content_type="text/javascript; charset=utf-8")


def _render() -> str:
    return render_template("resident/waiting.html")
