"""Lists and reports as tables that no spreadsheet runs, Wagtail's own ones too.

All of them are written by one mixin of Wagtail's. In XLSX a cell says itself that it is
a text, and the mixin sees to that; CSV can't say so.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms.spreadsheets import guarded


def install() -> None:
    """Let no view of the admin, whoever brings it, write a formula into CSV."""
    original = SpreadsheetExportMixin.preprocess_field_value
    if hasattr(original, "__wrapped__"):
        return

    @wraps(original)
    def preprocess(self: Any, field: str, value: Any, export_format: str) -> Any:
        found = original(self, field, value, export_format)
        plain = export_format == self.FORMAT_CSV and isinstance(found, str)
        return guarded(found) if plain else found

    SpreadsheetExportMixin.preprocess_field_value = preprocess
