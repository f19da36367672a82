"""Where databases and browser profiles lie that live for one test: in memory, if there is enough of it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

IN_MEMORY, ENOUGH_BYTES = Path("/dev/shm"), 8 << 30


def find_fast_folder() -> str:
    """A folder in memory, else that of temporary files."""
    fits = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free >= ENOUGH_BYTES
    return str(IN_MEMORY) if fits else tempfile.gettempdir()
