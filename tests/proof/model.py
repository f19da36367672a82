"""What must be true, kept apart from the server: the multiset of everything officers saved, and who may no longer send."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.proof.model_phone import Json, ModelPhone
from tests.proof.photos import Photo, take_photo


@dataclass(slots=True)
class Intent:
    """One operation that a phone promised to keep."""

    phone: ModelPhone
    operation: Json
    can_wait: bool = False  # of a newer schema: it may stay "waiting"

    @property
    def op_id(self) -> str:
        return str(self.operation["op_id"])


@dataclass(slots=True)
class Model:
    """Everything saved so far. Nothing ever leaves it."""

    intents: list[Intent] = field(default_factory=list)
    photos: list[tuple[ModelPhone, Photo]] = field(default_factory=list)
    restored: bool = False

    def save(self, phone: ModelPhone, kind: str, entity: tuple[str, str], **parts: Any) -> Json:
        """Save on the phone, and remember that it was promised."""
        operation = phone.save(kind, entity, **parts)
        self.intents.append(Intent(phone, operation, can_wait=operation["schema"] > phone.schema))
        return operation

    def edit(self, phone: ModelPhone, entity: tuple[str, str], values: dict[str, Any]) -> Json:
        """The same for an edit of fields."""
        operation = phone.edit(entity, values)
        self.intents.append(Intent(phone, operation))
        return operation

    def take_photo(self, phone: ModelPhone, visit_id: str, **parts: Any) -> Photo:
        """The same for a photo. What names it is saved afterwards."""
        photo = take_photo(phone, visit_id, seed=len(self.photos) + 1, **parts)
        self.photos.append((phone, photo))
        return photo

    def list_alert_ids(self) -> dict[str, set[str]]:
        """Alert ids by the operation that carries them."""
        return {
            one.op_id: {alert["alert_id"] for alert in one.operation["alerts"]}
            for one in self.intents
            if one.operation["alerts"]
        }
