"""Words that somebody typed to find a person or a place, as an address may carry them: sealed, so that no history or log tells.

A list found by them keeps an address that colleagues can open. Opens only what this server sealed.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app, request

LONGEST = 200
_LONGEST_SEALED = 2000


def seal_words(words: str) -> str:
    """The words for a query; "" stays "". Longer ones are cut. What came with the request goes out as it came: a list that links to
    itself has one address.
    """
    kept = words[:LONGEST].encode("utf-8", "replace").decode()
    if not kept:
        return ""
    came = (sealed for sealed in request.args.values() if open_words(sealed) == kept)
    return next(came, None) or _box().encrypt(kept.encode()).decode()


def open_words(sealed: str) -> str:
    """What `seal_words` was given; "" for anything else."""
    if not sealed or len(sealed) > _LONGEST_SEALED:
        return ""
    try:
        return _box().decrypt(sealed.encode("utf-8", "replace")).decode()
    except InvalidToken:
        return ""


def _box() -> Fernet:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"doorstep/words-in-addresses")
    return Fernet(base64.urlsafe_b64encode(derive.derive(str(current_app.config["SECRET_KEY"]).encode())))
