"""Content for measuring the map: a hundred thousand places in one city."""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from time import perf_counter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model
from wagtail.models import Locale, Page, Site

from city_api.execution import execute
from cms.models import CityHomePage
from cms.selectors.city import city_by_slug
from cms.selectors.clock import Clock
from cms.selectors.reader import Reader
from use_it_map.models import MapPage, PlaceCategory, PlaceLanguage, PlacePage
from use_it_map.rows import insert
from use_it_map.selectors.building import build
from use_it_map.services.importing import ImportOptions, Upload, places_import

PLACES_FOR_EACH = 100
"""How many places are made for each thing that is asked for."""

CITY = (49.83, 18.28)
WIDE, NARROW = 8, 4
LANGUAGES = ("cs", "en", "uk", "ru", "de", "vi", "sk", "pl", "es", "fr", "ar", "zh")
SCHEDULES = 2_000
ROWS = 10_000
"""How many the file has whose import is timed."""
VERIFIED = dt.date(2026, 1, 5)
MADE = dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC)


def bench(count: int) -> Iterable[Any]:
    """Make a hundred times `count` places in Ostrava; return what is to be timed."""
    site = Site.objects.get(citysettings__slug="ostrava")
    add_places(site, count * PLACES_FOR_EACH)
    _say_how_the_index_is_built()
    _say_how_long_an_import_takes(site)
    return calls()


def calls() -> list[tuple[str, Callable[[], Any]]]:
    """Return the operations that are timed, each with a name."""
    some = (
        "bbox: {south: 49.78, west: 18.2, north: 49.88, east: 18.36}"
        ' categories: ["bench-1"] languages: ["en"]'
    )
    near = "near: {latitude: 49.83, longitude: 18.28}"
    place = "title path latitude longitude verifiedOn languages { tag }"
    counted = "totalCount facets { categories { count } languages { count } }"
    found = {
        "page by box, category, language, open now": (
            f"places(first: 50, filter: {{{some} openNow: true}}) "
            f"{{ nodes {{ {place} category {{ name }} openingHours {{ state }} }} }}"
        ),
        "the nearest 50": (
            f"places(first: 50, orderBy: DISTANCE, filter: {{{near}}}) "
            f"{{ nodes {{ {place} }} }}"
        ),
        "facets of all": f"places(first: 1) {{ {counted} }}",
        "facets of those open now": (
            f"places(first: 1, filter: {{openNow: true}}) {{ {counted} }}"
        ),
        **{
            f"clusters at zoom {zoom}": (
                f"placeClusters(zoom: {zoom}) {{ count latitude longitude }}"
            )
            for zoom in (0, 8, 11, 14, 18, 22)
        },
    }
    return [(name, _operation(fields)) for name, fields in found.items()]


def _operation(fields: str) -> Callable[[], Any]:
    document = f'{{ site(slug: "ostrava", locale: "en") {{ {fields} }} }}'
    return lambda: execute(document, {})


def _say_how_the_index_is_built() -> None:
    city = city_by_slug("ostrava")
    if city is None:
        return
    times = []
    for _round in range(3):
        begin = perf_counter()
        index = build(Reader(city, city.locales[0], Clock()))
        times.append(perf_counter() - begin)
    sys.stderr.write(
        f"{connection.vendor}: an index of {len(index)} places is built in "
        f"{min(times):.2f} to {max(times):.2f} s and takes "
        f"{index.nbytes / 1e6:.0f} MB.\n"
    )


def _say_how_long_an_import_takes(measured: Site) -> None:
    """Import a file into another city than the one that is measured, three times."""
    site = Site.objects.exclude(pk=measured.pk).filter(citysettings__isnull=False)[0]
    options = ImportOptions(
        language=map_of(site).locale.language_code,
        publish=True,
        skip_bad=True,
        external_source="bench",
    )
    times = []
    for description in ("Cakes", "Cakes", "Bread"):
        upload = Upload(site, _file(description), "places.csv", options)
        begin = perf_counter()
        done = places_import(upload=upload, user=None, today=VERIFIED)
        times.append(f"{done.counts} in {perf_counter() - begin:.1f} s")
    sys.stderr.write(
        f"{connection.vendor}: a file of {ROWS} rows: {'; '.join(times)}\n"
    )


def _file(description: str) -> bytes:
    """Return a table in which every twentieth row is bad."""
    lines = ["id,name,lat,lon,category,description,opening_hours,languages"]
    for number in range(ROWS):
        latitude = "NaN" if number % 20 == 0 else f"49.{700_000 + number}"
        hours = f"Mo-Fr {8 + number % 3:02}:00-17:00"
        cells = (number, f"Place {number}", latitude, "18.2", "bench-0-0")
        lines.append(",".join(map(str, (*cells, description, hours, "en; uk"))))
    return "\n".join(lines).encode()


