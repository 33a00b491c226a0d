"""Reads JSON piece by piece, so that each piece knows where it stands.

Numbers come as `Decimal`, exactly as they are written.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

from use_it_map.importing.rows import FileRefused, Position

_SPACE = re.compile(r"[ \t\n\r]*")


def _no_number(name: str) -> NoReturn:
    raise FileRefused("file_json_number", number=name)


_DECODER = json.JSONDecoder(
    parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number
)


class JsonText:
    """A JSON object of which one list may be long.

    Raises, in all methods:
        FileRefused: if it is no JSON, has NaN or infinities, or is nested too deeply.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]

    def position(self, offset: int) -> Position:
        line = bisect_right(self._lines, offset)
        return Position(line, offset - self._lines[line - 1] + 1)

    def items(self, name: str) -> Iterator[tuple[Any, Position]]:
        """Yield the items of the list that the outermost object has under a name."""
        for key, at in self._members(self._expect("{", 0)):
            if key == name and self.text.startswith("[", at):
                yield from self._items(at + 1)
                return
        raise FileRefused("file_json_places", name=name)

    def _members(self, at: int) -> Iterator[tuple[str, int]]:
        at = self._skip(at)
        while not self.text.startswith("}", at):
            key, at = self._value(at)
            if not isinstance(key, str):
                self._refuse("a name was expected", at)
            at = self._skip(self._expect(":", at))
            yield key, at
            _value, at = self._value(at)
            at = self._next(at, "}")

    def _items(self, at: int) -> Iterator[tuple[Any, Position]]:
        at = self._skip(at)
        while not self.text.startswith("]", at):
            position = self.position(at)
            value, at = self._value(at)
            yield value, position
            at = self._next(at, "]")

    def _next(self, at: int, end: str) -> int:
        """Return where the next piece begins, or where the end stands."""
        at = self._skip(at)
        if self.text.startswith(end, at):
            return at
        at = self._skip(self._expect(",", at))
        if self.text.startswith(end, at):
            self._refuse("a value was expected", at)
        return at

    def _value(self, at: int) -> tuple[Any, int]:
        try:
            return _DECODER.raw_decode(self.text, at)
        except json.JSONDecodeError as error:
            self._refuse(error.msg, error.pos)
        except RecursionError:
            place = self.position(at)
            raise FileRefused(
                "file_json_deep", line=place.line, column=place.column
            ) from None
        except FileRefused as refused:
            place = self.position(at)
            raise FileRefused(
                refused.code, line=place.line, column=place.column, **refused.params
            ) from None

    def _expect(self, character: str, at: int) -> int:
        at = self._skip(at)
        if not self.text.startswith(character, at):
            self._refuse(f"“{character}” was expected", at)
        return at + 1

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def _refuse(self, problem: str, at: int) -> NoReturn:
        place = self.position(at)
        raise FileRefused(
            "file_json", line=place.line, column=place.column, problem=problem
        )
