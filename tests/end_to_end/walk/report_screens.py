"""What a supervisor sees of work that could not simply be taken in, of two visits of one day, and of proposed visits."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.walk.office_screens import show
from tests.end_to_end.walk.staged_reports import StagedReports, stage_reports
from tests.live.stack import Stack

QUEUE = "/office/late-reports"


def walk(office: OfficePages, stack: Stack) -> Iterator[str]:
    """Begins and ends signed in as a supervisor; one late report is accepted, one proposal is made a visit."""
    staged = stage_reports(stack)
    yield from _queue(office, staged)
    yield from _repeats(office, staged)
    yield from _proposals(office, staged)


def _queue(office: OfficePages, staged: StagedReports) -> Iterator[str]:
    page = office.page
    page.goto(f"{office.url}{QUEUE}")
    show(page, "Late reports")
    yield "late_reports"
    page.goto(f"{office.url}{QUEUE}?reason=revoked_device")
    yield "late_reports_none_of_these"
    page.goto(f"{office.url}{QUEUE}/waiting")
    yield "late_reports_waiting"
    page.goto(f"{office.url}{QUEUE}?reason=other_content")
    page.locator(f'a[href^="{QUEUE}/clashes/"]').first.click()
    yield "late_report_two_contents"
    page.goto(f"{office.url}{QUEUE}/{staged.late_op_id}")
    yield "late_report"
    page.get_by_label("Keep as a note").check()
    page.get_by_role("button", name="Settle").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "late_report_without_words"
    page.get_by_label("Accept").check()
    page.get_by_role("button", name="Settle").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "late_report_accepted"
    page.goto(f"{office.url}{QUEUE}/{staged.late_op_id}")
    yield "late_report_settled"


def _repeats(office: OfficePages, staged: StagedReports) -> Iterator[str]:
    page = office.page
    page.goto(f"{office.url}/office/visits/{staged.repeated_visit_id}")
    yield "visit_two_of_one_day"
    page.get_by_role("button", name="Mark this visit as a repeat").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "visit_marked_as_repeat"


def _proposals(office: OfficePages, staged: StagedReports) -> Iterator[str]:
    page = office.page
    page.goto(f"{office.url}/office/proposals")
    yield "proposals"
    page.goto(f"{office.url}/office/proposals/{staged.proposal_id}")
    yield "proposal"
    page.get_by_role("button", name="Make the visit").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "proposal_nobody_chosen"
    page.get_by_label("Somebody new").check()
    page.get_by_label("Programme").select_option(index=1)
    page.get_by_role("button", name="Make the visit").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "proposal_made_a_visit"
    page.goto(f"{office.url}/office/proposals?state=answered")
    yield "proposals_answered"
    page.goto(f"{office.url}/office/proposals/{staged.proposal_id}")
    yield "proposal_answered"
