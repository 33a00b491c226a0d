"""The printed map stands on tiles where an installation has some."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from PIL import Image as Pillow
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from wagtail.models import Site

from tests.use_it_map.factories import place
from tests.use_it_map.printing.test_edition import pages
from use_it_map.printing.ground import PALE, Ground, GroundUnusable, draw_ground
from use_it_map.printing.sheet import Frame

ZOOM = 12
FRAME = Frame.around([(49.80, 18.20), (49.87, 18.35)], 396, 236)
EAST_OF, SOUTH_OF = 2256, 1392
"""The column and the row of the tiles in the middle of Ostrava, at this zoom."""


def tile(colour: str) -> bytes:
    data = io.BytesIO()
    Pillow.new("RGB", (256, 256), colour).save(data, "PNG")
    return data.getvalue()


def archive(file: Path, *, kind: TileType = TileType.PNG) -> Path:
    """Write tiles that are red in the west and blue in the east of a meridian."""
    with file.open("wb") as target:
        writer = Writer(target)
        numbers = [
            (zxy_to_tileid(ZOOM, column, row), column)
            for column in range(EAST_OF - 6, EAST_OF + 6)
            for row in range(SOUTH_OF - 6, SOUTH_OF + 6)
        ]
        for number, column in sorted(numbers):
            writer.write_tile(number, tile("red" if column < EAST_OF else "blue"))
        header: Any = {
            "tile_type": kind,
            "tile_compression": Compression.NONE,
            "min_zoom": ZOOM,
            "max_zoom": ZOOM,
        }
        writer.finalize(header, {})
    return file


def test_a_meridian_stands_where_the_frame_has_it(tmp_path: Path) -> None:
    drawn = draw_ground(archive(tmp_path / "map.pmtiles"), FRAME, tmp_path, "en")

    assert drawn == Ground("ground.jpg")
    with Pillow.open(tmp_path / drawn.file) as picture:
        assert picture.size == (396 * 8, 236 * 8)
        meridian = EAST_OF / 2**ZOOM * 360 - 180
        x = FRAME.place(49.83, meridian)[0] * 8
        west, east = (picture.getpixel((round(x + far), 900)) for far in (-25, 25))
    assert isinstance(west, tuple)
    assert isinstance(east, tuple)
    pale = round(255 * PALE)
    assert west == pytest.approx((255, pale, pale), abs=4)
    assert east == pytest.approx((pale, pale, 255), abs=4)


@pytest.mark.parametrize("why", ["missing", "broken", "unknown", "elsewhere"])
def test_a_file_that_is_no_use_says_why(tmp_path: Path, why: str) -> None:
    file, frame = tmp_path / "map.pmtiles", FRAME
    if why == "broken":
        file.write_bytes(b"no tiles")
    elif why != "missing":
        archive(file, kind=TileType.AVIF if why == "unknown" else TileType.PNG)
    if why == "elsewhere":
        frame = Frame.around([(50.0, 14.3), (50.1, 14.5)], 396, 236)

    with pytest.raises(GroundUnusable, match=r"map\.pmtiles"):
        draw_ground(file, frame, tmp_path, "en")

    assert [each for each in tmp_path.iterdir() if each != file] == []


@pytest.mark.django_db
def test_an_edition_stands_on_its_ground_and_names_who_made_it(
    ostrava: Site, tmp_path: Path, settings: Any, as_ostrava_editor: Client
) -> None:
    place(ostrava, "Clinic")
    plain = pages("en")[0]
    settings.VITEJ_MAP_PRINT_TILES = str(archive(tmp_path / "map.pmtiles"))
    settings.VITEJ_MAP_PRINT_ATTRIBUTION = "© OpenStreetMap contributors"

    with Pillow.open(io.BytesIO(pages("en")[0])) as page:
        colour = page.convert("RGB").getpixel((page.width // 2, page.height // 4))
    with Pillow.open(io.BytesIO(plain)) as page:
        before = page.convert("RGB").getpixel((page.width // 2, page.height // 4))
    assert isinstance(colour, tuple)
    assert isinstance(before, tuple)
    assert max(colour) - min(colour) > 100 > max(before) - min(before)

    settings.VITEJ_MAP_PRINT_TILES = str(tmp_path / "none.pmtiles")
    with pytest.raises(CommandError, match="VITEJ_MAP_PRINT_TILES"):
        call_command("print_map", "ostrava", output=tmp_path / "map.pdf")
    query = {"city": "ostrava", "language": "en"}
    assert as_ostrava_editor.get("/admin/map/print/", query).status_code == 503
