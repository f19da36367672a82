"""The offline line in engines that are not Chromium: a cold start without a server, a check with photos, a conflict, sync."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.stored_rows import check_photos_are_whole
from tests.end_to_end.town import Hired, Town
from tests.engines.officer import Officer

HERS, THEIRS = "07700 900555", "07700 900777"

pytestmark = pytest.mark.browser


def test_a_check_made_after_a_cold_start_without_a_server_arrives_whole_and_its_conflict_is_told(
    town: Town, officer: Hired, phone: Officer, tmp_path: Path
) -> None:
    visit_id, colleague = officer.visit_ids[0], town.hire(1)
    town.stack.kill()
    phone.die_and_open()
    for name in officer.names:
        phone.see(name)
    phone.begin_check(officer.names[0])
    phone.answer_up_to_photos("Made without a server")
    phone.add_two_photos(tmp_path)
    phone.fill("Mobile number", HERS)
    phone.save_check()
    phone.see("The council does not have it yet")
    phone.die_and_open()
    town.reassign(visit_id, officer, colleague)
    town.correct_mobile(visit_id, colleague, THEIRS)
    town.reassign(visit_id, colleague, officer)
    phone.go_to("Not sent")
    phone.see("No connection.")
    town.stack.start()
    phone.see_all_received()
    phone.see("Nothing is waiting on this phone.")
    _has_all_of_it(town, officer)
    phone.go_to("Attention")
    for words in ("Two answers for one thing", officer.names[0], f"You: {HERS}", THEIRS):
        phone.see(words)
    phone.press("Choose, or leave it", kind="link")
    phone.choose(HERS)
    phone.press("Save my choice on this phone")
    phone.see("1 settled lately")
    assert town.mobile_of(visit_id) == HERS


def _has_all_of_it(town: Town, officer: Hired) -> None:
    [submission] = town.list_submissions(officer.visit_ids[0])
    assert "<visit_note>Made without a server</visit_note>" in submission.xml
    [created] = [one for one in town.list_operations(officer) if one.kind == "submission.create"]
    assert created.verdict == "conflict"
    check_photos_are_whole(town.stack, created)
