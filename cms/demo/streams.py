"""Turns the blocks of the content files into what a StreamField stores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cms.demo.entities import Part
from cms.demo.references import PAGE_LINK, stream_shape
from cms.demo.vocabulary import Items, Kind, Shape

# Where the file's name for a value is not the block's.
NAMES = {"picture": "image", "checked_days_ago": "checked_on"}
LINK_TARGETS = ("page", "url", "document", "email", "phone")


@dataclass(frozen=True, kw_only=True)
class Targets:
    """The ids of all that a city's blocks may refer to, by key, and today's date."""

    ids: Mapping[Kind, Mapping[str, int]]
    today: dt.date

    def id_of(self, kind: Kind, key: str | None) -> int | None:
        return self.ids[kind][key] if key else None

    def rich_text(self, html: str) -> str:
        """Return `html` with its links to pages by key as Wagtail stores them."""
        pages = self.ids[Kind.PAGE]
        return PAGE_LINK.sub(
            lambda match: f'linktype="page" id="{pages[match[1]]}"', html
        )


def stored_stream(
    page_kind: str, name: str, parts: Sequence[Part], *, targets: Targets, seed: str
) -> list[dict[str, Any]]:
    """Return the JSON of a stream; its blocks have the same ids for the same seed."""
    return [
        {
            "type": part.type,
            "id": block_id(seed, name, number),
            "value": _stored(
                stream_shape(page_kind, name, part),
                part,
                targets=targets,
                seed=f"{seed}/{name}/{number}",
            ),
        }
        for number, part in enumerate(parts)
    ]


def block_id(seed: str, *place: str | int) -> str:
    """Return the id of the block at a place."""
    path = "/".join([seed, *map(str, place)])
    return str(uuid5(NAMESPACE_URL, f"vitej:demo:{path}"))


def _stored(shape: Shape, part: Part, *, targets: Targets, seed: str) -> Any:
    value = _struct(shape, part.values, targets=targets, seed=seed)
    reshape = SPECIAL.get(part.type)
    return reshape(value) if reshape else value


def _struct(
    shape: Shape, values: Mapping[str, Any], *, targets: Targets, seed: str
) -> dict[str, Any]:
    stored = {}
    for name, part in shape.items():
        value = values.get(name)
        if isinstance(part, Items):
            stored[name] = _list(part, value or [], targets=targets, seed=seed)
        else:
            stored[NAMES.get(name, name)] = _single(part.kind, value, targets)
    return stored


def _list(
    items: Items, values: Sequence[Any], *, targets: Targets, seed: str
) -> list[dict[str, Any]]:
    stored = []
    for number, value in enumerate(values):
        inner: Any = value
        if isinstance(items.of, Mapping):
            inner = _struct(items.of, value, targets=targets, seed=f"{seed}/{number}")
        identity = block_id(seed, number)
        stored.append({"type": "item", "id": identity, "value": inner})
    return stored


def _single(kind: Kind, value: Any, targets: Targets) -> Any:
    if kind in targets.ids:
        return targets.id_of(kind, value)
    if kind is Kind.RICH:
        return targets.rich_text(value or "")
    if kind is Kind.DAYS_AGO:
        return (targets.today - dt.timedelta(days=value)).isoformat()
    if kind is Kind.FLAG:
        return bool(value)
    return "" if value is None else value


def _table(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "data": value["rows"],
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": value["caption"],
    }


def _button(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "label": value["label"],
        "link": {name: value[name] for name in LINK_TARGETS},
        "style": value["style"],
    }


SPECIAL: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "rich_text": lambda value: value["html"],
    "table": _table,
    "button": _button,
}
