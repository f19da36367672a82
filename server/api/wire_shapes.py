"""What the bodies of /api/v1 are built of, and the shapes that all of them share. The wire only grows."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from server.domain.operation import clean_text, parse_instant


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


class PhoneClock(fields.AwareDateTime):
    """What a phone's own clock says; one that cannot be read says nothing, and costs the request nothing."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        return parse_instant(value)


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


class SealingKeySchema(Envelope):
    """The key that phones seal their work with."""

    key_id = fields.String(required=True, metadata={"description": "16 hex digits of the public key's SHA-256."})
    public_key = fields.String(required=True, metadata={"description": "Base64 of the uncompressed point of P-256."})


class StampedSchema(Envelope):
    """What every answer to a phone carries."""

    server_epoch = fields.UUID(required=True)
    server_time = fields.DateTime(required=True)


class ProblemSchema(Envelope):
    """Every refusal. A revoked device also gets `orders`."""

    code = fields.Integer(required=True)
    status = fields.String(required=True)
    message = fields.String(required=True)
    errors: ClassVar[Any] = fields.Dict()
    orders = fields.List(fields.String())


class OrdersAsTheyCame(fields.List[str]):
    """A list that is described and not checked: odd words about obeying cost a sign-in nothing."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        return value
