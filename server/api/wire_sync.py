"""The shapes of push, pull and offer, for reading envelopes and for the OpenAPI description. The wire only grows."""

from __future__ import annotations

from marshmallow import fields, validate

from server.api.wire_shapes import AsItCame, Envelope, KeyId, PhoneClock, SealingKeySchema, StampedSchema, Text
from server.domain.device_state import MOST_VISIT_IDS

MOST_OPERATIONS = 100
MOST_OFFERED = 1000


class PhoneStateSchema(Envelope):
    """How the phone is, for the people who look after it. Only described: it is read field by field, and what cannot be
    read of it costs nothing else.
    """

    unsent_count = fields.Integer()
    oldest_unsent_at = fields.AwareDateTime(allow_none=True)
    photos_unsent = fields.Integer()
    unfinished_count = fields.Integer(metadata={"description": "Checks and forms that were begun and not saved."})
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
    device_now = PhoneClock(
        load_default=None, allow_none=True, metadata={"description": "What the phone's clock says as this is sent."}
    )


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
