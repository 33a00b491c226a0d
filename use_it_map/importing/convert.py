"""Makes checked places of the rows of a file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from use_it_map import geography
from use_it_map.choices import PlaceSource, PlaceState, PriceLevel, Wheelchair
from use_it_map.hours import check
from use_it_map.importing.limits import MAX_CELL
from use_it_map.importing.rows import Item, Position, RawRow, RowError
from use_it_map.records import ADDRESSES, CHOICES, MAILS, TEXTS, PlaceRecord
from use_it_map.spoken import LanguageTwice, NoLanguage, languages_of

MAX_LENGTHS: Mapping[str, int] = {
    "name": 255,
    "street": 120,
    "house_number": 20,
    "postcode": 10,
    "municipality": 120,
    "ruian_code": 9,
    "opening_hours_note": 250,
    "phone": 40,
    "external_source": 40,
    "external_id": 120,
    **dict.fromkeys(ADDRESSES, 200),
    **dict.fromkeys(MAILS, 254),
}
"""What the database holds of a text; opening hours have a rule of their own."""

ALLOWED: Mapping[str, list[str]] = {
    "wheelchair": Wheelchair.values,
    "price_level": PriceLevel.values,
    "state": PlaceState.values,
    "source": PlaceSource.values,
}
YES = {"yes", "true", "1", "ano", "так", "x"}
NO = {"no", "false", "0", "ne", "ні", ""}

_SIX_DIGITS = Decimal("0.000001")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_web = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Rules:
    """What the places of a file must keep to.

    `city` has the bounds (`cms.models.CitySettings`), `external_source` says whose the
    external ids are where the file doesn't.
    """

    today: dt.date
    city: Any = None
    external_source: str = ""


@dataclass(frozen=True)
class Placed:
    """A checked place and the row of its file that it is from."""

    record: PlaceRecord
    row: RawRow

    @property
    def position(self) -> Position:
        return self.row.position


def records(items: Iterable[Item], rules: Rules) -> Iterator[Placed | RowError]:
    """Yield a place for each row that is right, else every error of the row."""
    seen: dict[tuple[str, str], int] = {}
    for item in items:
        if isinstance(item, RowError):
            yield item
            continue
        conversion = _Conversion(item, rules)
        record = conversion.record()
        key = (record.external_source, record.external_id) if record else ("", "")
        if record is None:
            yield from conversion.errors
        elif key[1] and key in seen:
            where = item.where("external_id")
            params = {"line": str(seen[key])}
            yield RowError(where, "external_id_twice", "external_id", params)
        else:
            seen[key] = item.position.line
            yield Placed(record, item)


@dataclass
class _Conversion:
    row: RawRow
    rules: Rules
    errors: list[RowError] = field(default_factory=list)

    def record(self) -> PlaceRecord | None:
        """Return the place, or None where there are errors."""
        values: dict[str, Any] = {name: self._text(name) for name in TEXTS}
        values |= {name: self._choice(name) for name in CHOICES}
        values |= {name: self._web(name) for name in ADDRESSES}
        values |= {name: self._mail(name) for name in MAILS}
        values["state"] = values["state"] or PlaceState.OPEN.value
        values["opening_hours"] = self._hours(values["opening_hours"])
        values["languages"] = self._languages()
        values["categories"] = _list(self._text("categories"))
        values["osm_tags"] = self.row.tags
        values["is_commercial"] = self._boolean("is_commercial")
        values["verified_on"] = self._day("verified_on")
        values |= self._point()
        self._origin(values)
        if not values["name"] and not self._has_error("name"):
            self._refuse("name", "missing")
        return None if self.errors else PlaceRecord(**values)

    def _refuse(self, name: str, code: str, **params: str) -> None:
        self.errors.append(RowError(self.row.where(name), code, name, params))

    def _has_error(self, name: str) -> bool:
        return any(error.field == name for error in self.errors)

    def _text(self, name: str) -> str:
        cell = self.row.cells.get(name)
        text = (
            cell.text.strip().replace("\r\n", "\n").replace("\r", "\n") if cell else ""
        )
        most = MAX_LENGTHS.get(name, MAX_CELL)
        if _CONTROL.search(text):
            self._refuse(name, "control_characters")
            return ""
        if len(text) > most:
            self._refuse(name, "too_long", most=str(most))
            return ""
        return text

    def _choice(self, name: str) -> str:
        text = self._text(name).lower().replace(" ", "_")
        text = {"designated": "yes"}.get(text, text) if name == "wheelchair" else text
        if text and text not in ALLOWED[name]:
            choices = ", ".join(ALLOWED[name])
            self._refuse(name, "choice", text=text[:80], choices=choices)
            return ""
        return text

    def _web(self, name: str) -> str:
        text = self._text(name)
        if text and "://" not in text:
            text = f"https://{text}"
        try:
            if text:
                _web(text)
        except ValidationError:
            self._refuse(name, "url", text=text.removeprefix("https://")[:80])
        return text

    def _mail(self, name: str) -> str:
        text = self._text(name)
        try:
            if text:
                validate_email(text)
        except ValidationError:
            self._refuse(name, "email", text=text[:80])
        return text

    def _hours(self, text: str) -> str:
        try:
            return check(text)
        except ValidationError as error:
            self._refuse("opening_hours", "hours", problem=" ".join(error.messages))
            return ""

    def _languages(self) -> Any:
        try:
            return languages_of(self._text("languages"))
        except NoLanguage as wrong:
            self._refuse("languages", "language", text=str(wrong)[:80])
        except LanguageTwice as twice:
            self._refuse("languages", "language_twice", text=str(twice))
        return ()

    def _boolean(self, name: str) -> bool:
        text = self._text(name).casefold()
        if text not in YES | NO:
            self._refuse(name, "boolean", text=text[:80])
        return text in YES

    def _day(self, name: str) -> dt.date | None:
        text = self._text(name)
        try:
            day = dt.date.fromisoformat(text) if text else None
        except ValueError:
            self._refuse(name, "date", text=text[:80])
            return None
        if day and day > self.rules.today:
            self._refuse(name, "future")
        return day

    def _point(self) -> dict[str, Decimal | None]:
        degrees = {
            "latitude": self._degrees("latitude", 90),
            "longitude": self._degrees("longitude", 180),
        }
        wrong = geography.errors(**degrees, city=self.rules.city)
        for name, error in wrong.items():
            self._refuse(name, "coordinates", problem=" ".join(error.messages))
        return degrees

    def _degrees(self, name: str, most: int) -> Decimal | None:
        text = self._text(name)
        if not text:
            if not self._has_error(name):
                self._refuse(name, "missing")
            return None
        try:
            number = Decimal(text.removesuffix("°").strip().replace(",", "."))
        except InvalidOperation:
            self._refuse(name, "number", text=text[:80])
            return None
        if not number.is_finite():
            self._refuse(name, "not_finite", text=text[:80])
        elif abs(number) > most:
            self._refuse(name, "off_earth", text=text[:80], most=str(most))
        else:
            return number.quantize(_SIX_DIGITS)
        return None

    def _origin(self, values: dict[str, Any]) -> None:
        if values["external_id"] and not values["external_source"]:
            values["external_source"] = self.rules.external_source
        if values["external_id"] and not values["external_source"]:
            self._refuse("external_id", "external_id_alone")
        if values["external_source"] == "osm":
            values["source"] = PlaceSource.OSM.value
        if not values["external_id"]:
            values["external_source"] = ""


def _list(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[;|,]", text))
    return tuple(dict.fromkeys(part for part in parts if part))
