"""The escrow copy of the sealing keys as it is printed: what it is for, how to bring it back, and the keys themselves. Pure."""

from __future__ import annotations

from collections.abc import Mapping

_PAGE = """\
DOORSTEP: ESCROW COPY OF THE SEALING KEYS

What officers do in the field is sealed on their phones, so that only the council can open it. These are the
council's keys. They are also in every backup (flask backup). This page is for the day when the server and its
backups are lost together: without a key, what phones still hold can never be read again.

Keep it on paper, in a sealed envelope, in a safe, away from the server. Whoever has it, and a phone's data, can
read what that phone had not yet sent. Do not keep it in a mailbox or on a disk. Print it again after each
rotate-sealing-key and after each restore, and destroy the older page.

To bring the keys back: type or scan what stands below, the lines with dashes included, into a file readable by the
service's user alone, then

    flask --app server.cli add-sealing-key FILE

Words around the keys do no harm. What had come meanwhile and could not be opened is opened at once. Destroy the
file afterwards.
"""


def write_escrow_page(keys: Mapping[str, bytes]) -> str:
    """The page for keys by their ids, the current one last in `keys` and first on paper."""
    parts = [_PAGE]
    for place, (key_id, pem) in enumerate(reversed(list(keys.items()))):
        parts.append(f"{'Current key' if place == 0 else 'Older key'} {key_id}\n{pem.decode('ascii').strip()}\n")
    return "\n".join(parts)
