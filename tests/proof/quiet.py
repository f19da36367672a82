"""When all has been said: whether one more round, or one more pull, would change anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.proof.model_phone import ModelPhone
from tests.proof.photos import list_waiting, send_photos
from tests.proof.wire import Carry


def send_all(phone: ModelPhone, send: Carry) -> None:
    """Operations, then photos."""
    phone.push_all(send)
    send_photos(phone, send)


def has_more_to_say(phone: ModelPhone) -> bool:
    """Whether one more round would send something."""
    return not phone.given_up and bool(phone.sendable_ids or list_waiting(phone) or phone.obeyed or phone.must_sign_in)


def pull_until_nothing_changes(phones: Mapping[str, ModelPhone], pull: Callable[[str], None]) -> None:
    """At most three rounds, the second and third of those alone whom the round before has changed."""
    names = sorted(phones)
    for _ in range(3):
        before = {name: _tell_what_is_held(phones[name]) for name in names}
        for name in names:
            pull(name)
        names = [name for name in names if before[name] != _tell_what_is_held(phones[name])]


def _tell_what_is_held(phone: ModelPhone) -> tuple[Any, ...]:
    """Two pulls with one answer leave the same."""
    return phone.server_epoch, phone.view, phone.find_digest(), dict(phone.heard), set(phone.operations)
