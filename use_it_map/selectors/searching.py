"""Which places hold some words."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from cms.selectors.reader import Reader
from use_it_map.geometry import BadPlaceFilter
from use_it_map.models import PlacePage

MOST_FOUND = 1000
LONGEST_TEXT = 200
QUOTES = re.compile(r"[\"'\\\x00]")


def found_by(reader: Reader, text: str) -> list[int]:
    """Return the ids of the city's public places that hold the words, the best first.

    Diacritics don't matter; of more than `MOST_FOUND`, the best are returned.

    Raises:
        BadPlaceFilter: if the text is empty or too long.
    """
    # SQLite's full-text search takes quotes for its own syntax.
    words = " ".join(QUOTES.sub(" ", text).split())
    if not 1 <= len(words) <= LONGEST_TEXT:
        message = _("`text` takes 1 to %(most)d characters.")
        raise BadPlaceFilter(message % {"most": LONGEST_TEXT})
    public = reader.pages(PlacePage).values("pk")
    places = PlacePage.objects.filter(pk__in=public).only("pk")
    return [place.pk for place in places.search(words)[:MOST_FOUND]]
