"""Loads the demo content: all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Site

from cms.demo import reader
from cms.demo.accounts import add_accounts, add_city
from cms.demo.bench import Bench
from cms.demo.entities import SOURCE_LANGUAGE, Demo
from cms.demo.files import add_files
from cms.demo.pages import add_pages
from cms.demo.progress import Progress
from cms.demo.settings import fill_settings
from cms.demo.snippets import add_snippets
from cms.demo.translations import translate
from cms.models import BlogPage, CitySettings, GuidePage
from cms.plugins import registry
from cms.services.content import content_transaction

LOG_ACTION = "cms.demo_loaded"
DEFAULT_PORT = 8000


class DemoRefused(Exception):
    """A city of the demo's name is there already and did not come from the demo."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What loading did.

    Attributes:
        loaded: whether content was written now; else it was there already.
        current: whether what is there was loaded from these very files.
        port: the port that the sites are said to be served on.
    """

    loaded: bool
    port: int
    current: bool = True


def demo_load(
    *,
    now: dt.datetime,
    progress: Callable[[int], Progress],
    port: int | None = None,
) -> Outcome:
    """Load the demo unless it is there already; set the port of its sites if given.

    Raises:
        ContentError: if the content files do not fit together.
        DemoRefused: if a city is there that is not the demo's.
    """
    fingerprint = reader.fingerprint()
    with transaction.atomic():
        if there := _loaded_fingerprints():
            return Outcome(
                loaded=False, current=there == {fingerprint}, port=_set_port(port)
            )
        _refuse_other_cities()
    demo = reader.read_demo()
    bar = progress(_steps(demo))
    with ExitStack() as files, content_transaction():
        bench = Bench(
            demo=demo, now=now, port=port or DEFAULT_PORT, bar=bar, files=files
        )
        _load(bench)
        _sign(bench, fingerprint)
        # Reached only if nothing failed: the files stay.
        files.pop_all()
    bar.finish()
    return Outcome(loaded=True, port=port or DEFAULT_PORT)


def demo_counts() -> dict[str, int]:
    """Return how much the public finds: guides and posts in the source language."""
    written = {"locale__language_code": SOURCE_LANGUAGE, "live": True}
    return {
        "cities": CitySettings.objects.count(),
        "guides": GuidePage.objects.filter(**written).count(),
        "posts": BlogPage.objects.filter(**written).count(),
        "pages": Page.objects.filter(depth__gt=1, live=True).count(),
    }


def _demo_sites() -> QuerySet[Site]:
    return Site.objects.filter(
        pk__in=CitySettings.objects.filter(slug__in=reader.CITIES).values("site")
    )


def _loaded_fingerprints() -> set[str]:
    """Return from which files the cities that are there were loaded."""
    entries = PageLogEntry.objects.filter(
        action=LOG_ACTION, page__in=_demo_sites().values("root_page")
    )
    return {entry.data["fingerprint"] for entry in entries}


def _set_port(port: int | None) -> int:
    """Give the sites the port, if there is one; return what they have then."""
    sites = list(_demo_sites())
    for site in sites:
        if port not in {None, site.port}:
            site.port = port
            site.save()
    found: int = sites[0].port
    return found


def _refuse_other_cities() -> None:
    names = _demo_sites().values_list("site_name", flat=True)
    if names:
        raise DemoRefused(
            _("These cities are here already, and not from the demo: %(names)s.")
            % {"names": ", ".join(names)}
        )


def _steps(demo: Demo) -> int:
    pages = [page for city in demo.cities for page in city.pages]
    return (
        len(demo.pictures)
        + len(pages)
        + sum(len(page.languages) > 0 for page in pages)
        + len(demo.topics)
        + len(demo.organisations)
        + len(demo.notices)
        + sum(len(city.people) for city in demo.cities)
    )


def _load(bench: Bench) -> None:
    bench.bar.stage(_("Cities"))
    for city in bench.demo.cities:
        add_city(bench, city)
    add_accounts(bench)
    bench.bar.stage(_("Pictures"))
    add_files(bench)
    bench.bar.stage(_("People and organisations"))
    add_snippets(bench)
    for place in bench.places.values():
        bench.bar.stage(place.site.site_name)
        add_pages(bench, place)
        fill_settings(bench, place)
    bench.bar.stage(_("Translations"))
    for instance, messages, slugs in bench.to_translate:
        translate(instance, messages=messages, slugs=slugs, user=bench.admin)
        bench.bar.step()
    for part in registry.parts("demo"):
        part.value(bench.bar.stage)


def _sign(bench: Bench, fingerprint: str) -> None:
    """Note in the history of each city from which files it was loaded."""
    for place in bench.places.values():
        log(
            instance=place.site.root_page,
            action=LOG_ACTION,
            user=bench.admin,
            data={"fingerprint": fingerprint},
        )
