"""A browser writes the fields of open pages into its record of tabs, in the open, unless their form says that it must not."""

from __future__ import annotations

import re
from pathlib import Path

APP = Path(__file__).parents[2] / "pwa" / "src"
PAGES = Path(__file__).parents[2] / "server" / "resident" / "templates"
FILLED_BY_PASSWORD_MANAGERS = {"sign_in_form.tsx"}


def list_forms_it_remembers(folder: Path) -> list[str]:
    """The forms below `folder` that leave their fields to the browser, as file and tag."""
    forms = [
        (path, tag) for path in sorted(folder.rglob("*.tsx")) for tag in re.findall(r"<form\b[^>]*>", path.read_text())
    ]
    assert forms, "no form was seen at all"
    return [
        f"{path.name}: {tag}"
        for path, tag in forms
        if path.name not in FILLED_BY_PASSWORD_MANAGERS and 'autocomplete="off"' not in tag
    ]


def list_pages_it_remembers(folder: Path) -> list[str]:
    """The forms of rendered pages below `folder` with something to type or choose that leave it to the browser."""
    forms = [
        (path, form)
        for path in sorted(folder.rglob("*.html"))
        for form in re.findall(r"<form\b[^>]*>.*?</form>", path.read_text(), re.DOTALL)
    ]
    assert forms, "no form was seen at all"
    return [
        f"{path.name}: {form.partition('>')[0]}>"
        for path, form in forms
        if re.search(r"govuk(?:Input|DateInput|FileUpload|Radios)\(", form)
        and 'autocomplete="off"' not in form.partition(">")[0]
    ]


def test_no_form_of_a_residents_page_is_remembered_by_the_browser(tmp_path: Path) -> None:
    assert list_pages_it_remembers(PAGES) == []
    (tmp_path / "ask.html").write_text("<form method=\"post\">{{ govukInput({'id': 'name'}) }}</form>")
    assert list_pages_it_remembers(tmp_path) == ['ask.html: <form method="post">']


def test_no_form_of_the_app_is_remembered_by_the_browser() -> None:
    assert list_forms_it_remembers(APP) == []


def test_a_form_that_is_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "note_screen.tsx").write_text("<form onSubmit={save} novalidate>")
    assert list_forms_it_remembers(tmp_path) == ["note_screen.tsx: <form onSubmit={save} novalidate>"]
