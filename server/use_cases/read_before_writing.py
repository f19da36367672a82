"""Read all lines of a file before a transaction begins that keeps them: nobody waits to write while a workbook is unpacked.

They wait in a packed file without a name, which goes with the block, and never in memory as a whole.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

Lines = Iterable[tuple[int, dict[str, str]]]

_KEPT_IN_MEMORY = 4 * 1024 * 1024


@contextmanager
def read_before_writing(lines: Lines) -> Iterator[Lines]:
    """The same lines, to be gone through once; whatever reading them raises is raised here."""
    with tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY) as kept:
        with gzip.open(kept, "wt", compresslevel=1, encoding="utf-8") as packed:
            packed.writelines(f"{json.dumps(line)}\n" for line in lines)
        kept.seek(0)
        with gzip.open(kept, "rt", encoding="utf-8") as packed:
            yield _unpack(packed)


def _unpack(packed: Iterable[str]) -> Lines:
    for line in packed:
        number, cells = json.loads(line)
        yield number, cells
