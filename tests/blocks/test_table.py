from __future__ import annotations

from typing import Any

import pytest

from blocks.table import TableBlock
from tests.blocks.support import errors_of, stored


def table(*rows: list[Any], **options: Any) -> dict[str, Any]:
    return {
        "data": list(rows),
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": False,
        "first_col_is_header": False,
        "table_header_choice": "neither",
        "table_caption": "",
        **options,
    }


def test_a_table_with_one_cell_is_valid_and_stored_as_it_is() -> None:
    value = table(["30 Kč", None])

    assert errors_of(TableBlock(), value) == {}
    assert stored(TableBlock(), TableBlock().to_python(value)) == value


@pytest.mark.parametrize("value", [None, {}, table(), table([None, ""], ["  ", None])])
def test_an_empty_table_is_refused(value: Any) -> None:
    assert errors_of(TableBlock(), value) == {"": ["Fill in at least one cell."]}


@pytest.mark.parametrize("value", [None, table([None, None])])
def test_a_draft_may_hold_an_empty_table(value: Any) -> None:
    assert errors_of(TableBlock(), value, draft=True) == {}


def test_a_table_may_be_left_out_where_it_is_not_required() -> None:
    assert errors_of(TableBlock(required=False), None) == {}


def test_translators_get_every_filled_cell_and_the_caption() -> None:
    value = table(["Ticket", None], ["", "30 Kč"], table_caption="Fares")

    segments = TableBlock().get_translatable_segments(value)

    assert [(segment.path, segment.string.data) for segment in segments] == [
        ("0-0", "Ticket"),
        ("1-1", "30 Kč"),
        ("caption", "Fares"),
    ]
    assert TableBlock().get_translatable_segments(None) == []


def test_translated_cells_go_back_to_their_places_in_a_new_table() -> None:
    value = table(["Ticket", None], ["", "30 Kč"], table_caption="Fares")
    segments = TableBlock().get_translatable_segments(value)
    translated = [
        type(segment)(segment.path, f"cs {segment.string.data}") for segment in segments
    ]

    restored = TableBlock().restore_translated_segments(value, translated)

    assert restored == table(
        ["cs Ticket", None], ["", "cs 30 Kč"], table_caption="cs Fares"
    )
    assert value == table(["Ticket", None], ["", "30 Kč"], table_caption="Fares")


def test_cells_are_plain_text_to_translators() -> None:
    value = table(["A & B < C"])
    segments = TableBlock().get_translatable_segments(value)

    assert TableBlock().restore_translated_segments(value, segments) == value
