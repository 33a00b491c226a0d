"""Every address of the admin, tried by somebody of another city than the places'."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.core import serializers
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision, Site

from tests import factories
from tests.cms.test_other_cities import (
    FAILING,
    REFUSED,
    SEARCHED,
    SECRET,
    SEEN,
    addresses,
    secrets,
)
from tests.use_it_map.factories import category, place
from tests.use_it_map.test_suggestions import suggested
from use_it_map.models import (
    ImportedPlace,
    OwnerLink,
    PlaceImport,
    PlacePage,
    PlaceSuggestion,
)
from use_it_map.services.owner_links import owner_ask

__all__ = ["secrets"]
pytestmark = pytest.mark.django_db
ACTIONS = ("verify", "set_state", "assign", "delete", "move", "publish", "unpublish")


LISTINGS = (
    "use_it_map_places:index",
    "use_it_map_suggestions:index",
    "use_it_map_verification",
    "use_it_map_map",
    "wagtailadmin_pages:search",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_tasks",
)
QUERIES = (
    *("", f"q={SEARCHED}", "export=csv", "state=", "p=1"),
    *("page_type=use_it_map.PlacePage", f"q={SEARCHED}&export=xlsx"),
)


def of_the_map(page: PlacePage, suggestion: PlaceSuggestion, job: Any) -> list[str]:
    """Return the map's own addresses that name things."""
    assert page.category is not None
    return [
        reverse("use_it_map_place_act", args=[page.pk]),
        f"{reverse('use_it_map_import')}?job={job.pk}",
        f"{reverse('use_it_map_print')}?city=brno&language=en",
        *views_of("use_it_map_suggestions", suggestion.pk),
        *views_of("wagtailsnippets_use_it_map_placecategory", page.category.pk),
        *bulk_actions(page),
    ]


def views_of(namespace: str, key: int) -> Iterator[str]:
    for name in ("review", "edit", "delete", "inspect", "history", "usage"):
        with suppress(NoReverseMatch):
            yield reverse(f"{namespace}:{name}", args=[key])


def bulk_actions(page: PlacePage) -> Iterator[str]:
    parent = page.get_parent().pk
    for action in ACTIONS:
        for model in ("use_it_map/placepage", "wagtailcore/page"):
            for query in (f"id={page.pk}", "id=all", f"id=all&childOf={parent}"):
                yield f"/admin/bulk/{model}/{action}/?{query}&state=closed"


def listings() -> list[str]:
    return [f"{reverse(name)}?{query}" for name in LISTINGS for query in QUERIES]


def everything() -> str:
    models: list[Any] = [PlacePage, PlaceSuggestion, PlaceImport, OwnerLink]
    models += [ImportedPlace, Revision, PageLogEntry]
    rows = [row for model in models for row in model.objects.order_by("pk")]
    return str(serializers.serialize("json", rows))


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_no_address_of_the_admin_shows_or_changes_another_citys_places(
    secrets: Any, ostrava: Site, brno: Site, brno_moderator: Any, role: str
) -> None:
    page = place(brno, f"{SECRET} place", owner_email="zvonku@example.com")
    page.phone = "zvonku"
    page.save_revision(user=brno_moderator, log_action=True)
    place(brno, f"{SECRET} draft", live=False)
    place(ostrava, "Ours", category=category("ours"))
    suggestion = suggested(
        brno, place=page, proposed={"phone": "zvonku"}, message=SECRET
    )
    owner_ask(place=page, user=None, now=timezone.now())
    job = PlaceImport.objects.create(
        site=brno,
        created_at=timezone.now(),
        user=brno_moderator,
        filename=f"{SECRET}.csv",
        data=f"name,lat,lon\n{SECRET},49.2,16.6\n".encode(),
        options={"language": "en"},
    )
    user = getattr(factories, role)(ostrava)
    client = factories.client_of(user)
    client.raise_request_exception = False
    before = everything()

    tried = [
        (method, url, False)
        for url in [*of_the_map(page, suggestion, job), *listings()]
        for method in ("get", "post")
    ]
    leaks = []
    for method, url, named in [*tried, *addresses(replace(secrets, guide=page))]:
        response = getattr(client, method)(url)
        text = b"".join(response).decode(errors="replace")
        broken = response.status_code >= 500 and FAILING.get(url) != method
        if SEEN.search(text) or broken:
            leaks.append((method, url, response.status_code, "shows"))
        elif named and response.status_code not in REFUSED:
            leaks.append((method, url, response.status_code, "opens"))
        if "_auth_user_id" not in client.session:
            client.force_login(user)

    assert not leaks, "\n".join(map(str, leaks))
    assert everything() == before
