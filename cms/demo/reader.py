"""Reads the content files into plain data and refuses what does not fit together."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

import polib

from cms.demo.entities import (
    LANGUAGES,
    SOURCE_LANGUAGE,
    TARGET_LANGUAGES,
    Channel,
    City,
    Demo,
    Funder,
    Hours,
    Leaflet,
    Mention,
    MenuItem,
    Messages,
    Notice,
    Organisation,
    Page,
    Part,
    Person,
    Picture,
    Topic,
)
from cms.demo.references import broken_references
from cms.demo.vocabulary import (
    BLOCKS,
    GUIDE_STREAMS,
    PAGE_FIELDS,
    PAGE_LISTS,
    Field,
    Items,
    Kind,
    Shape,
)

CONTENT = Path(__file__).parent / "content"
CITIES = ("ostrava", "brno", "praha")
BETWEEN_ELEMENTS = re.compile(r">\s+<(/?(?:p|ul|ol|li)\b)")

T = TypeVar("T")


class ContentError(Exception):
    """A content file says something that cannot be loaded."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


FOLDERS = {"guides": "guide", "posts": "post", "pages": "page"}
PARENTS = {"guide": "guides", "post": "blog", "page": "home"}


def read_demo(root: Path = CONTENT) -> Demo:
    """Read and check everything under `root`.

    Raises:
        ContentError: if a file has an unknown or missing key, or names something
            that does not exist.
    """
    shared = root / "shared"
    demo = Demo(
        topics=_tables(Topic, shared / "topics.toml", "topic"),
        organisations=_tables(
            Organisation, shared / "organisations.toml", "organisation"
        ),
        notices=_tables(Notice, shared / "notices.toml", "notice"),
        leaflets=_tables(Leaflet, shared / "documents.toml", "document"),
        pictures=_tables(Picture, shared / "pictures.toml", "picture"),
        cities=[_city(root / slug) for slug in CITIES],
        messages=_messages(shared),
    )
    for city in demo.cities:
        for problem in broken_references(demo, city):
            raise ContentError(root / city.slug, problem)
    return demo


