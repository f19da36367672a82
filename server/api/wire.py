"""The shapes of the wire for /api/v1, for reading envelopes and for the OpenAPI description. The wire only grows."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from server.domain.device_state import MOST_VISIT_IDS
from server.domain.operation import clean_text, parse_instant

MOST_OPERATIONS = 100
MOST_OFFERED = 1000
_text = validate.Length(max=500)


class Text(fields.String):
    """A text that every database keeps: no NUL, no lone surrogate."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if clean_text(text) != text:
            raise ValidationError("Not a text in Unicode without NUL.")
        return text


class Instant(fields.AwareDateTime):
    """An instant in the years that calendars of every zone can tell."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dt.datetime:
        instant = parse_instant(super()._deserialize(value, attr, data, **kwargs).isoformat())
        if instant is None:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return instant


class Envelope(Schema):
    """A body whose unknown keys belong to a newer phone and are left alone."""

    class Meta:
        unknown = EXCLUDE


class KeyId(fields.String):
    """The id of a key; anything else says that the phone has none, and costs the request nothing."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        return value if isinstance(value, str) else None


class AsItCame(fields.Nested):
    """A part that is described and not checked: whoever reads it makes what they can of it."""

    def _deserialize(
        self,
        value: Any,
        attr: str | None,  # noqa: ARG002
        data: Any,  # noqa: ARG002
        partial: Any = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> Any:
        return value


class DataKeySchema(Envelope):
    """A phone's own data key, sealed to the council. Only described: one that cannot be read gives none back."""

    data_key_id = fields.String(required=True)
    sealing_key_id = fields.String(required=True)
    wrapped_key = fields.String(required=True, metadata={"description": "Base64 of enc and ct (RFC 9180)."})


class SealingKeySchema(Envelope):
    """The key that phones seal their work with."""

    key_id = fields.String(required=True, metadata={"description": "16 hex digits of the public key's SHA-256."})
    public_key = fields.String(required=True, metadata={"description": "Base64 of the uncompressed point of P-256."})


class PhoneSchema(Envelope):
    """The phone that signs in."""

    device_id = Text(load_default=None, allow_none=True, validate=validate.Length(max=64))
    user_id = fields.UUID(load_default=None, allow_none=True)
    label = Text(load_default="", validate=_text)
    app_version = Text(load_default="", validate=_text)
    schema = fields.Integer(load_default=1, strict=True, validate=validate.Range(min=0, max=10_000))
    data_key = AsItCame(DataKeySchema, load_default=None, allow_none=True)


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


class StampedSchema(Envelope):
    """What every answer to a phone carries."""

    server_epoch = fields.UUID(required=True)
    server_time = fields.DateTime(required=True)


class CouncilReplySchema(StampedSchema):
    """Answer to anybody: whose server this is."""

    council = fields.Nested(CouncilSchema, required=True)
    demo = fields.Boolean(required=True)


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


class PhoneStateSchema(Envelope):
    """How the phone is, for the people who look after it. Only described: it is read field by field, and what cannot be
    read of it costs nothing else.
    """

    unsent_count = fields.Integer()
    oldest_unsent_at = fields.AwareDateTime(allow_none=True)
    photos_unsent = fields.Integer()
    needs_attention_count = fields.Integer()
    unsent_visit_ids = fields.List(
        fields.UUID(), metadata={"description": f"At most {MOST_VISIT_IDS}: visits of which a part is only here."}
    )
    last_device_seq = fields.Integer(metadata={"description": "The number of the newest operation made here."})
    lost_count = fields.Integer(metadata={"description": "What vanished without a receipt, until this was answered."})
    persisted = fields.Boolean(allow_none=True)
    storage_used_bytes = fields.Integer(allow_none=True)
    storage_quota_bytes = fields.Integer(allow_none=True)
    app_version = fields.String()
    obeyed = fields.List(
        fields.String(), metadata={"description": "Orders (wipe, lock) that the phone has carried out."}
    )


class PushSchema(Envelope):
    """Body of a push. Operations are read one by one, so that a bad one spoils no other."""

    device_id = fields.String(load_default=None, allow_none=True)
    schema = fields.Integer(load_default=1, strict=True)
    sealing_key_id = KeyId(load_default=None, allow_none=True)
    operations = fields.List(
        fields.Raw(allow_none=True),
        required=True,
        metadata={"description": f"At most {MOST_OPERATIONS}; see docs/sync-protocol.md for one operation."},
    )
    state = AsItCame(PhoneStateSchema, load_default=None, allow_none=True)


class ReceiptSchema(Envelope):
    """The lasting answer to one operation."""

    op_id = fields.String(required=True, allow_none=True)
    verdict = fields.String(
        required=True, validate=validate.OneOf(["applied", "merged", "agreed", "conflict", "waiting", "review"])
    )
    reason = fields.String(required=True, allow_none=True)
    detail = fields.Dict(required=True, allow_none=True)


class PushAnswerSchema(StampedSchema):
    """Answer to a push: one receipt for each operation, in the order sent."""

    receipts = fields.List(fields.Nested(ReceiptSchema), required=True)
    orders = fields.List(fields.String(), required=True)
    sealing_key = fields.Nested(SealingKeySchema)


class PullSchema(Envelope):
    """Body of a pull: the view the phone acknowledges."""

    device_id = fields.String(load_default=None, allow_none=True)
    schema = fields.Integer(load_default=1, strict=True)
    sealing_key_id = KeyId(load_default=None, allow_none=True)
    view = fields.Integer(load_default=0, strict=True, validate=validate.Range(min=0, max=2**31 - 2))
    page = Text(load_default=None, allow_none=True, validate=validate.Length(max=64))
    full = fields.Boolean(load_default=False)
    state = AsItCame(PhoneStateSchema, load_default=None, allow_none=True)


class RowSchema(Envelope):
    """One row the officer may see; `fields` by type as in docs/sync-protocol.md."""

    type = fields.String(required=True)
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    field_versions = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    fields_ = fields.Dict(required=True, data_key="fields")


class EvictedSchema(Envelope):
    """One row the phone must drop."""

    type = fields.String(required=True)
    id = fields.UUID(required=True)
    reason = fields.String(
        required=True, validate=validate.OneOf(["reassigned", "closed", "access_removed", "out_of_window"])
    )


class PullAnswerSchema(StampedSchema):
    """Answer to a pull; `view` and `digest` come with the last page."""

    today_on = fields.Date(required=True)
    window_end_on = fields.Date(required=True)
    rows = fields.List(fields.Nested(RowSchema), required=True)
    evicted = fields.List(fields.Nested(EvictedSchema), required=True)
    verdicts = fields.List(fields.Nested(ReceiptSchema), required=True)
    next_page = fields.String(required=True, allow_none=True)
    view = fields.Integer(required=True, allow_none=True)
    digest = fields.String(required=True, allow_none=True)
    full = fields.Boolean(required=True)
    orders = fields.List(fields.String(), required=True)
    sealing_key = fields.Nested(SealingKeySchema)


class OfferSchema(Envelope):
    """Body of an offer: what the phone made in the last 30 days and still has. Read one by one, like operations."""

    device_id = fields.String(load_default=None, allow_none=True)
    schema = fields.Integer(load_default=1, strict=True)
    sealing_key_id = KeyId(load_default=None, allow_none=True)
    server_epoch = fields.String(load_default=None, allow_none=True)
    operations = fields.List(
        fields.Raw(allow_none=True), load_default=list, metadata={"description": f"op_ids, at most {MOST_OFFERED}."}
    )
    attachments = fields.List(
        fields.Raw(allow_none=True),
        load_default=list,
        metadata={"description": f"{{attachment_id, sha256}}, at most {MOST_OFFERED}."},
    )


class OfferAnswerSchema(StampedSchema):
    """Answer to an offer: what the council does not have of it, in the order offered."""

    wanted_op_ids = fields.List(fields.String(), required=True)
    wanted_attachment_ids = fields.List(fields.String(), required=True)
    orders = fields.List(fields.String(), required=True)
    sealing_key = fields.Nested(SealingKeySchema)


class ProblemSchema(Envelope):
    """Every refusal. A revoked device also gets `orders`."""

    code = fields.Integer(required=True)
    status = fields.String(required=True)
    message = fields.String(required=True)
    errors: ClassVar[Any] = fields.Dict()
    orders = fields.List(fields.String())
