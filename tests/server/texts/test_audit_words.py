"""Whatever the code writes into the audit trail is told in words on its page, and no words are kept for what nothing writes."""

from __future__ import annotations

import re

from server.domain.case_step import CaseAction
from server.domain.evidence import Decision
from server.domain.operation import OperationKind
from server.domain.words import DeviceOrder
from server.texts import CATALOGUES
from server.use_cases.count_refused_try import LINK_CODES, REFUSED_TOKENS
from server.use_cases.settle_death_hold import Settlement
from tests.shape.audit_actions import find_said

# What is put together where it is written: the place, and what it may come to there.
ACTIONS: dict[str, set[str]] = {
    "server/office/picture.py: f'{kind}.view'": {"resident.view", "attachment.view"},
    "server/store/device_order_writes.py: f'device.{kind}_obeyed'": {f"device.{one}_obeyed" for one in DeviceOrder},
    "server/use_cases/order_device.py: f'device.{kind}'": {f"device.{one}" for one in DeviceOrder},
    "server/use_cases/order_device.py: f'device.{kind}_called_back'": {
        f"device.{one}_called_back" for one in DeviceOrder
    },
    "server/store/case_step_writes.py: f'case.{action}'": {f"case.{one}" for one in CaseAction},
    "server/use_cases/answer_proposal.py: kind": {"visit_proposal.accept", "visit_proposal.decline"},
    "server/use_cases/count_refused_try.py: counted.action": {REFUSED_TOKENS.action, LINK_CODES.action},
    "server/use_cases/cover_copies.py: f'picture.{_STEPS[covering.kind]}'": {"picture.black_out", "picture.hide"},
    "server/use_cases/edit_fields.py: operation.kind": {OperationKind.RESIDENT_EDIT, OperationKind.CASE_EDIT},
    "server/use_cases/propose_visit.py: operation.kind": {OperationKind.VISIT_PROPOSE},
    "server/use_cases/step_visit.py: operation.kind": {
        OperationKind.VISIT_START,
        OperationKind.VISIT_SUBMIT,
        OperationKind.VISIT_REOPEN,
        OperationKind.VISIT_CANNOT_COMPLETE,
    },
    "server/use_cases/review_evidence.py: f'evidence.{step.decision}'": {f"evidence.{one}" for one in Decision},
    "server/use_cases/settle_death_hold.py: f'hold.{settlement}'": {f"hold.{one}" for one in Settlement},
}
THINGS: dict[str, set[str]] = {
    "server/office/picture.py: kind": {"resident", "attachment"},
    "server/store/versioned_writes.py: action.partition('.')[0]": {"code_list", "duty_number"},
    "server/use_cases/edit_fields.py: operation.entity_type": {"resident", "case"},
    "server/use_cases/settle_conflicts.py: entity_type": {"resident", "case", "visit"},
}
PAGE = (CATALOGUES / "en" / "audit.ftl").read_text("utf-8")
WORDS_OF_THE_FILTER = {"both"}  # `audit-thing-both` is a message about the field


def test_every_action_that_code_writes_has_words_and_no_words_are_of_nothing() -> None:
    said = find_said("action")
    assert len(said.names) > 100
    assert said.unread == ACTIONS.keys()
    written = said.names.union(*ACTIONS.values())
    assert _list_words("action") == {name.replace(".", "-") for name in written}


def test_every_kind_of_thing_that_it_is_about_has_words() -> None:
    said = find_said("entity_type")
    assert len(said.names) > 20
    assert said.unread == THINGS.keys()
    assert _list_words("thing") - WORDS_OF_THE_FILTER == said.names.union(*THINGS.values())


def _list_words(part: str) -> set[str]:
    return set(re.findall(rf"^audit-{part}-(\S+) =", PAGE, re.MULTILINE))
