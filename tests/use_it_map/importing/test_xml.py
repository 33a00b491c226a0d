from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.use_it_map.importing.support import errors, one, rows, texts
from use_it_map.importing.kml import read_kml
from use_it_map.importing.limits import MAX_DEPTH, MAX_POINTS
from use_it_map.importing.rows import FileRefused

BOMB = """<?xml version="1.0"?>
<!DOCTYPE kml [
  <!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
]>
<kml><Placemark><name>&b;</name></Placemark></kml>"""
OUTSIDE = """<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<kml><Placemark><name>&x;</name></Placemark></kml>"""
REMOTE = '<!DOCTYPE kml SYSTEM "http://example.com/kml.dtd"><kml></kml>'


def refused_for(data: str | bytes, name: str) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        rows(data, name)
    return refused.value


@pytest.mark.parametrize("data", [BOMB, OUTSIDE, REMOTE])
@pytest.mark.parametrize("kind", ["kml", "gpx", "osm"])
def test_files_with_a_document_type_are_refused(data: str, kind: str) -> None:
    refused = refused_for(data.replace("kml", kind), f"places.{kind}")
    assert refused.code == "file_xml_dtd"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ("<kml>\n<Placemark></kml>", "file_xml", 2),
        ("<html></html>", "file_xml_root", 1),
        (
            "<kml>" + "<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH + "</kml>",
            "file_json_deep",
            1,
        ),
        ("no xml at all", "file_xml", 1),
    ],
)
def test_what_is_no_kml_is_refused_with_its_place(
    data: str, code: str, line: int
) -> None:
    refused = refused_for(data, "places.kml")
    assert (refused.code, refused.line) == (code, line)


def test_placemarks_are_read_from_folders() -> None:
    data = """<?xml version="1.0" encoding="UTF-8"?>
<kml:kml xmlns:kml="http://www.opengis.net/kml/2.2">
 <kml:Document><kml:Folder><kml:name>Folder</kml:name>
  <kml:Placemark id="p1">
   <kml:name>Café <![CDATA[<Praha>]]></kml:name>
   <kml:description>Cakes</kml:description>
   <kml:ExtendedData>
    <kml:Data name="opening_hours"><kml:value>Mo 08:00-10:00</kml:value></kml:Data>
    <kml:SchemaData><kml:SimpleData name="Jazyky">en</kml:SimpleData></kml:SchemaData>
   </kml:ExtendedData>
   <kml:Point><kml:coordinates> 18.28,49.83,0 </kml:coordinates></kml:Point>
  </kml:Placemark>
 </kml:Folder></kml:Document>
</kml:kml>"""
    [row] = rows(data, "places.kml")
    assert texts(row) == {
        "name": "Café <Praha>",
        "description": "Cakes",
        "opening_hours": "Mo 08:00-10:00",
        "languages": "en",
        "external_id": "p1",
        "latitude": "49.83",
        "longitude": "18.28",
    }
    assert row.position.line == 4
    assert row.cells["opening_hours"].position.line == 8


def placemark(shape: str) -> str:
    return f"<kml><Placemark><name>A</name>{shape}</Placemark></kml>"


LINE = "<LineString><coordinates>18,49 18.1,49.1 18.2,49.2</coordinates></LineString>"
RING = "18.2,49.8 18.4,49.8 18.4,49.9 18.2,49.9 18.2,49.8"
SEVERAL = f"""<MultiGeometry>
<Point><coordinates>18,49</coordinates></Point>
<Polygon><outerBoundaryIs><LinearRing><coordinates>{RING}</coordinates></LinearRing>
</outerBoundaryIs></Polygon></MultiGeometry>"""


@pytest.mark.parametrize(
    ("shape", "expected"),
    [(LINE, ("18.1", "49.1")), (SEVERAL, ("18.300000", "49.850000"))],
)
def test_lines_and_areas_of_kml_give_one_point(
    shape: str, expected: tuple[str, str]
) -> None:
    [row] = rows(placemark(shape), "a.kml")
    found = texts(row)
    assert (found["longitude"], found["latitude"]) == expected


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ("", "row_shape_missing"),
        ("<Point></Point>", "row_shape_missing"),
        ("<Point><coordinates>here</coordinates></Point>", "row_shape"),
        ("<Point><coordinates>x,y</coordinates></Point>", "row_shape"),
        ("<LineString><coordinates>" + "18.2,49.8 " * (MAX_POINTS + 1)
         + "</coordinates></LineString>", "row_shape_large"),
    ],
)  # fmt: skip
def test_placemarks_without_a_point_are_named(shape: str, code: str) -> None:
    assert errors(placemark(shape), "a.kml") == [(1, 6, "geometry", code)]


