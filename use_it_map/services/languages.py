"""Says in which languages a place serves people, alike in all its translations."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping

from use_it_map.models import PlaceLanguage, PlacePage


def languages_set(
    page: PlacePage, rows: Iterable[Mapping[str, str]], *, keep: Collection[str] = ()
) -> None:
    """Set the languages of a page or a draft, which whoever calls saves.

    A row has the `tag` of a language, its `level`, and `who` speaks it. A language that
    is there stays the row that it is; of it, nothing changes that `keep` names. A new
    one gets a translation key that follows from the place and the language, so that all
    translations agree on it.
    """
    there = {each.tag: each for each in page.languages.all()}
    wanted = list(rows)
    tags = {row["tag"] for row in wanted}
    taken = {each.translation_key for tag, each in there.items() if tag in tags}
    found = []
    for number, row in enumerate(wanted):
        spoken = there.get(row["tag"])
        if spoken is None:
            spoken = PlaceLanguage(
                **row, translation_key=_key(page.translation_key, row["tag"], taken)
            )
        else:
            for name in {"level", "who"}.difference(keep):
                setattr(spoken, name, row[name])
        spoken.sort_order, spoken.locale_id = number, page.locale_id
        found.append(spoken)
    page.languages = found


def _key(place: uuid.UUID, tag: str, taken: set[uuid.UUID]) -> uuid.UUID:
    key = uuid.uuid5(place, tag)
    while key in taken:  # An editor has made another language of that row.
        key = uuid.uuid5(key, tag)
    return key
