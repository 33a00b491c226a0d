"""The models whose rows can change an answer, each with its kind."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Model
from modelcluster.models import get_all_child_relations
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    Locale,
    PageViewRestriction,
    Site,
    get_page_models,
)
from wagtail_localize.models import Translation, TranslationSource

from cms.content.kinds import Cities, Facts, Kind, cities_of_pages, columns_of, kind_of
from cms.models import (
    CitySettings,
    CrisisNotice,
    Document,
    Image,
    MediaMention,
    Organisation,
    Person,
    Topic,
    TranslationProgress,
)
from cms.plugins import registry

UNSEEN_CHILDREN = frozenset({Comment})
"""Rows below pages that only editors see."""


@cache
def kinds() -> dict[type[Model], Kind]:
    """Return the kinds of all models that can change an answer, the plugins' too."""
    found = {model: kind_of(model) for model in _owners()}
    for model in list(found):
        for relation in get_all_child_relations(model):
            child = relation.related_model
            if child not in UNSEEN_CHILDREN:
                found.setdefault(child, kind_of(child))
    return found | _wagtails()


def _owners() -> list[type[Model]]:
    """Return the models that are shown by themselves, without the rows below them."""
    return [
        *get_page_models(),
        CitySettings,
        CrisisNotice,
        MediaMention,
        Organisation,
        Person,
        Topic,
        *registry.content_models(),
    ]


def _wagtails() -> dict[type[Model], Kind]:
    # What others refer to is unseen until something that counts refers to it.
    referred_to: dict[str, Any] = {"seen_when_new": False}
    return {
        Collection: Kind(("path",), **referred_to),
        CollectionViewRestriction: Kind(("collection_id",)),
        Document: kind_of(Document, **referred_to),
        Image: kind_of(Image, **referred_to),
        Locale: Kind(columns_of(Locale)),
        PageViewRestriction: Kind(
            ("page_id",), cities=_of_restricted_page, deciding=("page__path",)
        ),
        Redirect: kind_of(Redirect),
        Site: Kind(columns_of(Site)),
        Tag: Kind(columns_of(Tag), **referred_to),
        Translation: _translation(("enabled", "source_id", "target_locale_id"), ""),
        TranslationProgress: _translation(
            ("published", "total", "behind_source"), "translation__"
        ),
        TranslationSource: Kind(
            ("object_id", "locale_id"), cities=_of_source, **referred_to
        ),
    }


def _of_restricted_page(facts: Facts) -> Cities:
    return cities_of_pages(pk=facts["page_id"])


def _of_source(facts: Facts) -> Cities:
    return cities_of_pages(translation_key=facts["object_id"])


def _translation(columns: tuple[str, ...], relation: str) -> Kind:
    """Return the kind of a row about a translation; readers see those of pages."""
    key = f"{relation}source__object_id"

    def cities(facts: Facts) -> Cities:
        return cities_of_pages(translation_key=facts[key])

    options: dict[str, Any] = {"cities": cities, "deciding": (key,)}
    return Kind(columns, **options)
