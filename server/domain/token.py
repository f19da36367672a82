"""How a bearer token is kept: as the SHA-256 of its opaque random text. Makes no token and compares none."""

from __future__ import annotations

import hashlib


def hash_token(token: str) -> str:
    """SHA-256 in hex. A token carries 256 random bits, so that no salt or slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
