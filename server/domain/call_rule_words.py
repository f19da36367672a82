"""The rules of calls as an administrator types them: how many tries, what each outcome leads to, for how long one has somebody. Pure.

Each outcome may lead only where nobody falls out of sight: who was not reached is tried again or visited, who was is called again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from server.domain.call_rules import (
    FAILED_OUTCOMES,
    MOST_DAYS,
    MOST_MINUTES,
    MOST_TRIES,
    CallRules,
    CallStep,
    OutcomeRule,
)
from server.domain.change_refusal import ChangeRefusedError, read_whole_number
from server.domain.words import ContactOutcome

NUMBERS: Final = {"tries_before_visit": MOST_TRIES, "claim_minutes": MOST_MINUTES}
FAILED_STEPS: Final = (CallStep.TRY_AGAIN, CallStep.PROPOSE_VISIT)
# Somebody was reached; unlike the outcomes of visits (`words.REACHED_OUTCOMES`), each says after how many days to ring again.
WAITING_OUTCOMES: Final = (ContactOutcome.CALLBACK_COMPLETE, ContactOutcome.REFUSED_TO_ENGAGE)


def type_call_rules(rules: CallRules) -> dict[str, str]:
    """The rules as the fields of the page hold them: `step_no_answer`, `days_callback_complete`, ..."""
    typed = {name: str(getattr(rules, name)) for name in NUMBERS}
    typed |= {f"step_{outcome}": str(rules.outcomes[outcome].step) for outcome in FAILED_OUTCOMES}
    return typed | {f"days_{outcome}": str(rules.outcomes[outcome].days or "") for outcome in WAITING_OUTCOMES}


def read_typed_call_rules(typed: Mapping[str, str], now: CallRules) -> CallRules:
    """What the page does not ask stays as it is. Raises ChangeRefusedError with all that is wrong."""
    mistakes: dict[str, str] = {}
    outcomes = dict(now.outcomes)
    numbers = {name: read_whole_number(typed.get(name, ""), 1, most) for name, most in NUMBERS.items()}
    mistakes |= {name: "number" for name, value in numbers.items() if value is None}
    for outcome in FAILED_OUTCOMES:
        step = typed.get(f"step_{outcome}", "")
        if step in FAILED_STEPS:
            outcomes[outcome] = OutcomeRule(CallStep(step))
        else:
            mistakes[f"step_{outcome}"] = "step"
    for outcome in WAITING_OUTCOMES:
        days = read_whole_number(typed.get(f"days_{outcome}", ""), 1, MOST_DAYS)
        if days is None:
            mistakes[f"days_{outcome}"] = "days"
        else:
            outcomes[outcome] = OutcomeRule(CallStep.WAIT, days)
    if mistakes:
        raise ChangeRefusedError(mistakes)
    return CallRules(
        tries_before_visit=numbers["tries_before_visit"] or now.tries_before_visit,
        claim_minutes=numbers["claim_minutes"] or now.claim_minutes,
        outcomes=outcomes,
    )


def say_call_rules(rules: CallRules) -> dict[str, str]:
    """{name of a part: what it says}, for the history."""
    said = {f"call_{name}": str(getattr(rules, name)) for name in NUMBERS}
    said |= {f"call_after_{outcome}": str(rules.outcomes[outcome].step) for outcome in FAILED_OUTCOMES}
    return said | {f"call_after_{outcome}": str(rules.outcomes[outcome].days) for outcome in WAITING_OUTCOMES}
