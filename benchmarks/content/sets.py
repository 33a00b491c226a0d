"""The two sets of content that are measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from wagtail.models import Page, Site

from benchmarks.content.cities import Amount, add_city, add_topics, locales
from benchmarks.content.pages import Pages, fill
from benchmarks.content.tree import Tree

CITIES = ("ostrava", "brno", "praha")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How much a set holds; the first city may have more than the others."""

    cities: int
    languages: tuple[str, ...]
    first: Pages
    others: Pages
    files: Amount


HUNDRED = Pages(57, 20, 20)
"""With home, guides and blog, 100 pages in a language."""
SETS = {
    # 500 posts in two languages; the two other cities are there to be kept out.
    "posts": Size(
        3, ("en", "cs"), Pages(500, 40, 20), Pages(20, 10, 5), Amount(60, 30, 20, 10)
    ),
    "cities-3": Size(3, ("en", "cs", "uk"), HUNDRED, HUNDRED, Amount(20, 10, 8, 5)),
    # 60,000 pages.
    "cities-200": Size(200, ("en", "cs", "uk"), HUNDRED, HUNDRED, Amount(20, 10, 8, 5)),
    # What plugins add theirs to.
    "plugins": Size(
        3, ("en", "cs"), Pages(20, 10, 5), Pages(4, 4, 3), Amount(20, 10, 8, 5)
    ),
    # For tests.
    "tiny": Size(
        2, ("en", "cs"), Pages(60, 4, 3), Pages(4, 4, 3), Amount(16, 16, 21, 3)
    ),
}


@transaction.atomic
def build(name: str, say: Say = lambda _text: None) -> None:
    """Write a set into a migrated, empty database."""
    size = SETS[name]
    with translation.override("en"):
        Site.objects.all().delete()
        Page.objects.filter(depth__gt=1).delete()
        tree = Tree()
        topics = add_topics(locales(size.languages))
        for number, slug in enumerate(slugs(size.cities)):
            city = add_city(tree, slug, size.languages, size.files, topics)
            fill(tree, city, size.others if number else size.first)
            if number % 20 == 19:
                say(f"{number + 1} of {size.cities} cities")


def slugs(count: int) -> list[str]:
    """Return the short names of so many cities."""
    return [*CITIES, *(f"city-{number}" for number in range(count))][:count]
