"""Vector tiles, of both common schemas, become a sober picture that lies right."""

from __future__ import annotations

import gzip
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pytest
from django.core.management import call_command
from PIL import Image as Pillow
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from wagtail.models import Site

from tests.use_it_map.factories import place
from tests.use_it_map.printing.test_edition import pages
from use_it_map.printing.ground import Ground, GroundUnusable, draw_ground
from use_it_map.printing.labels import Label, spread
from use_it_map.printing.mercator import Window, place_of
from use_it_map.printing.sheet import Frame
from use_it_map.printing.streets import STYLES

ZOOM = 14
FRAME = Frame.around([(49.80, 18.20), (49.87, 18.35)], 396, 236)
WINDOW = Window.of(FRAME, ZOOM)
EXTENT = 4096
CROSS = "LINESTRING(0 2048, 4096 2048)"
LAKE = (
    "POLYGON((1000 1000, 3000 1000, 3000 3000, 1000 3000, 1000 1000),"
    "(1500 1500, 1500 2500, 2500 2500, 2500 1500, 1500 1500))"
)


def thing(geometry: str, **properties: Any) -> dict[str, Any]:
    return {"geometry": geometry, "properties": properties}


PROTOMAPS = {
    "earth": [thing("POLYGON((0 0, 4096 0, 4096 4096, 0 4096, 0 0))", kind="earth")],
    "landuse": [
        thing("POLYGON((0 0, 900 0, 900 900, 0 900, 0 0))", kind="park"),
        thing("POLYGON((0 0, 90 0, 90 90, 0 90, 0 0))", kind="industrial"),
    ],
    "water": [
        thing(LAKE, kind="lake"),
        thing("LINESTRING(0 0, 4096 4096)", kind="river"),
        thing("POINT(2000 2000)", kind="lake", name="A lake"),
    ],
    "roads": [
        thing(CROSS, kind="highway"),
        thing("LINESTRING(2048 0, 2048 4096)", kind="minor_road"),
        thing("LINESTRING(0 0, 10 4096)", kind="ferry"),
        thing(CROSS, kind="rail"),
    ],
    "buildings": [thing("POLYGON((5 5, 50 5, 50 50, 5 50, 5 5))", kind="building")],
    "places": [
        thing(
            "POINT(2048 2048)", kind="neighbourhood", kind_detail="suburb",
            name="Poruba", **{"name:uk": "Поруба"},
        ),
        thing("POINT(2048 2048)", kind="country", name="Czechia"),
    ],
}  # fmt: skip
OPENMAPTILES = {
    "landcover": [thing("POLYGON((0 0, 9 0, 9 9, 0 9, 0 0))", **{"class": "wood"})],
    "water": [thing(LAKE, **{"class": "lake"})],
    "waterway": [thing("LINESTRING(0 0, 4096 4096)", **{"class": "river"})],
    "transportation": [
        thing(CROSS, **{"class": "motorway"}),
        thing(LAKE, **{"class": "path", "subclass": "pedestrian"}),
        thing("LINESTRING(0 9, 4096 9)", **{"class": "tertiary"}),
    ],
    "place": [thing("POINT(2048 2048)", **{"class": "suburb", "name": "<b>#panic(1)"})],
}


def encoded(layers: dict[str, Any]) -> bytes:
    named = [{"name": name, "features": found} for name, found in layers.items()]
    made = mapbox_vector_tile.encode(named, default_options={"y_coord_down": True})
    return bytes(made)


def archive(
    file: Path, layers: dict[str, Any], *, packed: bool = True, every: int = 1
) -> Path:
    """Write the same vector tile all over the frame, or in one column of some."""
    data = encoded(layers)
    with file.open("wb") as target:
        writer = Writer(target)
        numbers = [
            zxy_to_tileid(ZOOM, column, row)
            for column in WINDOW.columns[::every]
            for row in WINDOW.rows
        ]
        for number in sorted(numbers):
            writer.write_tile(number, gzip.compress(data) if packed else data)
        header: Any = {
            "tile_type": TileType.MVT,
            "tile_compression": Compression.GZIP if packed else Compression.NONE,
            "min_zoom": ZOOM,
            "max_zoom": ZOOM,
        }
        writer.finalize(header, {})
    return file


def drawn(folder: Path, layers: dict[str, Any], language: str = "en") -> Ground:
    return draw_ground(archive(folder / "a.pmtiles", layers), FRAME, folder, language)


def strokes(picture: str, kind: str) -> list[str]:
    """Return the paths that are drawn as a kind is."""
    style = STYLES[kind]
    told = f'stroke="{style.colour}" stroke-width="{style.width}"'
    told = told if style.width else f'fill="{style.colour}"'
    return [
        path
        for path, rest in re.findall(r'<path d="([^"]*)"([^>]*)/>', picture)
        if told in rest
    ]


