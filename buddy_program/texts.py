"""What people write in their own words, as it is kept."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

JOINERS = "\u200c\u200d"
"""Persian words and joined emoji need them."""
REFUSED = ("Cc", "Cs", "Co")
"""Control characters, halves of characters, and what means something to one font."""


def written(text: str, limit: int) -> str:
    """Return a text without blanks around it and without signs that nobody sees.

    A line ends as it does where it was written, not as browsers send it, so that it is
    as long as the form has counted. Blanks that don't break become ordinary ones; soft
    hyphens and marks of direction, which come along with what is pasted, go.

    Raises:
        ValidationError: if it is too long or holds what no text does.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(map(_kept, lines)).strip()
    if len(kept) > limit:
        message = _("It may have %(limit)s characters at most.")
        raise ValidationError(message, params={"limit": limit})
    return kept if kept.strip(JOINERS) else ""


def _kept(sign: str) -> str:
    if sign in "\n\t" or sign in JOINERS:
        return sign
    category = unicodedata.category(sign)
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    if category == "Cf":
        return ""
    if category in REFUSED:
        raise ValidationError(_("It has characters that aren't allowed."))
    return sign
