"""Seals what a queued message must not hold in the open, and opens it: HPKE (RFC 9180, base mode, one-shot) under the council's key.

To seal takes the public half, to open the private one: who has the database alone has no link that works.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric import ec

from server.domain.sealing import SUITE, CannotOpenError, FindKey, Unopened, open_hpke, write_info

_SEALER = "messages"  # stands where a phone's id stands in what phones seal


def seal_values(values: Mapping[str, str], *, key_id: str, public_key: bytes, message_id: uuid.UUID) -> bytes:
    """`enc || ct`, bound to this one message. `public_key` is an uncompressed point of P-256."""
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    info = write_info(key_id, _SEALER, str(message_id))
    return SUITE.encrypt(json.dumps(dict(values)).encode(), point, info)


def open_values(sealed: bytes, *, key_id: str, find_key: FindKey, message_id: uuid.UUID) -> dict[str, str]:
    """What was sealed; raises CannotOpenError."""
    private_key = find_key(key_id)
    if private_key is None:
        raise CannotOpenError(Unopened.UNKNOWN_KEY)
    opened = open_hpke(private_key, write_info(key_id, _SEALER, str(message_id)), sealed)
    return {str(name): str(value) for name, value in json.loads(opened).items()}
