"""Loads the demo content of the map into the cities that are there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale

from cms.models import CitySettings, Image, Organisation, User
from cms.services.content import content_changed, content_transaction
from use_it_map.demo.categories import add_categories
from use_it_map.demo.entities import LANGUAGES, SOURCE_LANGUAGE
from use_it_map.demo.pages import Press
from use_it_map.demo.places import ADMINISTRATOR, References, add_map, add_places
from use_it_map.demo.posts import add_post
from use_it_map.demo.reader import read_content
from use_it_map.models import MapPage, PlaceCategory


@content_transaction()
def load(say: Callable[[str], None]) -> None:
    """Give each city of the demo its map, unless it has one.

    Raises:
        ContentError: if the content files do not fit together.
    """
    content = read_content()
    cities = [
        settings
        for settings in CitySettings.objects.filter(slug__in=content.places)
        .select_related("site__root_page", "organisation")
        .order_by("pk")
        if not MapPage.objects.child_of(settings.site.root_page).exists()
    ]
    if not cities:
        return
    press = _press(timezone.now())
    say(_("Map: categories"))
    known = _references(add_categories(press, content.categories))
    for settings in cities:
        say(_("Map: %(city)s") % {"city": settings.site.site_name})
        maps = add_map(press, settings, content.map)
        places = content.places[settings.slug]
        pages = add_places(press, settings, maps, places, known)
        add_post(press, settings, content.posts[settings.slug], pages, known)
        _add_to_menu(settings, maps[SOURCE_LANGUAGE])
        content_changed(site_ids=[settings.site_id], shared=True)


def _add_to_menu(settings: Any, page: MapPage) -> None:
    """Make the map the second item of the main menu."""
    items = list(settings.main_navigation.raw_data)
    value = {"page": page.pk, "url": "", "label": {}, "children": []}
    items.insert(1, {"type": "item", "id": str(uuid4()), "value": value})
    settings.main_navigation = items
    settings.save(update_fields=["main_navigation"])


def _press(now: dt.datetime) -> Press:
    locales = {
        locale.language_code: locale
        for locale in Locale.objects.filter(language_code__in=LANGUAGES)
    }
    return Press(
        user=User.objects.get(username=ADMINISTRATOR),
        now=now,
        locales={code: locales[code] for code in LANGUAGES},
    )


def _references(categories: dict[str, PlaceCategory]) -> References:
    organisations: Any = Organisation.objects.filter(
        locale__language_code=SOURCE_LANGUAGE
    ).exclude(ico="")
    return References(
        categories=categories,
        organisations={found.ico: found for found in organisations},
        pictures={Path(image.file.name).stem: image for image in Image.objects.all()},
        accounts={account.username: account for account in User.objects.all()},
    )
