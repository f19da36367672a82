"""The carrier of an installation without a key: every message stays in the outbox, where the office reads it."""

from __future__ import annotations

from server.outbound.carrier import Delivery, Outgoing


class Outbox:
    """Asks nobody."""

    def send(self, _outgoing: Outgoing) -> None:
        """Nothing carries it."""

    def find_sent(self, _reference: str) -> None:
        """Nothing was ever handed over."""

    def find_delivery(self, _notify_id: str) -> Delivery:
        """What was handed over when there was a key cannot be asked for."""
        return Delivery.UNDER_WAY
