"""The demo's map is loaded whole, once, in three languages."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, ReferenceIndex, Site
from wagtail_localize.models import (
    StringSegment,
    TranslatableObject,
    Translation,
    TranslationSource,
)

from cms.choices import Freshness, Licence
from cms.models import BlogPage, CitySettings, ContentVersion, TranslationProgress
from tests import factories
from use_it_map.choices import PlaceState
from use_it_map.demo.loader import load
from use_it_map.hours.rules import check
from use_it_map.models import MapPage, PlaceCategory, PlaceLanguage, PlacePage

PLACES = 46
CATEGORIES = 62
BOUNDS = {"south": "49.73", "west": "18.10", "north": "49.90", "east": "18.38"}


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """Load the map of one city for all tests of this module, and take it away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        site = factories.city()
        admin = factories.administrator("admin")
        factories.set_settings(site, **BOUNDS)
        said: list[str] = []
        load(said.append)
        yield site, admin, said
        transaction.set_rollback(True)


@pytest.fixture
def ostrava_map(city: Any, db: None) -> Site:
    site: Site = city[0]
    return site


def by_language(model: Any) -> dict[str, int]:
    return dict(Counter(model.objects.values_list("locale__language_code", flat=True)))


def everything() -> dict[str, Any]:
    models = (Page, PlacePage, PlaceCategory, PlaceLanguage, Translation, StringSegment)
    return {
        model.__name__: list(model.objects.order_by("pk").values()) for model in models
    }


def test_everything_is_there_in_every_language(ostrava_map: Site, city: Any) -> None:
    assert by_language(MapPage) == {"en": 1, "cs": 1, "uk": 1}
    assert by_language(PlacePage) == {"en": PLACES, "cs": PLACES, "uk": PLACES}
    assert by_language(PlaceCategory) == dict.fromkeys(("en", "cs", "uk"), CATEGORIES)
    assert PlacePage.objects.values("translation_key").distinct().count() == PLACES
    assert city[2] == ["Map: categories", "Map: Ostrava"]


def test_loading_again_changes_nothing(ostrava_map: Site) -> None:
    before = everything()
    version = ContentVersion.objects.get(site=ostrava_map).token
    said: list[str] = []

    load(said.append)

    assert everything() == before
    assert ContentVersion.objects.get(site=ostrava_map).token == version
    assert said == []


def test_the_tree_is_sound_and_the_addresses_are_readable(ostrava_map: Site) -> None:
    assert Page.find_problems() == ([], [], [], [], [])
    czech = PlacePage.objects.get(slug="kavarna-druha-snidane")
    ukrainian = czech.get_translation(factories.locale("uk"))
    assert czech.url_path == "/ostrava-cs/mapa/kavarna-druha-snidane/"
    assert ukrainian.title.endswith("«Другий сніданок»")
    slugs = PlacePage.objects.values_list("slug", flat=True)
    assert all(slug.isascii() for slug in slugs)


def test_every_place_could_have_been_saved_by_an_editor(ostrava_map: Site) -> None:
    settings = CitySettings.objects.get(site=ostrava_map)
    for place in PlacePage.objects.select_related("category"):
        place.full_clean()
        assert check(place.opening_hours) == place.opening_hours
        assert place.title
        assert place.description
        assert settings.south < place.latitude < settings.north
        assert settings.west < place.longitude < settings.east


def test_places_are_public_with_a_revision_that_says_the_same(
    ostrava_map: Site,
) -> None:
    assert not PlacePage.objects.filter(live=False).exists()
    place = PlacePage.objects.get(slug="tiffin-indian-kitchen")
    draft = place.get_latest_revision_as_object()

    assert place.live_revision_id == place.latest_revision_id
    assert not place.has_unpublished_changes
    assert draft.title == place.title
    assert [each.tag for each in draft.languages.all()] == ["en", "hi", "cs"]
    assert draft.specific_class is PlacePage


def test_what_is_translated_and_what_is_the_same(ostrava_map: Site) -> None:
    english = PlacePage.objects.get(slug="smile-dental-fifejdy")
    czech = english.get_translation(factories.locale("cs"))

    assert (english.title, czech.title) == (
        "Smile Dental Fifejdy",
        "Zubní ordinace Smile Fifejdy",
    )
    assert czech.opening_hours == english.opening_hours
    assert czech.category_id == english.category_id
    who = {each.tag: each.who for each in czech.languages.all()}
    assert who == {"cs": "", "en": "recepce", "uk": "sestra", "ru": "sestra"}
    keys = [
        set(page.languages.values_list("translation_key", flat=True))
        for page in (english, czech)
    ]
    assert keys[0] == keys[1]


def test_translators_find_every_text_translated(ostrava_map: Site) -> None:
    progress = TranslationProgress.objects.values_list(
        "total", "translated", "published", "behind_source"
    )

    assert len(progress) == 2 * (PLACES + CATEGORIES + 1 + 1)  # the map, the post
    assert all(row == (row[0], row[0], row[0], False) for row in progress)
    assert min(row[0] for row in progress) == 1


