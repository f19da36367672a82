"""The name of a file as somebody else's program sent it, made harmless. It is shown and compared, never a path of ours."""

from __future__ import annotations

import unicodedata

from server.domain.operation import clean_text

LONGEST = 255


def clean_file_name(sent: str) -> str:
    """The last part of the name without control characters; `file` where nothing is left."""
    last = clean_text(sent).replace("\\", "/").rpartition("/")[2]
    plain = "".join(one for one in last if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    return plain.strip(" .")[:LONGEST] or "file"
