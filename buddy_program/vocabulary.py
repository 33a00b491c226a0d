"""What participants choose from. Keys are stored; texts are shown and translated."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, Promise]

INTERESTS: Words = {
    "arts": _("art and museums"),
    "board_games": _("board games"),
    "children": _("doing things with children"),
    "cinema": _("films and series"),
    "cooking": _("cooking and baking"),
    "crafts": _("handicrafts"),
    "dancing": _("dancing"),
    "dogs": _("dogs"),
    "gardening": _("gardening"),
    "hiking": _("hiking and trips"),
    "history": _("history and sights"),
    "languages": _("languages"),
    "music": _("music and concerts"),
    "photography": _("photography"),
    "pubs": _("cafés and pubs"),
    "reading": _("books"),
    "running": _("running"),
    "sport": _("ball games"),
    "swimming": _("swimming"),
    "technology": _("technology"),
    "theatre": _("theatre"),
    "volunteering": _("volunteering"),
    "cycling": _("cycling"),
    "yoga": _("yoga and well-being"),
}

GOALS: Words = {
    "friends": _("making friends"),
    "czech": _("speaking Czech"),
    "city": _("getting to know the city"),
    "culture": _("understanding the culture"),
    "offices": _("finding one's way through offices and doctors"),
    "family": _("meeting other families"),
    "leisure": _("finding something to do in one's free time"),
    "work": _("finding one's way in working life"),
}
