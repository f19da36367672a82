"""What the rules draw: small numbers and words, so that a failing example reads as the story it is."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.proof.council import OFFICERS, PHONES, RESIDENTS
from tests.proof.faults import Line


def some_of(**fields: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    """At least one of the fields. A filter would do as well, but a story is given up where it says no three times."""
    names = list(fields)
    first = [{name: fields[name]} for name in names]
    others = [{name: fields[name] for name in names[place + 1 :]} for place in range(len(names))]
    return st.one_of([st.fixed_dictionaries(one, optional=more) for one, more in zip(first, others, strict=True)])


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
edits = some_of(mobile=mobiles, email=emails, language=st.sampled_from(["Welsh", "Polish"]))
case_edits = some_of(risk=risks, next_contact_on=days_on)
commands = st.sampled_from(["start", "alert", "hand_back", "reopen", "propose", "note", "photo", "unknown"])
