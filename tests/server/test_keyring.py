"""The sealing keys on disk: made once, readable by their owner only, added and never removed, seen at once by everybody."""

from __future__ import annotations

import base64
import stat
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from server.domain.escrow_page import write_escrow_page
from server.domain.sealing import find_key_id
from server.keyring import KeyRefusedError, Keyring


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    keyring = Keyring(tmp_path / "sealing_keys")
    keyring.prepare()
    return keyring


def pem_of(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def current_id(keyring: Keyring) -> str:
    key = keyring.find_current()
    assert key is not None
    return key.key_id


def page_of(keyring: Keyring) -> bytes:
    return write_escrow_page({key.key_id: key.pem for key in keyring.list_kept()}).encode()


def test_the_first_start_makes_one_key_that_only_its_owner_reads(keyring: Keyring) -> None:
    (path,) = keyring.list_paths()
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    assert keyring.prepare() is None
    assert keyring.list_ids() == [current_id(keyring)]


def test_the_id_is_of_the_public_half_as_the_wire_has_it(keyring: Keyring) -> None:
    key = keyring.find_current()
    assert key is not None
    private_key = keyring.find(key.key_id)
    assert private_key is not None
    assert (len(key.public_key), key.public_key[:1]) == (65, b"\x04")
    assert key.key_id == find_key_id(private_key.public_key())


def test_many_first_starts_at_once_make_one_key(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    starts = [threading.Thread(target=Keyring(folder).prepare) for _ in range(8)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(Keyring(folder).list_ids()) == 1


def test_a_rotation_is_seen_by_a_ring_that_was_opened_before_and_the_old_key_still_opens(keyring: Keyring) -> None:
    other_process = Keyring(keyring.folder)
    first = current_id(other_process)
    new = keyring.rotate()
    assert (current_id(other_process), other_process.list_ids()) == (new, [first, new])
    assert other_process.find(first) is not None
    assert keyring.rotate() == current_id(other_process)


def test_the_printed_page_brings_every_key_back_and_none_becomes_the_current_one(
    keyring: Keyring, tmp_path: Path
) -> None:
    keyring.rotate()
    page = page_of(keyring)
    assert page.index(current_id(keyring).encode()) < page.index(keyring.list_ids()[0].encode())
    elsewhere = Keyring(tmp_path / "elsewhere")
    elsewhere.prepare()
    own = current_id(elsewhere)
    typed = page.replace(b"\n", b"\r\n  ")
    assert sorted(elsewhere.add(typed)) == sorted(keyring.list_ids())
    assert current_id(elsewhere) == own
    assert elsewhere.add(typed) == []
    assert {key_id: elsewhere.find(key_id) is not None for key_id in keyring.list_ids()} == dict.fromkeys(
        keyring.list_ids(), True
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no key here",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        pem_of(ed25519.Ed25519PrivateKey.generate()),
        pem_of(ec.generate_private_key(ec.SECP384R1())),
    ],
)
def test_what_is_no_sealing_key_is_refused_in_words(keyring: Keyring, content: bytes) -> None:
    before = keyring.list_ids()
    with pytest.raises(KeyRefusedError, match="file"):
        keyring.add(content)
    assert keyring.list_ids() == before


def test_a_letter_typed_wrong_is_refused(keyring: Keyring, tmp_path: Path) -> None:
    page = bytearray(page_of(keyring))
    place = page.index(b"BEGIN PRIVATE KEY-----\n") + 100
    page[place] = ord("A") if page[place] != ord("A") else ord("B")
    with pytest.raises(KeyRefusedError):
        Keyring(tmp_path / "elsewhere").add(bytes(page))


def test_a_damaged_file_keeps_nobody_out(keyring: Keyring) -> None:
    first = current_id(keyring)
    keyring.rotate()
    damaged = Keyring(keyring.folder)
    newest = damaged.list_paths()[-1]
    newest.unlink()
    newest.write_bytes(b"-----BEGIN")
    fresh = Keyring(keyring.folder)
    assert fresh.find(fresh.list_ids()[-1]) is None
    assert current_id(fresh) == first


def test_other_files_in_the_folder_are_no_keys(keyring: Keyring) -> None:
    (keyring.folder / "0009-0011223344556677.pem.before-restore-20261123-100000").write_text("x")
    (keyring.folder / "notes.txt").write_text("x")
    assert len(keyring.list_ids()) == 1
    assert base64.b64encode(b"x") not in page_of(keyring)


def test_the_paper_copy_repairs_a_damaged_file(keyring: Keyring) -> None:
    (kept,) = keyring.list_kept()
    (path,) = keyring.list_paths()
    path.write_bytes(kept.pem[:40])
    damaged = Keyring(keyring.folder)
    assert damaged.find(kept.key_id) is None
    assert damaged.add(kept.pem) == [kept.key_id]
    assert Keyring(keyring.folder).find(kept.key_id) is not None
