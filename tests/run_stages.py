"""Runs the stages of `make test`, prints the seconds of each, and closes with 'N passed, N failed'.

Stops at nothing: a stage that fails lets the others speak. Too slow is a failure too, so that it is seen when it happens.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.fast_folder import find_fast_folder
from tests.find_engines import has_both

ROOT = Path(__file__).resolve().parent.parent
WHOLE_RUN_SECONDS = 18 * 60
PYTEST = (sys.executable, "-m", "pytest", "-q", "-n", os.environ.get("DOORSTEP_TEST_PROCESSES", "auto"))
SCREENS = "tests/end_to_end/test_every_screen_is_accessible.py"
# One process more than there are processors, for the time that others wait for PostgreSQL or for a browser; none stands idle while
# another has long tests left.
ONE_MORE = (
    *PYTEST[:-1],
    os.environ.get("DOORSTEP_TEST_PROCESSES", str((os.cpu_count() or 1) + 1)),
    "--dist",
    "worksteal",
)
LONGER_ONLY, IN_EVERY_RUN = ("-m", "longer"), ("-m", "not longer")  # decision 49


def _end_to_end(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/end_to_end/test_{name}.py" for name in names)


LOCK = _end_to_end(
    "phone_lock", "the_profile_on_disk", "the_phones_own_lock", "recording_while_locked", "a_phone_in_other_hands",
    "orders_reach_the_phone",
)  # fmt: skip
LONG_JOURNEYS = _end_to_end(
    "ten_days_offline", "a_restored_server", "a_form_that_asks_everything", "publishing_a_form", "every_question_by_keyboard",
)  # fmt: skip
LONGEST = _end_to_end(
    "the_whole_line", "the_office_moves_meanwhile", "the_phone_survives", "two_people_one_resident", "evidence_by_link",
    "keyboard_alone_is_enough",
)  # fmt: skip
NOT_SERVER = ("tests/end_to_end", "tests/engines", "tests/proof", "tests/shape")


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the table: commands that must all succeed within the ceiling."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    ceiling_seconds: int = 5 * 60


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a stage; `passed` and `failed` are tests, or the commands of a stage without tests."""

    name: str
    seconds: float
    passed: int
    failed: int
    ok: bool


CHROMIUM = (sys.executable, "-m", "tests.find_chromium")
ENGINES = (sys.executable, "-m", "tests.find_engines")


# A row's lanes run side by side, and the stages of a lane one after the other, where that is quicker: four processes on two
# processors wait less and compute slower. Measured: not two stages with browsers.
ROWS: tuple[tuple[tuple[Stage, ...], ...], ...] = (
    (
        (
            Stage(
                "lint",
                (
                    ("ruff", "check", "-q", "."),
                    ("ruff", "format", "-q", "--check", "."),
                    ("npm", "run", "--silent", "lint"),
                ),
            ),
            Stage("types", ((sys.executable, "-m", "mypy"), ("npm", "run", "--silent", "typecheck"))),
            Stage("shape", (("lint-imports", "--no-logo"), (sys.executable, "-m", "pytest", "-q", "tests/shape"))),
            Stage("app", (("npm", "run", "--silent", "test"),)),
        ),
        (Stage("proof", ((*PYTEST, "--maxschedchunk", "1", "tests/proof/test_state_machine.py", "tests/proof"),)),),
    ),
    (
        (
            # One run without a database and on both: whoever reads the tests once need not again.
            Stage(
                "server",
                ((*ONE_MORE, *IN_EVERY_RUN, *(f"--ignore={one}" for one in NOT_SERVER)),),
                8 * 60,
            ),
        ),
    ),
    (
        (
            Stage(
                "browser",
                (
                    CHROMIUM,
                    (
                        *ONE_MORE,
                        *IN_EVERY_RUN,
                        *LONGEST,  # first, so that none is left for the end
                        "tests/end_to_end",
                        *(f"--ignore={one}" for one in (SCREENS, *LOCK, *LONG_JOURNEYS)),
                    ),
                ),
            ),
        ),
    ),
    ((Stage("screens", (CHROMIUM, (*ONE_MORE, SCREENS))),),),
    ((Stage("engines", (CHROMIUM, ENGINES, (*PYTEST, *IN_EVERY_RUN, "tests/engines"))),),),
)
# Longer runs, by name and by `make soak` (decision 49): what else runs on SQLite; the phone's lock in Chromium, which Firefox and WebKit
# open and lock in every run; Chromium's longest journeys, whose rules are tests without a browser; and what in every run one engine
# proves for the others.
LONGER: tuple[tuple[tuple[Stage, ...], ...], ...] = (
    ((Stage("sqlite", ((*ONE_MORE, *LONGER_ONLY, "tests/server"),), 8 * 60),),),
    ((Stage("lock", (CHROMIUM, (*ONE_MORE, *LOCK))),),),
    ((Stage("journeys", (CHROMIUM, (*ONE_MORE, *LONG_JOURNEYS), (*ONE_MORE, *LONGER_ONLY, *LONGEST)), 8 * 60),),),
    ((Stage("other_engines", (CHROMIUM, ENGINES, (*PYTEST, *LONGER_ONLY, "tests/engines"))),),),
)
STAGES = tuple(stage for row in (*ROWS, *LONGER) for lane in row for stage in lane)


