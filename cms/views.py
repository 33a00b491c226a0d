"""The hub's own pages."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

import django
import wagtail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms import documentation
from cms.models import CitySettings
from cms.plugins.registry import all_plugins
from cms.translated_text import text_in

HUB_LANGUAGES = ("en", "cs")


@dataclass(frozen=True, slots=True)
class City:
    """A city as the hub's page lists it."""

    name: str
    tagline: str
    url: str
    colour: str
    languages: list[tuple[str, str]]
    """Codes and the languages' own names."""


@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """Say what runs here and where everything is; in English or Czech."""
    asked = translation.get_language_from_request(request)
    language = asked if asked in HUB_LANGUAGES else HUB_LANGUAGES[0]
    with translation.override(language):
        response = render(
            request,
            "cms/hub.html",
            {
                "language": language,
                "cities": cities(language),
                "documentation": documentation.is_here(),
                "plugins": [config.plugin.title for config in all_plugins()],
                "versions": [
                    ("Vítej", version("vitej")),
                    ("Wagtail", wagtail.__version__),
                    ("Django", django.get_version()),
                ],
            },
        )
    patch_vary_headers(response, ["Accept-Language"])
    return response


def cities(language: str) -> list[City]:
    """Return the cities of this hub by name, in a language."""
    found = CitySettings.objects.select_related("site").prefetch_related(
        "languages__locale"
    )
    listed = [_city(settings, language) for settings in found]
    return sorted(listed, key=lambda city: city.name)


def _city(settings: CitySettings, language: str) -> City:
    site: Site = settings.site
    codes = [row.locale.language_code for row in settings.languages.all()]
    return City(
        name=text_in(settings.name, [language, *codes]) or site.site_name,
        tagline=text_in(settings.tagline, [language, *codes]),
        url=settings.microsite_url or site.root_url,
        colour=settings.colour_primary,
        languages=[(code, _own_name(code)) for code in codes],
    )


def _own_name(code: str) -> str:
    try:
        return str(translation.get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code
