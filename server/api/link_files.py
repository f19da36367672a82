"""What a resident's page announces at /files: one file for one document of its link. Names a person, a visit or a key by nothing that comes."""

from __future__ import annotations

import datetime as dt

from flask import current_app, request
from werkzeug.datastructures import Headers

from server.api.file_headers import FILE, HeaderError, read_announcement, read_document_number
from server.api.upload_caller import calling_sender
from server.domain.evidence import EvidenceRefusedError
from server.domain.upload import NamedAttachment, RefusedByLinkError
from server.store.evidence_uploads import find_item_id
from server.store.resident_links import ShownLink
from server.store.unit_of_work import read_now
from server.use_cases.announce_evidence_upload import announce_evidence_upload
from server.use_cases.open_byte_store import open_byte_store


def announce_for_link(shown: ShownLink, now: dt.datetime) -> NamedAttachment:
    """Begin the file that this request announces. Raises HeaderError, RefusedByLinkError, OtherContentError."""
    named = _read(request.headers)
    if named.size > current_app.config["MAX_UPLOAD_BYTES"]:
        raise RefusedByLinkError("too_large")
    with read_now() as session:
        item_id = find_item_id(session, shown.link.id, read_document_number(request.headers))
    if item_id is None:
        raise HeaderError("Upload-Metadata must hold document (the number of one that is asked for)")
    try:
        announce_evidence_upload(open_byte_store(current_app.config), shown.link.id, item_id, named, at=now)
    except EvidenceRefusedError as refusal:
        raise RefusedByLinkError("closed" if refusal.reason == "not_found" else refusal.reason) from None
    return named


def _read(headers: Headers) -> NamedAttachment:
    """By what it is alone: a link sends nothing sealed, no operation, and nothing for a visit."""
    named, sealing = read_announcement(headers, calling_sender())
    if sealing is not None or named.purpose != FILE or named.visit_id or named.instance_id or named.node:
        raise HeaderError("by a link come files of its own documents, as they are")
    return named
