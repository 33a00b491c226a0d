"""Questions about language cafés."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, QuerySet

from cms.plugins.contract import SitemapEntry
from cms.selectors.reader import Reader
from vitej_example.models import Guest, LanguageCafePage, Phrase


def cafes(reader: Reader) -> QuerySet[Any]:
    """Return the cafés of a city that anybody may see, by title."""
    return reader.best(reader.pages(LanguageCafePage)).order_by("title", "pk")


def guest_counts(cafe_ids: Sequence[int]) -> dict[int, int]:
    """Return the number of guests by café; one query."""
    rows = Guest.objects.filter(cafe__in=cafe_ids).values("cafe")
    return {row["cafe"]: row["count"] for row in rows.annotate(count=Count("pk"))}


def phrases(reader: Reader, _locale: Any = None) -> QuerySet[Any]:
    """Return the phrases of a city."""
    return Phrase.objects.filter(site=reader.site_id).order_by("pk")


def phrase_at(reader: Reader, path: str) -> Phrase | None:
    """Return the phrase at `/<language>/phrases/<slug>/`."""
    match path.strip("/").split("/"):
        case [_language, "phrases", slug]:
            return phrases(reader).filter(slug=slug).first()
    return None


def addresses(reader: Reader, locale: Any) -> Iterator[SitemapEntry]:
    """Yield the addresses of a city's phrases."""
    for phrase in phrases(reader):
        yield SitemapEntry(f"/{locale.language_code}/phrases/{phrase.slug}/")
