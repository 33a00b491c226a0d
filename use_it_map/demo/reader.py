"""Reads the content files of the map and refuses what doesn't fit together."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

from use_it_map.demo.entities import (
    LANGUAGES,
    Category,
    Content,
    Map,
    Place,
    Post,
    Texts,
)

CONTENT = Path(__file__).parent / "content"
CITIES = ("ostrava", "brno", "praha")
# Texts that may be the key of a phrase, which stands at more than one place.
PHRASES = ("hours_note", "benefit", "why")

T = TypeVar("T")


class ContentError(Exception):
    """A content file says something that cannot be loaded."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


def read_content(root: Path = CONTENT) -> Content:
    """Read and check everything under `root`.

    Raises:
        ContentError: if a file has an unknown or missing key, lacks a language, or
            names something that does not exist.
    """
    path = root / "categories.toml"
    categories = list(_categories(_load(path), path))
    phrases = _load(root / "phrases.toml")
    known = {category.key for category in categories}
    places = {
        city: [
            place
            for path in sorted((root / city).glob("*.toml"))
            for place in _places(path, phrases, known)
        ]
        for city in CITIES
    }
    return Content(
        map=_map(root / "map.toml"),
        categories=categories,
        places=places,
        posts=_posts(root / "posts.toml", places, known),
    )


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContentError(path, str(error)) from error


def _build(model: type[T], values: Mapping[str, Any], path: Path, key: str) -> T:
    known = {item.name: item for item in fields(model)}  # type: ignore[arg-type]
    if unknown := [name for name in values if name not in known]:
        raise ContentError(path, f"{key}: unknown: {', '.join(unknown)}")
    missing = [
        name
        for name, item in known.items()
        if item.default is item.default_factory is MISSING and name not in values
    ]
    if missing:
        raise ContentError(path, f"{key}: missing: {', '.join(missing)}")
    return model(**values)


def _map(path: Path) -> Map:
    found = _build(Map, _load(path), path, "map")
    for text in (found.title, found.intro):
        _check_text(text, path, "map")
    return found


def _posts(
    path: Path, places: Mapping[str, Sequence[Place]], categories: set[str]
) -> dict[str, Post]:
    posts = {}
    for city, table in _load(path).items():
        post = _build(Post, table, path, city)
        for text in post.texts:
            _check_text(text, path, city)
        known = {place.key for place in places.get(city, ())}
        if lost := [key for key in post.places if key not in known]:
            raise ContentError(path, f"{city}: no place “{lost[0]}”")
        for name in post.part.get("categories", ()):
            if name not in categories:
                raise ContentError(path, f"{city}: no category “{name}”")
        posts[city] = post
    return posts


def _categories(tables: Mapping[str, Any], path: Path) -> Iterator[Category]:
    """Yield each of the widest categories and then those that belong to it."""
    for key, table in tables.items():
        children = table.pop("children", {})
        yield _category(path, key, table)
        for child, values in children.items():
            values.setdefault("icon", table.get("icon"))
            yield _category(path, child, {**values, "parent": key})


def _category(path: Path, key: str, values: Mapping[str, Any]) -> Category:
    category = _build(Category, {"key": key, **values}, path, key)
    _check_text(category.name, path, key)
    return category


def _places(
    path: Path, phrases: Mapping[str, Any], categories: set[str]
) -> Iterator[Place]:
    for key, table in _load(path).items():
        values = {"key": key, **table}
        for name in PHRASES:
            if name in values:
                values[name] = _phrase(phrases, name, values[name], path, key)
        values["who"] = {
            code: _phrase(phrases, "who", who, path, key)
            for code, who in table.get("who", {}).items()
        }
        place = _build(Place, values, path, key)
        for text in place.texts:
            _check_text(text, path, key)
        for name in (place.category, *place.also):
            if name not in categories:
                raise ContentError(path, f"{key}: no category “{name}”")
        yield place


def _phrase(
    phrases: Mapping[str, Any], name: str, value: str | Texts, path: Path, key: str
) -> Texts:
    """Return a text of a place's own, or the phrase of that key."""
    if not isinstance(value, str):
        return value
    try:
        found: Texts = phrases[name][value]
    except KeyError as error:
        raise ContentError(path, f"{key}: no phrase “{value}” in {name}") from error
    return found


def _check_text(text: Texts, path: Path, key: str) -> None:
    if set(text) != set(LANGUAGES) or not all(text.values()):
        raise ContentError(path, f"{key}: not in all languages: {dict(text)}")
