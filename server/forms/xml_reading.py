"""The one place where XML from outside is parsed: no DTD, no entities, no network, bounded size and depth.

Knows nothing of forms; hands back an element tree or raises XmlRefusedError in words a person can read.
"""

from __future__ import annotations

from lxml import etree

from server.domain.workbook_package import DOCUMENT_TYPE, has_document_type

MAX_XML_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 100
MAX_ELEMENTS = 200_000

# What this house calls an element; lxml gives comments and instructions other types.
Element = etree._Element


class XmlRefusedError(ValueError):
    """The text is not XML this house will read; the message says why, without quoting the text."""


def parse_xml(text: str | bytes) -> Element:
    """Parse a document and return its root, free of comments and processing instructions. Raises XmlRefusedError."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(raw) > MAX_XML_BYTES:
        raise XmlRefusedError("the XML is larger than 10 MB")
    if has_document_type(raw):
        raise XmlRefusedError(f"the XML has {DOCUMENT_TYPE}, which is not allowed")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError, RecursionError) as error:
        raise XmlRefusedError("the XML is not well-formed") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefusedError(f"the XML has {DOCUMENT_TYPE}, which is not allowed")
    _check_shape(root)
    return root


def _check_shape(root: Element) -> None:
    elements = 0
    stack = [(root, 1)]
    while stack:
        node, depth = stack.pop()
        elements += 1
        if not isinstance(node.tag, str):
            raise XmlRefusedError("the XML has an entity; that is not allowed")
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            raise XmlRefusedError("the XML is nested too deeply or has too many elements")
        stack.extend((child, depth + 1) for child in node)


_NAMESPACES_OF_FORMS = frozenset({"", "http://www.w3.org/2002/xforms", "http://openrosa.org/xforms"})


def is_of_form(node: Element) -> bool:
    """Whether a node of an instance may be one of its form: in none of the namespaces, in those of ODK XForms, or its parent's."""
    namespace = _namespace_of(node)
    parent = node.getparent() if namespace not in _NAMESPACES_OF_FORMS else None
    return namespace in _NAMESPACES_OF_FORMS or (parent is not None and namespace == _namespace_of(parent))


def _namespace_of(node: Element) -> str:
    return str(node.tag).rpartition("}")[0].removeprefix("{")


def local_name(node: Element) -> str:
    """An element's name without its namespace."""
    return str(node.tag).rpartition("}")[2]
