"""The rules after a visit as an administrator types them: of each group of outcomes what follows, and in how many days. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from server.domain.change_refusal import ChangeRefusedError, read_whole_number
from server.domain.visit_rules import MOST_DAYS, STEPS_OF, FollowStep, OutcomeGroup, VisitRule, VisitRules


def type_visit_rules(rules: VisitRules) -> dict[str, str]:
    """The rules as the fields of the page hold them: `step_seen_well`, `days_seen_well`, ...; empty where nothing follows."""
    typed = {f"step_{group}": str(rules[group].step) if group in rules else "" for group in OutcomeGroup}
    return typed | {f"days_{group}": str(rules[group].days or "") if group in rules else "" for group in OutcomeGroup}


def read_typed_visit_rules(typed: Mapping[str, str]) -> dict[OutcomeGroup, VisitRule]:
    """A group with nothing chosen has no rule. Raises ChangeRefusedError with all that is wrong."""
    mistakes: dict[str, str] = {}
    rules: dict[OutcomeGroup, VisitRule] = {}
    for group in OutcomeGroup:
        step, said = typed.get(f"step_{group}", ""), typed.get(f"days_{group}", "").strip()
        days = read_whole_number(said, 1, MOST_DAYS)
        if step not in ("", *STEPS_OF[group]):
            mistakes[f"step_{group}"] = "step"
        elif step in ("", FollowStep.PROPOSE_CLOSE):
            if said:
                mistakes[f"days_{group}"] = "unused"
            elif step:
                rules[group] = VisitRule(FollowStep.PROPOSE_CLOSE)
        elif days is None:
            mistakes[f"days_{group}"] = "days"
        else:
            rules[group] = VisitRule(FollowStep(step), days)
    if mistakes:
        raise ChangeRefusedError(mistakes)
    return rules


def say_visit_rules(rules: VisitRules) -> dict[str, str | None]:
    """{name of a part: what it says, or None}, for the history."""
    said: dict[str, str | None] = {}
    for group in OutcomeGroup:
        rule = rules.get(group)
        said[f"after_visit_{group}"] = str(rule.step) if rule is not None else None
        said[f"after_visit_days_{group}"] = str(rule.days) if rule is not None and rule.days else None
    return said
