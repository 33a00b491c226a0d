"""Texts and numbers that no database and no answer can hold."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from graphql import IntValueNode, StringValueNode, ValidationRule

from city_api.engine.errors import ApiError

# PostgreSQL stores no NUL; half of a surrogate pair can't be written as UTF-8.
BROKEN = re.compile("[\0\ud800-\udfff]")
MOST_DIGITS = 40


def is_whole(value: Any) -> bool:
    """Return whether all texts in a JSON value can be stored and answered."""
    values = [value]
    while values:
        found = values.pop()
        if isinstance(found, str) and BROKEN.search(found):
            return False
        if isinstance(found, dict):
            values += [*found.keys(), *found.values()]
        elif isinstance(found, list):
            values += found
    return True


def broken_text() -> ApiError:
    """Return the refusal of a text that isn't whole."""
    message = _("A text holds a NUL or half of a character.")
    return ApiError("BROKEN_TEXT", message)


class WholeValues(ValidationRule):
    """Refuses a document in which a text is broken or a number has no end."""

    def enter_string_value(self, node: StringValueNode, *_args: Any) -> None:
        if not is_whole(node.value):
            raise broken_text()

    def enter_int_value(self, node: IntValueNode, *_args: Any) -> None:
        if len(node.value) > MOST_DIGITS:
            raise ApiError("BAD_REQUEST", _("A number has too many digits."))