def test_a_polygon_of_ten_megabytes_is_refused() -> None:
    ring = "18.123456,49.123456 " * 520_000
    data = placemark(f"<LinearRing><coordinates>{ring}</coordinates></LinearRing>")
    assert len(data) > 10_000_000
    assert errors(data, "a.kml") == [(1, 6, "geometry", "row_shape_large")]


def test_nan_is_no_place_in_kml() -> None:
    data = placemark("<Point><coordinates>NaN,inf</coordinates></Point>")
    assert [code for *_where, code in errors(data, "a.kml")] == ["not_finite"] * 2


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ('<gpx><wpt lat="NaN" lon="18.2"><name>A</name></wpt></gpx>', "a.gpx"),
        ('<gpx><wpt lat="49.8" lon="-inf"><name>A</name></wpt></gpx>', "a.gpx"),
        (
            '<osm><node id="1" lat="nan" lon="18.2"><tag k="name" v="A"/></node></osm>',
            "a.osm",
        ),
    ],
)
def test_numbers_without_value_are_no_place(data: str, name: str) -> None:
    assert [code for *_where, code in errors(data, name)] == ["not_finite"]


def test_waypoints_of_gpx_are_places_and_tracks_are_not() -> None:
    data = """<gpx xmlns="http://www.topografix.com/GPX/1/1"
  xmlns:v="https://example.com/v" version="1.1">
 <wpt lat="49.83" lon="18.28">
  <name>Café</name><desc>Cakes</desc><type>cafes</type>
  <link href="https://example.com"><text>Web</text></link>
  <extensions><v:place><v:wheelchair>yes</v:wheelchair></v:place></extensions>
 </wpt>
 <trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk>
</gpx>"""
    record = one(data, "places.gpx")
    assert (record.name, record.description) == ("Café", "Cakes")
    assert record.categories == ("cafes",)
    assert record.website == "https://example.com"
    assert record.wheelchair == "yes"


def test_a_waypoint_without_coordinates_is_named() -> None:
    data = '<gpx>\n<wpt lat="49.8"><name>A</name></wpt></gpx>'
    assert errors(data, "a.gpx") == [(2, 1, "longitude", "missing")]


def test_openstreetmaps_xml_is_read() -> None:
    data = """<?xml version='1.0' encoding='UTF-8'?>
<osm version="0.6">
 <node id="1" lat="49.80" lon="18.20"/>
 <node id="2" lat="49.80" lon="18.40"/>
 <node id="3" lat="49.90" lon="18.40"/>
 <node id="4" lat="49.90" lon="18.20"/>
 <node id="5" lat="49.83" lon="18.28">
  <tag k="name" v="Pošta"/><tag k="amenity" v="post_office"/>
 </node>
 <way id="6"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
  <tag k="name" v="Škola"/></way>
 <relation id="7"><center lat="49.81" lon="18.21"/><tag k="name" v="Areál"/></relation>
</osm>"""
    post, school, area = rows(data, "ostrava.osm")
    assert texts(post)["external_id"] == "node/5"
    assert post.tags == ("amenity=post_office",)
    assert (texts(school)["longitude"], texts(school)["latitude"]) == (
        "18.300000",
        "49.850000",
    )
    assert texts(area)["latitude"] == "49.81"
    assert post.position.line == 7


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.csv", "file_empty"),
        (b"  \n", "a.kml", "file_empty"),
        (b"PK\x03\x04", "a.kmz", "file_zipped"),
        (b"hello", "a.doc", "file_format"),
        (b"<html/>", "a.xml", "file_format"),
    ],
)
def test_what_has_no_reader_is_refused(data: bytes, name: str, code: str) -> None:
    assert refused_for(data, name).code == code


@given(st.binary(max_size=200))
def test_any_bytes_are_kml_or_refused(data: bytes) -> None:
    for piece in (data, b"<kml>" + data + b"</kml>"):
        with suppress(FileRefused):
            list(read_kml(piece))
