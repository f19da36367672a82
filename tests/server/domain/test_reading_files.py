"""Files before anybody knows what is in them: encodings, separators, layouts, and what is refused with words."""

from __future__ import annotations

import contextlib
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.import_file import ImportFileError, find_headings, iterate_lines, look_at_file
from server.domain.import_layouts import NSSS, SPL
from tests.factories.lists import FIXTURES, HEADINGS, gazetteer, make_csv, person, spl

LIMIT = 1024 * 1024


def read(content: bytes, wanted: str | None = None) -> tuple[str, str, list[tuple[int, dict[str, str]]]]:
    """Encoding, layout and lines of a file."""
    stream = io.BytesIO(content)
    facts = look_at_file(stream, max_bytes=LIMIT)
    heading = find_headings(stream, facts.encoding, wanted=wanted)
    return facts.encoding, heading.found.layout.code, list(iterate_lines(stream, facts.encoding, heading))


def test_the_shielded_patient_list_in_windows_letters_is_read_whole() -> None:
    encoding, layout, lines = read((FIXTURES / "spl_extract.csv").read_bytes())
    assert (encoding, layout, len(lines)) == ("cp1252", "spl", 1228)
    assert any(line["PatientFirstName"] == "Chloë" for _, line in lines)


def test_the_support_service_list_with_a_byte_order_mark_and_broken_lines_is_read_whole() -> None:
    encoding, layout, lines = read((FIXTURES / "nsss_feed.csv").read_bytes())
    assert (encoding, layout, len(lines)) == ("utf-8-sig", "nsss", 316)
    assert any("\n" in line["delivery_notes"] for _, line in lines)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_survive_every_encoding_that_councils_send(encoding: str) -> None:
    content = make_csv(HEADINGS["spl"], [{"PatientFirstName": "Zoë", "PatientSurname": "Núñez–Smith"}], encoding)
    _, _, lines = read(content)
    assert lines[0][1]["PatientFirstName"] == "Zoë"
    assert lines[0][1]["PatientSurname"] == "Núñez–Smith"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_separator_is_found(separator: str) -> None:
    rows = [separator.join(HEADINGS["gazetteer"]), separator.join(("1", "ZZ9 9ZZ", "North", "51.5", "-0.1"))]
    _, layout, lines = read("\n".join(rows).encode())
    assert layout == "gazetteer"
    assert lines[0][1]["ward"] == "North"


def test_columns_may_stand_in_any_order_and_headings_in_any_case() -> None:
    headings = [heading.upper() for heading in HEADINGS["nsss"]]
    random.Random(7).shuffle(headings)
    _, layout, _ = read(make_csv(headings, [{"FIRST_NAME": "Ada"}]))
    assert layout == NSSS.code


def test_title_rows_above_the_headings_and_blank_lines_are_stepped_over() -> None:
    content = b"Extract of the list,,\r\n\r\n" + spl(person(1)) + b"\r\n,,,\r\n" + spl(person(2)).split(b"\r\n")[1]
    _, layout, lines = read(content)
    assert layout == SPL.code
    assert [number for number, _ in lines] == [4, 7]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"   \n ", "empty"),
        (b"PK\x03\x04 and more", "Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "not a text file"),
        (b"a,b,c\n1,2,3\n", "headings"),
        (b"just some words", "headings"),
        (b"uprn,uprn,ward,postcode,latitude,longitude\n", "Two columns"),
        (b"Traced_NHSNUMBER,PatientFirstName,PatientSurname,DateOfBirth\n", "PatientAddress_Line1"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, word: str) -> None:
    with pytest.raises(ImportFileError, match=word):
        read(content)


def test_a_file_above_the_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(ImportFileError, match="1 MB"):
        read(b"x" * (LIMIT + 1))


def test_a_layout_that_was_asked_for_is_insisted_on() -> None:
    with pytest.raises(ImportFileError, match="National Shielding"):
        read(spl(person(1)), wanted="nsss")
    assert read(gazetteer({"uprn": "1"}), wanted="gazetteer")[1] == "gazetteer"


def test_cells_beyond_the_headings_are_kept_under_names_of_their_own() -> None:
    _, _, lines = read(b"uprn,postcode,ward,latitude,longitude\n1,ZZ9 9ZZ,North,51.5,-0.1,stray\n")
    assert "stray" in lines[0][1].values()


@given(st.binary(max_size=300))
def test_no_bytes_whatever_do_more_than_be_refused(content: bytes) -> None:
    for prefix in (b"", b"uprn,postcode,ward,latitude,longitude\n"):
        with contextlib.suppress(ImportFileError):
            assert read(prefix + content)[1] == "gazetteer"
