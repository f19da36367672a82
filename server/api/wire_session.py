"""The shapes of signing a phone in, for reading and for the OpenAPI description. The wire only grows."""

from __future__ import annotations

from marshmallow import fields, validate

from server.api.wire_shapes import AsItCame, Envelope, OrdersAsTheyCame, SealingKeySchema, StampedSchema, Text

_text = validate.Length(max=500)


class DataKeySchema(Envelope):
    """A phone's own data key, sealed to the council. Only described: one that cannot be read gives none back."""

    data_key_id = fields.String(required=True)
    sealing_key_id = fields.String(required=True)
    wrapped_key = fields.String(required=True, metadata={"description": "Base64 of enc and ct (RFC 9180)."})


class PhoneSchema(Envelope):
    """The phone that signs in."""

    device_id = Text(load_default=None, allow_none=True, validate=validate.Length(max=64))
    user_id = fields.UUID(load_default=None, allow_none=True)
    label = Text(load_default="", validate=_text)
    app_version = Text(load_default="", validate=_text)
    schema = fields.Integer(load_default=1, strict=True, validate=validate.Range(min=0, max=10_000))
    data_key = AsItCame(DataKeySchema, load_default=None, allow_none=True)
    obeyed = OrdersAsTheyCame(
        fields.String(),
        load_default=None,
        allow_none=True,
        metadata={"description": "Orders that the phone has carried out and no reply has taken note of: wipe, lock."},
    )


class SignInSchema(Envelope):
    """Body of a sign-in."""

    email = Text(required=True, validate=validate.Length(min=1, max=254))
    password = Text(required=True, validate=validate.Length(min=1, max=1000))
    device = fields.Nested(PhoneSchema, required=True)


class UserSchema(Envelope):
    """Who signed in."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    team = fields.String(required=True, allow_none=True)


class CouncilSchema(Envelope):
    """Whose server this is, and the number to ring."""

    name = fields.String(required=True)
    telephone = fields.String(required=True)


class SessionSchema(StampedSchema):
    """Answer to a sign-in: the only time the tokens are shown."""

    device_id = fields.String(required=True)
    device_token = fields.String(required=True)
    upload_ticket = fields.String(required=True)
    user = fields.Nested(UserSchema, required=True)
    council = fields.Nested(CouncilSchema, required=True)
    demo = fields.Boolean(required=True)
    reading_lapses_after_hours = fields.Integer(
        required=True, metadata={"description": "So long after its last contact the phone locks itself for reading."}
    )
    sealing_key = fields.Nested(SealingKeySchema, required=True, allow_none=True)
    data_key = fields.String(required=True, allow_none=True, metadata={"description": "Base64 of 32 bytes."})


class CouncilReplySchema(StampedSchema):
    """Answer to anybody: whose server this is."""

    council = fields.Nested(CouncilSchema, required=True)
    demo = fields.Boolean(required=True)
