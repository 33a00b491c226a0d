"""Why a row or a file is refused, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS: Mapping[str, Any] = {
    # A whole file
    "file_too_large": _("The file is larger than %(most)s MB."),
    "file_empty": _("The file is empty."),
    "file_zipped": _("The file is a packed one (ZIP, KMZ, XLSX). Unpack it first."),
    "file_format": _(
        "The format isn't known. Use CSV, GeoJSON, KML, GPX, OSM XML or Overpass JSON."
    ),
    "file_encoding": _(
        "The characters can't be read: the file is neither in UTF-8, UTF-16 nor "
        "Windows-1250."
    ),
    "file_rows": _("The file has more than %(most)s rows. Split it."),
    "file_json": _("This is no valid JSON: %(problem)s."),
    "file_json_number": _("JSON has no number %(number)s."),
    "file_json_deep": _("The file is nested too deeply."),
    "file_json_places": _("No list “%(name)s” was found in the file."),
    "file_xml": _("This is no valid XML: %(problem)s."),
    "file_xml_dtd": _(
        "The file has a document type with entities. Such files are refused, because "
        "they can be made to overload or spy on the hub."
    ),
    "file_xml_root": _("The file is no %(format)s: it begins with <%(name)s>."),
    "file_header": _("The first line must name the columns; “name” is missing."),
    "file_header_twice": _("The columns “%(first)s” and “%(second)s” mean the same."),
    # A row
    "row_broken": _("The line can't be read: %(problem)s."),
    "row_cells": _("The row has %(found)s cells, the first line has %(expected)s."),
    "row_object": _("This is no place: an object is missing here."),
    "row_shape_missing": _("It has no point, line or area."),
    "row_shape": _("The point, line or area can't be read."),
    "row_shape_large": _(
        "The line or area has more than %(most)s points. Give a point instead."
    ),
    "row_nodes": _("The file doesn't hold the points of this line or area."),
    "missing": _("It is missing."),
    "too_long": _("It has more than %(most)s characters."),
    "control_characters": _("It has characters that no text can have."),
    "number": _("“%(text)s” is no number."),
    "not_finite": _("“%(text)s” is no place on Earth."),
    "off_earth": _("“%(text)s” lies beyond ±%(most)s degrees."),
    "coordinates": "%(problem)s",
    "hours": "%(problem)s",
    "language": _("“%(text)s” is no language; write codes like: en, uk"),
    "language_twice": _("The language “%(text)s” is named twice."),
    "choice": _("“%(text)s” isn't one of: %(choices)s"),
    "email": _("“%(text)s” is no e-mail address."),
    "url": _("“%(text)s” is no address of a web page."),
    "date": _("“%(text)s” is no day; write it like 2026-09-28."),
    "future": _("The day lies in the future."),
    "boolean": _("“%(text)s” is neither yes nor no."),
    "external_id_alone": _("An external id needs to say whose it is."),
    "external_id_twice": _("Line %(line)s has the same external id."),
    "category_unknown": _("There is no category “%(text)s”."),
    "category_missing": _("It has no category, which a public place needs."),
    "description_missing": _("It has no description, which a public place needs."),
}


def reason(code: str, params: Mapping[str, Any]) -> str:
    """Return the words for a code, in the language of whoever asks."""
    return str(REASONS[code]) % params
