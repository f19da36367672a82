"""XML from outside is read without entities, document types or unbounded size; everything else is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.forms.xml_reading import MAX_XML_BYTES, XmlRefusedError, local_name, parse_xml


def laughs(depth: int) -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, depth))
    return f'<!DOCTYPE data [<!ENTITY a0 "ha">{entities}]><data>&a{depth - 1};</data>'


def test_plain_xml_is_read_without_comments_and_instructions() -> None:
    root = parse_xml("<?xml version='1.0'?><data><!-- a --><?b c?><x xmlns='urn:n'>Tŷ</x></data>")
    assert [local_name(child) for child in root] == ["x"]
    assert root[0].text == "Tŷ"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not XML",
        "<data>",
        "<data>\x00</data>",
        "<data>\ud800</data>",
        "<data>&nothing;</data>",
        "<a:data/>",
        "\ufeff",
        "<!DOCTYPE",
    ],
)
def test_broken_xml_is_refused(text: str) -> None:
    with pytest.raises(XmlRefusedError):
        parse_xml(text)


@pytest.mark.parametrize(
    "text",
    [
        laughs(9),
        laughs(9).replace("<data>&a8;</data>", "<data a='&a8;'/>"),
        "<?xml version='1.0'?>\n<!-- a -->\n<!DOCTYPE data><data/>",
        "<!DOCTYPE data SYSTEM 'http://example.org/a.dtd'><data/>",
        "<!DOCTYPE data [<!ENTITY % a SYSTEM 'file:///etc/hostname'>%a;]><data/>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_document_type_with_or_without_a_bomb_is_refused_by_that_name(text: str, encoding: str) -> None:
    with pytest.raises(XmlRefusedError, match="document type declaration"):
        parse_xml(text.encode(encoding))


def test_an_answer_may_speak_of_a_document_type() -> None:
    assert parse_xml("<data><![CDATA[<!DOCTYPE html>]]></data>").text == "<!DOCTYPE html>"


def test_a_file_named_by_an_entity_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the words of the file")
    with pytest.raises(XmlRefusedError) as refused:
        parse_xml(f"<!DOCTYPE data [<!ENTITY a SYSTEM '{secret.as_uri()}'>]><data>&a;</data>")
    assert "the words" not in str(refused.value)


def test_xml_of_more_than_ten_megabytes_is_refused() -> None:
    assert len(parse_xml(f"<data>{'a' * 1_000_000}</data>").text or "") == 1_000_000
    with pytest.raises(XmlRefusedError, match="10 MB"):
        parse_xml(f"<data>{'a' * MAX_XML_BYTES}</data>")


@pytest.mark.parametrize("depth", [150, 5_000])
def test_xml_that_is_nested_too_deeply_is_refused(depth: int) -> None:
    with pytest.raises(XmlRefusedError):
        parse_xml("<a>" * depth + "</a>" * depth)


def test_xml_with_too_many_elements_is_refused() -> None:
    with pytest.raises(XmlRefusedError, match="too many"):
        parse_xml(f"<data>{'<a/>' * 200_001}</data>")
