"""What the back office sees of referrals: the board, the list, and the one that an officer's check has made."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect


def walk(page: Page, url: str) -> Iterator[str]:
    """Changes nothing."""
    page.goto(f"{url}/office/referrals")
    expect(page.get_by_role("heading", level=2, name="Blocked (1)")).to_be_visible()
    yield "referrals_board"
    page.locator(".doorstep-filter summary").click()
    page.get_by_label("Only urgent").check()
    page.get_by_label("What is needed").select_option(label="Food parcel")
    page.get_by_role("button", name="Apply filter").click()
    page.get_by_role("link", name="List", exact=True).click()
    expect(page.locator(".doorstep-chosen").nth(1).get_by_role("link")).to_have_count(2)
    yield "referrals_list_filtered"
    page.goto(f"{url}/office/referrals/list?status=any")
    yield "referrals_list"
    page.get_by_role("link", name="Something else").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Something else")
    yield "referral"
    page.get_by_label("Blocked").check()
    page.get_by_role("button", name="Save the status").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "referral_step_without_words"
    page.get_by_role("link", name="Open the resident’s record").click()
    page.get_by_role("link", name="Hand on a need").click()
    yield "refer_choose_need"
    page.get_by_role("link", name="Food parcel").click()
    page.get_by_role("button", name="Hand on").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "refer_with_mistakes"
    page.goto(f"{url}/office/residents/holds")
    yield "holds"
    page.goto(f"{url}/office/contacts")
    yield "contacts"
    page.locator("tbody th a").first.click()
    yield "contact_before_the_call"
    page.get_by_role("link", name="Change how they wish to be reached").click()
    yield "contact_preferences"
    page.goto(f"{url}/office/referrals?type=repairs")
    yield "referrals_none"
    page.goto(f"{url}/office/referrals/list?status=nonsense")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "referrals_wrong_status"
