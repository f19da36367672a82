"""Browsers that tests drive come from Debian or not at all: fetched as root, named with the line to type otherwise."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import ModuleType

import pytest

from tests import find_chromium, find_engines
from tests.run_stages import find_left_out

PROGRAMS = {find_chromium: ("chromium",), find_engines: ("firefox-esr", "WebKitWebDriver", "Xvfb")}
FINDERS = [pytest.param(finder, id=finder.__name__) for finder in PROGRAMS]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The only folder on the PATH: it holds an apt-get that notes what it is asked for, and no browser."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("CHROMIUM", "FIREFOX", "DOORSTEP_TEST_ENGINES"):
        monkeypatch.delenv(name, raising=False)
    add_program(tmp_path, "apt-get", f'echo "$@" >> {tmp_path}/asked\n[ "$1" != install ] || . {tmp_path}/installing')
    (tmp_path / "installing").write_text("")
    return tmp_path


def add_program(folder: Path, name: str, script: str = "") -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def act_as(monkeypatch: pytest.MonkeyPatch, user: int) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)


@pytest.mark.parametrize("finder", FINDERS)
def test_root_fetches_a_missing_browser_with_apt_and_nothing_when_it_is_there(
    finder: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act_as(monkeypatch, 0)
    for program in PROGRAMS[finder]:
        add_program(folder, f"new_{program}")
    moves = "\n".join(f"/bin/cp -p {folder}/new_{program} {folder}/{program}" for program in PROGRAMS[finder])
    (folder / "installing").write_text(moves)
    assert finder.main() == 0
    asked = (folder / "asked").read_text().splitlines()
    assert [line.split()[0] for line in asked] == re.findall(r"apt-get (\w+)", finder.APT_LINE)
    assert all(f"apt-get {line}" in finder.APT_LINE for line in asked)
    assert finder.main() == 0
    assert (folder / "asked").read_text().splitlines() == asked


def test_the_browser_without_a_window_is_taken_where_it_is_and_never_for_the_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_chromium.find_quickest() is None
    add_program(folder, "chromium")
    assert find_chromium.find_quickest() == find_chromium.find_chromium() == str(folder / "chromium")
    add_program(folder, find_chromium.SHELL)
    assert find_chromium.find_quickest() == str(folder / find_chromium.SHELL)
    assert find_chromium.find_chromium() == str(folder / "chromium")
    monkeypatch.setenv("CHROMIUM", "/opt/mine")
    assert find_chromium.find_quickest() == find_chromium.find_chromium() == "/opt/mine"


@pytest.mark.parametrize("finder", FINDERS)
def test_anybody_else_is_told_the_line_to_type(
    finder: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    act_as(monkeypatch, 1000)
    assert finder.main() == 1
    assert finder.APT_LINE in capsys.readouterr().out
    assert not (folder / "asked").exists()


@pytest.mark.parametrize("finder", FINDERS)
def test_an_apt_that_brings_nothing_is_a_failure(
    finder: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    act_as(monkeypatch, 0)
    assert finder.main() == 1
    assert finder.APT_LINE in capsys.readouterr().out


def test_a_run_of_all_leaves_the_engines_out_only_where_one_is_missing_and_nobody_insists(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_left_out([]) == "engines"
    assert find_left_out(["engines"]) is None
    monkeypatch.setenv("DOORSTEP_TEST_ENGINES", "always")
    assert find_left_out([]) is None
    monkeypatch.delenv("DOORSTEP_TEST_ENGINES")
    for program in PROGRAMS[find_engines]:
        assert find_left_out([]) == "engines"
        add_program(folder, program)
    assert find_left_out([]) is None
