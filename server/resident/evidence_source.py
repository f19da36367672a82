"""What the script of the evidence pages needs beside the page: its pass to /files, bounds, and every word that it may say.

Without a script none of it is used. It names nothing of the request, and no document by more than its number.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import current_app

from server.domain.resident_link import LinkPurpose
from server.resident.access import this_link
from server.resident.blueprint import on_day, resident, say
from server.use_cases.give_link_pass import give_link_pass

MIB = 1024 * 1024
# Of what the script fills in itself, once for each file.
_OPEN = {"file": "{file}", "count": "{count}", "percent": "{percent}", "day": "{day}"}
_WORDS = (
    "title", "until", "preparing", "waiting", "sending", "received", "not-taken", "remove", "already", "kept", "busy-line",
    "no-signal", "all-received", "again", "closed", "no-room", "going", "checking", "held-send", "leave-ask", "leave-yes", "leave-no",
    "waits", "waits-closed", "waits-offline", "waits-until", "waits-none", "waits-going", "waits-sent", "waits-refused",
    "removing", "removing-waits", "removed", "not-removed", "taken-back", "taking-back", "taking-back-waits", "choose",
)  # fmt: skip
_FAULTS = (
    "empty", "unknown_type", "cut_short", "something_else", "too_many_pixels", "damaged", "locked", "no_pages", "too_large", "too_many",
)  # fmt: skip


@resident.app_template_global("evidence_source")
def make_evidence_source(number: int | None = None) -> dict[str, Any]:
    """For a page behind the link's question. `number`: the document that the page adds to."""
    shown = this_link()
    assert shown.purpose is LinkPurpose.EVIDENCE
    most_bytes = int(current_app.config["MAX_UPLOAD_BYTES"])
    return {
        "link": str(shown.link.id),
        "pass": give_link_pass(current_app.config["SECRET_KEY"], shown.link.id, shown.link.code_hash),
        "document": number,
        "expires_at": shown.link.expires_at.isoformat(),
        "most_bytes": most_bytes,
        "texts": device_texts()
        | {"until": say("resident-evidence-device-until", day=on_day(shown.link.expires_at - dt.timedelta(seconds=1)))}
        | {f"fault-{name}": say(f"resident-evidence-fault-{name}", size=most_bytes // MIB) for name in _FAULTS}
        | {"fault-approved": say("resident-evidence-over-words"), "wait": say("resident-evidence-wait-words")},
    }


@resident.app_template_global("device_texts")
def device_texts() -> dict[str, str]:
    """What the script says on any page of a link, before the question too."""
    names = {name for name in _WORDS if name != "until"}
    words = {name: say(f"resident-evidence-device-{name}", **_OPEN) for name in sorted(names)}
    return words | {"leave": say("resident-leave"), "left": say("resident-evidence-left-title")}
