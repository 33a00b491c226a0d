"""What participants choose from. Keys are stored; texts are shown and translated."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from buddy_program.matching.people import AgeBand, FamilyStage, Gender, Level

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

AGE_LABELS = {
    AgeBand.UNSAID: _("not said"),
    AgeBand.UNDER_25: _("under 25"),
    AgeBand.FROM_25: _("25 to 34"),
    AgeBand.FROM_35: _("35 to 44"),
    AgeBand.FROM_45: _("45 to 54"),
    AgeBand.FROM_55: _("55 to 64"),
    AgeBand.FROM_65: _("65 and over"),
}
FAMILY_LABELS = {
    FamilyStage.UNSAID: _("not said"),
    FamilyStage.ALONE: _("living alone"),
    FamilyStage.COUPLE: _("a couple"),
    FamilyStage.SMALL_CHILDREN: _("with children before school age"),
    FamilyStage.SCHOOL_CHILDREN: _("with children at school"),
    FamilyStage.GROWN_CHILDREN: _("with grown-up children"),
}
GENDER_LABELS = {
    Gender.UNSAID: _("not said"),
    Gender.WOMAN: _("woman"),
    Gender.MAN: _("man"),
    Gender.OTHER: _("other"),
}
LEVEL_LABELS = {
    level: _("first language") if level is Level.NATIVE else level.name
    for level in Level
}
