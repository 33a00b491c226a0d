"""Keys that sort names as a dictionary of their language does.

A key is text of the digits 0-9 and letters a-f, so that every database, whatever its
collation, puts keys in the same order.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db import models

# ČSN 97 6030: ch after h; č, ř, š and ž are letters of their own, other marks are not.
CZECH = [*"abcčdefgh", "ch", *"ijklmnopqrřsštuvwxyzž"]
UKRAINIAN = list("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
ORDER = {letter: number for number, letter in enumerate([*CZECH, *UKRAINIAN], start=16)}
LONGEST_NAME = 60


def sort_key(text: str, language: str) -> str:
    """Return the key of a name: 4 digits a letter, for its first 60 letters."""
    codes = [_code(letter) for letter in _letters(text.casefold(), language)]
    return "".join(f"{code:04x}" for code in codes[:LONGEST_NAME])


def _letters(text: str, language: str) -> list[str]:
    letters = list(unicodedata.normalize("NFC", text))
    if language != "cs":
        return letters
    joined: list[str] = []
    for letter in letters:
        if letter == "h" and joined and joined[-1] == "c":
            joined[-1] = "ch"
        else:
            joined.append(letter)
    return joined


def _code(letter: str) -> int:
    if letter in ORDER:
        return ORDER[letter]
    if letter.isspace():
        return 1
    if letter.isdigit():
        return 2 + unicodedata.digit(letter, 0)
    base = unicodedata.normalize("NFD", letter)[0]
    return ORDER.get(base, min(0x1000 + ord(letter), 0xFFFF))


class SortKeyField(models.CharField):  # type: ignore[type-arg]
    """The sort key of another field of the row, set on every save."""

    def __init__(self, *, source: str = "", **kwargs: Any) -> None:
        self.source = source
        options = {"max_length": 4 * LONGEST_NAME, "editable": False, "default": ""}
        super().__init__(**{**options, "db_index": True, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: Any, add: bool) -> str:
        text = getattr(model_instance, self.source)
        key = sort_key(text, model_instance.locale.language_code)
        setattr(model_instance, self.attname, key)
        return key
