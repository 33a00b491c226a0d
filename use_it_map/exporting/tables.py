"""Places as CSV (RFC 4180), in UTF-8 with a byte order mark, which Excel looks for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from cms.spreadsheets import guarded
from use_it_map.exporting.places import COLUMNS, ExportedPlace, Source, plain_fields
from use_it_map.spoken import languages_text

HEADER = (*COLUMNS, "verified_by", "page_url", "data_licence", "attribution")


def csv_pieces(places: Iterable[ExportedPlace], source: Source) -> Iterator[str]:
    """Yield the lines of a table; no cell is a formula."""
    yield "\ufeff" + csv_line(HEADER)
    for place in places:
        values = plain_fields(place) | {
            "attribution": source.attribution,
            "languages": languages_text(place.record.languages),
            "categories": "; ".join(place.record.categories),
        }
        yield csv_line(_cell(values.get(name, "")) for name in HEADER)


def csv_line(cells: Iterable[str]) -> str:
    """Return cells as a line; what a spreadsheet would run is guarded."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(guarded(cell) for cell in cells)
    return line.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
