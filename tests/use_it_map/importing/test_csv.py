from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.spreadsheets import guarded, without_guard
from tests.use_it_map.importing.support import converted, errors, one, rows, texts
from use_it_map.importing.convert import Placed
from use_it_map.importing.csv_file import read_csv
from use_it_map.importing.limits import MAX_CELL, MAX_ROWS
from use_it_map.importing.rows import FileRefused

TABLE = "name,latitude,longitude\nŠťastný kůň,49.83,18.28\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("cp1250"),
        TABLE.encode("utf-16"),
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode("cp1250"),
        f"sep=,\r\n{TABLE}".encode(),
        TABLE.replace("\n", "\r\n").encode(),
    ],
)
def test_a_table_is_read_in_the_usual_encodings_and_separators(data: bytes) -> None:
    [row] = rows(data, "places.csv")
    assert texts(row) == {
        "name": "Šťastný kůň",
        "latitude": "49.83",
        "longitude": "18.28",
    }


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        rows(b"name\n\x81\x83\xff\n", "places.csv")
    assert refused.value.code == "file_encoding"


def test_a_czech_spreadsheet_is_understood() -> None:
    record = one(
        "Název;Zeměpisná šířka;Zeměpisná délka;Ulice;Číslo;PSČ;Obec;Otevírací doba;"
        "Jazyky;Komerční;E-mail;Web;Kategorie\n"
        "Ordinace;49,8349671;18,2820844;Nádražní;12/3;702 00;Ostrava;"
        "Po-Pa;čeština, uk;ano;a@example.com;example.com;doctors\n".replace(
            "Po-Pa", "Mo-Fr 08:00-16:00"
        ),
        "mista.csv",
    )
    assert (str(record.latitude), str(record.longitude)) == ("49.834967", "18.282084")
    assert (record.street, record.house_number) == ("Nádražní", "12/3")
    assert (record.postcode, record.municipality) == ("702 00", "Ostrava")
    assert record.opening_hours == "Mo-Fr 08:00-16:00"
    assert [each.tag for each in record.languages] == ["cs", "uk"]
    assert record.is_commercial
    assert record.website == "https://example.com"
    assert record.categories == ("doctors",)


def test_errors_stand_at_their_line_and_column() -> None:
    data = (
        "name,latitude,longitude,opening_hours,wheelchair\n"
        '"two\nlines",49.83,18.28,,yes\n'
        "far,50.08,14.43,,yes\n"
        "swapped,18.28,49.83,,\n"
        "nowhere,NaN,inf,,\n"
        "words,north,,,\n"
        "wrong,49.83,18.28,Mo-Fr banana,maybe\n"
        ",49.83,18.28,,\n"
    )
    assert errors(data, "places.csv") == [
        (4, 2, "latitude", "coordinates"),
        (4, 3, "longitude", "coordinates"),
        (5, 2, "latitude", "coordinates"),
        (6, 2, "latitude", "not_finite"),
        (6, 3, "longitude", "not_finite"),
        (7, 2, "latitude", "number"),
        (7, 3, "longitude", "missing"),
        (8, 5, "wheelchair", "choice"),
        (8, 4, "opening_hours", "hours"),
        (9, 1, "name", "missing"),
    ]


def test_swapped_coordinates_are_called_so() -> None:
    found = converted("name,lat,lon\nA,18.28,49.83\n", "places.csv")
    assert "swapped" in str(found[0].params["problem"])  # type: ignore[union-attr]


def test_rows_that_the_table_breaks_are_named_and_the_others_read() -> None:
    data = 'name,lat,lon\n"a"b,49.8,18.2\nok,49.8,18.2\nmany,49.8,18.2,more\n'
    found = rows(data, "places.csv")
    assert [getattr(each, "code", "row") for each in found] == [
        "row_broken",
        "row",
        "row_cells",
    ]
    assert [each.position.line for each in found] == [2, 3, 4]


def test_a_quote_that_nobody_closes_is_named() -> None:
    assert errors('name,lat,lon\nok,49.8,18.2\n"open,49.8\n', "a.csv") == [
        (3, 1, "", "row_broken")
    ]


@pytest.mark.parametrize(
    ("data", "code", "column"),
    [
        ("title;lat\n", "", 0),
        ("lat,lon\n1,2\n", "file_header", 0),
        ("name,lat,latitude\n", "file_header_twice", 3),
    ],
)
def test_the_first_line_must_name_the_columns(
    data: str, code: str, column: int
) -> None:
    if not code:
        assert rows(data, "places.csv") == []
        return
    with pytest.raises(FileRefused) as refused:
        rows(data, "places.csv")
    assert (refused.value.code, refused.value.column) == (code, column)


def test_a_cell_of_megabytes_is_named_and_not_kept() -> None:
    data = f"name,lat,lon\n{'x' * (MAX_CELL + 1)},49.8,18.2\n"
    assert errors(data, "places.csv") == [(2, 1, "name", "too_long")]


def test_too_many_rows_refuse_the_file() -> None:
    data = "name\n" + "a\n" * (MAX_ROWS + 1)
    with pytest.raises(FileRefused) as refused:
        rows(data, "places.csv")
    assert refused.value.code == "file_rows"


def test_markup_in_names_stays_text() -> None:
    name = "<script>alert(1)</script> & <b>Café</b>"
    record = one(f'name,lat,lon\n"{name}",49.8,18.2\n', "places.csv")
    assert record.name == name


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ufffeb"])
def test_characters_that_no_text_has_are_refused(text: str) -> None:
    assert errors(f"name,lat,lon\n{text},49.8,18.2\n", "a.csv") == [
        (2, 1, "name", "control_characters")
    ]


def test_the_same_external_id_twice_names_the_earlier_line() -> None:
    data = "id,name,lat,lon\n7,A,49.8,18.2\n7,B,49.9,18.3\n8,C,49.8,18.2\n"
    first, second, third = converted(data, "places.csv")
    assert isinstance(first, Placed)
    assert isinstance(third, Placed)
    assert (first.record.external_source, first.record.external_id) == ("test", "7")
    assert second.code == "external_id_twice"  # type: ignore[union-attr]
    assert second.params == {"line": "2"}  # type: ignore[union-attr]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_formulas_are_guarded(start: str) -> None:
    assert guarded(f"{start}1+1") == f"'{start}1+1"


@given(st.text())
def test_a_guard_comes_off_again(text: str) -> None:
    assert without_guard(guarded(text)) == text


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    with suppress(FileRefused):
        list(read_csv(data))
