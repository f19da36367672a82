"""What the office of the benchmark's council works on beside its visits: what came back, referrals, alerts, conflicts, evidence and the log."""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.evidence import ItemState, RequestStatus
from server.domain.resident_link import LinkPurpose, VerifyQuestion
from server.domain.words import (
    SERVER_DEVICE_ID,
    AlertKind,
    ProposalBasis,
    ReferralStatus,
    ReferralType,
    Role,
    Verdict,
    VisitOutcome,
)
from server.store.database import new_id
from server.store.tables import (
    Alert,
    AuditEntry,
    Conflict,
    ConflictSide,
    Device,
    DocumentType,
    EvidenceItem,
    EvidenceRequest,
    Operation,
    Referral,
    ResidentLink,
    Submission,
    VisitProposal,
    WarningMarker,
)
from tests.bench.council import Council, Row

REFERRALS, ALERTS, CONFLICTS, PROPOSALS, REQUESTS = 12_000, 2_500, 1_500, 900, 4_000
LOGGED, IN_REVIEW, AUDITED = 60_000, 400, 150_000


def fill_desks(council: Council) -> None:
    """Everything."""
    phones = _add_phones(council)
    came_back = [one for one in council.visits if one["submitted_at"] is not None]
    _add_submissions(council, came_back)
    _add_operations(council, came_back, phones)
    _add_referrals(council)
    _add_alerts(council, came_back)
    _add_conflicts(council, phones)
    _add_proposals(council)
    _add_evidence(council)
    _add_markers(council)
    _add_audit(council)


def _add_phones(council: Council) -> dict[uuid.UUID, str]:
    """One each, with a little unsent on every fourth; a few lost ones besides."""
    rows: list[Row] = [
        {"id": str(new_id()), "user_id": one, "label": f"Phone {number}", "registered_at": council.ago(100), "device_token_hash": f"t{number}",
         "last_contact_at": council.ago(number / 50), "unsent_count": 0 if number % 4 else number % 7, "last_device_seq": None,
         "revoked_at": None}
        for number, one in enumerate(council.officers)
    ]  # fmt: skip
    gone = [
        row | {"id": str(new_id()), "revoked_at": council.ago(30), "device_token_hash": None, "unsent_count": 1}
        for row in rows[:12]
    ]
    council.save(Device, [*rows, *gone])
    return {row["user_id"]: row["id"] for row in rows}


def _add_submissions(council: Council, came_back: list[Row]) -> None:
    council.save(
        Submission,
        (
            {"id": new_id(), "instance_id": f"uuid:{one['id']}", "op_id": new_id(), "visit_id": one["id"], "case_id": one["case_id"],
             "resident_id": one["resident_id"], "submitted_by_id": one["officer_id"], "device_id": SERVER_DEVICE_ID,
             "received_at": one["submitted_at"], "xml": "<data/>", "answers": {"/data/outcome": one["outcome"]}, "outcome": one["outcome"],
             "has_needs": one["outcome"] == VisitOutcome.SEEN_NEEDS, "review_state": one["review_state"] or "received"}
            for one in came_back
        ),
    )  # fmt: skip


def _add_operations(council: Council, came_back: list[Row], phones: dict[uuid.UUID, str]) -> None:
    reasons = ("late_report", "not_yours", "illegal_step", "waited_too_long")
    newest = sorted(came_back, key=lambda one: one["submitted_at"])[-LOGGED:]
    numbers = dict.fromkeys(phones, 0)
    rows = []
    for number, one in enumerate(newest):
        is_odd = number >= len(newest) - IN_REVIEW
        numbers[one["officer_id"]] += 1
        rows.append(
            {"op_id": new_id(), "device_id": phones[one["officer_id"]], "device_seq": numbers[one["officer_id"]], "user_id": one["officer_id"],
             "kind": "visit.submit", "entity_type": "visit", "entity_id": one["id"], "envelope": {"kind": "visit.submit"}, "payload_hash": "0",
             "received_at": one["submitted_at"], "verdict": Verdict.REVIEW if is_odd else Verdict.APPLIED, "decided_at": one["submitted_at"],
             "told_at": one["submitted_at"], "verdict_reason": reasons[number % len(reasons)] if is_odd else None, "row_version": 1}
        )  # fmt: skip
    council.save(Operation, rows)


