"""What an officer saves at a door, as a phone would: filled forms with the bases they were prefilled from, and alerts."""

from __future__ import annotations

import uuid
from typing import Any

from tests.factories.filled_forms import make_payload
from tests.proof.council import Council
from tests.proof.model import Model
from tests.proof.model_phone import Json, ModelPhone

OUTCOME_NODE = "/data/outcome_page/outcome"
MOBILE_NODE = "/data/finish/mobile"
PHOTO_NODES = ("/data/photos/photo_1", "/data/photos/photo_2")
NEXT_NODE = "/data/finish/next_contact_on"
ASKING_FOR_PHOTOS = ("seen_needs", "no_reply_letter", "no_reply_concern", "refused_safe")
LOCKED_NODE = "/locked_phone"
ALERTING = ("no_reply_concern", "unsafe_withdrew", "emergency_999", "deceased")
OUTCOMES = ("seen_no_needs", "seen_needs", "no_reply_letter", "refused_safe", *ALERTING)
_NEEDS: Json = {
    "food": {"food_wanted": "yes", "food_priority": "today", "food_people": "2"},
    "sharing": {"sharing_explained": "yes", "food_agreed": "yes"},
}


def fill_check(
    phone: ModelPhone, visit_id: str, outcome: str, mobile: str | None, next_on: str | None
) -> tuple[dict[str, Any], Json]:
    """Answers and bases; None leaves the prefilled value as it was."""
    visit = phone.rows["visit", visit_id]["fields"]
    bases: Json = {}
    finish: dict[str, str] = {}
    for node, entity, name, wanted in (
        (MOBILE_NODE, ("resident", visit["resident_id"]), "mobile", mobile),
        (NEXT_NODE, ("case", visit["case_id"]), "next_contact_on", next_on),
    ):
        row = phone.rows.get(entity)
        shown = row["fields"].get(name) if row else None
        if row:
            bases[node] = {
                "entity_type": entity[0],
                "entity_id": entity[1],
                "field": name,
                "version": row["field_versions"].get(name, 0),
                "value": shown,
            }
        answer = shown if wanted is None else wanted
        if answer is not None:
            finish[name] = answer
    answers: dict[str, Any] = {"outcome_page": {"outcome": outcome}, "finish": finish}
    return answers | (_NEEDS if outcome == "seen_needs" else {}), bases


def submit_check(
    model: Model,
    council: Council,
    phone: ModelPhone,
    visit_id: str,
    *,
    outcome: str,
    mobile: str | None = None,
    next_on: str | None = None,
    photos: int = 0,
) -> None:
    """The submission with its alert and as many photos as are asked for, and the command that closes the visit by it."""
    answers, bases = fill_check(phone, visit_id, outcome, mobile, next_on)
    instance = uuid.uuid4()
    taken = [
        model.take_photo(phone, visit_id, instance_id=f"uuid:{instance}", node=node)
        for node in PHOTO_NODES[: photos if outcome in ASKING_FOR_PHOTOS else 0]
    ]
    answers |= {"photos": {f"photo_{place}": photo.name for place, photo in enumerate(taken, 1)}} if taken else {}
    alerts = []
    if outcome in ALERTING:
        alerts = [{"alert_id": str(uuid.uuid5(instance, OUTCOME_NODE)), "kind": outcome, "node": OUTCOME_NODE}]
    payload = make_payload(council.form_versions["welfare_check"], answers, instance_id=f"uuid:{instance}", bases=bases)
    payload["attachments"] = [photo.describe() for photo in taken]
    submission = model.save(phone, "submission.create", ("visit", visit_id), payload=payload, alerts=alerts)
    model.save(
        phone,
        "visit.submit",
        ("visit", visit_id),
        after=[submission["op_id"]],
        payload={"submission_op_id": submission["op_id"], "instance_id": f"uuid:{instance}"},
    )


def raise_alert(model: Model, phone: ModelPhone, visit_id: str) -> None:
    """One tap in a draft: the alert goes at once, and says later whom the officer rang."""
    instance = uuid.uuid4()
    alert_id = str(uuid.uuid5(instance, OUTCOME_NODE))
    alerts = [{"alert_id": alert_id, "kind": "emergency_999", "node": OUTCOME_NODE}]
    payload = {"instance_id": f"uuid:{instance}", "node": OUTCOME_NODE, "note": ""}
    raised = model.save(phone, "alert.raise", ("visit", visit_id), payload=payload, alerts=alerts)
    told = {"alert_id": alert_id, "told_whom": "Dora", "told_at": "2026-11-23T10:43:00.000Z"}
    model.save(phone, "alert.told", ("visit", visit_id), payload=told, after=[raised["op_id"]])


def add_photo(model: Model, phone: ModelPhone, visit_id: str) -> None:
    """One that belongs to no form."""
    photo = model.take_photo(phone, visit_id)
    model.save(
        phone,
        "attachment.add",
        ("visit", visit_id),
        payload={"attachment": photo.describe(), "note": f"Photo {photo.name}"},
    )


def hand_back(model: Model, phone: ModelPhone, visit_id: str) -> None:
    """The officer cannot do it."""
    model.save(phone, "visit.cannot_complete", ("visit", visit_id), payload={"reason": "ill", "note": "at home"})


def reopen(model: Model, phone: ModelPhone, visit_id: str) -> None:
    """The officer has submitted it, and wants to correct that."""
    model.save(phone, "visit.reopen", ("visit", visit_id), payload={"why": "wrong outcome"})


def propose(model: Model, phone: ModelPhone, visit_id: str) -> None:
    """Somebody else lives there whom nobody has on a list."""
    payload = {"basis": "same_address", "visit_id": visit_id, "last_name": "Newcomer", "why": "alone"}
    model.save(phone, "visit.propose", ("visit_proposal", str(uuid.uuid4())), payload=payload)


def record_while_locked(model: Model, phone: ModelPhone, *, is_alert: bool) -> None:
    """What a locked phone still does, sealed to the council alone: an alert, or a check at an address that is typed."""
    if phone.sealing_key is None:
        return
    if not is_alert:
        payload = {
            "basis": "typed_address",
            "visit_id": None,
            "address_text": "Flat above the bakery",
            "why": "no food",
        }
        model.save(phone, "visit.propose", ("visit_proposal", str(uuid.uuid4())), payload=payload)
        return
    alerts = [{"alert_id": str(uuid.uuid4()), "kind": "unsafe_withdrew", "node": LOCKED_NODE}]
    payload = {"instance_id": f"uuid:{uuid.uuid4()}", "node": LOCKED_NODE, "note": "a knife"}
    model.save(phone, "alert.raise", ("visit", str(uuid.uuid4())), payload=payload, alerts=alerts)


def resolve(model: Model, phone: ModelPhone, conflict_id: str, choice: int, other: str) -> None:
    """Choose in an open conflict: what is shown, one of the sides, or a value of one's own."""
    row = phone.rows["conflict", conflict_id]
    fields = row["fields"]
    if fields["resolved"] is not None:
        return
    name, shown = fields["field"], fields["shown"]["value"]
    choices = [("shown", shown), ("other", other), *((side["op_id"], side["value"]) for side in fields["sides"])]
    chosen, value = choices[choice % len(choices)]
    payload = {
        "conflicts": [{"conflict_id": conflict_id, "conflict_version": row["version"], "chosen": chosen}],
        "reason": "asked at the door",
    }
    edit = {"base_version": row["version"], "base_value": shown, "value": value}
    entity = (fields["entity_type"], fields["entity_id"])
    model.save(phone, "conflict.resolve", entity, fields={name: edit}, payload=payload)
