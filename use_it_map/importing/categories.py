"""Which categories a file means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from use_it_map.records import PlaceRecord


class CategoryUnknown(Exception):
    """There is no category of the name that is its argument."""


@dataclass
class Categories:
    """The slugs of the categories by slug, by name in any language, and by OSM tag."""

    by_word: dict[str, str] = field(default_factory=dict)
    by_tag: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str]]) -> Categories:
        """Take (slug, name, OSM tag) of all categories; slugs go before names."""
        rows = list(rows)
        made = cls()
        for slug, name, tag in rows:
            made.by_word.setdefault(name.casefold(), slug)
            if tag:
                made.by_tag.setdefault(tag, slug)
        made.by_word |= {slug: slug for slug, _name, _tag in rows}
        return made

    def find(self, record: PlaceRecord) -> list[str]:
        """Return the slugs that a place names, the main one first; else by its tags.

        Raises:
            CategoryUnknown: if it names one that there is not.
        """
        if record.categories:
            return list(dict.fromkeys(self._named(record.categories)))
        found = (self.by_tag.get(tag) for tag in record.osm_tags)
        return list(dict.fromkeys(slug for slug in found if slug))

    def _named(self, words: Sequence[str]) -> Iterable[str]:
        for word in words:
            slug = self.by_word.get(word.casefold())
            if slug is None:
                raise CategoryUnknown(word)
            yield slug
