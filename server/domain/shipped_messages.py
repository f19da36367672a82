"""The words of messages that a new installation begins with, English and Welsh, for SMS and e-mail; to staff, English text messages.

Data to start from: a council changes its own in the tables. None names a programme, an illness or a need: each says who writes,
what to open, and the number that tells whether it is real.
"""

from __future__ import annotations

from typing import Final

from server.domain.message import MessageChannel, MessageWords

# name -> language -> (what is said first, subject of the e-mail)
_OPENINGS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "form_link": {
        "en": ("((council)) asks you to fill in a form: ((link))", "((council)) asks you to fill in a form"),
        "cy": ("Mae ((council)) yn gofyn i chi lenwi ffurflen: ((link))", "Mae ((council)) yn gofyn i chi lenwi ffurflen"),
    },
    "evidence_request": {
        "en": ("((council)) asks you to send photos: ((link))", "((council)) asks you to send photos"),
        "cy": ("Mae ((council)) yn gofyn i chi anfon lluniau: ((link))", "Mae ((council)) yn gofyn i chi anfon lluniau"),
    },
    "evidence_reminder": {
        "en": ("((council)) still waits for your photos: ((link))", "((council)) still waits for your photos"),
        "cy": ("Mae ((council)) yn dal i aros am eich lluniau: ((link))", "Mae ((council)) yn dal i aros am eich lluniau"),
    },
    "evidence_received": {
        "en": ("((council)) has received your photos. Your reference number is ((reference)).", "((council)) has your photos"),
        "cy": ("Mae ((council)) wedi derbyn eich lluniau. Eich cyfeirnod yw ((reference)).", "Mae eich lluniau gan ((council))"),
    },
    "evidence_refused": {
        "en": ("((council)) needs one of your photos again. See why: ((link))", "((council)) needs one of your photos again"),
        "cy": ("Mae angen un o'ch lluniau eto ar ((council)). Gweler pam: ((link))", "Mae angen un o'ch lluniau eto ar ((council))"),
    },
    "evidence_closed": {
        "en": ("((council)) needs no more photos from you. Your reference number is ((reference)).", "((council)) needs no more photos"),
        "cy": ("Nid oes angen rhagor o luniau ar ((council)). Eich cyfeirnod yw ((reference)).", "Nid oes angen rhagor o luniau ar ((council))"),
    },
}  # fmt: skip
_IS_IT_REAL: Final = {
    "en": "To check that this is real, ring ((telephone)), the number on our website.",
    "cy": "I wirio bod hyn yn ddilys, ffoniwch ((telephone)), y rhif ar ein gwefan.",
}
_NO_PAYMENT: Final = {
    "en": "We never ask for a password, a PIN or a payment.",
    "cy": "Nid ydym byth yn gofyn am gyfrinair, PIN na thaliad.",
}


def _words(channel: MessageChannel, language: str, opening: str, subject: str) -> MessageWords:
    real = _IS_IT_REAL[language]
    if channel is MessageChannel.SMS:
        return MessageWords(None, f"{opening} {real}")
    return MessageWords(subject, "\n\n".join((opening, real, _NO_PAYMENT[language])))


SHIPPED_MESSAGES: Final[dict[tuple[str, str, MessageChannel], MessageWords]] = {
    (name, language, channel): _words(channel, language, opening, subject)
    for name, languages in _OPENINGS.items()
    for language, (opening, subject) in languages.items()
    for channel in MessageChannel
}

# To whoever is on call. A telephone is read by whoever holds it: neither names anybody, nor says what the alert is.
STAFF_MESSAGES: Final[dict[tuple[str, str, MessageChannel], MessageWords]] = {
    ("alert_to_owner", "en", MessageChannel.SMS): MessageWords(
        None, "((council)): an alert was raised at ((raised)) and you own it. Sign in and acknowledge it: ((page))"
    ),
    ("alert_waits", "en", MessageChannel.SMS): MessageWords(
        None,
        "((council)): an alert raised at ((raised)) is not acknowledged, and you are on call. Sign in and take it in hand: ((page))",
    ),
    ("alert_still_open", "en", MessageChannel.SMS): MessageWords(
        None,
        "((council)): an alert raised at ((raised)) is still open. Sign in, say what is done, or close it: ((page))",
    ),
    ("alert_handed_over", "en", MessageChannel.SMS): MessageWords(
        None, "((council)): an alert raised at ((raised)) is yours now. Sign in and read it: ((page))"
    ),
}


def find_shipped(name: str, language: str, channel: MessageChannel) -> MessageWords | None:
    """The words that ship by this name, to residents or to staff."""
    key = (name, language, channel)
    return SHIPPED_MESSAGES.get(key) or STAFF_MESSAGES.get(key)
