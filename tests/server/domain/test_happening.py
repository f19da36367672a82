"""What a phone did is told by the phone's clock where that can be right, and by the server's else."""

from __future__ import annotations

import datetime as dt

import pytest

from server.domain.happening import Happening, find_happening

RECEIVED = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("said", "happening"),
    [
        ("2026-11-23T10:42:07.120Z", Happening(dt.datetime(2026, 11, 23, 10, 42, 7, 120_000, dt.UTC), RECEIVED)),
        ("2026-11-23T11:58:00Z", Happening(dt.datetime(2026, 11, 23, 11, 58, tzinfo=dt.UTC))),
        ("2026-11-23T12:02:00Z", Happening(RECEIVED)),
        ("2026-11-23T14:00:00Z", Happening(RECEIVED, phone_said=dt.datetime(2026, 11, 23, 14, 0, tzinfo=dt.UTC))),
        ("2020-01-01T00:00:00Z", Happening(RECEIVED, phone_said=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))),
        ("yesterday", Happening(RECEIVED)),
        (None, Happening(RECEIVED)),
    ],
    ids=["hours before", "just before", "a little ahead", "far ahead", "years before", "no time", "nothing"],
)
def test_when_it_happened(said: str | None, happening: Happening) -> None:
    assert find_happening(said, RECEIVED) == happening