def _add_referrals(council: Council) -> None:
    chance, kinds = council.chance, list(ReferralType)
    rows = []
    for number in range(REFERRALS):
        made_at = council.ago(chance.random() * 150)
        is_open = made_at > council.ago(15) or chance.random() < 0.02
        status = council.pick({ReferralStatus.TO_DO: 5, ReferralStatus.IN_PROGRESS: 4, ReferralStatus.BLOCKED: 1})
        to_person = number % 12 == 0
        rows.append(
            council.synced
            | {"id": new_id(), "case_id": chance.choice(council.cases)["id"], "type": chance.choice(kinds), "op_id": new_id(),
               "status": status if is_open else ReferralStatus.COMPLETE, "urgent": chance.random() < 0.06, "start_on": None,
               "status_reason": "no stock" if status == ReferralStatus.BLOCKED else None, "details": {},
               "team_id": None if to_person else chance.choice(council.teams),
               "user_id": chance.choice(council.staff[Role.BACK_OFFICE]) if to_person else None, "made_at": made_at}
        )  # fmt: skip
    council.save(Referral, rows)


def _add_alerts(council: Council, came_back: list[Row]) -> None:
    kinds = (AlertKind.SAFEGUARDING, AlertKind.NO_REPLY_CONCERN, AlertKind.UNSAFE_WITHDREW, AlertKind.DECEASED)
    newest = sorted(came_back, key=lambda one: one["submitted_at"])[-ALERTS * 30 :: 30]
    council.save(
        Alert,
        (
            {"id": new_id(), "kind": kinds[number % len(kinds)], "op_id": new_id(), "visit_id": one["id"], "resident_id": one["resident_id"],
             "raised_by_id": one["officer_id"], "raised_at": one["submitted_at"],
             "owner_id": council.staff[Role.DUTY_MANAGER][number % 3], "acknowledged_at": one["submitted_at"] if number % 60 else None,
             "closed_at": None if number > len(newest) - 60 else one["submitted_at"]}
            for number, one in enumerate(newest)
        ),
    )  # fmt: skip


def _add_conflicts(council: Council, phones: dict[uuid.UUID, str]) -> None:
    rows: list[Row] = []
    for number in range(CONFLICTS):
        settled = None if number % 18 == 0 else council.ago(number / 20)
        rows.append(
            {"id": new_id(), "entity_type": "resident", "entity_id": council.residents[number]["id"], "field": "access_needs",
             "base": {"value": "None"}, "theirs": {"value": "A ramp"}, "version": 1 if settled is None else 2,
             "opened_at": council.ago(number / 20 + 1), "resolved_at": settled, "resolved_reason": None if settled is None else "She told us",
             "resolved_by_id": None if settled is None else council.staff[Role.SUPERVISOR][0], "chosen": None if settled is None else "shown"}
        )  # fmt: skip
    council.save(Conflict, rows)
    council.save(
        ConflictSide,
        (
            {"conflict_id": row["id"], "op_id": new_id(), "user_id": council.officers[0], "device_id": phones[council.officers[0]],
             "value": {"value": "Two steps"}, "made_at": row["opened_at"]}
            for row in rows
        ),
    )  # fmt: skip


