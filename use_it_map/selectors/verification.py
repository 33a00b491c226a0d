"""Which places should be looked at again, as the admin and the nightly run ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail_localize.models import Translation

from cms import access, freshness
from cms.choices import Freshness
from use_it_map.choices import PlaceState
from use_it_map.models import OwnerLink, PlacePage


def source_places(user: Any) -> QuerySet[PlacePage]:
    """Return the places of the user's cities, without their translations."""
    return _sources(PlacePage.objects.filter(access.pages_of(user)))


def _sources(places: QuerySet[PlacePage]) -> QuerySet[PlacePage]:
    of_another = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"),
        target_locale=OuterRef("locale"),
        enabled=True,
    )
    return places.exclude(Exists(of_another))


def places_to_verify(user: Any, *, today: dt.date) -> QuerySet[PlacePage]:
    """Return the public places that are due: never verified first, then the oldest."""
    return (
        source_places(user)
        .filter(_due(today), live=True)
        .select_related("maintainer", "locale", "category")
        .order_by(F("verified_on").asc(nulls_first=True), "review_due_on", "pk")
    )


def _due(today: dt.date) -> Q:
    due = Q(review_due_on=None) | Q(review_due_on__lte=today)
    return due & ~Q(state=PlaceState.CLOSED)


def of_freshness(value: str, *, today: dt.date) -> Q:
    """Return the condition on places that they stand so today."""
    overdue = Q(review_due_on=None) | Q(review_due_on__lt=today - freshness.GRACE)
    if value == Freshness.OVERDUE:
        return overdue
    if value == Freshness.DUE:
        return Q(review_due_on__lte=today) & ~overdue
    return Q(review_due_on__gt=today)


def owners_to_ask(*, now: dt.datetime, today: dt.date) -> QuerySet[PlacePage]:
    """Return the due places whose owners weren't asked since they fell due.

    A place that was never verified counts as due; its owner is asked once in each
    `freshness.GRACE`.
    """
    asked = OwnerLink.objects.filter(
        place=OuterRef("pk"), created_at__gt=now - freshness.GRACE
    )
    open_ = OwnerLink.objects.filter(place=OuterRef("pk")).open(now)
    places = PlacePage.objects.filter(_due(today), live=True).exclude(owner_email="")
    return _sources(places).exclude(Exists(asked)).exclude(Exists(open_)).order_by("pk")
