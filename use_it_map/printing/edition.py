"""The print edition of a city's map, set with typst.

What editors write reaches typst as JSON that it reads as data, never as a part of its
program, so no name can be code.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import segno
import typst
from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _
from PIL import Image as Pillow

from cms.languages import language_name
from cms.models import Funding
from cms.selectors.reader import Reader
from use_it_map.choices import PlaceState, Wheelchair
from use_it_map.exporting.places import ExportedPlace
from use_it_map.hours.words import hours_in_words
from use_it_map.models import MapPage
from use_it_map.printing.ground import Ground, draw_ground
from use_it_map.printing.labels import spread
from use_it_map.printing.sheet import Frame, dots
from use_it_map.selectors.exporting import PlaceFilter, exported_places, source_of

Kind = Literal["pdf", "png"]
TEMPLATE = Path(__file__).parent / "edition.typ"
MARGIN, HEAD_AND_FOOT = 12.0, 37.0
COLUMN = 80.0
"""How wide a column of the index is, about. All in millimetres."""


@dataclass(frozen=True)
class Paper:
    """A sheet on its side, in millimetres, and how its map is folded."""

    width: float
    height: float
    folds_across: int
    folds_down: int

    @property
    def map_size(self) -> tuple[float, float]:
        room = self.height - 2 * MARGIN - HEAD_AND_FOOT
        return self.width - 2 * MARGIN, room

    @property
    def columns(self) -> int:
        return round(self.map_size[0] / COLUMN)


PAPERS = {"a3": Paper(420, 297, 4, 2), "a2": Paper(594, 420, 4, 4)}
"""Sheets by name; folded they are about as large as a hand (105 x 148.5 mm, or
148.5 x 105)."""


class NothingToPrint(Exception):
    """The city has no public place."""


def edition(
    reader: Reader, *, year: int, kind: Kind = "pdf", paper: str = "a3"
) -> list[bytes]:
    """Return the edition of a year in the reader's language: one PDF, or PNG pages.

    `paper` is one of `PAPERS`.

    Raises:
        NothingToPrint: if no place is public.
        GroundUnusable: if the tiles that are set can't be used.
    """
    with translation.override(reader.locale.language_code):
        own = exported_places(reader, PlaceFilter())
        osm = exported_places(reader, PlaceFilter(osm=True))
        if not own + osm:
            raise NothingToPrint
        sheet = PAPERS[paper]
        frame = Frame.around(_points(own + osm), *sheet.map_size)
        facts = _facts(reader, own, osm, year, frame) | _sizes(sheet)
    with TemporaryDirectory() as folder:
        if settings.VITEJ_MAP_PRINT_TILES:
            tiles = Path(settings.VITEJ_MAP_PRINT_TILES)
            language = reader.locale.language_code
            ground = draw_ground(tiles, frame, Path(folder), language)
            facts |= {
                "ground": ground.file,
                "labels": _labels(ground, frame, facts["dots"]),
                "about": f"{settings.VITEJ_MAP_PRINT_ATTRIBUTION} ·",
            }
        return _typeset(Path(folder), reader, facts, kind)


def _typeset(
    folder: Path, reader: Reader, facts: dict[str, Any], kind: Kind
) -> list[bytes]:
    root = folder.resolve()
    (root / "edition.typ").write_bytes(TEMPLATE.read_bytes())
    facts["funders"] = _funders(reader, root)
    qr = io.BytesIO()
    segno.make(facts["web"], error="m").save(qr, kind="svg", border=0, scale=4)
    (root / "qr.svg").write_bytes(qr.getvalue())
    (root / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    made = typst.compile(
        str(root / "edition.typ"),
        root=str(root),
        ignore_system_fonts=True,
        format=kind,
        ppi=80,
    )
    pages: Any = made  # a list where PNG has several pages
    return pages if isinstance(pages, list) else [pages]


def _facts(
    reader: Reader,
    own: list[ExportedPlace],
    osm: list[ExportedPlace],
    year: int,
    frame: Frame,
) -> dict[str, Any]:
    groups = _by_category(own + osm)
    ordered = [place for _name, places in groups for place in places]
    points = _points(ordered)
    metres, bar = frame.scale_bar()
    numbers = {place.key: number for number, place in enumerate(ordered, start=1)}
    said = [source_of(reader, osm=False).attribution] if own else []
    said += [source_of(reader, osm=True).attribution] if osm else []
    web = _web(reader)
    return {
        "language": reader.locale.language_code,
        "title": source_of(reader, osm=False).title,
        "year": year,
        "edition": _("Edition %(year)s") % {"year": year},
        "web": web,
        "web_label": _("Newest on the web"),
        "north": _("N"),
        "ground": "",
        "labels": [],
        "about": _("Schematic map: streets aren't drawn."),
        "funded_by": _("Supported by"),
        "continued": _("Places by category"),
        "attribution": " · ".join(said),
        "bar": {"length": bar, "label": _length(metres)},
        "dots": [
            {
                "number": dot.number,
                **{name: round(getattr(dot, name), 3) for name in ("x", "y")},
                **{name: round(getattr(dot, name), 3) for name in ("at_x", "at_y")},
                "moved": dot.moved,
            }
            for dot in dots(points, frame)
        ],
        "groups": [
            {
                "name": name,
                "places": [_entry(each, numbers[each.key]) for each in found],
            }
            for name, found in groups
        ],
    }


def _points(places: Sequence[ExportedPlace]) -> list[tuple[float, float]]:
    return [
        (float(each.record.latitude), float(each.record.longitude)) for each in places
    ]


def _labels(
    ground: Ground, frame: Frame, placed: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    numbers = [(dot["x"], dot["y"]) for dot in placed]
    found = spread(ground.labels, frame.width, frame.height, numbers)
    return [asdict(label) for label in found]


def _sizes(paper: Paper) -> dict[str, Any]:
    width, height = paper.map_size
    return {
        "paper": {"width": paper.width, "height": paper.height},
        "folds": {"across": paper.folds_across, "down": paper.folds_down},
        "columns": paper.columns,
        "width": width,
        "height": height,
    }


def _by_category(
    places: Sequence[ExportedPlace],
) -> list[tuple[str, list[ExportedPlace]]]:
    groups: dict[str, list[ExportedPlace]] = {}
    for place in places:
        main = place.record.categories[:1]
        name = place.category_names.get(main[0], main[0]) if main else _("Other places")
        groups.setdefault(name, []).append(place)
    return sorted(groups.items())


def _entry(place: ExportedPlace, number: int) -> dict[str, Any]:
    record = place.record
    street = f"{record.street} {record.house_number}".strip()
    town = f"{record.postcode} {record.municipality}".strip()
    hours = hours_in_words(record.opening_hours) or _("Opening hours aren't known.")
    spoken = ", ".join(language_name(each.tag) for each in record.languages)
    extra = [_("No wheelchair access")] if record.wheelchair == Wheelchair.NO else []
    if record.wheelchair == Wheelchair.YES:
        extra.append(_("Wheelchair access"))
    if record.is_commercial:
        extra.append(_("Commercial"))
    if record.state == PlaceState.TEMPORARILY_CLOSED:
        hours = _("Temporarily closed")
    return {
        "number": number,
        "name": record.name,
        "address": ", ".join(filter(None, (street, town))),
        "hours": ". ".join(filter(None, (hours, record.opening_hours_note))),
        "languages": spoken,
        "phone": record.phone,
        "extra": " · ".join(extra),
    }


def _length(metres: int) -> str:
    if metres >= 1000:
        return f"{formats.localize(metres // 1000)} km"
    return f"{metres} m"


def _web(reader: Reader) -> str:
    page = reader.best(reader.pages(MapPage)).first()
    path = reader.path_of(page) if page else f"/{reader.locale.language_code}/"
    return f"{reader.city.root_url}{path}"


def _funders(reader: Reader, folder: Path) -> list[dict[str, str]]:
    """Write the funders' logos into the folder; return their names and files."""
    rows = Funding.objects.filter(settings=reader.city.settings)
    found = []
    for number, row in enumerate(rows.select_related("organisation__logo", "logo")):
        logo = row.logo or row.organisation.logo
        found.append(
            {
                "name": row.organisation.name,
                "number": row.registration_number,
                "logo": _logo(logo, folder / f"logo{number}.png") if logo else "",
            }
        )
    return found


def _logo(image: Any, file: Path) -> str:
    """Write a picture as PNG, at most 600 pixels wide; return its name, or ""."""
    try:
        with image.file.open("rb") as source, Pillow.open(source) as picture:
            picture.thumbnail((600, 300))
            picture.convert("RGBA").save(file, "PNG")
    except (OSError, ValueError):  # a file that is gone or is no picture
        return ""
    return file.name
