"""What the map's pages and blocks on the built-in city site need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.template import Library

from cms.languages import language_name
from use_it_map.choices import LanguageLevel, PriceLevel, Wheelchair

register = Library()

Item = dict[str, Any]


@register.simple_tag
def place_menu(page: Mapping[str, Any], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return the categories and languages of a city's places, with counts.

    A count is of the places that the other filters keep.
    """
    return {
        "categories": list(_categories(page, chosen)),
        "languages": list(_languages(page, chosen)),
    }


def _categories(page: Mapping[str, Any], chosen: Mapping[str, Any]) -> Iterator[Item]:
    known = [each["category"] for each in page["menu"]["facets"]["categories"]]
    found = page["byCategory"]["facets"]["categories"]
    counts = {each["category"]["slug"]: each["count"] for each in found}
    for each, narrow in _tree(known):
        yield {
            "value": each["slug"],
            "name": each["name"],
            "count": counts.get(each["slug"], 0),
            "narrow": narrow,
            "chosen": each["slug"] in (chosen.get("category") or ()),
        }


def _tree(known: Sequence[Item]) -> Iterator[tuple[Item, bool]]:
    """Yield wide categories, each followed by the narrow ones below it."""
    above = {each["slug"]: (each["parent"] or {}).get("slug") for each in known}
    for wide in known:
        if above[wide["slug"]] not in above:
            yield wide, False
            for each in known:
                if above[each["slug"]] == wide["slug"]:
                    yield each, True


def _languages(page: Mapping[str, Any], chosen: Mapping[str, Any]) -> Iterator[Item]:
    found = page["byLanguage"]["facets"]["languages"]
    counts = {each["tag"]: each["count"] for each in found}
    for each in page["menu"]["facets"]["languages"]:
        tag = each["tag"]
        yield {
            "value": tag,
            "name": language_name(tag),
            "count": counts.get(tag, 0),
            "chosen": tag in (chosen.get("language") or ()),
        }


@register.simple_tag
def map_query(wanted: Mapping[str, Any]) -> str:
    """Return the query string with which the map shows what a block's filter keeps."""
    parts = {
        "category": [each["slug"] for each in wanted["chosenCategories"]],
        "language": wanted["languages"],
        "wheelchair": wanted["wheelchair"],
        "open": ["1"] if wanted["openNow"] else [],
        "benefit": ["1"] if wanted["benefit"] else [],
        "commercial": ["0"] if wanted["commercial"] is False else [],
    }
    query = urlencode({name: part for name, part in parts.items() if part}, doseq=True)
    return f"?{query}" if query else ""


@register.filter
def level_in_words(code: str) -> str:
    """Return how well a language is spoken."""
    return _label(LanguageLevel, code).lower()


@register.filter
def wheelchair_in_words(code: str) -> str:
    """Return whether one gets in with a wheelchair."""
    return _label(Wheelchair, code).lower()


@register.filter
def price_in_words(code: str) -> str:
    """Return what it costs."""
    return _label(PriceLevel, code)


def _label(choices: type[TextChoices], code: str) -> str:
    """Return the word for a code of the City API."""
    return str(choices[code].label)
