"""The golden files of tests/contract/sealing: what each side sealed, the server opens. vitest reads the same files.

Each file is {private_key, sealing_key, device_id, operation, file, data_key}; docs/sync-protocol.md says what is in them.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from server.domain.sealed_operation import open_operation
from server.domain.sealers import Sealers
from server.domain.sealing import (
    CannotOpenError,
    FindKey,
    find_key_id,
    open_pieces,
    public_bytes,
    read_wrapped_key,
)

FILES = sorted((Path(__file__).parent / "sealing").glob("*.json"))


@pytest.fixture(params=FILES, ids=lambda path: path.name)
def golden(request: pytest.FixtureRequest) -> Any:
    return json.loads(request.param.read_text())


def private_key_of(golden: Any) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(base64.b64decode(golden["private_key"])), ec.SECP256R1())


def finder(golden: Any) -> FindKey:
    key, key_id = private_key_of(golden), golden["sealing_key"]["key_id"]
    return lambda asked: key if asked == key_id else None


def open_wrapped(golden: Any, wrapped_key: str, subject: str) -> bytes:
    wrapped = read_wrapped_key(golden["sealing_key"]["key_id"], wrapped_key)
    return Sealers(golden["device_id"]).open_key(finder(golden), wrapped, subject=subject)


def test_both_sides_have_left_a_file() -> None:
    assert "by_the_server.json" in {path.name for path in FILES}


def test_the_public_half_and_its_id_are_spelled_alike(golden: Any) -> None:
    public = private_key_of(golden).public_key()
    assert golden["sealing_key"]["key_id"] == find_key_id(public)
    assert base64.b64decode(golden["sealing_key"]["public_key"]) == public_bytes(public)


def test_a_sealed_operation_is_what_was_sealed(golden: Any) -> None:
    named = golden["operation"]
    opened = open_operation(named["sent"], finder(golden), Sealers(golden["device_id"]))
    assert opened == named["opened"]
    key = open_wrapped(golden, named["sent"]["sealed"]["wrapped_key"], named["sent"]["op_id"])
    assert key == base64.b64decode(named["content_key"])


def test_a_sealed_file_is_what_was_sealed_piece_by_piece(golden: Any) -> None:
    named = golden["file"]
    key = open_wrapped(golden, named["wrapped_key"], named["attachment_id"])
    sealed = b"".join(base64.b64decode(piece) for piece in named["pieces"])
    pieces = list(open_pieces(key, named["attachment_id"], named["piece_size"], io.BytesIO(sealed).read))
    assert len(pieces) == len(named["pieces"]) >= 2
    plain = b"".join(pieces)
    assert (len(plain), hashlib.sha256(plain).hexdigest()) == (named["size"], named["sha256"])
    assert plain == base64.b64decode(named["plain"])


def test_a_data_key_is_the_one_that_was_wrapped(golden: Any) -> None:
    named = golden["data_key"]
    assert open_wrapped(golden, named["wrapped_key"], named["data_key_id"]) == base64.b64decode(named["data_key"])


def test_what_was_sealed_for_one_thing_opens_nothing_else(golden: Any) -> None:
    with pytest.raises(CannotOpenError):
        open_wrapped(golden, golden["file"]["wrapped_key"], golden["data_key"]["data_key_id"])
    key = open_wrapped(golden, golden["file"]["wrapped_key"], golden["file"]["attachment_id"])
    first, second = (base64.b64decode(piece) for piece in golden["file"]["pieces"][:2])
    with pytest.raises(CannotOpenError):
        list(open_pieces(key, golden["file"]["attachment_id"], golden["file"]["piece_size"], io.BytesIO(second).read))
    with pytest.raises(CannotOpenError):
        list(open_pieces(key, golden["device_id"], golden["file"]["piece_size"], io.BytesIO(first).read))
