"""What an administrator sets up beside forms, who did what, and the figures. Begins signed in as one."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.end_to_end.walk.office_screens import show


def walk(page: Page, url: str) -> Iterator[str]:
    """Changes nothing."""
    page.goto(f"{url}/office/users")
    page.get_by_role("link", name="Olu Officer").click()
    show(page, "Olu Officer")
    yield "user"
    page.goto(f"{url}/office/programmes")
    page.get_by_role("link", name="Shielding").click()
    show(page, "Shielding")
    yield "programme"
    page.get_by_role("link", name="Rules of telephone calls").click()
    show(page, "Rules of telephone calls")
    yield "call_rules"
    page.goto(page.url.replace("/calls", "/visits"))
    show(page, "Rules after a visit")
    yield "visit_rules"
    page.goto(f"{url}/office/audit?from=31/2/2026")
    show(page, "Audit")
    yield "audit"
    page.goto(f"{url}/office/reports")
    show(page, "Reports")
    yield "reports"
    page.goto(f"{url}/office/reports/access")
    show(page, "Access of other programs to the daily figures")
    yield "figures_access"
