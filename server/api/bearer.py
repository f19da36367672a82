"""Who calls: the one device behind the bearer token. Cookies are never looked at, so nothing here needs a CSRF token."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import current_app, g, request
from flask_smorest import abort

from server.api.waiting_addresses import WaitingAddresses
from server.domain.permissions import AccessRule, declare
from server.domain.token import hash_token
from server.domain.upload_ticket import may_deliver
from server.store.devices import DeviceStanding, find_device_by_token
from server.store.unit_of_work import read_columns
from server.use_cases.count_unknown_token import count_unknown_token
from server.use_cases.note_orders import refuse_reading

P = ParamSpec("P")
R = TypeVar("R")
LONGEST_TOKEN = 200
RULE = AccessRule("bearer", "app.use")
TOO_MANY_UNKNOWN = "Too many requests with an unknown token came from this network. Wait; nothing on the phone is lost."
TICKET_OVER = "The council takes no more work from this phone. Tell your supervisor what you did with it."


def device_token(view: Callable[P, R]) -> Callable[P, R]:
    """Only a device token opens this route; a revoked device is told to wipe, an upload ticket is refused."""

    @functools.wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        device = _find_device()
        if device.is_ended:
            orders = refuse_reading(device, None, dt.datetime.now(dt.UTC))
            abort(403, message="This phone may no longer read.", orders=list(orders))
        if not device.may_read:
            abort(403, message="An upload ticket may only send.")
        return view(*args, **kwargs)

    return declare(RULE)(guarded)


def device_token_or_upload_ticket(view: Callable[P, R]) -> Callable[P, R]:
    """Either token opens this route, also for 30 days after revocation or its user's leaving: what was done in the field is taken in."""

    @functools.wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        device = _find_device()
        if not may_deliver(device.revoked_at, device.ticket_ended_at, device.left_at, dt.datetime.now(dt.UTC)):
            abort(403, message=TICKET_OVER, orders=["wipe"])
        return view(*args, **kwargs)

    return declare(RULE)(guarded)


def calling_device() -> DeviceStanding:
    """The device that calls. Only for routes behind one of the two guards."""
    device: DeviceStanding = g.calling_device
    return device


def find_caller() -> DeviceStanding | None:
    """The device that calls, or None on a route that asks for no token."""
    caller: DeviceStanding | None = g.get("calling_device")
    return caller


def find_bearer_token() -> str:
    """What the request came with; "" for nothing, or what cannot be a token."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and len(token) <= LONGEST_TOKEN else ""


def _find_device() -> DeviceStanding:
    token = find_bearer_token()
    device = None
    if token:
        with read_columns() as connection:
            device = find_device_by_token(connection, hash_token(token))
    if device is None:
        refuse_unknown_token()
        abort(401, message="This token is not known here. Sign in again; nothing on the phone is lost.")
        raise AssertionError("abort raises")
    g.calling_device = device
    return device


def refuse_unknown_token() -> None:
    """Count it, and 429 for an address from which too many unknown tokens came. A token that is known never gets here."""
    waiting: WaitingAddresses = current_app.extensions["doorstep_waiting_addresses"]
    address, now = request.remote_addr or "", dt.datetime.now(dt.UTC)
    wait = waiting.find_wait(address, now)
    if not wait and (wait := count_unknown_token(address, now)):
        waiting.note(address, now, wait)
    if wait:
        abort(429, message=TOO_MANY_UNKNOWN, retry_after=wait)
