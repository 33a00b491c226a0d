"""Writes the demo's categories of places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import uuid4

from use_it_map.demo.entities import LANGUAGES, SOURCE_LANGUAGE, Category
from use_it_map.demo.pages import Press, snippets_publish
from use_it_map.demo.translations import translations_note
from use_it_map.models import PlaceCategory


def add_categories(
    press: Press, categories: Sequence[Category]
) -> dict[str, PlaceCategory]:
    """Add what isn't there yet, parents first; return all in English, by key."""
    found = PlaceCategory.objects.filter(locale=press.locales[SOURCE_LANGUAGE])
    known = {category.slug: category for category in found}
    for wave in (False, True):
        made = [
            _in_languages(press, category, number, known)
            for number, category in enumerate(categories)
            if category.key not in known and bool(category.parent) is wave
        ]
        if not made:
            continue
        snippets_publish(press, [each[code] for each in made for code in each])
        translations_note(press, made)
        known |= {each[SOURCE_LANGUAGE].slug: each[SOURCE_LANGUAGE] for each in made}
    return known


def _in_languages(
    press: Press, category: Category, number: int, known: Mapping[str, PlaceCategory]
) -> dict[str, PlaceCategory]:
    key = uuid4()
    return {
        code: PlaceCategory(
            name=category.name[code],
            slug=category.key,
            parent=known[category.parent] if category.parent else None,
            icon=category.icon,
            osm_tag=category.osm_tag,
            sort_order=number,
            locale=press.locales[code],
            translation_key=key,
        )
        for code in LANGUAGES
    }
