from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.use_it_map.importing.support import errors, one, rows, texts
from use_it_map.importing.geojson import read_geojson
from use_it_map.importing.json_text import JsonText
from use_it_map.importing.limits import MAX_POINTS
from use_it_map.importing.osm import read_overpass
from use_it_map.importing.rows import FileRefused, Position


def collection(*geometries: Any, **properties: Any) -> str:
    features = [
        {
            "type": "Feature",
            "geometry": geometry,
            "properties": {"name": "Café", **properties},
        }
        for geometry in geometries
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def point(longitude: float = 18.28, latitude: float = 49.83) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [longitude, latitude]}


def refused_for(data: str, name: str = "places.geojson") -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        rows(data, name)
    return refused.value


SQUARE = [[18.2, 49.8], [18.4, 49.8], [18.4, 49.9], [18.2, 49.9], [18.2, 49.8]]
HORSESHOE = [
    *([18.2, 49.8], [18.4, 49.8], [18.4, 49.9], [18.39, 49.9], [18.39, 49.81]),
    *([18.21, 49.81], [18.21, 49.9], [18.2, 49.9], [18.2, 49.8]),
]


def test_features_know_where_they_stand() -> None:
    data = '{"type": "FeatureCollection",\n "features": [\n  {"a": 1},\n  {"b": [2]} ]}'
    found = list(JsonText(data).items("features"))
    assert found == [
        ({"a": Decimal(1)}, Position(3, 3)),
        ({"b": [Decimal(2)]}, Position(4, 3)),
    ]


@given(st.lists(st.recursive(st.integers() | st.text(), st.lists, max_leaves=5)))
def test_pieces_are_what_the_whole_is(values: list[Any]) -> None:
    document = JsonText(json.dumps({"first": {"x": []}, "features": values}, indent=1))
    found = [value for value, _position in document.items("features")]
    assert found == values


@pytest.mark.parametrize(
    ("geometry", "longitude", "latitude"),
    [
        (point(), "18.28", "49.83"),
        ({"type": "MultiPoint", "coordinates": [[18.1, 49.7]]}, "18.1", "49.7"),
        ({"type": "LineString", "coordinates": SQUARE[:3]}, "18.4", "49.8"),
        ({"type": "Polygon", "coordinates": [SQUARE]}, "18.300000", "49.850000"),
        ({"type": "Polygon", "coordinates": [HORSESHOE]}, "18.21", "49.81"),
        ({"type": "Polygon", "coordinates": [[[18.2, 49.8]] * 4]}, "18.2", "49.8"),
        (
            {"type": "MultiPolygon", "coordinates": [[SQUARE[:3]], [SQUARE]]},
            "18.300000",
            "49.850000",
        ),
        ({"type": "GeometryCollection", "geometries": [point()]}, "18.28", "49.83"),
    ],
)
def test_every_shape_gives_one_point(
    geometry: dict[str, Any], longitude: str, latitude: str
) -> None:
    [row] = rows(collection(geometry), "places.geojson")
    found = texts(row)
    assert (found["longitude"], found["latitude"]) == (longitude, latitude)


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "row_shape_missing"),
        ({"type": "Point", "coordinates": []}, "row_shape_missing"),
        ({"type": "Point", "coordinates": ["18", "49"]}, "row_shape"),
        ({"type": "Point", "coordinates": [18.2]}, "row_shape"),
        ({"type": "Blob", "coordinates": [18.2, 49.8]}, "row_shape"),
        ({"type": ["Point"], "coordinates": [18.2, 49.8]}, "row_shape"),
        ({"type": "Polygon", "coordinates": [[]]}, "row_shape_missing"),
        ({"type": "Polygon", "coordinates": 5}, "row_shape"),
        (
            {"type": "LineString", "coordinates": [[18.2, 49.8]] * (MAX_POINTS + 1)},
            "row_shape_large",
        ),
    ],
)
def test_shapes_without_a_point_are_named(geometry: Any, code: str) -> None:
    assert errors(collection(geometry), "a.geojson")[0][2:] == ("geometry", code)


def test_a_polygon_of_ten_megabytes_is_refused_and_its_neighbour_read() -> None:
    ring = [[18.2, 49.8]] * 750_000
    data = collection({"type": "Polygon", "coordinates": [ring]}, point())
    assert len(data) > 10_000_000
    large, other = rows(data, "places.geojson")
    assert large.code == "row_shape_large"
    assert texts(other)["latitude"] == "49.83"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_has_not_are_refused(number: str) -> None:
    data = f'{{"features": [\n {{"coordinates": [{number}, 49]}}]}}'
    refused = refused_for(data)
    assert (refused.code, refused.line) == ("file_json_number", 2)


