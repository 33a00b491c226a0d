"""Opening hours as readers see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import graphene
from django.utils import timezone, translation

from city_api.schema.fields import many, maybe, one, string
from cms.selectors.clock import Clock
from use_it_map.choices import PlaceState
from use_it_map.hours.calendar import holds_until
from use_it_map.hours.holidays import holiday_name
from use_it_map.hours.lines import Line, lines
from use_it_map.hours.spans import Span, State, day_spans
from use_it_map.hours.state import Change, next_change, state_at
from use_it_map.hours.summary import summary
from use_it_map.hours.wall import instant, wall
from use_it_map.hours.words import hours_in_words
from use_it_map.schema.choices import OpeningState


@dataclass(frozen=True, slots=True)
class Hours:
    """The opening hours of a place, asked at the moment of a clock."""

    text: str
    note: str
    place_state: PlaceState
    clock: Clock
    language: str

    @property
    def in_operation(self) -> bool:
        """Whether the hours count: not of what is closed for a time or for good."""
        return self.place_state is PlaceState.OPEN

    @property
    def now(self) -> dt.datetime:
        """What the clock on the wall shows."""
        return wall(self.clock.moment)

    def change(self) -> Change | None:
        """Return the next change, and let the answer be kept no longer than that."""
        moment = self.clock.moment
        found = next_change(self.text, self.now) if self.in_operation else None
        change = found.at if found else None
        self.clock.changes_at(holds_until(change, moment=moment))
        return found


class PlaceOpeningSpan(graphene.ObjectType):
    """A span in which a place is open, or may be."""

    starts_at = one(graphene.DateTime, "When it begins.")
    ends_at = one(graphene.DateTime, "When it ends; it may be the next day.")
    state = one(OpeningState, "Open, or not known.")
    comment = string("What the opening hours say about it, or empty.")


class OpeningChange(graphene.ObjectType):
    """When a place opens or closes next."""

    at = one(graphene.DateTime, "When, in the city's time.")
    state = one(OpeningState, "What it is from then on.")


class OpeningHoursLine(graphene.ObjectType):
    """The hours of some days in words."""

    days = string("The days, such as Mon, Tue, Public holidays, or a date.")
    hours = string("The hours, such as around the clock, closed, by appointment.")
    date = maybe(graphene.Date, "The day; null for the days of every week.")


class OpeningHours(graphene.ObjectType):
    """When a place is open; public holidays are those of Czechia."""

    raw = string("As OpenStreetMap writes them, or empty where they aren't known.")
    note = string("What to know besides, or empty.")
    state = one(OpeningState, "Whether it is open now.")
    next_change = maybe(
        OpeningChange, "When that changes next; null if not within a year."
    )
    today = many(
        PlaceOpeningSpan,
        "When it is open today or may be; what runs over midnight is whole.",
    )
    summary = string(
        "Whether it is open and when that changes, in words: Open now, closes at 17:00."
    )
    lines = many(
        OpeningHoursLine,
        "In words, a line for days that are alike: the usual week and the public"
        " holidays of the next seven days, or, where the hours are more than a week"
        " can say, the next seven days. None where they aren't known.",
    )
    in_words = string("All that `raw` says, word by word, or empty.")
    holiday = string("The name of the public holiday that is today, or empty.")

    @staticmethod
    def resolve_raw(hours: Hours, _info: Any) -> str:
        return hours.text

    @staticmethod
    def resolve_state(hours: Hours, _info: Any) -> str:
        hours.change()
        if not hours.in_operation:
            return State.CLOSED.value
        return state_at(hours.text, hours.now).value

    @staticmethod
    def resolve_next_change(hours: Hours, _info: Any) -> dict[str, Any] | None:
        change = hours.change()
        if change is None:
            return None
        at = instant(change.at, after=hours.clock.moment)
        return {"at": timezone.localtime(at), "state": change.state.value}

    @staticmethod
    def resolve_today(hours: Hours, _info: Any) -> list[dict[str, Any]]:
        if not hours.in_operation:
            return []
        return [_span(span) for span in day_spans(hours.text, hours.clock.today)]

    @staticmethod
    def resolve_summary(hours: Hours, _info: Any) -> str:
        change, holiday = hours.change(), OpeningHours.resolve_holiday(hours, _info)
        with translation.override(hours.language):
            if not hours.in_operation:
                return str(hours.place_state.label)
            said = summary(hours.text, hours.now, change)
        shut = hours.text and state_at(hours.text, hours.now) is State.CLOSED
        return f"{said} ({holiday})" if holiday and shut else said

    @staticmethod
    def resolve_lines(hours: Hours, _info: Any) -> list[Line]:
        with translation.override(hours.language):
            return lines(hours.text, hours.clock.today)

    @staticmethod
    def resolve_in_words(hours: Hours, _info: Any) -> str:
        with translation.override(hours.language):
            return hours_in_words(hours.text)

    @staticmethod
    def resolve_holiday(hours: Hours, _info: Any) -> str:
        return holiday_name(hours.clock.today, hours.language)


LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _span(span: Span) -> dict[str, Any]:
    start = instant(span.start, after=LONG_AGO)
    return {
        "starts_at": timezone.localtime(start),
        "ends_at": timezone.localtime(instant(span.end, after=start)),
        "state": span.state.value,
        "comment": span.comment,
    }
