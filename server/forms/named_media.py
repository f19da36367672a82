"""Which pictures, sounds and films the labels of a form name, in every language.

Reads the XForm alone: whether the files are there is for others to say. Source: ODK XForms, itext values with `form`.
"""

from __future__ import annotations

from server.domain.form_medium import NamedMedium
from server.forms.xml_reading import Element, XmlRefusedError, parse_xml

_VALUE = "{http://www.w3.org/2002/xforms}value"
_KINDS = {
    "image": ("image", "jr://images/"),
    "big-image": ("image", "jr://images/"),
    "audio": ("audio", "jr://audio/"),
    "video": ("video", "jr://video/"),
}


def list_named_media(xform: str) -> list[NamedMedium]:
    """Each file once, in the order in which the form names them; none for what is no XML."""
    try:
        root = parse_xml(xform)
    except XmlRefusedError:
        return []
    found: dict[str, NamedMedium] = {}
    for value in root.iter(_VALUE):
        medium = _read(value)
        if medium is not None:
            found.setdefault(medium.name, medium)
    return list(found.values())


def _read(value: Element) -> NamedMedium | None:
    kind, folder = _KINDS.get(str(value.get("form") or ""), ("", ""))
    address = (value.text or "").strip()
    if not kind or len(value) or not address.startswith(folder):
        return None
    name = address.removeprefix(folder)
    return NamedMedium(name, kind) if name else None
