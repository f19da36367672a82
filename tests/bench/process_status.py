"""What the kernel says that a process holds."""

from __future__ import annotations

from pathlib import Path


def read_status(pid: int, name: str) -> int:
    """Bytes of one line of /proc/<pid>/status: VmRSS now, VmHWM at most. Raises OSError, or StopIteration for one that has ended."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
