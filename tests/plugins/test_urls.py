"""A plugin's URLs are mounted under its name and closed where a city has it off."""

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.models import Page, Site

from cms.features import disabled_features
from cms.models import CitySettings


def nothing_disabled(request: HttpRequest) -> frozenset[str]:
    return frozenset()


def all_disabled(request: HttpRequest) -> frozenset[str]:
    return frozenset({"buddy_program", "use_it_map"})


def must_not_be_asked(request: HttpRequest) -> frozenset[str]:
    raise AssertionError(request.path)


@pytest.fixture(autouse=True)
def urls(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.plugins.mounted_urls"


def test_a_plugin_answers_under_its_name(client: Client, settings: Settings) -> None:
    settings.VITEJ_DISABLED_FEATURES = f"{__name__}.nothing_disabled"

    response = client.get("/buddy_program/sample/")

    assert response.status_code == 200
    assert response.content == b"open"
    assert reverse("buddy_program:sample") == "/buddy_program/sample/"


def test_it_answers_404_where_the_city_has_it_off(
    client: Client, settings: Settings
) -> None:
    settings.VITEJ_DISABLED_FEATURES = f"{__name__}.all_disabled"

    assert client.get("/buddy_program/sample/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/plain/", "/admin/samples/sample/"])
def test_other_urls_stay_open_and_ask_nobody(
    client: Client, settings: Settings, path: str
) -> None:
    settings.VITEJ_DISABLED_FEATURES = f"{__name__}.must_not_be_asked"

    assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_the_city_of_the_hostname_decides() -> None:
    root = Page.get_first_root_node()
    site = Site.objects.create(hostname="city.example.com", root_page=root)
    Site.objects.create(hostname="hub.example.com", root_page=root)
    CitySettings.objects.create(
        site=site,
        slug="city",
        name={"en": "City"},
        region="CZ-80",
        municipality_code="554821",
        disabled_features=["use_it_map"],
    )

    def asked(host: str) -> frozenset[str]:
        request = HttpRequest()
        request.META = {"HTTP_HOST": host, "SERVER_PORT": "80"}
        return disabled_features(request)

    assert asked("city.example.com") == {"use_it_map"}
    assert asked("hub.example.com") == frozenset()
