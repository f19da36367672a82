"""Sign a phone in and out: POST and DELETE /api/v1/session."""

from __future__ import annotations

import base64
import datetime as dt

from flask import Response, current_app, request
from flask_smorest import Blueprint, abort

from server.api.bearer import calling_device, device_token_or_upload_ticket
from server.api.bounded_body import read_body
from server.api.council import say_council
from server.api.reply import reply
from server.api.sealing_key import say_sealing_key
from server.api.wire_session import SessionSchema, SignInSchema
from server.api.wire_shapes import ProblemSchema
from server.domain.permissions import AccessRule, declare
from server.use_cases.end_session import end_reading, end_session
from server.use_cases.open_keyring import open_keyring
from server.use_cases.register_device import AppNotForYouError, FirstPasswordError, PhoneDetails, register_device
from server.use_cases.sign_in import SignInRefusedError, TooManyTriesError

blueprint = Blueprint("session", "session", url_prefix="/api/v1/session", description="Signing a phone in and out.")
MOST_BYTES = 16_384
TOO_MANY = (
    "Too many wrong tries came from this network. Wait {minutes} minutes, then try again; nothing on the phone is lost."
)


@blueprint.post("")
@blueprint.doc(requestBody={"required": True, "content": {"application/json": {"schema": SignInSchema}}})
@blueprint.alt_response(201, schema=SessionSchema, description="Signed in; the tokens are shown this once.")
@blueprint.alt_response(401, schema=ProblemSchema, description="Wrong address or password, or too many tries.")
@blueprint.alt_response(403, schema=ProblemSchema, description="This account does not use the app.")
@blueprint.alt_response(
    429, schema=ProblemSchema, description="Too many wrong tries from this network: see Retry-After."
)
@declare(AccessRule("public"))
def start_session() -> Response:
    """Sign in on this phone and get its two tokens."""
    now = dt.datetime.now(dt.UTC)
    body = read_body(SignInSchema(), MOST_BYTES)
    try:
        registration = register_device(
            body["email"],
            body["password"],
            PhoneDetails(**body["device"]),
            now,
            address=request.remote_addr or "",
            demo=current_app.config["DEMO"],
            find_key=open_keyring(current_app.config).find,
        )
    except SignInRefusedError:  # locked or wrong sound the same, or strangers learn which addresses work here
        abort(
            401, message="The e-mail address or the password is wrong, or there were too many tries: wait 15 minutes."
        )
    except TooManyTriesError as error:
        abort(429, message=TOO_MANY.format(minutes=-(-error.wait // 60)), retry_after=error.wait)
    except AppNotForYouError:
        abort(403, message="Your account does not use the app. Ask your administrator.")
    except FirstPasswordError:
        abort(
            403, message="Choose your own password first: sign in once on the office pages with the one you were given."
        )
    return reply(
        {
            "device_id": registration.device_id,
            "device_token": registration.device_token,
            "upload_ticket": registration.upload_ticket,
            "user": {
                "id": str(registration.user_id),
                "name": registration.user_name,
                "role": registration.role,
                "team": registration.team,
            },
            **say_council(),
            "reading_lapses_after_hours": current_app.config["READING_LAPSES_AFTER_HOURS"],
            "sealing_key": say_sealing_key(),
            "data_key": base64.b64encode(registration.data_key).decode() if registration.data_key else None,
        },
        now,
        201,
    )


@blueprint.delete("")
@blueprint.doc(security=[{"device_token": []}, {"upload_ticket": []}])
@blueprint.alt_response(204, description="Both tokens have ended; with the upload ticket, the device token alone.")
@blueprint.alt_response(401, schema=ProblemSchema, description="Nobody knows this token.")
@blueprint.alt_response(403, schema=ProblemSchema, description="Nothing is taken from this phone any more.")
@device_token_or_upload_ticket
def stop_session() -> Response:
    """Sign this phone out. Who holds the upload ticket alone ends reading, and no more."""
    device, now = calling_device(), dt.datetime.now(dt.UTC)
    if device.may_read and not device.is_ended:
        end_session(device.device_id, device.user_id, now)
    else:
        end_reading(device.device_id, now)
    return Response(status=204)
