"""A table whose cells can be translated."""

from __future__ import annotations

import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock
from wagtail_localize.segments import StringSegmentValue

from blocks.base import PreviewedBlock

CAPTION = "caption"


class TableBlock(PreviewedBlock, WagtailTableBlock):
    """Wagtail's table. Translators get every cell as a string of its own.

    A cell's segment is named after its place, `row-column` from 0. Moving rows in
    the source thus asks for their translations again.
    """

    def clean(self, value: Any) -> Any:
        filled = bool(value) and any(self._cells(value))
        if not filled and self.required and not self.is_deferred_validation:
            raise ValidationError(_("Fill in at least one cell."))
        return super().clean(value)

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        if not value:
            return []
        texts = dict(self._cells(value))
        if caption := value.get("table_caption"):
            texts[CAPTION] = caption
        return [StringSegmentValue(path, text) for path, text in texts.items()]

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        table = copy.deepcopy(value)
        for segment in segments:
            text = segment.render_text()
            if segment.path == CAPTION:
                table["table_caption"] = text
            else:
                row, column = map(int, segment.path.split("-"))
                table["data"][row][column] = text
        return table

    @staticmethod
    def _cells(value: dict[str, Any]) -> list[tuple[str, str]]:
        return [
            (f"{row}-{column}", cell)
            for row, cells in enumerate(value.get("data") or [])
            for column, cell in enumerate(cells)
            if isinstance(cell, str) and cell.strip()
        ]

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Figures or times side by side. Not for layout.")
        preview_value = {
            "data": [
                [_("Ticket"), _("Adult"), _("Child")],
                [_("60 minutes"), "30 Kč", "15 Kč"],
                [_("24 hours"), "120 Kč", "60 Kč"],
            ],
            "cell": [],
            "mergeCells": [],
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_header_choice": "row",
            "table_caption": _("Public transport fares"),
        }
