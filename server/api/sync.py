"""Push and pull: the two requests that keep a phone and the server one truth (docs/sync-protocol.md)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import Response, current_app
from flask_smorest import Blueprint, abort

from server.api.bearer import calling_device, device_token, device_token_or_upload_ticket
from server.api.bounded_body import read_body
from server.api.reply import reply
from server.api.sealing_key import with_sealing_key
from server.api.wire_shapes import ProblemSchema
from server.api.wire_sync import (
    MOST_OFFERED,
    MOST_OPERATIONS,
    OfferAnswerSchema,
    OfferSchema,
    PullAnswerSchema,
    PullSchema,
    PushAnswerSchema,
    PushSchema,
)
from server.domain.device_state import read_device_state
from server.domain.operation import OLDEST_READING_SCHEMA
from server.domain.public_holidays import is_public_holiday
from server.domain.ticket_receipt import strip_values
from server.store.devices import DeviceStanding, find_standing
from server.store.operations import Answer
from server.store.unit_of_work import read_now
from server.use_cases.get_server_epoch import get_server_epoch
from server.use_cases.note_orders import refuse_reading
from server.use_cases.offer_work import offer_work
from server.use_cases.open_keyring import open_keyring
from server.use_cases.pull_view import PullAnswer, PullRequest, pull_view
from server.use_cases.push_operations import push_operations

blueprint = Blueprint("sync", "sync", url_prefix="/api/v1/sync", description="Sending operations and taking state.")

_PUSH_BODY = PushSchema()
_PULL_BODY = PullSchema()
_OFFER_BODY = OfferSchema()


@blueprint.post("/push")
@blueprint.doc(
    security=[{"device_token": []}, {"upload_ticket": []}],
    requestBody={"required": True, "content": {"application/json": {"schema": PushSchema}}},
)
@blueprint.alt_response(200, schema=PushAnswerSchema, description="One receipt for each operation, in the order sent.")
@blueprint.alt_response(400, schema=ProblemSchema, description="The envelope has the wrong shape.")
@blueprint.alt_response(401, schema=ProblemSchema, description="Nobody knows this token.")
@blueprint.alt_response(413, schema=ProblemSchema, description="Too much at once: send half.")
@blueprint.alt_response(503, schema=ProblemSchema, description="Busy: send the same again after Retry-After seconds.")
@device_token_or_upload_ticket
def push() -> Response:
    """Send operations. Sending the same again is always safe."""
    now = dt.datetime.now(dt.UTC)
    body = read_body(_PUSH_BODY)
    if len(body["operations"]) > MOST_OPERATIONS:
        abort(413, message=f"At most {MOST_OPERATIONS} operations at once. Send half of them.")
    device = calling_device()
    state = read_device_state(body["state"], body["schema"])
    may_hear_values = device.may_read and not device.is_ended and not device.orders_standing
    find_key = open_keyring(current_app.config).find
    receipts = push_operations(device, body["operations"], now, state, find_key=find_key, sent_at=body["device_now"])
    answer = {
        "receipts": [
            {
                "op_id": receipt.sent_op_id,
                "verdict": receipt.verdict,
                "reason": receipt.reason,
                "detail": receipt.detail if may_hear_values else strip_values(receipt.detail),
            }
            for receipt in receipts
        ],
        "orders": _orders(device, body["schema"]),
    }
    return reply(with_sealing_key(answer, body), now)


@blueprint.post("/pull")
@blueprint.doc(
    security=[{"device_token": []}],
    requestBody={"required": True, "content": {"application/json": {"schema": PullSchema}}},
)
@blueprint.alt_response(200, schema=PullAnswerSchema, description="What changed since the view acknowledged.")
@blueprint.alt_response(400, schema=ProblemSchema, description="The envelope has the wrong shape.")
@blueprint.alt_response(401, schema=ProblemSchema, description="Nobody knows this token.")
@blueprint.alt_response(403, schema=ProblemSchema, description="This phone or app may not read; obey `orders`.")
@blueprint.alt_response(503, schema=ProblemSchema, description="Busy: send the same again after Retry-After seconds.")
@device_token
def pull() -> Response:
    """Take the difference between what this phone holds and what its officer may see."""
    now = dt.datetime.now(dt.UTC)
    body = read_body(_PULL_BODY)
    device, state = calling_device(), read_device_state(body["state"], body["schema"])
    if device.orders_standing:
        orders = refuse_reading(device, state, now)
        abort(403, message="Reading on this phone has ended until its officer signs in again.", orders=list(orders))
    if body["schema"] < OLDEST_READING_SCHEMA:
        abort(
            403,
            message="This app is too old to take new work. Update it; what it has saved is still sent.",
            orders=["update"],
        )
    request = PullRequest(view=body["view"], page=body["page"], full=body["full"], state=state)
    answer = _as_wire(pull_view(device, request, now, is_public_holiday))
    return reply(with_sealing_key(answer, body), now)


@blueprint.post("/offer")
@blueprint.doc(
    security=[{"device_token": []}, {"upload_ticket": []}],
    requestBody={"required": True, "content": {"application/json": {"schema": OfferSchema}}},
)
@blueprint.alt_response(200, schema=OfferAnswerSchema, description="What the council lacks of it.")
@blueprint.alt_response(400, schema=ProblemSchema, description="The envelope has the wrong shape.")
@blueprint.alt_response(401, schema=ProblemSchema, description="Nobody knows this token.")
@blueprint.alt_response(413, schema=ProblemSchema, description="Too much at once: send half.")
@blueprint.alt_response(503, schema=ProblemSchema, description="Busy: send the same again after Retry-After seconds.")
@device_token_or_upload_ticket
def offer() -> Response:
    """Name what this phone still has, when `server_epoch` shows that the server was restored or replaced."""
    now = dt.datetime.now(dt.UTC)
    body = read_body(_OFFER_BODY)
    if max(len(body["operations"]), len(body["attachments"])) > MOST_OFFERED:
        abort(413, message=f"At most {MOST_OFFERED} of each at once. Send half of them.")
    epoch, device = uuid.UUID(get_server_epoch()), calling_device()
    wanted = offer_work(device, body["operations"], body["attachments"], epoch=epoch, now=now)
    answer = {
        "wanted_op_ids": list(wanted.op_ids),
        "wanted_attachment_ids": list(wanted.attachment_ids),
        "orders": _orders(device, body["schema"]),
    }
    return reply(with_sealing_key(answer, body), now)


def _orders(device: DeviceStanding, schema: int) -> list[str]:
    """What the phone must do: what the office ordered and it has not said to have done, in this request neither; a too old
    app gets itself a newer one.
    """
    if device.orders_open:
        with read_now() as session:
            device = find_standing(session, device.device_id) or device
    return [*device.orders, *(["update"] if schema < OLDEST_READING_SCHEMA else [])]


def _as_wire(answer: PullAnswer) -> dict[str, Any]:
    return {
        "today_on": answer.window.today_on.isoformat(),
        "window_end_on": answer.window.end_on.isoformat(),
        "rows": answer.rows,
        "evicted": [{"type": key[0], "id": key[1], "reason": reason} for key, reason in answer.evicted],
        "verdicts": [_verdict(verdict) for verdict in answer.verdicts],
        "next_page": answer.next_page,
        "view": answer.view,
        "digest": answer.digest,
        "full": answer.full,
        "orders": [],
    }


def _verdict(answer: Answer) -> dict[str, object]:
    return {
        "op_id": str(answer.op_id),
        "verdict": answer.verdict,
        "reason": answer.reason,
        "detail": answer.detail,
    }
