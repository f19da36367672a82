"""The page of cookies and storage says everything that the code keeps in a browser, and nothing that it does not."""

from __future__ import annotations

import re
from pathlib import Path

from flask.testing import FlaskClient

from tests.server.office.conftest import CameBack, SignIn

HOUSE = Path(__file__).parents[3]
PAGE = HOUSE / "docs" / "cookies-and-storage.md"
SCRIPTS = [*(HOUSE / "pwa" / "src").rglob("*.ts*"), *(HOUSE / "service_worker").rglob("*.ts")]
# What a script is called by to keep something, and how the name of what it keeps stands near it.
NAMES = {
    "database": re.compile(r'(?:const DATABASE = |return )["`](doorstep-(?:phone|evidence|user-)[^"`$]*)'),
    "local storage": re.compile(r'(?:KEPT_AS = |return )["`](doorstep[.-](?:language|council|unsent-)[^"`$]*)'),
    "cache": re.compile(r'PREFIX = "(doorstep-(?:app|evidence)-)"'),
}
KEEPS = re.compile(
    r"\b(openDB[<(]|indexedDB\.open|\.setItem\(|caches\.open\(|document\.cookie|cookieStore|sessionStorage)"
)
WHO_KEEPS = {
    "pwa/src/store/accounts.ts", "pwa/src/store/door.ts", "pwa/src/store/unsent.ts", "pwa/src/screens/texts.ts",
    "pwa/src/known_council.ts", "pwa/src/store/evidence_layout.ts",
    "service_worker/precache.ts", "service_worker/evidence_pages.ts",
}  # fmt: skip


def list_names() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in SCRIPTS]
    found = {kind: {name for source in sources for name in how.findall(source)} for kind, how in NAMES.items()}
    assert {kind: len(names) for kind, names in found.items()} == {"database": 3, "local storage": 3, "cache": 2}
    return set[str]().union(*found.values())


def list_object_stores() -> set[str]:
    found: set[str] = set()
    for file, name in (("layout.ts", "PhoneLayout"), ("evidence_layout.ts", "EvidenceLayout")):
        layout = (HOUSE / "pwa" / "src" / "store" / file).read_text(encoding="utf-8")
        body = layout.partition(f"interface {name}")[2].partition("\n}\n")[0]
        found |= set(re.findall(r"^ {2}(\w+): \{", body, re.MULTILINE))
    return found


def test_every_name_that_the_app_keeps_something_under_is_on_the_page(client: FlaskClient) -> None:
    page, document = client.get("/cookies").text, PAGE.read_text(encoding="utf-8")
    for name in list_names():
        assert name in page, name
        assert name in document, name
    for name in ("doorstep_session", "doorstep_known_browser"):
        assert name in page, name
        assert f"__Host-{name}" in document, name
    assert "doorstep_resident" in page
    assert "__Secure-doorstep_resident" in document


def test_every_object_store_of_the_phone_is_in_the_document() -> None:
    document = PAGE.read_text(encoding="utf-8")
    stores = list_object_stores()
    assert {"rows", "operations", "drafts", "links"} <= stores
    assert [store for store in sorted(stores) if f"`{store}`" not in document] == []


def test_nothing_else_in_the_app_keeps_anything() -> None:
    keepers = {path.relative_to(HOUSE).as_posix() for path in SCRIPTS if KEEPS.search(path.read_text(encoding="utf-8"))}
    assert keepers == WHO_KEEPS


def test_the_page_is_for_everybody_and_every_page_leads_to_it(
    client: FlaskClient, sign_in: SignIn, came_back: CameBack
) -> None:
    assert client.get("/cookies").status_code == 200
    assert 'href="/cookies"' in client.get("/office/sign-in").text
    reviewer = sign_in(came_back.reviewer)
    assert 'href="/cookies"' in reviewer.get("/office/").text
    assert "Signed in as Ben Back" in reviewer.get("/cookies").text
