"""Serves what the page build made: the officer's app under /app/ and the styles of rendered pages under /assets/.

The bare address leads to the office's pages. Reads only inside the build folder and knows nothing of residents.
"""

from __future__ import annotations

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request
from werkzeug.security import safe_join
from werkzeug.wrappers import Response as AnyResponse

from server.domain.permissions import AccessRule, declare

blueprint = Blueprint("static_files", __name__)
PUBLIC = AccessRule("public")

KEEP_FOR_A_YEAR = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
COMPRESSIBLE = ("text/", "application/json", "application/javascript", "application/manifest+json", "image/svg+xml")
NOT_BUILT = "The pages are not built yet. Run `make run`, or `npm ci && npm run build`."

mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/wasm", ".wasm")
mimetypes.add_type("font/woff2", ".woff2")


def register_static_files(app: Flask) -> None:
    """Serve the build folder named in the settings."""
    app.register_blueprint(blueprint)


@blueprint.get("/")
@declare(PUBLIC)
def front_door() -> AnyResponse:
    """The address as people type it."""
    return redirect("/office/", code=303)


@blueprint.get("/app")
@declare(PUBLIC)
def app_root() -> AnyResponse:
    return redirect("/app/", code=308)


@blueprint.get("/app/")
@declare(PUBLIC)
def app_index() -> Response:
    """The shell of the officer's app; it holds no data, so anybody may have it."""
    return _answer_file(_build_folder("app") / "index.html", ASK_EACH_TIME)


@blueprint.get("/app/<path:name>")
@declare(PUBLIC)
def app_file(name: str) -> Response:
    """A built file; an address of a screen (no dot in its last part) gets the shell, whose router knows it."""
    folder = _build_folder("app")
    path = _inside(folder, name)
    if path.is_file():
        response = _answer_file(path, _keep(name))
        if name == "service_worker.js":
            response.headers["Service-Worker-Allowed"] = "/app/"
        return response
    if "." in name.rsplit("/", 1)[-1]:
        abort(404)
    return _answer_file(folder / "index.html", ASK_EACH_TIME)


@blueprint.get("/assets/<path:name>")
@declare(PUBLIC)
def asset(name: str) -> Response:
    """A style sheet, script or picture of the rendered pages."""
    path = _inside(_build_folder("office"), name)
    if not path.is_file():
        abort(404)
    return _answer_file(path, _keep(name))


def _build_folder(part: str) -> Path:
    return Path(current_app.config["BUILD_FOLDER"]) / part


def _inside(folder: Path, name: str) -> Path:
    joined = safe_join(str(folder), name)
    if joined is None:
        abort(404)
    return Path(joined)


def _keep(name: str) -> str:
    """Vite puts files with a content hash in their name, and only those, under assets/."""
    return KEEP_FOR_A_YEAR if name.startswith("assets/") else ASK_EACH_TIME


def _answer_file(path: Path, cache_control: str) -> Response:
    if not path.is_file():
        return Response(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    stat = path.stat()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    zipped = media_type.startswith(COMPRESSIBLE) and "gzip" in request.headers.get("Accept-Encoding", "")
    content = _read_zipped(path, stat.st_mtime_ns) if zipped else path.read_bytes()
    response = Response(content, content_type=media_type)
    if media_type.startswith("text/"):
        response.content_type = f"{media_type}; charset=utf-8"
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = cache_control
    response.set_etag(f"{stat.st_mtime_ns:x}-{stat.st_size:x}{'-gzip' if zipped else ''}")
    response.make_conditional(request)
    return response


@lru_cache(maxsize=256)
def _read_zipped(path: Path, _changed_at: int) -> bytes:
    """Compressed once per file and change; the build is a few megabytes in all."""
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
