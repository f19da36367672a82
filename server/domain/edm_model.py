"""An OData v4 model as `$metadata` says it (CSDL in EDMX): its frame, and what every feed of ours declares. Pure.

What is in a model is each feed's own. Source: OData 4.0, part 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
_CAPABILITIES = "Org.OData.Capabilities.V1"


def begin_model(namespace: str) -> etree._Element:
    """An empty schema, in its document."""
    root = etree.Element(f"{{{EDMX}}}Edmx", {"Version": "4.0"}, nsmap={"edmx": EDMX})
    services = etree.SubElement(root, f"{{{EDMX}}}DataServices")
    return etree.SubElement(services, f"{{{EDM}}}Schema", {"Namespace": namespace}, nsmap={None: EDM})  # type: ignore[dict-item]


def write_model(schema: etree._Element) -> bytes:
    """The document that the schema is in."""
    return etree.tostring(schema.getroottree(), xml_declaration=True, encoding="UTF-8")


def add(owner: etree._Element, element: str, **attributes: str) -> etree._Element:
    """An element of the schema."""
    return etree.SubElement(owner, f"{{{EDM}}}{element}", attributes)


def add_fields(owner: etree._Element, fields: Mapping[str, str]) -> None:
    """Properties by name and type."""
    for name, kind in fields.items():
        add(owner, "Property", Name=name, Type=kind)


def add_entity_type(schema: etree._Element, name: str) -> etree._Element:
    """A type whose rows are told apart by `__id`."""
    entity = add(schema, "EntityType", Name=name)
    add(add(entity, "Key"), "PropertyRef", Name="__id")
    add(entity, "Property", Name="__id", Type="Edm.String", Nullable="false")
    return entity


def add_container(schema: etree._Element, tables: Mapping[str, Iterable[str]]) -> None:
    """The entity sets, each with the properties that no filter may name. The rest of its query a reader folds itself."""
    container = add(schema, "EntityContainer", Name="Container")
    for name, left_out in tables.items():
        entity_set = add(container, "EntitySet", Name=name, EntityType=f"{schema.get('Namespace')}.{name}")
        _restrict(entity_set, left_out)
    _annotate(
        container, f"{_CAPABILITIES}.ConformanceLevel", EnumMember=f"{_CAPABILITIES}.ConformanceLevelType/Minimal"
    )
    for term in ("BatchSupported", "KeyAsSegmentSupported", "CrossJoinSupported"):
        _annotate(container, f"{_CAPABILITIES}.{term}", Bool="false")


def _restrict(entity_set: etree._Element, left_out: Iterable[str]) -> None:
    for term, name in (("SortRestrictions", "Sortable"), ("ExpandRestrictions", "Expandable")):
        record = add(add(entity_set, "Annotation", Term=f"{_CAPABILITIES}.{term}"), "Record")
        add(record, "PropertyValue", Property=name, Bool="false")
    record = add(add(entity_set, "Annotation", Term=f"{_CAPABILITIES}.FilterRestrictions"), "Record")
    add(record, "PropertyValue", Property="Filterable", Bool="true")
    names = add(add(record, "PropertyValue", Property="NonFilterableProperties"), "Collection")
    for name in left_out:
        add(names, "PropertyPath").text = name


def _annotate(owner: etree._Element, term: str, **value: str) -> None:
    add(owner, "Annotation", Term=term, **value)
