"""Adding a city: by service, command and form."""

from __future__ import annotations

from dataclasses import asdict, replace
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
)

from cms.models import CityHomePage, CityRole, CitySettings, User
from cms.services import city as services
from cms.services.city import CityExists, NewCity, city_add, city_language_add
from tests import factories

OLOMOUC = NewCity(
    slug="olomouc",
    name="Olomouc",
    hostname="olomouc.localhost",
    region="CZ-71",
    municipality_code="500496",
    languages=["en", "cs"],
)
MODELS: tuple[Any, ...] = (
    Page,
    Site,
    CitySettings,
    Group,
    CityRole,
    Collection,
    Workflow,
    Locale,
    GroupPagePermission,
    GroupCollectionPermission,
)


def counts() -> list[int]:
    return [model.objects.count() for model in MODELS]


@pytest.mark.django_db
def test_a_city_has_pages_settings_files_groups_and_a_workflow() -> None:
    site = city_add(city=OLOMOUC)

    homes = CityHomePage.objects.filter(
        translation_key=site.root_page.translation_key
    ).order_by("path")
    settings = factories.settings_of(site)
    assert [(home.slug, home.locale.language_code) for home in homes] == [
        ("olomouc", "en"),
        ("olomouc-cs", "cs"),
    ]
    assert all(home.live and home.depth == 2 for home in homes)
    for home in homes:
        below = {type(page).__name__ for page in home.get_children().specific()}
        assert below == {"GuideIndexPage", "BlogIndexPage"}
        assert home.get_workflow().name == "Olomouc: approval"
    assert (settings.slug, settings.region, settings.name) == (
        "olomouc",
        "CZ-71",
        {"en": "Olomouc"},
    )
    assert [row.locale.language_code for row in settings.languages.all()] == [
        "en",
        "cs",
    ]
    assert services.city_collection(site).name == "Olomouc"
    assert set(services.city_groups(site)) == {"editor", "moderator"}


@pytest.mark.django_db
def test_lists_are_translations_of_each_other_named_in_their_language() -> None:
    site = city_add(city=OLOMOUC)

    english = factories.guide_index(site, "en")
    czech = factories.guide_index(site, "cs")

    assert english.translation_key == czech.translation_key
    assert english.title == "Guides"


@pytest.mark.django_db
def test_a_city_is_added_once() -> None:
    city_add(city=OLOMOUC)
    before = counts()

    with pytest.raises(CityExists) as caught:
        city_add(city=OLOMOUC)

    assert set(caught.value.message_dict) == {"slug", "name", "hostname"}
    assert counts() == before


WRONG = [
    ({"slug": "Olomouc"}, "slug"),
    ({"slug": ""}, "slug"),
    ({"slug": "olo mouc"}, "slug"),
    ({"slug": "a" * 41}, "slug"),
    ({"slug": "../admin"}, "slug"),
    ({"name": " "}, "name"),
    ({"name": "O" * 101}, "name"),
    ({"name": "Olo\0mouc"}, "name"),
    ({"hostname": ""}, "hostname"),
    ({"hostname": "https://olomouc.cz"}, "hostname"),
    ({"hostname": "olomouc.cz/path"}, "hostname"),
    ({"hostname": "olo mouc.cz"}, "hostname"),
    ({"hostname": "-olomouc.cz"}, "hostname"),
    ({"hostname": "olomouc.cz\n"}, "hostname"),
    ({"hostname": "a." * 130}, "hostname"),
    ({"region": "CZ-99"}, "region"),
    ({"municipality_code": "5004"}, "municipality_code"),
    ({"port": 0}, "port"),
    ({"port": 65536}, "port"),
    ({"languages": []}, "languages"),
    ({"languages": ["en", "xx"]}, "languages"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("wrong", "field"), WRONG)
def test_what_is_wrong_is_said_at_its_field_and_nothing_changes(
    wrong: dict[str, Any], field: str
) -> None:
    before = counts()

    with pytest.raises(ValidationError) as caught:
        city_add(city=replace(OLOMOUC, **wrong))

    assert set(caught.value.message_dict) == {field}
    assert counts() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "O'Brien %s {0}", "Ž" * 99]
)
def test_hostile_names_are_only_names(name: str) -> None:
    site = city_add(city=replace(OLOMOUC, name=name))

    assert site.root_page.title == name
    assert services.city_collection(site).name == name


