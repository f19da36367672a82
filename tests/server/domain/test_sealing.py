"""Opening by HPKE and AES-256-GCM: the vector of RFC 9180's authors, and what cannot be opened says why."""

from __future__ import annotations

import io
import json
import os
import uuid
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.domain.operation import hash_operation
from server.domain.sealed_operation import NOT_AN_OPERATION, open_operation
from server.domain.sealers import Sealers
from server.domain.sealing import (
    CannotOpenError,
    Unopened,
    find_sealed_size,
    no_key,
    open_hpke,
    open_pieces,
    public_bytes,
)
from tests.factories.sealed import Sealer, seal_pieces

VECTOR: Any = {
    name: {key: bytes.fromhex(text) for key, text in found.items()} if isinstance(found, dict) else bytes.fromhex(found)
    for name, found in json.loads(
        (Path(__file__).parents[2] / "fixtures/vectors/hpke_p256_aes256gcm.json").read_text()
    ).items()
    if name != "about"
}
PRIVATE = ec.generate_private_key(ec.SECP256R1())
DEVICE = "01a20000-0000-7000-8000-0000000000d1"


def recipient() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(VECTOR["skRm"]), ec.SECP256R1())


def sealer(device_id: str = DEVICE) -> Sealer:
    return Sealer("0011223344556677", PRIVATE.public_key(), device_id)


def find(key_id: str) -> ec.EllipticCurvePrivateKey | None:
    return PRIVATE if key_id == "0011223344556677" else None


def an_operation(**values: Any) -> dict[str, Any]:
    return {"op_id": str(uuid.uuid4()), "device_id": DEVICE, "device_seq": 4, "kind": "note.add", "view": 2} | values


def test_the_vectors_first_message_opens_with_its_recipients_key() -> None:
    """The library takes no additional data, so the vector's message is written anew without: under its key and nonce."""
    first = VECTOR["first"]
    assert AESGCM(VECTOR["key"]).encrypt(VECTOR["base_nonce"], first["pt"], first["aad"]) == first["ct"]
    without = AESGCM(VECTOR["key"]).encrypt(VECTOR["base_nonce"], first["pt"], None)
    assert open_hpke(recipient(), VECTOR["info"], VECTOR["enc"] + without) == first["pt"]
    assert public_bytes(recipient().public_key()) == VECTOR["pkRm"]


@pytest.mark.parametrize("place", [0, 1, 64, 65, 80, -1])
def test_the_vectors_message_with_one_bit_of_it_turned_does_not_open(place: int) -> None:
    sealed = bytearray(VECTOR["enc"] + AESGCM(VECTOR["key"]).encrypt(VECTOR["base_nonce"], b"Beauty is truth", None))
    assert open_hpke(recipient(), VECTOR["info"], bytes(sealed)) == b"Beauty is truth"
    sealed[place] ^= 1
    with pytest.raises(CannotOpenError, match="tampered"):
        open_hpke(recipient(), VECTOR["info"], bytes(sealed))


def test_opened_and_plain_an_operation_is_one_and_what_stands_outside_counts() -> None:
    operation = an_operation()
    assert hash_operation(open_operation(sealer().seal(operation), find, Sealers(DEVICE))) == hash_operation(operation)
    later = sealer().seal_bytes(json.dumps(operation).encode(), operation | {"device_seq": 9, "view": 7})
    assert open_operation(later, find, Sealers(DEVICE)) == operation | {"device_seq": 9, "view": 7}


def test_a_later_phones_word_outside_is_not_dropped() -> None:
    operation = an_operation()
    opened = open_operation(sealer().seal(operation, colour="blue"), find, Sealers(DEVICE))
    assert opened == operation | {"colour": "blue"}


def test_an_earlier_registration_of_the_same_officer_is_tried_too() -> None:
    operation = an_operation()
    sealed = sealer("another").seal(operation)
    assert open_operation(sealed, find, Sealers(DEVICE, lambda: ["another"])) == operation
    with pytest.raises(CannotOpenError, match="tampered"):
        open_operation(sealed, find, Sealers(DEVICE))


@pytest.mark.parametrize("content", [b"", b"\xff", b"[1]", b'{"op_id": "01a20000-0000-7000-8000-00000000f701"}', b"{"])
def test_what_is_sealed_in_an_operations_place_stays_whole(content: bytes) -> None:
    operation = an_operation()
    opened = open_operation(sealer().seal_bytes(content, operation), find, Sealers(DEVICE))
    assert (opened["op_id"], NOT_AN_OPERATION in opened) == (operation["op_id"], True)


def test_what_is_sealed_twice_over_is_no_operation() -> None:
    operation = an_operation()
    inner = sealer().seal(operation)
    opened = open_operation(sealer().seal_bytes(json.dumps(inner).encode(), operation), find, Sealers(DEVICE))
    assert "sealed" not in opened
    assert opened[NOT_AN_OPERATION]["sealed"] == inner["sealed"]


def _spoil(sealed: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return sealed | {"sealed": sealed["sealed"] | parts}


@pytest.mark.parametrize(
    "parts",
    [
        {"iv": "AAAAAAAAAAAAAAA="},  # 11 bytes
        {"iv": None},
        {"wrapped_key": "=== rubbish ==="},
        {"wrapped_key": ""},
        {"wrapped_key": ["AAAA"]},
        {"ciphertext": "é"},
        {"ciphertext": ""},
        {"ciphertext": "AAAA"},
        {"key_id": None},
    ],
)
def test_rubbish_in_any_part_says_tampered(parts: dict[str, Any]) -> None:
    with pytest.raises(CannotOpenError, match="tampered"):
        open_operation(_spoil(sealer().seal(an_operation()), **parts), find, Sealers(DEVICE))


@pytest.mark.parametrize("spoiled", [{"sealed": None}, {"sealed": "text"}, {"op_id": None}, {"op_id": "nonsense"}])
def test_a_shape_that_is_none_says_tampered(spoiled: dict[str, Any]) -> None:
    with pytest.raises(CannotOpenError, match="tampered"):
        open_operation(sealer().seal(an_operation()) | spoiled, find, Sealers(DEVICE))


def test_a_key_that_is_not_here_says_so_since_it_may_come_back() -> None:
    with pytest.raises(CannotOpenError) as refused:
        open_operation(sealer().seal(an_operation()), no_key, Sealers(DEVICE))
    assert refused.value.why is Unopened.UNKNOWN_KEY
    assert "not here" in refused.value.why.words


def test_pieces_out_of_place_missing_or_too_long_do_not_open() -> None:
    key, attachment_id, content = os.urandom(32), uuid.uuid4(), os.urandom(200)
    pieces = seal_pieces(key, attachment_id, content, 64)
    assert sum(map(len, pieces)) == find_sealed_size(200, 64)

    def opened(listed: list[bytes]) -> bytes:
        return b"".join(open_pieces(key, str(attachment_id), 64, io.BytesIO(b"".join(listed)).read))

    assert opened(pieces) == content
    for spoiled in (pieces[1:], [pieces[1], pieces[0], *pieces[2:]], [pieces[0] + b"x", *pieces[1:]], [*pieces, b"x"]):
        with pytest.raises(CannotOpenError, match="tampered"):
            opened(spoiled)


def test_the_sealed_size_of_nothing_is_nothing() -> None:
    assert (find_sealed_size(0, 64), find_sealed_size(64, 64), find_sealed_size(65, 64)) == (0, 92, 121)
