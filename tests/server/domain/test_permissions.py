"""The table of permissions and the rule that a route declares."""

from __future__ import annotations

import pytest

from server.domain.permissions import PERMISSIONS, AccessRule, Relation, declare, may, relation_of, rule_of
from server.domain.words import Role


def test_an_officer_reaches_only_what_is_hers() -> None:
    assert relation_of("officer", "visits.read") is Relation.OWN
    assert may("officer", "visits.read", Relation.OWN)
    assert not may("officer", "visits.read")


def test_all_reaches_what_is_near_as_well() -> None:
    assert all(may("supervisor", "visits.read", relation) for relation in Relation)


@pytest.mark.parametrize("role", [Role.RECEIVING_TEAM, Role.INFORMATION_GOVERNANCE])
def test_who_handles_no_visits_reads_no_residents_and_no_visits(role: Role) -> None:
    assert relation_of(role, "residents.read") is None
    assert relation_of(role, "visits.read") is None


def test_only_who_runs_the_work_imports_and_assigns() -> None:
    for action in ("imports.upload", "imports.confirm", "imports.undo", "visits.assign"):
        assert set(PERMISSIONS[action]) == {Role.ADMINISTRATOR, Role.SUPERVISOR}


def test_a_role_or_an_action_nobody_knows_is_an_error_not_a_no() -> None:
    with pytest.raises(KeyError):
        may("officer", "visits.burn")
    with pytest.raises(ValueError, match="visitor"):
        may("visitor", "visits.read")
    with pytest.raises(KeyError):
        declare(AccessRule("staff", "visits.burn"))


def test_a_view_carries_the_rule_it_declares() -> None:
    rule = AccessRule("staff", "visits.read")

    @declare(rule)
    def view() -> None: ...

    assert rule_of(view) == rule
    assert rule_of(test_a_view_carries_the_rule_it_declares) is None