def add_places(site: Site, count: int, **fields: Any) -> None:
    """Add so many places to a city, in its first language, in bulk.

    The same number gives the same places; `fields` are the same for all.
    """
    locale = Locale.objects.get(pk=site.root_page.locale_id)
    above = map_of(site)
    kinds = categories(locale)
    chance = random.Random(count)  # noqa: S311 (for content, not for secrets)
    schedules = [_schedule(chance) for _number in range(min(SCHEDULES, count))]
    first = (Page.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    places = []
    for number in range(count):
        facts = _facts(chance)
        facts["opening_hours"] = chance.choice(schedules)
        facts["category_id"] = chance.choice(kinds)
        place = PlacePage(locale=locale, **(facts | fields))
        _put_below(above, place, pk=first + number, step=above.numchild + number + 1)
        places.append(place)
    insert(Page, places, Page._meta.concrete_fields)
    insert(PlacePage, places, PlacePage._meta.local_concrete_fields)
    above.numchild += count
    Page.objects.filter(pk=above.pk).update(numchild=above.numchild)
    spoken = [
        PlaceLanguage(place_id=place.pk, tag=tag, sort_order=order, locale=locale)
        for place in places
        for order, tag in enumerate(chance.sample(LANGUAGES, 2))
    ]
    PlaceLanguage.objects.bulk_create(spoken, batch_size=1000)
    _continue_ids(Page)


def map_of(site: Site) -> MapPage:
    home = CityHomePage.objects.get(pk=site.root_page_id)
    found = MapPage.objects.child_of(home).first()
    if found is None:
        found = home.add_child(instance=MapPage(title="Map", slug="map"))
    return found


def categories(locale: Locale) -> list[int]:
    """Return the ids of the narrow categories, making them the first time."""
    if not PlaceCategory.objects.filter(slug="bench-0").exists():
        for wide in range(WIDE):
            above = PlaceCategory.objects.create(
                slug=f"bench-{wide}", name=f"Kind {wide}", locale=locale
            )
            for narrow in range(NARROW):
                PlaceCategory.objects.create(
                    slug=f"bench-{wide}-{narrow}",
                    name=f"Kind {wide}.{narrow}",
                    parent=above,
                    locale=locale,
                )
    made = PlaceCategory.objects.filter(slug__startswith="bench-", parent__isnull=False)
    return list(made.order_by("slug").values_list("pk", flat=True))


def _facts(chance: random.Random) -> dict[str, Any]:
    return {
        "title": f"{chance.choice('ABCČDEFGHIJKLMŘSŠTUVZŽ')}{chance.randrange(10**6)}",
        "description": "What newcomers find there.",
        "latitude": Decimal(f"{chance.gauss(CITY[0], 0.05):.6f}"),
        "longitude": Decimal(f"{chance.gauss(CITY[1], 0.08):.6f}"),
        "wheelchair": chance.choice(["yes", "limited", "no", ""]),
        "is_commercial": chance.random() < 0.4,
        "benefit": "A discount." if chance.random() < 0.2 else "",
        "verified_on": VERIFIED - dt.timedelta(days=chance.randrange(800)),
    }


def _put_below(above: MapPage, place: PlacePage, *, pk: int, step: int) -> None:
    place.pk = place.id = pk  # the page's own row and its parent's
    place.slug = f"bench-{pk}"
    place.path = Page._get_path(above.path, above.depth + 1, step)  # noqa: SLF001
    place.depth, place.numchild, place.live = above.depth + 1, 0, True
    place.url_path = f"{above.url_path}{place.slug}/"
    place.draft_title = place.title
    place.content_type_id = ContentType.objects.get_for_model(PlacePage).pk
    place.first_published_at = place.last_published_at = MADE


def _schedule(chance: random.Random) -> str:
    opens, closes = chance.randrange(28, 44), chance.randrange(60, 90)
    weekdays = f"Mo-Fr {_quarter(opens)}-{_quarter(closes)}"
    saturday = f"; Sa {_quarter(opens + 4)}-{_quarter(48 + chance.randrange(16))}"
    return f"{weekdays}{chance.choice([saturday, ''])}; PH closed"


def _quarter(number: int) -> str:
    return f"{number // 4:02}:{number % 4 * 15:02}"


def _continue_ids(*models: type[Model]) -> None:
    """Let the database give further ids after those that were chosen here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
