"""Text messages leave by day."""

from __future__ import annotations

import datetime as dt

import pytest

from server.domain.message import MessageChannel
from server.domain.message_hours import MessageHours, read_hours


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("08:00-20:00", MessageHours(480, 1200)),
        (" 09:30-17:45 ", MessageHours(570, 1065)),
        ("00:00-24:00", MessageHours(0, 1440)),
        ("20:00-08:00", None),
        ("08:00-08:00", None),
        ("08:00-24:01", None),
        ("8-20", None),
        ("", None),
    ],
)
def test_hours_are_two_times_of_one_day(typed: str, hours: MessageHours | None) -> None:
    assert read_hours(typed) == hours


@pytest.mark.parametrize(
    ("time", "may_text"), [("07:59", False), ("08:00", True), ("19:59", True), ("20:00", False), ("03:00", False)]
)
def test_a_text_waits_for_the_day_and_an_e_mail_does_not(time: str, may_text: bool) -> None:
    hours = read_hours("08:00-20:00")
    assert hours is not None
    channels = hours.list_channels(dt.datetime.fromisoformat(f"2026-11-28T{time}:00"))
    assert (MessageChannel.SMS in channels, MessageChannel.EMAIL in channels) == (may_text, True)
