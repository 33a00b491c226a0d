"""What must be done about guides and translations, as the admin asks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation

from cms import access, freshness
from cms.choices import Freshness
from cms.models import GuidePage, SiteLanguage


def source_guides(user: Any) -> QuerySet[GuidePage]:
    """Return the public guides of the user's cities, without their translations.

    A translation is verified with its source.
    """
    of_another = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"),
        target_locale=OuterRef("locale"),
        enabled=True,
    )
    guides: QuerySet[GuidePage] = GuidePage.objects.filter(
        access.pages_of(user), live=True
    )
    return guides.exclude(Exists(of_another))


def guides_to_verify(user: Any, *, today: datetime.date) -> QuerySet[GuidePage]:
    """Return the guides that are due or overdue, the longest first."""
    due = Q(review_due_on=None) | Q(review_due_on__lte=today)
    return (
        source_guides(user)
        .filter(due)
        .select_related("maintainer", "locale")
        .order_by(longest_first(), "title", "pk")
    )


def longest_first() -> Any:
    """Return the order that begins with guides that were never verified."""
    return F("review_due_on").asc(nulls_first=True)


def of_freshness(value: str, *, today: datetime.date) -> Q:
    """Return the condition on guides that they stand so today."""
    overdue = Q(review_due_on=None) | Q(review_due_on__lt=today - freshness.GRACE)
    if value == Freshness.OVERDUE:
        return overdue
    if value == Freshness.DUE:
        return Q(review_due_on__lte=today) & ~overdue
    return Q(review_due_on__gt=today)


@dataclass(frozen=True)
class Gap:
    """How many of a city's public pages are not public in one of its languages."""

    city: Site
    locale: Locale
    pages: int
    missing: int


def missing_translations(user: Any) -> list[Gap]:
    """Return the languages of the user's cities in which public pages are missing."""
    gaps = []
    for city in access.cities_of(user).order_by("site_name"):
        pages = Page.objects.filter(access.pages_in(user, city), live=True, depth__gt=1)
        total = pages.aggregate(n=Count("translation_key", distinct=True))["n"]
        by_locale = dict(
            pages.order_by()
            .values_list("locale")
            .annotate(n=Count("translation_key", distinct=True))
        )
        offered = SiteLanguage.objects.filter(settings__site=city)
        for language in offered.select_related("locale").order_by("sort_order"):
            missing = total - by_locale.get(language.locale_id, 0)
            if missing:
                gaps.append(Gap(city, language.locale, total, missing))
    return gaps
