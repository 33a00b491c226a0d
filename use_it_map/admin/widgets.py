"""The weekly grid above the text of opening hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import dates
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def texts() -> dict[str, Any]:
    """Return the words of the grid in the editor's language."""
    return {
        "days": [str(dates.WEEKDAYS[day]) for day in range(7)],
        "months": [str(dates.MONTHS[month]) for month in range(1, 13)],
        "week": _("Every week"),
        "exceptions": _("Exceptions"),
        "season": _("Season"),
        "date": _("Days"),
        "addSeason": _("Add a season"),
        "addDate": _("Add special days"),
        "holidays": _("Public holidays"),
        "holidaysSame": _("as any other day"),
        "holidaysOff": _("closed"),
        "holidaysOwn": _("own hours"),
        "onDays": _("On these days of the week"),
        "closed": _("closed"),
        "allDay": _("all day"),
        "appointment": _("by appointment"),
        "add": _("Add hours"),
        "remove": _("Remove"),
        "removeRow": _("Remove this row"),
        "same": _("the same as the day above"),
        "sameShort": _("As above"),
        "opens": _("opens"),
        "closes": _("closes"),
        "nextDay": _("the next day"),
        "from": pgettext("a day", "from"),
        "to": pgettext("a day", "to"),
        "day": _("day"),
        "month": _("month"),
        "year": _("year"),
        "everyYear": _("every year"),
        "unknown": _("Nothing is entered: readers are told that hours aren't known."),
        "raw": _(
            "The grid can't show all of these hours, so they stay as they are written. "
            "Change the text itself, or empty it to begin with the grid."
        ),
        "badTime": _("“%s” is no time; write one such as 8:00."),
        "badYear": _("“%s” is no year; write one such as 2027."),
    }


class OpeningHoursInput(forms.Textarea):
    """A text of opening hours as OpenStreetMap has it, with a grid to write it by.

    The text is what is sent and kept. One that the grid can't show stays untouched.
    """

    template_name = "use_it_map/admin/opening_hours.html"

    class Media:
        js = ["use_it_map/js/hours_text.js", "use_it_map/js/hours_editor.js"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 2, "spellcheck": "false", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "texts": texts()}
