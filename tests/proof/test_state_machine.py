"""T1: whatever officers, the office, the line and both machines do, no work is lost and nothing is silently overwritten."""

from __future__ import annotations

import itertools

import hypothesis
import pytest
from flask import Flask
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from hypothesis.stateful import run_state_machine_as_test

from server.config import Settings
from server.domain.words import DeviceOrder
from server.use_cases import pull_view, receive_upload
from tests.proof.arena import Arena
from tests.proof.council import found_council
from tests.proof.faults import Line
from tests.proof.rules import Sync
from tests.proof.tally import Tally

EXAMPLES = 75  # of each seed, on each of two databases: 300
SEEDS = (2, 3)
STEPS = 25
_BAD_LINES = [line for line in Line if line is not Line.OK]
ROWS_ON_A_PAGE = 5  # so that most answers have several pages


@pytest.mark.parametrize("seed", SEEDS)
def test_no_work_is_lost_and_nothing_is_silently_overwritten(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(pull_view, "ROWS_ON_A_PAGE", ROWS_ON_A_PAGE)
    monkeypatch.setattr(receive_upload, "STOP_WAIT_SECONDS", 0)  # who is asked to stop here is dead
    # The seed alone decides: not every number that stands somewhere in the house, which takes seconds to look for.
    monkeypatch.setattr(providers, "_get_local_constants", Constants)
    arena = Arena(app, settings)

    class Here(Sync):
        pass

    Here.arena, Here.council, Here.tally = arena, found_council(arena), Tally()
    hypothesis.seed(seed)(Here)
    run_state_machine_as_test(
        Here,
        settings=hypothesis.settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=False,  # the seed decides
            database=None,
            deadline=None,
            # A story that fails is told as it happened: making it shorter takes longer than reading it (`make soak` does).
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
    assert Here.tally.conflicts > 0, "examples in which nobody disagrees prove little"
    assert 0 < Here.tally.sealed < Here.tally.operations, "some phones seal, and some do not"
    assert 0 < Here.tally.sealed_photos < Here.tally.photos, "and the same of photos"
    assert Here.tally.obeyed > 0, "phones that nobody loses prove nothing of orders"


def test_work_that_came_while_the_keys_were_away_is_whole_once_they_are_back(app: Flask, settings: Settings) -> None:
    """One story told by hand, since chance comes to it seldom."""
    arena = Arena(app, settings)

    class Here(Sync):
        pass

    Here.arena, Here.council, Here.tally = arena, found_council(arena), Tally()
    story = Here()
    story.some_phones_seal_what_they_save(frozenset({"olive_1"}))
    story.edit_resident("olive_1", 0, {"mobile": "07700 900002"})
    story.say("olive_1", 0, "alert")
    story.keys_go_away_or_come_back(away=True)
    story.sync("olive_1", Line.OK, None)
    story.no_alert_is_ever_missing()
    story.say("olive_1", 0, "alert")  # counted under the alert that tells of the pieces before it
    story.sync("olive_1", Line.OK, None)
    story.no_alert_is_ever_missing()
    story.teardown()
    assert Here.tally.sealed == Here.tally.operations == Here.tally.verdicts["applied"] == 5


def test_an_order_that_is_heard_before_the_work_was_sent_costs_none_of_it(app: Flask, settings: Settings) -> None:
    """The same for orders, to a phone that seals and one that does not: it hears of it when it asks for its visits. One that is
    too old to obey gets nothing to read until its officer signs in there, and is then told what became of its work.
    """
    arena = Arena(app, settings)

    class Here(Sync):
        pass

    Here.arena, Here.council, Here.tally = arena, found_council(arena), Tally()
    for kind, sealing in itertools.product(DeviceOrder, (frozenset({"olive_1"}), frozenset[str]())):
        story = Here()
        story.some_phones_seal_what_they_save(sealing)
        story.order_a_phone_that_calls("olive_1", kind, True, Line.OK, None)
        assert story.phones["olive_1"].is_locked
        assert len(story.phones["olive_1"].unsent_ids) == 1
        story.teardown()
        told = Here.tally.take()
        assert (told.verdicts["applied"], told.obeyed) == (1, 1), (kind, sealing)

    story = Here()
    phone = story.phones["omar_1"]
    story.some_phones_seal_what_they_save(frozenset())
    story.time_passes(72)  # to the day of its officer's visit
    story.sync("omar_1", Line.OK, None)
    story.edit_resident("omar_1", 0, {"mobile": "07700 900001", "language": "Welsh"})
    story.order_a_phone_that_calls("omar_1", DeviceOrder.LOCK, False, Line.OK, None)
    story.teardown()
    [edited] = [one.op_id for one in story.model.intents if one.operation["kind"] == "resident.edit"]
    assert (phone.is_locked, phone.may_not_read, phone.heard[edited]["verdict"]) == (False, True, "waiting")
    story.revoke("omar_1")  # by when it is found
    story.pull("omar_1", Line.OK, None)
    assert (phone.may_not_read, phone.heard[edited]["verdict"]) == (False, "applied")


def test_photos_outlive_crashes_at_each_commit_an_order_a_new_officer_and_a_restore(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes come before the check that names them and after it, in pieces, to each of which something happens."""
    monkeypatch.setattr(receive_upload, "STOP_WAIT_SECONDS", 0)
    arena = Arena(app, settings)

    class Here(Sync):
        pass

    Here.arena, Here.council, Here.tally = arena, found_council(arena), Tally()
    for sealing in (frozenset({"olive_1"}), frozenset[str]()):
        story = Here()
        story.some_phones_seal_what_they_save(sealing)
        story.submit_visit("olive_1", 0, "refused_safe", None, None, 2)
        for line in _BAD_LINES:
            story.say("olive_1", 1, "photo")
            for _ in range(3):  # its creation, its first piece, its last
                story.send_photos("olive_1", line, None)
            if line is Line.CRASH_AFTER_1:
                story.push("olive_1", line)
                story.push("olive_1", Line.OK)
                story.back_up_or_restore(False)  # of photos that have come, that are on their way, and that will come
            story.send_photos("olive_1", Line.OK, 0)  # the phone dies before it keeps a receipt
        story.give(0, 0, "nina", 1, Line.OK)
        story.order_a_phone("olive_1", DeviceOrder.LOCK, False, Line.OK)
        for befalls in (Line.NO_REPLY, Line.OK, Line.OK):  # it hears of it, and says that it has obeyed
            story.push("olive_1", befalls)
        story.send_photos("olive_1", Line.OK, None)
        story.worker_decides(Line.OK)
        story.back_up_or_restore(True)
        story.teardown()
        told, count = Here.tally.take(), 2 + len(_BAD_LINES)
        assert (told.photos, told.sealed_photos) == (count, count if sealing else 0)