def fingerprint(root: Path = CONTENT) -> str:
    """Return a hash of all content files: equal as long as none has changed."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in {".toml", ".po"}:
            digest.update(f"{path.relative_to(root)}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def rich_text(html: str) -> str:
    """Return `html` on one line, without white space between block elements."""
    return BETWEEN_ELEMENTS.sub(r"><\1", " ".join(html.split()))


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContentError(path, str(error)) from error


def _tables(model: type[T], path: Path, name: str) -> list[T]:
    content = _load(path)
    tables = content.pop(name, [])
    if content:
        raise ContentError(path, f"unknown: {', '.join(content)}")
    return [_build(model, table, path) for table in tables]


def _build(model: type[T], values: Mapping[str, Any], path: Path) -> T:
    known = {item.name: item for item in fields(model)}  # type: ignore[arg-type]
    needed = {
        name
        for name, item in known.items()
        if item.default is MISSING and item.default_factory is MISSING
    }
    _check_keys(values, known, needed, path, model.__name__)
    return model(**values)


def _check_keys(
    values: Mapping[str, Any],
    known: Mapping[str, Any],
    needed: set[str],
    path: Path,
    where: str,
) -> None:
    if unknown := [name for name in values if name not in known]:
        raise ContentError(path, f"{where}: unknown: {', '.join(unknown)}")
    if missing := sorted(needed - set(values)):
        raise ContentError(path, f"{where}: missing: {', '.join(missing)}")


def _city(folder: Path) -> City:
    path = folder / "city.toml"
    values = _load(path)
    people = values.pop("person", [])
    mentions = values.pop("mention", [])
    indexes = [
        _page(values.pop(f"{name}_index"), path, key=name, kind="index", parent="home")
        for name in ("guides", "blog")
    ]
    models = {
        "channels": Channel,
        "hours": Hours,
        "funding": Funder,
        "main_navigation": MenuItem,
        "footer_navigation": MenuItem,
    }
    for name, model in models.items():
        values[name] = [_build(model, table, path) for table in values[name]]
    values["people"] = [_build(Person, table, path) for table in people]
    values["mentions"] = [_build(Mention, table, path) for table in mentions]
    values["pages"] = [_home(folder, values), *indexes, *_pages(folder)]
    values["messages"] = _messages(folder)
    return _build(City, values, path)


def _home(folder: Path, city: Mapping[str, Any]) -> Page:
    path = folder / "home.toml"
    slugs = {code: f"{city['slug']}-{code}" for code in TARGET_LANGUAGES}
    slugs = {SOURCE_LANGUAGE: city["slug"], **slugs}
    table = {**_load(path), "slug": slugs}
    return _page(table, path, key="home", kind="home", parent="")


def _pages(folder: Path) -> list[Page]:
    """Return the pages in an order in which each comes after its parent."""
    pages = []
    for name, kind in FOLDERS.items():
        for path in sorted((folder / name).glob("*.toml")):
            table = _load(path)
            parent = table.pop("parent", PARENTS[kind])
            key = f"{name}/{path.stem}"
            pages.append(_page(table, path, key=key, kind=kind, parent=parent))
    return sorted(pages, key=lambda page: page.parent.startswith("pages/"))


def _page(
    table: Mapping[str, Any], path: Path, *, key: str, kind: str, parent: str
) -> Page:
    values = dict(table)
    plain = PAGE_FIELDS[kind]
    streams = _stream_names(kind)
    lists = [name for name in (PAGE_LISTS.get(kind), _people_list(kind)) if name]
    known = {"title", "slug", "draft", *plain, *streams, *lists}
    needed = {"title", "slug", *(name for name, part in plain.items() if part.required)}
    _check_keys(values, dict.fromkeys(known), needed | set(lists), path, key)
    slugs = values.pop("slug")
    if SOURCE_LANGUAGE not in slugs or set(slugs) - set(LANGUAGES):
        raise ContentError(path, f"{key}: slugs in wrong languages")
    parts = {
        name: [_part(kind, name, block, path) for block in values.pop(name, [])]
        for name in streams
    }
    return Page(
        key=key,
        kind=kind,
        parent=parent,
        title=values.pop("title"),
        slugs=slugs,
        draft=values.pop("draft", False),
        values=values,
        streams=parts,
    )


def _stream_names(kind: str) -> list[str]:
    if kind == "index":
        return []
    return [*GUIDE_STREAMS, "body"] if kind == "guide" else ["body"]


def _people_list(kind: str) -> str | None:
    return "authors" if kind == "post" else None


def _part(page_kind: str, stream: str, block: Mapping[str, Any], path: Path) -> Part:
    values = dict(block)
    if page_kind == "guide" and stream in GUIDE_STREAMS:
        name, shape = GUIDE_STREAMS[stream]
    else:
        name = values.pop("type", "")
        if name not in BLOCKS:
            raise ContentError(path, f"unknown block: {name or 'without type'}")
        shape = BLOCKS[name]
    _check_shape(shape, values, path, name)
    return Part(type=name, values=_tidied(shape, values))


def _check_shape(
    shape: Shape, values: Mapping[str, Any], path: Path, name: str
) -> None:
    needed = {
        key for key, part in shape.items() if isinstance(part, Items) or part.required
    }
    _check_keys(values, shape, needed, path, name)
    for key, part in shape.items():
        if isinstance(part, Items) and not isinstance(part.of, Field):
            for item in values[key]:
                _check_shape(part.of, item, path, f"{name}.{key}")


def _tidied(shape: Shape, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with their rich texts on one line."""
    tidy = dict(values)
    for key, part in shape.items():
        if isinstance(part, Items):
            if not isinstance(part.of, Field):
                tidy[key] = [_tidied(part.of, item) for item in values[key]]
        elif part.kind is Kind.RICH and key in tidy:
            tidy[key] = rich_text(tidy[key])
    return tidy


def _messages(folder: Path) -> dict[str, Messages]:
    """Return the translations in a folder: by language, then by English string."""
    found: dict[str, Messages] = {}
    for code in TARGET_LANGUAGES:
        path = folder / f"{code}.po"
        try:
            entries = polib.pofile(str(path))
        except (OSError, ValueError) as error:
            raise ContentError(path, str(error)) from error
        found[code] = {
            entry.msgid: entry.msgstr for entry in entries if entry.translated()
        }
    return found
