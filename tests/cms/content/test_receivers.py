"""What editors do renews the tokens of the cities that show it, and of no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale, Page, Site

from cms.models import BlogPageAuthor, CitySettings
from cms.selectors.content import versions
from tests import factories
from tests.cms.content.test_versions import renewed


def test_publishing_a_page_renews_its_city(ostrava: Site, brno: Site) -> None:
    page = factories.guide(ostrava, live=False)
    before = versions()
    page.get_latest_revision().publish()

    assert renewed(before) == {ostrava.pk}


def test_a_draft_of_a_public_page_renews_nothing(ostrava: Site) -> None:
    page = factories.guide(ostrava)
    before = versions()
    page.title = "Changed"
    page.save_revision()

    assert renewed(before) == set()


def test_a_new_draft_and_its_changes_renew_nothing(ostrava: Site) -> None:
    author = factories.person(ostrava)
    before = versions()
    page = factories.post(ostrava, live=False, authors=[author])
    page.intro = "Changed"
    page.save()
    BlogPageAuthor.objects.create(post=page, person=author)

    assert renewed(before) == set()


def test_unpublishing_and_deleting_a_page_renew_its_city(
    ostrava: Site, brno: Site
) -> None:
    page = factories.guide(ostrava)
    before = versions()
    page.unpublish()
    assert renewed(before) == {ostrava.pk}

    page = factories.guide(ostrava)
    before = versions()
    page.delete()
    assert renewed(before) == {ostrava.pk}


def test_a_page_that_moves_renews_both_cities(ostrava: Site, brno: Site) -> None:
    page = factories.standard_page(ostrava)
    before = versions()
    page.move(factories.home(brno), pos="last-child")

    assert {ostrava.pk, brno.pk} <= renewed(before)


def test_an_author_of_a_public_post_renews_its_city(ostrava: Site, brno: Site) -> None:
    author = factories.person(ostrava)
    page = factories.post(ostrava)
    before = versions()
    BlogPageAuthor.objects.create(post=page, person=author)

    assert renewed(before) == {ostrava.pk}


def test_settings_renew_their_city(ostrava: Site, brno: Site) -> None:
    settings = CitySettings.objects.get(site=ostrava)
    before = versions()
    settings.disabled_features = ["use_it_map"]
    settings.save()
    assert renewed(before) == {ostrava.pk}

    before = versions()
    settings.languages.last().delete()
    assert renewed(before) == {ostrava.pk}


SHARED: dict[str, Callable[[Site], Any]] = {
    "topic": lambda site: factories.topic(),
    "shared organisation": lambda site: factories.organisation(),
    "language": lambda site: Locale.objects.create(language_code="de"),
    "private collection": lambda site: factories.restrict(factories.collection(site)),
}


@pytest.mark.parametrize("name", SHARED)
def test_what_cities_share_renews_the_shared_token(ostrava: Site, name: str) -> None:
    before = versions()
    SHARED[name](ostrava)

    assert renewed(before) == {None}


OF_A_CITY: dict[str, Callable[[Site], Any]] = {
    "person": factories.person,
    "organisation": factories.organisation,
    "notice": factories.notice,
    "mention": factories.mention,
    "private page": lambda site: factories.restrict(factories.home(site)),
}


@pytest.mark.parametrize("name", OF_A_CITY)
def test_what_a_city_has_renews_its_token(ostrava: Site, brno: Site, name: str) -> None:
    before = versions()
    OF_A_CITY[name](ostrava)

    assert renewed(before) == {ostrava.pk}


def test_a_new_picture_renews_nothing_until_it_changes(ostrava: Site) -> None:
    before = versions()
    image = factories.image(ostrava)
    assert renewed(before) == set()

    image.credit = "Somebody"
    image.save()
    assert renewed(before) == {None}


def test_a_page_of_no_city_is_shared(ostrava: Site) -> None:
    library = Page(title="Library", slug="library", locale=factories.locale("en"))
    root = Page.get_first_root_node()
    before = versions()
    root.add_child(instance=library)

    assert renewed(before) == {None}


def test_homes_that_change_places_renew_the_shared_token(
    ostrava: Site, brno: Site
) -> None:
    before = versions()
    factories.home(brno).move(factories.home(ostrava), pos="left")

    assert None in renewed(before)


def test_tags_of_a_picture_renew_nothing(ostrava: Site) -> None:
    image = factories.image(ostrava)
    before = versions()
    image.tags.add("seen by editors")

    assert renewed(before) == set()
