"""Reads tables: CSV with commas, semicolons or tabs, in the usual encodings."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from cms.spreadsheets import without_guard
from use_it_map.importing.limits import MAX_CELL
from use_it_map.importing.names import field_of, raw_row
from use_it_map.importing.rows import FileRefused, Item, Position, RowError

DELIMITERS = ",;\t"
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1250.

    Raises:
        FileRefused: if it is in none of them.
    """
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _decoded(data, [encoding])
    start = data[:4]
    if start[1:2] == b"\0" or start[:1] == b"\0":
        return _decoded(data, ["utf-16-le" if start[1:2] == b"\0" else "utf-16-be"])
    return _decoded(data, ["utf-8", "cp1250"])


def _decoded(data: bytes, encodings: Sequence[str]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("file_encoding")


def read_csv(data: bytes) -> Iterator[Item]:
    """Yield the rows of a table whose first line names the columns.

    A text that `spreadsheets.guarded` has guarded loses its guard.

    Raises:
        FileRefused: if it is no such table.
    """
    text = decoded(data)
    first, rest = _first_line(text)
    if first.lower().startswith("sep="):  # what Excel writes for itself
        delimiter, skipped = first[4:5] or ",", 1
        text = rest
    else:
        delimiter, skipped = max(DELIMITERS, key=first.count), 0
    # A cell that nobody closes takes the rest of the file; it is named, not cut.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names = _header(table)
    yield from _rows(table, names, skipped)


def _first_line(text: str) -> tuple[str, str]:
    first, _end, rest = text.partition("\n")
    return first.rstrip("\r"), rest


def _header(table: Iterator[list[str]]) -> list[str]:
    try:
        names = next(table, [])
    except csv.Error as error:
        raise FileRefused("row_broken", line=1, problem=str(error)) from None
    seen: dict[str, str] = {}
    for number, name in enumerate(names, start=1):
        field = field_of(name)
        if field in seen:
            params = {"first": seen[field], "second": name}
            raise FileRefused("file_header_twice", line=1, column=number, **params)
        if field:
            seen[field] = name
    if "name" not in seen:
        raise FileRefused("file_header", line=1)
    return names


def _rows(table: Iterator[list[str]], names: list[str], skipped: int) -> Iterator[Item]:
    while True:
        line = table.line_num + 1 + skipped  # type: ignore[attr-defined]
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            yield RowError(Position(line, 1), "row_broken", "", {"problem": str(error)})
            continue
        if any(cell.strip() for cell in cells):
            yield _row(cells, names, line)


def _row(cells: list[str], names: list[str], line: int) -> Item:
    if any(cell.strip() for cell in cells[len(names) :]):
        params = {"found": str(len(cells)), "expected": str(len(names))}
        return RowError(Position(line, len(names) + 1), "row_cells", "", params)
    for number, cell in enumerate(cells, start=1):
        if len(cell) > MAX_CELL:
            position = Position(line, number)
            params = {"most": str(MAX_CELL)}
            return RowError(position, "too_long", names[number - 1], params)
    return raw_row(
        Position(line, 1),
        (
            (name, without_guard(cell), Position(line, number))
            for number, (name, cell) in enumerate(
                zip(names, cells, strict=False), start=1
            )
        ),
    )
