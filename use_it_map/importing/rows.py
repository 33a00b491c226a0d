"""What readers of files yield: rows of cells that know where they stand."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Position:
    """Where something stands in a file, both counted from 1.

    In a table the column is that of the table, elsewhere the character of the line.
    """

    line: int
    column: int


@dataclass(frozen=True)
class Cell:
    """A text of a row, and where it stands."""

    text: str
    position: Position


@dataclass(frozen=True)
class RawRow:
    """What a file says of one place, by field (`importing.names`), nothing checked.

    `tags` are all of OpenStreetMap's "key=value" in the row, `empty` where there is
    room for a field that it leaves empty.
    """

    position: Position
    cells: Mapping[str, Cell]
    tags: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    empty: Mapping[str, Position] = dataclasses.field(default_factory=dict)

    def where(self, name: str) -> Position:
        """Return where a field stands or could stand, else where the row does."""
        cell = self.cells.get(name)
        return cell.position if cell else self.empty.get(name, self.position)


@dataclass(frozen=True)
class RowError:
    """Why a row can't be used; `importing.reasons` has the words for the code."""

    position: Position
    code: str
    field: str = ""
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)


Item = RawRow | RowError
Reader = Callable[[bytes], Iterator[Item]]


class FileRefused(Exception):
    """Nothing of a file can be used. The code is one of `importing.reasons`."""

    def __init__(
        self, code: str, *, line: int = 0, column: int = 0, **params: str
    ) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.column = column
        self.params = params
