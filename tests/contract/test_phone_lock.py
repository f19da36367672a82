"""The PIN's cost: the golden hashes that vitest reads are those of the reference implementation, which follows RFC 9106."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from argon2.low_level import Type, core, ffi, hash_secret_raw

GOLDEN = json.loads((Path(__file__).parent / "phone_lock" / "argon2id.json").read_text())


@pytest.mark.parametrize("vector", GOLDEN, ids=lambda vector: f"{vector['cost']['memory_kib']} KiB")
def test_the_golden_hashes_are_those_of_the_reference(vector: dict[str, object]) -> None:
    cost = vector["cost"]
    assert isinstance(cost, dict)
    raw = hash_secret_raw(
        secret=str(vector["password"]).encode(),
        salt=bytes.fromhex(str(vector["salt"])),
        time_cost=cost["passes"],
        memory_cost=cost["memory_kib"],
        parallelism=cost["lanes"],
        hash_len=32,
        type=Type.ID,
    )
    assert raw.hex() == vector["hash"]


def test_the_reference_gives_the_vector_of_rfc_9106() -> None:
    # 5.3: Argon2id with a secret and associated data, which the phone's library does not take and the PIN does not use.
    given = {"pwd": b"\x01" * 32, "salt": b"\x02" * 16, "secret": b"\x03" * 8, "ad": b"\x04" * 12}
    held = {name: ffi.new("uint8_t[]", value) for name, value in given.items()}
    out = ffi.new("uint8_t[]", 32)
    context = ffi.new(
        "argon2_context *",
        {
            "out": out, "outlen": 32, "pwd": held["pwd"], "pwdlen": 32, "salt": held["salt"], "saltlen": 16,
            "secret": held["secret"], "secretlen": 8, "ad": held["ad"], "adlen": 12, "t_cost": 3, "m_cost": 32,
            "lanes": 4, "threads": 4, "version": 0x13, "flags": 0,
            "allocate_cbk": ffi.NULL, "free_cbk": ffi.NULL,
        },
    )  # fmt: skip
    assert core(context, Type.ID.value) == 0
    assert bytes(ffi.buffer(out)).hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
