"""Push and pull: the two requests that keep a phone and the server one truth (docs/sync-protocol.md)."""

from __future__ import annotations

import datetime as dt

from flask import Response
from flask_smorest import Blueprint, abort

from server.api.bearer import calling_device, device_token, device_token_or_upload_ticket
from server.api.bounded_body import read_body
from server.api.reply import reply
from server.api.wire import (
    MOST_OPERATIONS,
    ProblemSchema,
    PullAnswerSchema,
    PullSchema,
    PushAnswerSchema,
    PushSchema,
)
from server.domain.device_state import DeviceState
from server.domain.public_holidays import is_public_holiday
from server.store.operations import Answer
from server.use_cases.pull_view import PullAnswer, PullRequest, pull_view
from server.use_cases.push_operations import push_operations

blueprint = Blueprint("sync", "sync", url_prefix="/api/v1/sync", description="Sending operations and taking state.")

_PUSH_BODY = PushSchema()
_PULL_BODY = PullSchema()


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
    receipts = push_operations(device, body["operations"], now)
    return reply(
        {
            "receipts": [
                {
                    "op_id": receipt.sent_op_id,
                    "verdict": receipt.verdict,
                    "reason": receipt.reason,
                    "detail": receipt.detail,
                }
                for receipt in receipts
            ],
            "orders": ["wipe"] if device.is_ended else [],
        },
        now,
    )


@blueprint.post("/pull")
@blueprint.doc(
    security=[{"device_token": []}],
    requestBody={"required": True, "content": {"application/json": {"schema": PullSchema}}},
)
@blueprint.alt_response(200, schema=PullAnswerSchema, description="What changed since the view acknowledged.")
@blueprint.alt_response(400, schema=ProblemSchema, description="The envelope has the wrong shape.")
@blueprint.alt_response(401, schema=ProblemSchema, description="Nobody knows this token.")
@blueprint.alt_response(403, schema=ProblemSchema, description="This phone may not read; obey `orders`.")
@blueprint.alt_response(503, schema=ProblemSchema, description="Busy: send the same again after Retry-After seconds.")
@device_token
def pull() -> Response:
    """Take the difference between what this phone holds and what its officer may see."""
    now = dt.datetime.now(dt.UTC)
    body = read_body(_PULL_BODY)
    state = DeviceState(**body["state"]) if body["state"] is not None else None
    request = PullRequest(view=body["view"], page=body["page"], full=body["full"], state=state)
    return reply(_as_wire(pull_view(calling_device(), request, now, is_public_holiday)), now)


def _as_wire(answer: PullAnswer) -> dict[str, object]:
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
