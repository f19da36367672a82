"""Who sends bytes: a phone by either of its tokens, or a resident's page by the pass that it got once the link was answered.

A pass reaches what its own link announced and nothing else; what another link sent is answered like what is not there.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import current_app, g, request
from flask_smorest import abort

from server.api.bearer import calling_device, device_token_or_upload_ticket, find_bearer_token, refuse_unknown_token
from server.domain.permissions import AccessRule, declare
from server.domain.resident_link import LINK_DEVICE_ID
from server.domain.upload import RefusedByLinkError, Sender, UnknownUploadError
from server.store.evidence_uploads import find_upload_place
from server.store.resident_links import ShownLink
from server.store.unit_of_work import read_now
from server.use_cases.give_link_pass import PREFIX, PassError, open_link_pass
from server.use_cases.limit_link_sends import find_send_wait

P = ParamSpec("P")
R = TypeVar("R")
RULE = AccessRule("bearer_or_link", "app.use")
PASS_OVER = "Open the link in your message again. Nothing on this device is lost."  # noqa: S105 - words for a person


def phone_or_link(view: Callable[P, R]) -> Callable[P, R]:
    """A phone's token, or a pass whose link opens now; what stands in the address must be the link's own."""
    by_phone = device_token_or_upload_ticket(view)

    @functools.wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        g.sending_link = None
        token = find_bearer_token()
        if not token.startswith(PREFIX):
            return by_phone(*args, **kwargs)
        g.sending_link = _find_link(token)
        attachment_id = (request.view_args or {}).get("attachment_id")
        if attachment_id is not None and not _is_of_link(attachment_id, g.sending_link):
            raise UnknownUploadError("there is no such upload")
        return view(*args, **kwargs)

    return declare(RULE)(guarded)


def sending_link() -> ShownLink | None:
    """The link that sends; None where a phone does. Only behind the guard."""
    shown: ShownLink | None = g.sending_link
    return shown


def calling_sender() -> Sender:
    """Who sends, as an attachment names it. Only behind the guard."""
    if sending_link() is not None:
        return Sender(LINK_DEVICE_ID, None)
    device = calling_device()
    return Sender(device.device_id, device.user_id)


def _find_link(token: str) -> ShownLink:
    now = dt.datetime.now(dt.UTC)
    try:
        shown = open_link_pass(current_app.config["SECRET_KEY"], token)
    except PassError as error:
        if error.is_forged:
            refuse_unknown_token()
        abort(401, message=PASS_OVER)
        raise AssertionError("abort raises") from error
    if shown.link.closed_at is not None or shown.link.expires_at <= now:
        raise RefusedByLinkError("closed")
    if not shown.standing.opens(now):  # held, which may end
        abort(401, message=PASS_OVER)
    wait = find_send_wait(shown.link.id, now) if request.method != "HEAD" else 0
    if wait:
        raise RefusedByLinkError("wait", wait)
    return shown


def _is_of_link(attachment_id: uuid.UUID, shown: ShownLink) -> bool:
    with read_now() as session:
        place = find_upload_place(session, attachment_id)
    return place is not None and place.request_id == shown.link.id