def _add_proposals(council: Council) -> None:
    council.save(
        VisitProposal,
        (
            council.synced
            | {"id": new_id(), "op_id": new_id(), "proposed_by_id": council.officers[number % 40], "basis": ProposalBasis.MET,
               "first_name": "Ida", "last_name": f"Moss {number}", "address_text": "4 Mill Lane, CR2 1AB", "why": "Lives alone",
               "status": "proposed" if number % 6 == 0 else "declined", "answer_words": None if number % 6 == 0 else "Known already",
               "answered_at": None if number % 6 == 0 else council.ago(number / 10), "created_at": council.ago(number / 10 + 1)}
            for number in range(PROPOSALS)
        ),
    )  # fmt: skip


def _add_evidence(council: Council) -> None:
    type_id = new_id()
    names = {"en": "Proof of address", "cy": "Prawf o gyfeiriad"}
    council.save(
        DocumentType,
        [{"id": type_id, "programme_id": council.programmes[0], "code": "bench_address", "names": names, "hints": names, "tips": names,
          "days": 14, "position": 99}],
    )  # fmt: skip
    links, requests, items = [], [], []
    words = {
        RequestStatus.PENDING: 30,
        RequestStatus.FOR_REVIEW: 15,
        RequestStatus.APPROVED: 50,
        RequestStatus.CLOSED: 5,
    }
    states = {RequestStatus.PENDING: ItemState.NEEDED, RequestStatus.APPROVED: ItemState.APPROVED}
    for number in range(REQUESTS):
        case, made_at, status = council.cases[number], council.ago(number / 40), council.pick(words)
        link_id, closed = new_id(), status == RequestStatus.CLOSED
        links.append(
            {"id": link_id, "purpose": LinkPurpose.EVIDENCE, "resident_id": case["resident_id"], "case_id": case["id"],
             "code_hash": f"bench{number}", "code_made_at": made_at, "question": VerifyQuestion.DATE_OF_BIRTH, "made_at": made_at,
             "expires_at": made_at + dt.timedelta(days=42), "made_by_id": council.staff[Role.BACK_OFFICE][0],
             "closed_at": made_at if closed else None, "closed_by_id": council.staff[Role.BACK_OFFICE][0] if closed else None}
        )  # fmt: skip
        requests.append(
            {"id": link_id, "case_id": case["id"], "why": "For your parcels", "due_on": (made_at + dt.timedelta(days=14)).date(),
             "status": status, "status_at": made_at, "channel": None}
        )  # fmt: skip
        state = states.get(status, ItemState.SENT)
        items += [
            {"id": new_id(), "request_id": link_id, "document_type_id": type_id, "position": position, "state": state,
             "approved_type_id": type_id if state == ItemState.APPROVED else None}
            for position in (1, 2)
        ]  # fmt: skip
    council.save(ResidentLink, links)
    council.save(EvidenceRequest, requests)
    council.save(EvidenceItem, items)


def _add_markers(council: Council) -> None:
    council.save(
        WarningMarker,
        (
            council.synced
            | {"id": new_id(), "resident_id": one["id"], "instruction": "Dog", "needs_pair": number % 4 == 0, "incident_on": council.today,
               "incident": "A dog in the hall", "status": "approved", "proposed_by_id": council.officers[0], "proposed_at": council.ago(20),
               "approved_by_id": council.staff[Role.SUPERVISOR][0], "approved_at": council.ago(19), "told_at": council.ago(19),
               "review_on": council.today + dt.timedelta(days=number % 300)}
            for number, one in enumerate(council.residents[::100])
        ),
    )  # fmt: skip


def _add_audit(council: Council) -> None:
    actions = ("resident.view", "visit.view", "residents.search", "referrals.list", "assign.view", "alerts.list")
    staff = [*council.staff[Role.BACK_OFFICE], *council.staff[Role.SUPERVISOR]]
    council.save(
        AuditEntry,
        (
            {"at": council.ago((AUDITED - number) / AUDITED * 150), "user_id": staff[number % len(staff)], "action": actions[number % 6],
             "entity_type": "resident", "entity_id": str(council.residents[number % 9_000]["id"]), "fields": {}}
            for number in range(AUDITED)
        ),
    )  # fmt: skip
