"""What the rules draw: small numbers and words, so that a failing example reads as the story it is."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.proof.council import OFFICERS, PHONES, RESIDENTS
from tests.proof.faults import Line

phones = st.sampled_from(sorted(PHONES))
officers = st.sampled_from(OFFICERS)
lines = st.just(Line.OK) | st.sampled_from(list(Line))
which = st.integers(0, 3)
people = st.integers(0, RESIDENTS - 1)
mobiles = st.sampled_from(["07700 900001", "07700 900002", "07700 900003", ""])
emails = st.sampled_from(["a@example.org", "b@example.org", ""])
risks = st.sampled_from(["low", "medium", "high"])
days_on = st.sampled_from(["2026-11-26", "2026-12-01"])
hours = st.sampled_from([1, 20, 24, 72, 24 * 8])
lives = st.none() | st.integers(0, 6)
edits = st.fixed_dictionaries(
    {}, optional={"mobile": mobiles, "email": emails, "language": st.sampled_from(["Welsh", "Polish"])}
).filter(bool)
case_edits = st.fixed_dictionaries({}, optional={"risk": risks, "next_contact_on": days_on}).filter(bool)
commands = st.sampled_from(["start", "alert", "hand_back", "reopen", "propose", "note", "photo", "unknown"])
