"""Whether a phone is told by push that its visits have changed: GET, PUT and DELETE /api/v1/push."""

from __future__ import annotations

import datetime as dt

from flask import Response, current_app
from flask_smorest import Blueprint, abort
from marshmallow import fields, validate

from server.api.bearer import calling_device, device_token
from server.api.bounded_body import read_body
from server.api.reply import reply
from server.api.wire_shapes import Envelope, ProblemSchema, StampedSchema, Text
from server.store.push_subscriptions import find_push_subscription
from server.store.unit_of_work import read_now
from server.use_cases.subscribe_push import PushRefusedError, subscribe_push, unsubscribe_push

blueprint = Blueprint("push", "push", url_prefix="/api/v1/push", description="Being told that visits have changed.")
MOST_BYTES = 4096


class PushKeysSchema(Envelope):
    """The browser's keys (RFC 8291), base64url."""

    p256dh = Text(required=True, validate=validate.Length(max=200))
    auth = Text(required=True, validate=validate.Length(max=100))


class SubscriptionSchema(Envelope):
    """What the browser gives."""

    endpoint = Text(required=True, validate=validate.Length(min=1, max=1000))
    keys = fields.Nested(PushKeysSchema, required=True)


class PushStateSchema(StampedSchema):
    """Answer to all three."""

    key = fields.String(required=True, metadata={"description": "The application server key (RFC 8292), base64url."})
    subscribed = fields.Boolean(required=True)
    lapsed = fields.Boolean(
        required=True, metadata={"description": "It was, and the push service has let it go: subscribe anew."}
    )


@blueprint.get("")
@blueprint.doc(security=[{"device_token": []}])
@blueprint.alt_response(200, schema=PushStateSchema, description="The key to subscribe with, and whether we may push.")
@blueprint.alt_response(401, schema=ProblemSchema, description="Nobody knows this token.")
@device_token
def show_push() -> Response:
    """The key to subscribe with."""
    with read_now() as session:
        found = find_push_subscription(session, calling_device().device_id)
    lapsed = found is not None and found.expired_at is not None
    return _answer(subscribed=found is not None and not lapsed, lapsed=lapsed)


@blueprint.put("")
@blueprint.doc(
    security=[{"device_token": []}],
    requestBody={"required": True, "content": {"application/json": {"schema": SubscriptionSchema}}},
)
@blueprint.alt_response(200, schema=PushStateSchema, description="Kept.")
@blueprint.alt_response(401, schema=ProblemSchema, description="Nobody knows this token.")
@blueprint.alt_response(422, schema=ProblemSchema, description="Not a push service that this council uses.")
@device_token
def start_push() -> Response:
    """Say where this phone takes push messages."""
    body = read_body(SubscriptionSchema(), MOST_BYTES)
    try:
        subscribe_push(
            calling_device().device_id,
            body["endpoint"],
            body["keys"],
            hosts=current_app.config["PUSH_HOSTS"],
            now=dt.datetime.now(dt.UTC),
        )
    except PushRefusedError:
        abort(422, message="This council sends no push messages there.")
    return _answer(subscribed=True)


@blueprint.delete("")
@blueprint.doc(security=[{"device_token": []}])
@blueprint.alt_response(200, schema=PushStateSchema, description="Forgotten.")
@blueprint.alt_response(401, schema=ProblemSchema, description="Nobody knows this token.")
@device_token
def stop_push() -> Response:
    """Be told no more."""
    unsubscribe_push(calling_device().device_id)
    return _answer(subscribed=False)


def _answer(*, subscribed: bool, lapsed: bool = False) -> Response:
    answer = {"key": current_app.config["VAPID_PUBLIC_KEY"], "subscribed": subscribed, "lapsed": lapsed}
    return reply(answer, dt.datetime.now(dt.UTC))
