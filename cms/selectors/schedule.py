"""When the clock alone will next change what a city publishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, Min, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Substr
from wagtail.models import DraftStateMixin, Page, Site

from cms.content.models import kinds
from cms.models import CrisisNotice
from cms.plugins import registry

HOME_PATH = 2 * Page.steplen
SCHEDULE = ("go_live_at", "expire_at")


def next_instant(site_id: int | None, now: dt.datetime) -> dt.datetime | None:
    """Return the first moment after `now` at which something begins or ends by itself.

    That is: a page or a snippet goes live or expires, a notice starts or ends, or what
    a plugin adds. Without a site, in any city. It takes one query, and those of the
    plugins; it stays true until the tokens of the city or of what is shared change.
    """
    first, *others = _instants(site_id, now)
    found = [each for (each,) in first.union(*others, all=True)]
    found += [part.value(site_id, now) for part in registry.parts("next_instant")]
    return min((each for each in found if each is not None), default=None)


def _instants(site_id: int | None, now: dt.datetime) -> Iterator[QuerySet[Any, Any]]:
    for column in SCHEDULE:
        yield _next(Page, column, now, _pages_of(site_id), live=True)
    for model in kinds():
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page):
            for column in SCHEDULE:
                yield _next(model, column, now, _rows_of(model, site_id), live=True)
    for column in ("starts_at", "ends_at"):
        rows = _rows_of(CrisisNotice, site_id)
        yield _next(CrisisNotice, column, now, rows, live=True)


def _next(
    model: type[Model], column: str, now: dt.datetime, which: Q, **fields: Any
) -> QuerySet[Any, Any]:
    """Return a query for the first moment in a column: one row, or none."""
    rows = model._default_manager.filter(which, **{f"{column}__gt": now}, **fields)
    grouped = rows.order_by().annotate(of=Value(1)).values("of")
    return grouped.annotate(instant=Min(column)).values_list("instant")


def _pages_of(site_id: int | None) -> Q:
    """Return the condition that a page is the city's, or no city's at all."""
    if site_id is None:
        return Q()
    homes = Page.objects.filter(depth=2, path=Substr(OuterRef("path"), 1, HOME_PATH))
    of_a_city = Site.objects.values("root_page__translation_key")
    of_this = of_a_city.filter(pk=site_id)
    return Q(Exists(homes.filter(translation_key__in=of_this))) | ~Q(
        Exists(homes.filter(translation_key__in=of_a_city))
    )


def _rows_of(model: type[Model], site_id: int | None) -> Q:
    if site_id is None:
        return Q()
    names = {each.name for each in model._meta.get_fields()}
    if "site" in names:
        return Q(site=site_id) | Q(site=None)
    return Q(cities=site_id) if "cities" in names else Q()
