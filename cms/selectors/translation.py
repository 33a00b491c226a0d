"""How far pages and snippets are translated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, UUIDField
from wagtail.models import Page

from cms.models import TranslationProgress
from cms.statements import AnyOf, ParamList, prepared

Key = tuple[object, int]
"""A translation key and the id of a locale."""


@dataclass(frozen=True)
class Progress:
    """What readers see of a translation.

    `share` is the part of the texts that are translated, from 0 to 1.
    """

    complete: bool
    share: float
    behind_source: bool


def translation_progress(page_ids: Sequence[int]) -> dict[int, Progress]:
    """Return how far pages are translated, by id, in two queries.

    No answer for those that are sources or were translated by hand: complete.
    """
    pages = Page.objects.filter(pk__in=page_ids).values_list(
        "pk", "translation_key", "locale_id"
    )
    keys: dict[int, Key] = {pk: (key, locale) for pk, key, locale in pages}
    found = progress_by_key(keys.values())
    return {pk: found[key] for pk, key in keys.items() if key in found}


def progress_by_key(keys: Iterable[Key]) -> dict[Key, Progress]:
    """Return how far things are translated, by translation key and locale."""
    wanted = set(keys)
    keys_of_things = {key for key, _locale in wanted}

    def found() -> QuerySet[Any]:
        things = ParamList("keys", keys_of_things, UUIDField())
        return TranslationProgress.objects.filter(
            AnyOf("translation__source__object_id", things), translation__enabled=True
        ).values_list(
            "translation__source__object_id",
            "translation__target_locale_id",
            "published",
            "total",
            "behind_source",
        )

    rows = prepared("translation progress", found, keys=keys_of_things)
    return {
        (key, locale): Progress(
            complete=published == total,
            share=published / total if total else 1.0,
            behind_source=behind,
        )
        for key, locale, published, total, behind in rows
        if (key, locale) in wanted
    }
