"""The pass by which a page whose link was answered sends bytes to /files, where no cookie is read: it sends, and reads nothing back.

Signed, of one link and its present code, for two hours; never kept. A newer link, or closing it, ends it at once.
"""

from __future__ import annotations

import datetime as dt
import uuid

from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from server.domain.resident_link import LinkPurpose
from server.store.resident_links import ShownLink, find_link
from server.store.unit_of_work import read_now

LIFE = dt.timedelta(hours=2)
PREFIX = "link."  # no token of a phone has a full stop
_STAMP = 16  # of the code's hash: another code ends the pass


class PassError(Exception):
    """The pass opens nothing. `is_forged`: it was never ours; else its time is over, or the link was sent anew."""

    def __init__(self, *, is_forged: bool) -> None:
        super().__init__("is_forged" if is_forged else "over")
        self.is_forged = is_forged


def give_link_pass(secret: str, link_id: uuid.UUID, code_hash: str) -> str:
    """For the page of this link alone, and only once its question was answered."""
    return PREFIX + str(_signer(secret).dumps([str(link_id), code_hash[:_STAMP]]))


def open_link_pass(secret: str, written: str) -> ShownLink:
    """The link to evidence that it is of, whether or not that still opens. Raises PassError."""
    try:
        link_id, stamp = _signer(secret).loads(written.removeprefix(PREFIX), max_age=int(LIFE.total_seconds()))
        found_id = uuid.UUID(link_id)
    except SignatureExpired:
        raise PassError(is_forged=False) from None
    except (BadData, ValueError, TypeError, AttributeError):
        raise PassError(is_forged=True) from None
    with read_now() as session:
        shown = find_link(session, found_id)
    if shown is None or shown.link.code_hash[:_STAMP] != stamp or shown.purpose is not LinkPurpose.EVIDENCE:
        raise PassError(is_forged=False)
    return shown


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="resident-link-pass")