@pytest.mark.django_db
def test_a_failure_halfway_leaves_nothing() -> None:
    before = counts()

    with (
        mock.patch.object(services, "_add_workflow", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        city_add(city=OLOMOUC)

    assert counts() == before


def test_a_language_can_come_later(brno: Site, brno_moderator: User) -> None:
    locale = factories.locale("uk")

    home = city_language_add(site=brno, locale=locale)
    again = city_language_add(site=brno, locale=locale)

    guides = factories.guide_index(brno, "uk")
    assert again == home
    assert home.live
    assert guides.translation_key == factories.guide_index(brno).translation_key
    assert home.permissions_for_user(brno_moderator).can_publish()
    assert guides.get_workflow() == brno.root_page.get_workflow()


def arguments(**changes: str) -> list[str]:
    options = {
        "name": "Olomouc",
        "hostname": "olomouc.localhost",
        "region": "CZ-71",
        "municipality-code": "500496",
        "languages": "cs, en",
    } | changes
    return [
        "add_city",
        "olomouc",
        *(f"--{key}={text}" for key, text in options.items()),
    ]


@pytest.mark.django_db
def test_the_command_adds_a_city() -> None:
    output = StringIO()

    call_command(*arguments(), stdout=output)

    site = Site.objects.get(hostname="olomouc.localhost")
    assert output.getvalue() == "Added Olomouc at olomouc.localhost: cs, en.\n"
    assert site.root_page.locale.language_code == "cs"


@pytest.mark.django_db
def test_the_command_refuses_a_city_that_is_there() -> None:
    call_command(*arguments(), stdout=StringIO())
    before = counts()

    with pytest.raises(CommandError) as caught:
        call_command(*arguments())

    assert "slug: A city with the short name “olomouc” exists already." in str(
        caught.value
    )
    assert caught.value.returncode == 1
    assert counts() == before


@pytest.mark.django_db
def test_a_dry_run_changes_nothing() -> None:
    before = counts()
    output = StringIO()

    call_command(*arguments(), "--dry-run", stdout=output)

    assert output.getvalue().startswith("Would add Olomouc")
    assert counts() == before


def form_data(**changes: Any) -> dict[str, Any]:
    return asdict(OLOMOUC) | {"default_language": "cs"} | changes


def test_the_form_adds_a_city_and_leads_to_its_settings(
    as_administrator: Client,
) -> None:
    shown = as_administrator.get(reverse("add_city"))
    response = as_administrator.post(reverse("add_city"), form_data())

    site = Site.objects.get(hostname="olomouc.localhost")
    assert shown.status_code == 200
    assert response.headers["Location"] == reverse(
        "wagtailsettings:edit", args=["cms", "citysettings", site.pk]
    )
    assert site.root_page.locale.language_code == "cs"


def test_the_form_says_what_is_wrong_at_its_field(
    as_administrator: Client, brno: Site
) -> None:
    before = counts()

    response = as_administrator.post(
        reverse("add_city"), form_data(slug="brno", hostname="x y")
    )
    taken = as_administrator.post(reverse("add_city"), form_data(slug="brno"))

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"hostname"}
    assert set(taken.context["form"].errors) == {"slug"}
    assert counts() == before


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["as_ostrava_editor", "as_ostrava_moderator"])
def test_only_hub_administrators_add_cities(request: Any, role: str) -> None:
    client = request.getfixturevalue(role)
    before = counts()

    response = client.post(reverse("add_city"), form_data())

    assert response.status_code in {302, 403}
    assert counts() == before
