"""Counts what the examples went through, so that a run can say how much it proved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.store.tables import Attachment, Conflict, Operation, Upload
from tests.proof.model import Model
from tests.proof.wire import Wire


@dataclass(slots=True)
class Tally:
    """Sums over all examples that ended well."""

    examples: int = 0
    operations: int = 0
    sealed: int = 0
    conflicts: int = 0
    crashes: int = 0
    photos: int = 0  # whole at the end
    sealed_photos: int = 0
    obeyed: int = 0  # orders that stood at the end, and that their phones had confirmed
    verdicts: Counter[str] = field(default_factory=Counter)

    def add(self, session: Session, model: Model, wire: Wire) -> None:
        self.examples += 1
        self.operations += len(model.intents)
        self.conflicts += session.scalar(select(func.count()).select_from(Conflict)) or 0
        self.crashes += wire.crashes
        received = select(func.count(Attachment.id)).where(Attachment.status == "received")
        self.photos += session.scalar(received) or 0
        sealed = received.join(Upload, Upload.attachment_id == Attachment.id).where(Upload.wrapped_key.is_not(None))
        self.sealed_photos += session.scalar(sealed) or 0
        self.sealed += session.scalar(select(func.count()).where(Operation.sealed_hash.is_not(None))) or 0
        found = session.execute(
            select(Operation.verdict, Operation.verdict_reason, func.count())
            .where(Operation.device_id != "server")
            .group_by(Operation.verdict, Operation.verdict_reason)
        )
        for verdict, reason, count in found:
            self.verdicts[f"{verdict}/{reason}" if reason else str(verdict)] += count

    def take(self) -> Tally:
        """What was counted, and from now on count anew."""
        taken = Tally(
            self.examples,
            self.operations,
            self.sealed,
            self.conflicts,
            self.crashes,
            self.photos,
            self.sealed_photos,
            self.obeyed,
            Counter(self.verdicts),
        )
        self.examples = self.operations = self.sealed = self.conflicts = self.crashes = self.obeyed = 0
        self.photos = self.sealed_photos = 0
        self.verdicts.clear()
        return taken

    def join(self, other: Tally) -> None:
        """Add another's counts."""
        self.examples += other.examples
        self.operations += other.operations
        self.sealed += other.sealed
        self.conflicts += other.conflicts
        self.crashes += other.crashes
        self.photos += other.photos
        self.sealed_photos += other.sealed_photos
        self.obeyed += other.obeyed
        self.verdicts.update(other.verdicts)

    def say(self, *, lost: int = 0) -> str:
        return (
            f"{self.examples} examples, {self.operations} operations ({self.sealed} sealed),"
            f" {self.photos} photos ({self.sealed_photos} sealed), {self.conflicts} conflicts,"
            f" {self.crashes} crashes, {self.obeyed} orders obeyed, lost={lost}"
        )
