"""A code of the council's own is for ever: none is given twice, none to a list on which rules hang, and something is always offered."""

from __future__ import annotations

import pytest

from server.domain.change_refusal import ChangeRefusedError
from server.domain.code_list import CodeListWords, list_offered, read_code_list, read_new_code
from server.domain.shipped_settings import DIET_LIST, OFFICE_LIST, REFERRAL_LIST

WINTER, SUMMER = "01890000-0000-7000-8000-000000000001", "01890000-0000-7000-8000-000000000002"
HELD = CodeListWords(
    [{"name": code, "label": {"en": code.capitalize()}} for code in ("food", "advice", "gone")], ["gone"], {}
)


@pytest.mark.parametrize(
    ("name", "typed", "mistakes"),
    [
        (REFERRAL_LIST, {"code": "advice", "en": "More advice"}, {"code": "taken"}),
        (REFERRAL_LIST, {"code": "gone", "en": "Back"}, {"code": "retired"}),
        (REFERRAL_LIST, {"code": "baby", "en": "Babies"}, {"code": "taken"}),  # shipped, though this list has lost it
        (OFFICE_LIST, {"code": "merged", "en": "Merged"}, {"code": "taken"}),  # the program's own
        (DIET_LIST, {"code": "not_known", "en": "Ask them"}, {"code": "answer"}),
        (REFERRAL_LIST, {"code": "Housing advice", "en": "Housing"}, {"code": "form"}),
        (REFERRAL_LIST, {"code": "cyngor_\u0175", "en": ""}, {"code": "form", "en": "missing"}),
        (
            REFERRAL_LIST,
            {"code": "", "en": "x" * 101, "position": "0"},
            {"code": "missing", "en": "too_long", "position": "number"},
        ),
        (REFERRAL_LIST, {"code": "more", "en": "ADVICE"}, {"en": "taken"}),
        ("visit_outcome", {"code": "more", "en": "More"}, {"state": "closed"}),
    ],
)
def test_a_code_that_is_none_or_means_something_already_is_refused(
    name: str, typed: dict[str, str], mistakes: dict[str, str]
) -> None:
    with pytest.raises(ChangeRefusedError) as refusal:
        read_new_code(name, typed, {}, HELD, [WINTER])
    assert refusal.value.mistakes == mistakes


def test_a_code_stands_where_it_was_put_and_is_offered_where_it_is_kept_to() -> None:
    typed = {"code": "heating", "en": "Heating", "cy": "Gwres", "position": "2"}
    code, words = read_new_code(REFERRAL_LIST, typed, {"only": [WINTER]}, HELD, [WINTER, SUMMER])
    assert (code, words.entries[1]) == ("heating", {"name": "heating", "label": {"en": "Heating", "cy": "Gwres"}})
    assert list_offered(words, WINTER) == ["food", "heating", "advice"]
    assert list_offered(words, SUMMER) == list_offered(words) == ["food", "advice"]
    said = {f"position_{entry['name']}": "1" for entry in words.entries} | {"retired_gone": "1"}
    said |= {f"en_{entry['name']}": entry["label"]["en"] for entry in words.entries}
    everywhere = {f"only_{code}": [SUMMER] for code in ("food", "heating", "advice")}
    with pytest.raises(ChangeRefusedError, match="none_everywhere"):
        read_code_list(REFERRAL_LIST, said, everywhere, words.entries, [WINTER, SUMMER])
