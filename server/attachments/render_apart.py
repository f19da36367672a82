"""Runs `derivatives.render` in a child process with bounds on time and memory, so that a hostile file ends only that.

The parent trusts nothing but the child's framing: one JSON line, then the JPEGs in the order it names.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from pathlib import Path

from server.attachments.arrival_checks import DAMAGED
from server.attachments.derivatives import UNTOUCHED, Rendered, UnreadableError, render
from server.domain.picture import Area, Drawing

TOO_MUCH_WORK = "The picture or document takes too long or too much memory to open, so it is not shown."
_HOUSE = Path(__file__).resolve().parents[2]
_MEMORY_BYTES = 2 * 1024**3
_CPU_SECONDS = 60
_PATIENCE_SECONDS = 120
_CRASHES = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE}


class RenderInterruptedError(RuntimeError):
    """The child was ended from outside, or the machine had no time for it, which says nothing about the file: try again."""


def render_apart(content: bytes, content_type: str, drawing: Drawing = UNTOUCHED) -> list[Rendered]:
    """As `render`, apart; raises UnreadableError also for a file that crashes or exhausts the child."""
    areas = json.dumps([(area.left, area.top, area.width, area.height) for area in drawing.areas])
    command = [sys.executable, "-m", "server.attachments.render_apart", content_type, str(drawing.turns), areas]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, cwd=_HOUSE, timeout=_PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:  # a file that is too much work uses up its processor seconds long before
        raise RenderInterruptedError(f"no answer within {_PATIENCE_SECONDS} seconds") from error
    if done.returncode in _CRASHES:
        raise UnreadableError(DAMAGED)
    if done.returncode == -signal.SIGXCPU:
        raise UnreadableError(TOO_MUCH_WORK)
    if done.returncode != 0:
        raise RenderInterruptedError(f"exit {done.returncode}: {done.stderr[-500:].decode(errors='replace')}")
    line, _, pictures = done.stdout.partition(b"\n")
    answer = json.loads(line)
    if answer["fault"] is not None:
        raise UnreadableError(answer["fault"])
    rendered = []
    for side, width, height, length in answer["pictures"]:
        rendered.append(Rendered(side, width, height, pictures[:length]))
        pictures = pictures[length:]
    return rendered


def main(content_type: str, turns: str, areas: str) -> None:
    """The child: a file on stdin, its pictures on stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    fault, rendered = None, []
    try:
        drawing = Drawing(int(turns), tuple(Area(*area) for area in json.loads(areas)))
        rendered = render(sys.stdin.buffer.read(), content_type, drawing)
    except UnreadableError as error:
        fault = str(error)
    except MemoryError:
        fault = TOO_MUCH_WORK
    answer = {
        "fault": fault,
        "pictures": [(made.longest_side, made.width, made.height, len(made.jpeg)) for made in rendered],
    }
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(made.jpeg for made in rendered))


if __name__ == "__main__":
    main(*sys.argv[1:])
