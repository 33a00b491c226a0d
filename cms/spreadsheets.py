"""Texts in tables, so that no spreadsheet takes them for formulas.

A text that begins with =, +, -, @, a tab or a line end is run by spreadsheets, and
can send what stands beside it to a stranger. An apostrophe before it stops that
(OWASP, "CSV Injection"). One that already begins with apostrophes and then such a
character gets one more, so that the guard can be taken off again without a doubt.
"""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 - run too
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def without_guard(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text