def test_a_number_without_end_is_no_place() -> None:
    data = collection(point()).replace("49.83", "1e999999")
    assert errors(data, "a.geojson")[0][2:] == ("latitude", "off_earth")


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ('{"features": [{}\n{}]}', "file_json", 2),
        ('{"features": [{},]}', "file_json", 1),
        ('{"features": [', "file_json", 1),
        ('{"features": {}}', "file_json_places", 0),
        ('{"a": 1}', "file_json_places", 0),
        ("[]", "file_json", 1),
        ('{"features": [' + "[" * 200_000, "file_json_deep", 1),
    ],
)
def test_what_is_no_geojson_is_refused_with_its_place(
    data: str, code: str, line: int
) -> None:
    refused = refused_for(data)
    assert (refused.code, refused.line) == (code, line)


def test_properties_are_read_whatever_their_type() -> None:
    record = one(
        collection(
            point(),
            category=["doctors", "dentists"],
            languages=[
                {"tag": "en", "level": "native", "who": "Eve: on Mondays; a, b"}
            ],
            is_commercial=True,
            phone=None,
            **{"addr:street": "Nádražní", "addr:housenumber": 12, "amenity": "cafe"},
        ),
        "a.geojson",
    )
    assert record.categories == ("doctors", "dentists")
    assert record.languages[0].who == "Eve: on Mondays; a, b"
    assert record.is_commercial
    assert (record.street, record.house_number) == ("Nádražní", "12")
    assert record.osm_tags == ("amenity=cafe",)


def test_an_export_of_overpass_turbo_is_known_to_be_of_openstreetmap() -> None:
    data = collection(point(), **{"@id": "node/5", "source": "survey"})
    record = one(data, "export.geojson")
    assert (record.external_source, record.external_id) == ("osm", "node/5")
    assert record.source == "osm"


def overpass(*elements: dict[str, Any]) -> str:
    return json.dumps({"version": 0.6, "elements": elements})


def test_openstreetmaps_tags_become_fields() -> None:
    record = one(
        overpass(
            {
                "type": "node",
                "id": 240109189,
                "lat": 49.8349671,
                "lon": 18.2820844,
                "tags": {
                    "name": "MUDr. Eva Nováková",
                    "amenity": "doctors",
                    "addr:street": "Nádražní",
                    "addr:housenumber": "372/2",
                    "addr:postcode": "702 00",
                    "addr:city": "Ostrava",
                    "contact:phone": "+420 555 000 111",
                    "contact:email": "eva@example.com",
                    "contact:website": "https://example.com/eva",
                    "opening_hours": "Mo-Fr 08:00-12:00; PH off",
                    "wheelchair": "designated",
                    "language:uk": "yes",
                    "language:ru": "no",
                    "source": "survey",
                    "type": "odd",
                },
            }
        ),
        "overpass.json",
    )
    assert record.name == "MUDr. Eva Nováková"
    assert record.osm_tags == ("amenity=doctors",)
    assert (record.street, record.house_number) == ("Nádražní", "372/2")
    assert record.phone == "+420 555 000 111"
    assert record.email == "eva@example.com"
    assert record.website == "https://example.com/eva"
    assert record.wheelchair == "yes"
    assert [each.tag for each in record.languages] == ["uk"]
    assert (record.external_source, record.external_id) == ("osm", "node/240109189")
    assert record.source == "osm"
    assert record.source_url == "https://www.openstreetmap.org/node/240109189"
    assert str(record.latitude) == "49.834967"


def test_a_way_lies_at_its_centre_or_between_its_nodes() -> None:
    corners = [
        {"type": "node", "id": number, "lat": lat, "lon": lon}
        for number, (lon, lat) in enumerate(SQUARE[:4])
    ]
    outline = {"type": "way", "id": 9, "nodes": [0, 1, 2, 3, 0], "tags": {"name": "A"}}
    centred = {
        "type": "way",
        "id": 8,
        "center": {"lat": 49.81, "lon": 18.21},
        "tags": {"name": "B"},
    }
    lost = {"type": "way", "id": 7, "nodes": [99], "tags": {"name": "C"}}
    between, at_centre, error = rows(
        overpass(*corners, outline, centred, lost), "o.json"
    )
    assert texts(between)["latitude"] == "49.850000"
    assert texts(at_centre)["latitude"] == "49.81"
    assert (error.field, error.code) == ("geometry", "row_nodes")


def test_a_way_of_too_many_nodes_is_refused_and_its_neighbour_read() -> None:
    corner = {"type": "node", "id": 0, "lat": 49.8, "lon": 18.2}
    nodes = [0] * (MAX_POINTS + 1)
    long = {"type": "way", "id": 9, "nodes": nodes, "tags": {"name": "A"}}
    short = {"type": "way", "id": 8, "nodes": [0], "tags": {"name": "B"}}
    refused, read = rows(overpass(corner, long, short), "o.json")
    assert (refused.field, refused.code) == ("geometry", "row_shape_large")
    assert texts(read)["name"] == "B"


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_refused(data: bytes) -> None:
    for read in (read_geojson, read_overpass):
        for piece in (data, b'{"features": [' + data, b'{"elements": [' + data):
            with suppress(FileRefused):
                list(read(piece))
