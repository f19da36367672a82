"""Who may be rung, and why not: a hold, a wish not to be called, no number, or a colleague who is ringing already. Pure."""

from __future__ import annotations

import datetime as dt


class CallRefusedError(Exception):
    """Nobody may ring now. `reason`: not_found, case_closed, merged, held, no_calls_wanted, no_number or claimed (then by whom,
    and until when).
    """

    def __init__(self, reason: str, by: str | None = None, until_at: dt.datetime | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.by = by
        self.until_at = until_at


def find_call_refusal(
    *, is_open: bool, is_merged: bool, on_hold: bool, calls_wanted: bool | None, has_number: bool
) -> str | None:
    """Why this person may not be rung; None when they may. Not having been asked is no refusal."""
    reasons = (
        (is_merged, "merged"),
        (on_hold, "held"),
        (not is_open, "case_closed"),
        (calls_wanted is False, "no_calls_wanted"),
        (not has_number, "no_number"),
    )
    return next((reason for is_so, reason in reasons if is_so), None)