def test_a_translator_goes_on_where_the_demo_stopped(
    ostrava_map: Site, city: Any
) -> None:
    english = PlacePage.objects.get(slug="the-last-tram")
    czech = english.get_translation(factories.locale("cs"))
    before = StringSegment.objects.count(), TranslatableObject.objects.count()

    source, _is_new = TranslationSource.update_or_create_from_instance(english)
    translation = Translation.objects.get(source=source, target_locale=czech.locale)
    translation.save_target(user=city[1], publish=False)

    after = StringSegment.objects.count(), TranslatableObject.objects.count()
    assert after == before
    draft = PlacePage.objects.get(pk=czech.pk).get_latest_revision_as_object()
    for name in ("title", "slug", "description", "why_listed", "opening_hours"):
        assert getattr(draft, name) == getattr(czech, name)
    assert draft.title == "Poslední tramvaj"


def test_places_are_found_by_search_and_counted_as_references(
    ostrava_map: Site,
) -> None:
    found = PlacePage.objects.filter(locale=factories.locale("cs")).search("kvízem")
    english = PlacePage.objects.get(slug="the-last-tram")

    assert [page.title for page in found] == ["Poslední tramvaj"]
    used = ReferenceIndex.get_references_to(english.category)
    assert used.filter(object_id=str(english.pk)).exists()


def test_freshness_is_shown_in_all_its_shades(ostrava_map: Site) -> None:
    today = timezone.localdate()
    english = PlacePage.objects.filter(locale__language_code="en")
    shades = Counter(place.freshness(today=today) for place in english)

    assert set(shades) == {Freshness.FRESH, Freshness.DUE, Freshness.OVERDUE}
    assert shades[Freshness.OVERDUE] >= 3
    assert english.filter(verified_on=None).exists()
    newest = english.exclude(verified_on=None).latest("verified_on")
    assert newest.verified_on == today - dt.timedelta(days=5)


def test_the_map_stands_in_the_menu(ostrava_map: Site) -> None:
    page = MapPage.objects.get(locale__language_code="en")
    menu = CitySettings.objects.get(site=ostrava_map).main_navigation

    assert [item.value["page"].pk for item in menu] == [page.pk]
    menu.stream_block.clean(menu)


def test_visitors_see_the_map_in_their_language(
    ostrava_map: Site, client: Client
) -> None:
    shown = client.get("/cs/mapa/", headers={"host": "ostrava.localhost"})

    html = shown.content.decode()
    assert shown.status_code == 200
    assert "<h1>Mapa</h1>" in html
    assert 'href="/cs/mapa/badminton-klub-zakladni-cara/"' in html
    # One is closed for good.
    assert f'<p class="count" role="status">{PLACES - 1} míst</p>' in html


def test_visitors_see_a_place_with_its_hours_and_languages(
    ostrava_map: Site, client: Client
) -> None:
    address = (
        "/uk/mapa/" + PlacePage.objects.get(title__startswith="Стоматологія Smile").slug
    )
    shown = client.get(f"{address}/", headers={"host": "ostrava.localhost"})

    html = shown.content.decode()
    assert shown.status_code == 200
    assert "<dt>Пн–Чт</dt><dd>7:00–19:00</dd>" in html
    assert "<dt>Святкові дні</dt><dd>зачинено</dd>" in html
    assert "Чотири стоматологи" in html
    assert "(медсестра)" in html
    assert "mlat=49.840731&amp;mlon=18.270148" in html


def test_a_post_shows_places_in_every_language(
    ostrava_map: Site, client: Client
) -> None:
    for code, title, words in (
        ("en", "Five doors for your first week in Ostrava", "Come here first"),
        ("cs", "Patery dveře na první týden v Ostravě", "Sem přijďte nejdřív"),
        ("uk", "П’ять адрес на перший тиждень в Остраві", "Спершу приходьте сюди"),
    ):
        post = BlogPage.objects.get(title=title)
        post.full_clean()
        post.body.stream_block.clean(post.body)
        path = f"/{code}/blog/{post.slug}/"
        shown = client.get(path, headers={"host": "ostrava.localhost"})

        html = shown.content.decode()
        assert (shown.status_code, html.count('class="card-title"')) == (200, 7)
        assert words in html


def test_what_comes_from_openstreetmap_says_so(ostrava_map: Site) -> None:
    park = PlacePage.objects.get(slug="komenskeho-sady", locale__language_code="en")

    assert (park.source, park.data_licence) == ("osm", Licence.ODBL_1_0)
    assert park.external_id == "way/9000000101"
    others = PlacePage.objects.exclude(source="osm")
    assert set(others.values_list("data_licence", flat=True)) == {Licence.CC_BY_4_0}


def test_one_place_is_closed_for_a_while_and_one_for_good(ostrava_map: Site) -> None:
    states = Counter(
        PlacePage.objects.filter(locale__language_code="uk").values_list(
            "state", flat=True
        )
    )

    assert states == {
        PlaceState.OPEN: PLACES - 2,
        PlaceState.TEMPORARILY_CLOSED: 1,
        PlaceState.CLOSED: 1,
    }