def test_a_road_lies_where_the_sheet_has_it(tmp_path: Path) -> None:
    drawn(tmp_path, {"roads": [thing(CROSS, kind="highway")]})
    [path] = strokes((tmp_path / "ground.svg").read_text(), "highway")

    column, row = WINDOW.columns[2], WINDOW.rows[1]
    west = FRAME.place(*place_of(column, row + 0.5, ZOOM))
    east = FRAME.place(*place_of(column + 1, row + 0.5, ZOOM))
    told = f"M{west[0]:.2f} {west[1]:.2f}L{east[0]:.2f} {east[1]:.2f}"
    assert told in path


@pytest.mark.parametrize(
    ("layers", "kinds"),
    [
        (PROTOMAPS, {"green", "water", "stream", "highway", "minor", "rail"}),
        (OPENMAPTILES, {"wood", "water", "stream", "highway", "major"}),
    ],
)
def test_both_schemas_are_drawn_and_what_is_too_small_is_not(
    tmp_path: Path, layers: dict[str, Any], kinds: set[str]
) -> None:
    ground = drawn(tmp_path, layers)
    picture = (tmp_path / ground.file).read_text()

    # Of a sheet on which a millimetre is 40 m, no building is seen.
    assert {kind for kind in STYLES if strokes(picture, kind)} == kinds
    [lakes] = strokes(picture, "water")
    assert lakes.count("Z") == 2 * WINDOW.count


def test_names_are_in_the_readers_language_and_stand_once(tmp_path: Path) -> None:
    for language, name in (("en", "Poruba"), ("uk", "Поруба")):
        labels = drawn(tmp_path, PROTOMAPS, language).labels
        assert {(label.text, label.rank) for label in labels} == {(name, 1)}
        assert [label.text for label in spread(labels, 396, 236)] == [name]


def test_a_name_moves_aside_for_a_number() -> None:
    name = Label("Poruba", 50, 50)
    assert spread([name], 100, 100, [(90, 50)]) == [name]
    [moved] = spread([name], 100, 100, [(50, 50)])
    assert (moved.x, abs(moved.y - 50)) == (50, 4)
    everywhere = [(50.0, float(y)) for y in range(100)]
    assert spread([name], 100, 100, everywhere) == [name]


def test_no_name_stands_on_another_or_over_the_edge() -> None:
    many = [Label(f"Quarter {n}", n * 3 % 200, n * 7 % 100, n % 3) for n in range(99)]
    placed = spread(many, 200, 100)
    assert [label.rank for label in placed] == sorted(label.rank for label in placed)
    for index, one in enumerate(placed):
        assert 5 < one.x < 195
        for other in placed[:index]:
            assert abs(one.y - other.y) >= 4.8 or abs(one.x - other.x) > 15


def test_broken_tiles_are_told(tmp_path: Path) -> None:
    file = archive(tmp_path / "a.pmtiles", PROTOMAPS, packed=False)
    data = file.read_bytes()
    file.write_bytes(
        data.replace(encoded(PROTOMAPS), b"\x1a" * len(encoded(PROTOMAPS)))
    )
    with pytest.raises(GroundUnusable, match=r"a\.pmtiles can't be read"):
        draw_ground(file, FRAME, tmp_path, "en")
    assert [each.name for each in tmp_path.iterdir()] == ["a.pmtiles"]


@pytest.mark.django_db
@pytest.mark.parametrize("layers", [PROTOMAPS, OPENMAPTILES])
def test_an_edition_stands_on_streets_whatever_they_are_called(
    ostrava: Site, tmp_path: Path, settings: Any, layers: dict[str, Any]
) -> None:
    for number, point in enumerate(["49.80 18.20", "49.87 18.35"]):
        latitude, longitude = map(Decimal, point.split())
        place(ostrava, f"Clinic {number}", latitude=latitude, longitude=longitude)
    plain = pages("en")[0]
    settings.VITEJ_MAP_PRINT_TILES = str(archive(tmp_path / "map.pmtiles", layers))
    settings.VITEJ_MAP_PRINT_ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"

    assert colours(pages("en")[0]) - colours(plain)

    file = tmp_path / "map.pdf"
    call_command("print_map", "ostrava", language="uk", output=file, paper="a2")
    # 594 by 420 mm are 1684 by 1191 points.
    assert re.search(rb"/MediaBox ?\[0 0 1683\.\d+ 1190\.\d+\]", file.read_bytes())


def colours(page: bytes) -> set[Any]:
    with Pillow.open(io.BytesIO(page)) as picture:
        found: Any = picture.convert("RGB").getcolors(picture.width * picture.height)
    wanted = [STYLES["water"].colour, STYLES["highway"].colour]
    rgb = {tuple(bytes.fromhex(each[1:])) for each in wanted}
    return rgb & {colour for _count, colour in found}