def count_tests(output: str) -> tuple[int, int] | None:
    """Passed and failed from the closing lines of pytest or vitest; None when the output has no such line."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
    passed = failed = 0
    seen = False
    for line in plain.splitlines():
        if not re.search(r"^(=+ )?(\d+ (passed|failed|errors?|xfailed|warnings?)\b)|^\s+Tests\s", line):
            continue
        seen = True
        passed += sum(int(number) for number in re.findall(r"(\d+) (?:passed|xfailed|expected fail)", line))
        failed += sum(int(number) for number in re.findall(r"(\d+) (?:failed|errors?)\b", line))
    return (passed, failed) if seen else None


def run_row(lanes: Sequence[Sequence[Stage]]) -> list[Result]:
    """Run lanes side by side. A stage alone in its row shows its output as it comes, else when it ends."""
    lanes = [lane for lane in lanes if lane]
    if len(lanes) < 2:
        return [run_stage(stage, _say) for lane in lanes for stage in lane]

    def run_lane(lane: Sequence[Stage]) -> list[Result]:
        return [run_quietly(stage) for stage in lane]

    def run_quietly(stage: Stage) -> Result:
        lines: list[str] = []
        result = run_stage(stage, lines.append)
        _say("".join(lines))
        return result

    with ThreadPoolExecutor(len(lanes)) as side_by_side:
        return [result for results in side_by_side.map(run_lane, lanes) for result in results]


def _say(words: str) -> None:
    print(words, end="", flush=True)


def run_stage(stage: Stage, say: Callable[[str], None]) -> Result:
    """Run a stage's commands, one after the other; a test run that ran no test has failed."""
    say(f"\n--- {stage.name}\n")
    folder = tempfile.mkdtemp(prefix=f"doorstep-{stage.name}-", dir=find_fast_folder())
    began = time.monotonic()
    passed = failed = 0
    ok = True
    for command in stage.commands:
        left = stage.ceiling_seconds - (time.monotonic() - began)
        code, output = run_command(command, left, say, folder)
        is_test_run = "pytest" in command or command[-1] == "test"
        counted = count_tests(output) if is_test_run else (int(code == 0), int(code != 0))
        here_passed, here_failed = counted or (0, 1)
        if here_failed == 0 and (code != 0 or here_passed == 0):
            here_failed = 1
        passed, failed, ok = passed + here_passed, failed + here_failed, ok and code == 0 and here_failed == 0
    if ok:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        say(f"what the tests left behind: {folder}\n")
    return Result(stage.name, time.monotonic() - began, passed, failed, ok)


def run_command(
    command: tuple[str, ...], ceiling_seconds: float, say: Callable[[str], None], folder: str
) -> tuple[int, str]:
    """Exit code and output. Past the ceiling the command and all that it started are killed; the code is then 124."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": folder},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    lines: list[str] = []
    timer = KillAfter(process, ceiling_seconds)
    with timer:
        for line in process.stdout:
            lines.append(line)
            say(line)
        code = process.wait()
    if timer.fired:
        say(f"stopped: {' '.join(command)} took longer than {ceiling_seconds:.0f} s\n")
        code = 124
    return code, "".join(lines)


class KillAfter:
    """Kills a process and its group when the time is up; leaving the block calls it off."""

    def __init__(self, process: subprocess.Popen[str], seconds: float) -> None:
        self.fired = False
        self._process = process
        self._timer = threading.Timer(max(seconds, 1), self._kill)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_exception: object) -> None:
        self._timer.cancel()

    def _kill(self) -> None:
        self.fired = True
        os.killpg(self._process.pid, signal.SIGKILL)


def find_left_out(names: list[str]) -> str | None:
    """The stage that a run of all leaves out on a machine without its browsers, unless DOORSTEP_TEST_ENGINES is `always`."""
    wants_all = names or os.environ.get("DOORSTEP_TEST_ENGINES") == "always"
    return None if wants_all or has_both() else "engines"


def main(names: list[str]) -> int:
    """Run the named stages, or all; 0 when every one is green within its time."""
    unknown = set(names) - {stage.name for stage in STAGES}
    if unknown:
        print(f"no such stage: {', '.join(sorted(unknown))}")
        return 2
    if shutil.which("npm") is None:
        print("npm was not found; `make test` brings it.")
        return 2
    left_out = find_left_out(names)
    rows = (*ROWS, *LONGER) if names else ROWS
    wanted = {stage.name for stage in STAGES if stage.name != left_out and (not names or stage.name in names)}
    began = time.monotonic()
    results = [
        result for row in rows for result in run_row([[one for one in lane if one.name in wanted] for lane in row])
    ]
    total = time.monotonic() - began
    print("\nstage        seconds  passed  failed")
    for result in results:
        print(
            f"{result.name:<12} {result.seconds:7.1f} {result.passed:7d} {result.failed:7d}  {'' if result.ok else 'FAILED'}"
        )
    if left_out:
        print(
            f"{left_out:<12} not run: Firefox and WebKitGTK's driver are not both installed; see `make e2e-{left_out}`"
        )
    print(f"{'total':<12} {total:7.1f}")
    too_slow = total > WHOLE_RUN_SECONDS
    if too_slow:
        print(f"too slow: the whole run may take {WHOLE_RUN_SECONDS} seconds")
    failed = sum(result.failed for result in results) + int(too_slow)
    print(f"{sum(result.passed for result in results)} passed, {failed} failed")
    return 0 if all(result.ok for result in results) and not too_slow else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
