"""Files of forms: the spreadsheet as it came, the XForm it became, and the page that runs it with test data.

A download is audited. The preview's page has headers of its own (security_headers.py): it runs the phone's code and may
ask the network for nothing.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from flask import Response, render_template

from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.form_media import media_urls
from server.office.frame import now
from server.store.forms import get_form, get_upload, get_version
from server.store.tables import FormUpload, FormVersion
from server.store.unit_of_work import read_snapshot
from server.use_cases.record_view import record_view

_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_.-]+")


@office.get("/forms/versions/<uuid:version_id>/xlsform")
@allowed("forms.read")
def download_xlsform(version_id: uuid.UUID) -> Response:
    """The very bytes that were uploaded."""
    with read_snapshot() as session:
        version = get_version(session, version_id, with_file=True)
        name = file_name_of(get_form(session, version.form_ref_id).form_id, version.version_label)
        content = version.xlsx
    _audit("form.download_xlsform", version_id)
    is_workbook = content.startswith(b"PK")
    kind, ending = (_XLSX_TYPE, "xlsx") if is_workbook else ("text/csv; charset=utf-8", "csv")
    return _as_file(content, kind, f"{name}.{ending}")


@office.get("/forms/versions/<uuid:version_id>/xform")
@allowed("forms.read")
def download_xform(version_id: uuid.UUID) -> Response:
    """What phones read."""
    with read_snapshot() as session:
        version = get_version(session, version_id)
        name = file_name_of(get_form(session, version.form_ref_id).form_id, version.version_label)
        content = version.xform
    _audit("form.download_xform", version_id)
    return _as_file(content.encode(), "application/xml; charset=utf-8", f"{name}.xml")


@office.get("/forms/preview/version/<uuid:version_id>")
@allowed("forms.read")
def preview_version(version_id: uuid.UUID) -> str:
    """The live preview of a published version, to stand in a frame or alone."""
    with read_snapshot() as session:
        version = get_version(session, version_id)
    return _preview(version, "office.version_medium", version_id=version_id)


@office.get("/forms/preview/upload/<uuid:upload_id>")
@allowed("forms.read")
def preview_upload(upload_id: uuid.UUID) -> str:
    """The live preview of an upload."""
    with read_snapshot() as session:
        upload = get_upload(session, upload_id)
    return _preview(upload, "office.upload_medium", upload_id=upload_id)


def _preview(form: FormVersion | FormUpload, endpoint: str, **values: Any) -> str:
    source = {"title": form.title, "xform": form.xform, "media": media_urls(form.media, endpoint, **values)}
    return render_template("forms/preview.html", form_source=source)


def _audit(action: str, version_id: uuid.UUID) -> None:
    record_view(action=action, at=now(), user_id=me().user_id, entity_type="form_version", entity_id=version_id)


def file_name_of(form_id: str, what: str) -> str:
    """What a download of a form is called, without its ending."""
    return _NOT_IN_A_NAME.sub("_", f"{form_id}_{what}").strip("_.") or "form"


def _as_file(content: bytes, content_type: str, name: str) -> Response:
    reply = Response(content, content_type=content_type)
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply
