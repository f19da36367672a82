"""Both steps of a push in one transaction: a form from ODK Collect that is durable with its verdict costs one commit.

Only for what says `at_once`. Loses nothing: where deciding breaks, the two steps are gone instead.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence

from sqlalchemy.exc import DBAPIError

from server.store.operations import Answer, list_open_ids
from server.store.unit_of_work import write_transaction
from server.use_cases.decide_operations import decide_within, is_lock_problem
from server.use_cases.store_pushes import Push, find_lock_seconds, store_within

log = logging.getLogger(__name__)


def take_in_at_once(pushes: Sequence[Push]) -> dict[uuid.UUID, Answer] | None:
    """The answers that the log has now, by op_id; None where something broke and nothing was stored.

    Raises where pushes that go together find a lock held for long: each goes alone then.
    """
    try:
        with write_transaction(lock_seconds=find_lock_seconds(pushes)) as session:
            answers = store_within(session, pushes)
            if open_ids := list_open_ids(answers):
                answers |= decide_within(session, open_ids, max(push.now for push in pushes))
        return answers
    except Exception as error:  # whatever an operation breaks: it is stored first then, as it came
        if len(pushes) > 1 and isinstance(error, DBAPIError) and is_lock_problem(error):
            raise
        log.warning("%d pushes are stored first and decided then: %s", len(pushes), type(error).__name__)
        return None
