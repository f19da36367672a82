"""Two questions of the machinery around us: is the process alive (/healthz), may it be sent work (/readyz).

Says nothing about residents, versions or addresses of other services.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from server.domain.permissions import AccessRule, declare
from server.domain.worker_line import list_silent
from server.store.readiness import find_schema_revision
from server.store.unit_of_work import read_now, read_snapshot
from server.store.worker_heard import find_heard

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@declare(AccessRule("public"))
def healthz() -> Response:
    """The process answers; nothing else is looked at, so a slow database never gets it restarted."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@declare(AccessRule("public"))
def readyz() -> tuple[Response, int]:
    """200 when the database answers, is migrated to our newest revision, and the data folder takes files; else 503.

    The worker is reported beside: pages go on without it, so that its silence takes no web process out of service.
    """
    checks = {"database": _database_is_current(), "data_folder": _folder_takes_files()}
    ready = all(answer == "ok" for answer in checks.values())
    worker = _worker_goes_on() if checks["database"] == "ok" else "unknown"
    return jsonify(status="ok" if ready else "not ready", checks=checks, worker=worker), 200 if ready else 503


def _database_is_current() -> str:
    try:
        with read_snapshot() as session:
            found = find_schema_revision(session)
    except SQLAlchemyError:
        current_app.logger.exception("readyz: the database does not answer")
        return "does not answer"
    return "ok" if found == newest_revision() else f"at migration {found}, not {newest_revision()}"


def _worker_goes_on() -> str:
    with read_now() as session:
        silent = list_silent(find_heard(session), dt.datetime.now(dt.UTC))
    last = [f"{line} since {at:%Y-%m-%dT%H:%M:%SZ}" if at else f"{line} never heard of" for line, at in silent]
    return f"silent: {', '.join(last)}" if last else "ok"


def newest_revision() -> str | None:
    """The migration this release was built with."""
    return _read_newest(current_app.extensions["migrate"].directory)


@functools.cache
def _read_newest(folder: str) -> str | None:
    return ScriptDirectory(folder).get_current_head()  # reads every migration; a balancer asks each few seconds


def _folder_takes_files() -> str:
    folder = Path(current_app.config["ATTACHMENTS_FOLDER"])
    return "ok" if folder.is_dir() and os.access(folder, os.W_OK) else "cannot be written"
