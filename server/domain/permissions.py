"""Who may do what: one table of role x action x relation, and the rule that every route declares.

Pure. Nothing else in the house compares a role with a word; to widen somebody's rights, change this table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal, TypeVar

from server.domain.words import Role

_RULE = "access_rule"
View = TypeVar("View", bound=Callable[..., Any])


class Relation(StrEnum):
    """How near a thing must be to the person who acts on it."""

    ALL = "all"
    OWN = "own"  # given to this very person: their visits, their alerts
    HANDED = "handed"  # handed to this person's team


def _to(relation: Relation, *roles: Role) -> dict[Role, Relation]:
    return dict.fromkeys(roles, relation)


_DESK = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.BACK_OFFICE, Role.DUTY_MANAGER)

# action -> role -> how far it reaches. A role that is not named may not.
PERMISSIONS: Final[Mapping[str, Mapping[Role, Relation]]] = {
    "today.read": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE, Role.INFORMATION_GOVERNANCE)
    | _to(Relation.OWN, Role.OFFICER),
    "visits.read": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE) | _to(Relation.OWN, Role.OFFICER),
    "visits.review": _to(Relation.ALL, *_DESK),
    "visits.mark_repeat": _to(Relation.ALL, *_DESK),
    "reports.read": _to(Relation.ALL, *_DESK),
    "reports.settle": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "resident_forms.settle": _to(Relation.ALL, *_DESK),  # of what stands in review, only what came by link
    "proposals.answer": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "visits.assign": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "shifts.plan": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "alerts.read": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE) | _to(Relation.OWN, Role.OFFICER),
    "alerts.acknowledge": _to(Relation.ALL, *_DESK),
    "alerts.own": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DUTY_MANAGER),
    "lone_working.read": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "lone_working.record": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),  # who answers the number that officers ring
    "conflicts.read": _to(Relation.ALL, *_DESK),
    "conflicts.resolve": _to(Relation.ALL, *_DESK),
    "residents.read": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "residents.edit": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "residents.add": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),  # who rings and is on no list
    "residents.correct": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR, Role.BACK_OFFICE),  # who and where
    "markers.propose": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "markers.read": _to(Relation.ALL, *_DESK, Role.INFORMATION_GOVERNANCE),  # the incident, which no phone gets
    "markers.decide": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),  # never on one's own proposal
    "markers.review": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "referrals.read": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "referrals.make": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "referrals.change": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "referrals.export": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR)
    | _to(Relation.HANDED, Role.RECEIVING_TEAM),
    "referrals.set_columns": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "handed.read": _to(Relation.HANDED, Role.RECEIVING_TEAM),  # name, address, telephone and that need's answers
    "handed.change": _to(Relation.HANDED, Role.RECEIVING_TEAM),
    "contacts.call": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "links.send": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "messages.read": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "messages.retry": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "evidence.read": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "evidence.ask": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "evidence.add": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),  # for the resident, who brought or read it out
    "evidence.review": _to(Relation.ALL, *_DESK),
    "document_types.edit": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "cases.change": _to(Relation.ALL, *_DESK),  # close, hold, open again, the next contact
    "residents.merge": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "holds.settle": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "devices.read": _to(Relation.ALL, *_DESK, Role.INFORMATION_GOVERNANCE),
    "devices.order": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DUTY_MANAGER),
    "devices.revoke": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "devices.end_ticket": _to(Relation.ALL, Role.ADMINISTRATOR),
    "devices.breach_list": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR, Role.INFORMATION_GOVERNANCE),
    "imports.read": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "imports.upload": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "imports.confirm": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "imports.undo": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "attachments.read": _to(Relation.ALL, *_DESK) | _to(Relation.OWN, Role.OFFICER),
    "attachments.cover": _to(Relation.ALL, *_DESK),  # turn, black out, hide: the original stays
    "attachments.uncover": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "originals.read": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "forms.read": _to(Relation.ALL, Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE),
    "forms.publish": _to(Relation.ALL, Role.ADMINISTRATOR),
    "forms.fill": _to(Relation.ALL, *_DESK, Role.CONTACT_CENTRE),
    "submissions.correct": _to(Relation.ALL, *_DESK),
    "exports.make": _to(Relation.ALL, Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE),
    "tokens.manage": _to(Relation.ALL, Role.ADMINISTRATOR),
    "collect.use": _to(Relation.OWN, Role.OFFICER, Role.SUPERVISOR, Role.BACK_OFFICE, Role.ADMINISTRATOR),
    "audit.read": _to(Relation.ALL, Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE),
    "figures.read": _to(Relation.ALL, *_DESK, Role.INFORMATION_GOVERNANCE),  # counts, which name nobody
    # Counts too, and taking them out is an entry of the audit trail.
    "figures.export": _to(
        Relation.ALL, Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE, Role.SUPERVISOR, Role.DUTY_MANAGER
    ),
    "setup.read": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR, Role.INFORMATION_GOVERNANCE),
    "users.manage": _to(Relation.ALL, Role.ADMINISTRATOR),
    "teams.manage": _to(Relation.ALL, Role.ADMINISTRATOR),
    "programmes.edit": _to(Relation.ALL, Role.ADMINISTRATOR),
    "code_lists.edit": _to(Relation.ALL, Role.ADMINISTRATOR),
    "duty_numbers.edit": _to(Relation.ALL, Role.ADMINISTRATOR, Role.SUPERVISOR),
    "app.use": _to(Relation.OWN, Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR),
}


def list_roles_that_may(action: str) -> list[Role]:
    """In the order in which the table of permissions has its columns."""
    return [role for role in Role if role in PERMISSIONS[action]]


def relation_of(role: str, action: str) -> Relation | None:
    """How far `action` reaches for `role`; None: not at all. Raises KeyError for an unknown action."""
    return PERMISSIONS[action].get(Role(role))


def may(role: str, action: str, relation: Relation = Relation.ALL) -> bool:
    """True when `role` may do `action` on a thing that stands in `relation` to the person; ALL reaches everything."""
    reach = relation_of(role, action)
    return reach is not None and reach in (Relation.ALL, relation)


@dataclass(frozen=True, slots=True)
class AccessRule:
    """What a route declares: how a caller proves who it is, and which action it needs."""

    caller: Literal["public", "signed_in", "staff", "bearer", "app_token", "link", "bearer_or_link"]
    action: str | None = None


def declare(rule: AccessRule) -> Callable[[View], View]:
    """Write `rule` on a view so that all routes can be listed; it checks nothing itself. KeyError: no such action."""
    if rule.action is not None:
        PERMISSIONS[rule.action]

    def decorate(view: View) -> View:
        setattr(view, _RULE, rule)
        return view

    return decorate


def rule_of(view: object) -> AccessRule | None:
    """The rule declared on a view (function, method or view class), or None when nobody declared one."""
    rule = getattr(view, _RULE, None)
    return rule if isinstance(rule, AccessRule) else None
