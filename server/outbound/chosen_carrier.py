"""Picks what carries messages from plain settings: GOV.UK Notify where there is a key, else the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.outbound.carrier import Carrier
from server.outbound.outbox import Outbox


def carrier_from(config: Mapping[str, Any]) -> Carrier:
    """The Carrier that `config` (Flask's, upper-case names) asks for; connects to nothing yet."""
    if not config.get("NOTIFY_KEY"):
        return Outbox()
    from server.outbound.notify import Notify  # who has no key loads no client

    return Notify(
        config["NOTIFY_KEY"],
        base_url=config["NOTIFY_URL"],
        sms_template=config["NOTIFY_SMS_TEMPLATE"],
        email_template=config["NOTIFY_EMAIL_TEMPLATE"],
    )
