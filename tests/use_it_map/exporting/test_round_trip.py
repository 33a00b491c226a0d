"""What is exported comes back the same."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.use_it_map.importing.support import one
from use_it_map.exporting.geojson import geojson_pieces
from use_it_map.exporting.places import ExportedPlace, Source
from use_it_map.exporting.tables import csv_pieces
from use_it_map.exporting.xml_formats import gpx_pieces, kml_pieces
from use_it_map.importing.csv_file import decoded
from use_it_map.records import LanguageRecord, PlaceRecord

SOURCE = Source(
    "Use It Map Ostrava", "© Ostrava <b>, CC BY 4.0", "CC-BY-4.0", "x", "en"
)
WRITERS: dict[str, Callable[[Iterable[ExportedPlace], Source], Iterator[str]]] = {
    "csv": csv_pieces,
    "geojson": geojson_pieces,
    "kml": kml_pieces,
    "gpx": gpx_pieces,
}


def words(most: int, least: int = 0) -> st.SearchStrategy[str]:
    characters = st.characters(
        exclude_categories=("Cs", "Cc", "Zs"), exclude_characters="\ufffe\uffff\ufeff"
    )
    letters = characters | st.sampled_from("=+-@'\"<>&;:,\\| ")
    return st.text(letters, min_size=least, max_size=most).map(
        lambda text: text.strip() or "x" * least
    )


def degrees(least: str, most: str) -> st.SearchStrategy[Decimal]:
    return st.decimals(least, most, places=6)


languages = st.lists(
    st.builds(
        LanguageRecord,
        st.sampled_from(["en", "cs", "uk", "zh-Hant"]),
        st.sampled_from(["basic", "good", "native"]),
        words(20),
    ),
    unique_by=lambda each: each.tag,
    max_size=3,
).map(tuple)
records = st.builds(
    PlaceRecord,
    name=words(40, 1),
    latitude=degrees("49.7", "49.95"),
    longitude=degrees("18", "18.45"),
    description=words(60),
    categories=st.lists(
        st.sampled_from(["cafes", "doctors", "tax-advice"]), unique=True
    ).map(tuple),
    street=words(30),
    house_number=words(10),
    opening_hours=st.sampled_from(["", "Mo-Fr 08:00-17:00; PH closed", "24/7"]),
    languages=languages,
    wheelchair=st.sampled_from(["", "yes", "limited", "no"]),
    phone=st.sampled_from(["", "+420 555 000 111"]),
    website=st.sampled_from(["", "https://example.com/?a=1&b=2"]),
    benefit=words(30),
    is_commercial=st.booleans(),
    state=st.sampled_from(["open", "temporarily_closed"]),
    verified_on=st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1)),
)


def exported(record: PlaceRecord) -> ExportedPlace:
    return ExportedPlace(
        "k", record, "https://ostrava.example.com/en/map/x/", "CC-BY-4.0"
    )


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=40, deadline=None)
@given(record=records)
def test_an_export_is_imported_as_it_was(kind: str, record: PlaceRecord) -> None:
    file = "".join(WRITERS[kind]([exported(record)], SOURCE))
    back = dataclasses.replace(one(file, f"places.{kind}"), osm_tags=())
    if kind == "gpx" and not record.website:  # a waypoint's link is the place's page
        back = dataclasses.replace(back, website="")
    assert back == record


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_table_is_a_formula(start: str) -> None:
    record = PlaceRecord(f"{start}HYPERLINK(1)", Decimal(49), Decimal(18))
    lines = "".join(csv_pieces([exported(record)], SOURCE))
    assert f"'{start}HYPERLINK(1)" in lines
    cells = [cell for row in csv.reader(io.StringIO(lines, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(start)]


def test_an_export_names_its_source_and_nothing_private() -> None:
    record = PlaceRecord("A", Decimal(49), Decimal(18), owner_email="me@example.com")
    for kind, write in WRITERS.items():
        file = "".join(write([exported(record)], SOURCE))
        assert "© Ostrava" in file, kind
        assert "me@example.com" not in file, kind
        assert "<b>" not in file or kind in ("csv", "geojson"), kind


def test_a_table_begins_with_the_mark_that_spreadsheets_look_for() -> None:
    file = "".join(csv_pieces([], SOURCE)).encode()
    assert file.startswith(b"\xef\xbb\xbfname,")
    assert decoded(file).startswith("name,")


def test_geojson_without_places_is_valid() -> None:
    file = "".join(geojson_pieces([], SOURCE))
    assert json.loads(file)["features"] == []
