"""OpenRosa 1.0 as ODK Collect speaks it: reads what a submission says of itself, writes form list, manifest and envelope.

Source: OpenRosa Form Discovery, Form Submission and HTTP Request APIs. Pure: bytes in, bytes out.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from server.forms.answers import find_meta
from server.forms.xml_reading import XmlRefusedError, parse_xml

FORM_LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"
_UTF_8 = ("UTF-8", "US-ASCII", "ASCII")


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A submission as it came, and what it says of itself; `version` "" where it names none."""

    xml: str
    form_id: str
    version: str
    instance_id: str


@dataclass(frozen=True, slots=True)
class ListedForm:
    """One form of a form list, with absolute addresses."""

    form_id: str
    title: str
    version: str
    xform: bytes
    download_url: str
    manifest_url: str


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One file of a manifest; `hash` as `name_hash` writes it."""

    name: str
    hash: str
    download_url: str


def read_filled_form(raw: bytes) -> FilledForm:
    """Read the XML of a submission as far as it names itself. Raises XmlRefusedError."""
    root = parse_xml(raw)
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    if encoding.upper() not in _UTF_8:
        raise XmlRefusedError("the XML is not in UTF-8")
    form_id, instance_id = str(root.get("id") or "").strip(), find_meta(root, "instanceID")
    if not form_id:
        raise XmlRefusedError("the submission does not say of which form it is")
    if not instance_id or len(instance_id) > 200:
        raise XmlRefusedError("the submission has no instanceID that can be kept")
    text = raw.decode("utf-8-sig", "replace")
    return FilledForm(text, form_id, str(root.get("version") or "").strip(), instance_id)


def write_form_list(forms: Iterable[ListedForm]) -> bytes:
    """The document of a form list."""
    root = _root("xforms", FORM_LIST)
    for form in forms:
        entry = _add(root, "xform")
        _add(entry, "formID", form.form_id)
        _add(entry, "name", form.title)
        _add(entry, "version", form.version)
        _add(entry, "hash", hash_file(form.xform))
        _add(entry, "downloadUrl", form.download_url)
        _add(entry, "manifestUrl", form.manifest_url)
    return _write(root)


def write_manifest(files: Iterable[ListedFile]) -> bytes:
    """The document that names a form's files."""
    root = _root("manifest", MANIFEST)
    for file in files:
        entry = _add(root, "mediaFile")
        _add(entry, "filename", file.name)
        _add(entry, "hash", file.hash)
        _add(entry, "downloadUrl", file.download_url)
    return _write(root)


@functools.lru_cache(maxsize=64)
def write_envelope(message: str, nature: str = "") -> bytes:
    """The envelope of an answer; `nature` is one of OpenRosa's words, such as submit_success."""
    root = _root("OpenRosaResponse", RESPONSE)
    entry = _add(root, "message", message)
    if nature:
        entry.set("nature", nature)
    return _write(root)


def hash_file(content: bytes) -> str:
    """Of the content itself."""
    return name_hash(hashlib.md5(content, usedforsecurity=False).hexdigest())


def name_hash(md5: str) -> str:
    """As OpenRosa writes it: MD5, by which a phone sees that a file changed; nobody is kept out by it."""
    return f"md5:{md5}"


def _root(name: str, namespace: str) -> etree._Element:
    return etree.Element(f"{{{namespace}}}{name}", nsmap={None: namespace})  # type: ignore[dict-item]  # lxml's own way


def _add(parent: etree._Element, name: str, words: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")
    if words is not None:
        child.text = "".join(one for one in words if one.isprintable() or one == " ")
    return child


def _write(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
