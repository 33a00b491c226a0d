"""Reads the content files into plain data and refuses what does not fit together."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

import polib

from cms.demo.vocabulary import BLOCKS, GUIDE_STREAMS, Field, Items, Kind, Shape

CONTENT = Path(__file__).parent / "content"
CITIES = ("ostrava", "brno", "praha")
SOURCE_LANGUAGE = "en"
TARGET_LANGUAGES = ("cs", "uk")
LANGUAGES = (SOURCE_LANGUAGE, *TARGET_LANGUAGES)

PAGE_LINK = re.compile(r'href="page:([^"]+)"')
BETWEEN_ELEMENTS = re.compile(r">\s+<(/?(?:p|ul|ol|li)\b)")

Texts = Mapping[str, str]
Messages = Mapping[str, str]
T = TypeVar("T")


class ContentError(Exception):
    """A content file says something that cannot be loaded."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A subject of guides, shared by all cities."""

    key: str
    name: str
    description: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """An office or partner; shared by all cities where `city` is empty."""

    key: str
    name: str
    kind: str
    role: str
    description: str
    website: str
    city: str = ""
    ico: str = ""
    street_address: str = ""
    postal_code: str = ""
    address_locality: str = ""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A crisis notice. Days count from the day of loading; negative: before it."""

    key: str
    cities: Sequence[str]
    severity: str
    title: str
    text: str
    starts_in_days: int
    ends_in_days: int
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Leaflet:
    """A document for download. Lines beginning with # and ## are headings."""

    key: str
    title: str
    credit: str
    language: str
    lines: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What stands beside a drawn picture."""

    key: str
    title: str
    alt: Texts
    city: str = ""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody invented who works for a centre."""

    key: str
    name: str
    job_title: str
    bio: str
    languages: Sequence[str]
    picture: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """An invented article about a centre, published some days before the loading."""

    outlet: str
    title: str
    url: str
    days_ago: int
    language: str = "cs"


@dataclass(frozen=True, kw_only=True)
class Channel:
    """An address on a social network."""

    kind: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Hours:
    """A span of opening hours; weekdays by ISO 8601, times as HH:MM."""

    weekday: int
    opens: str
    closes: str


@dataclass(frozen=True, kw_only=True)
class Funder:
    """Who pays for a centre."""

    organisation: str
    programme: str
    publicity: Texts
    logo: str
    registration_number: str = ""


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """A link of a menu: to a page, or with a label to an address elsewhere."""

    page: str = ""
    url: str = ""
    label: Texts = field(default_factory=dict)
    children: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """One block of a stream, its values as the file has them."""

    type: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: its plain values, its streams, its slug in each language it is in.

    A draft is not published but submitted to the city's moderators.
    """

    key: str
    kind: str
    parent: str
    title: str
    slugs: Texts
    values: Mapping[str, Any]
    streams: Mapping[str, Sequence[Part]]
    draft: bool = False

    @property
    def languages(self) -> list[str]:
        """Return the languages other than the source into which it is translated."""
        return [code for code in TARGET_LANGUAGES if code in self.slugs]


@dataclass(frozen=True, kw_only=True)
class City:
    """A city with all that only it has."""

    slug: str
    name: Texts
    tagline: Texts
    region: str
    municipality_code: str
    latitude: str
    longitude: str
    zoom: int
    bounds: Mapping[str, str]
    colour_primary: str
    colour_accent: str
    logo: str
    street_address: str
    postal_code: str
    address_locality: str
    email: str
    phone: str
    opening_note: Texts
    operator: str = ""
    channels: Sequence[Channel]
    hours: Sequence[Hours]
    funding: Sequence[Funder]
    main_navigation: Sequence[MenuItem]
    footer_navigation: Sequence[MenuItem]
    people: Sequence[Person]
    mentions: Sequence[Mention]
    pages: Sequence[Page]
    messages: Mapping[str, Messages]

    @property
    def hostname(self) -> str:
        return f"{self.slug}.localhost"


@dataclass(frozen=True, kw_only=True)
class Demo:
    """All content, checked."""

    topics: Sequence[Topic]
    organisations: Sequence[Organisation]
    notices: Sequence[Notice]
    leaflets: Sequence[Leaflet]
    pictures: Sequence[Picture]
    cities: Sequence[City]
    messages: Mapping[str, Messages]


# The plain fields of each kind of page, beside title, slug and streams.
PAGE_FIELDS: Mapping[str, Mapping[str, Field]] = {
    "home": {
        "description": Field(Kind.TEXT, required=True),
        "headline": Field(Kind.TEXT, required=True),
        "lead": Field(Kind.TEXT, required=True),
        "hero": Field(Kind.PICTURE, required=True),
    },
    "index": {"intro": Field(Kind.TEXT, required=True)},
    "page": {"intro": Field(Kind.TEXT), "hero": Field(Kind.PICTURE)},
    "guide": {
        "summary": Field(Kind.TEXT, required=True),
        "hero": Field(Kind.PICTURE, required=True),
        "phase": Field(Kind.FIXED, required=True),
        "deadline": Field(Kind.TEXT),
        "deadline_days": Field(Kind.FIXED),
        "topic": Field(Kind.FIXED, required=True),
        "authority": Field(Kind.ORGANISATION, required=True),
        "audiences": Field(Kind.FIXED, required=True),
        "maintainer": Field(Kind.FIXED, required=True),
        "verified_days_ago": Field(Kind.FIXED, required=True),
        "review_cycle_months": Field(Kind.FIXED, required=True),
    },
    "post": {
        "date": Field(Kind.FIXED, required=True),
        "hero": Field(Kind.PICTURE, required=True),
        "intro": Field(Kind.TEXT, required=True),
        "tags": Field(Kind.FIXED, required=True),
    },
}
# Lists of keys: of pages, and of people.
PAGE_LISTS = {"home": "featured", "post": "related_guides"}
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
        _check_references(demo, city, root / city.slug)
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


def values_of(shape: Shape, values: Mapping[str, Any]) -> Iterator[tuple[Kind, Any]]:
    """Yield (kind, value) of everything that is filled in, at any depth, in order."""
    for name, part in shape.items():
        value = values.get(name)
        if value is None:
            continue
        if isinstance(part, Field):
            yield part.kind, value
            continue
        for item in value:
            if isinstance(part.of, Field):
                yield part.of.kind, item
            else:
                yield from values_of(part.of, item)


def stream_shape(page_kind: str, stream: str, part: Part) -> Shape:
    """Return the shape of a block in a stream of a page."""
    if page_kind == "guide" and stream in GUIDE_STREAMS:
        return GUIDE_STREAMS[stream][1]
    return BLOCKS[part.type]


def page_values(page: Page) -> Iterator[tuple[Kind, Any]]:
    """Yield (kind, value) of all that a page says, in reading order."""
    yield Kind.TEXT, page.title
    yield from values_of(PAGE_FIELDS[page.kind], page.values)
    for name, parts in page.streams.items():
        for part in parts:
            yield from values_of(stream_shape(page.kind, name, part), part.values)


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


def _check_references(demo: Demo, city: City, folder: Path) -> None:
    pages = {page.key for page in city.pages}
    people = {person.key for person in city.people}
    known: dict[Kind, set[str]] = {
        Kind.PAGE: pages,
        Kind.PERSON: people,
        Kind.PICTURE: {picture.key for picture in demo.pictures},
        Kind.DOCUMENT: {leaflet.key for leaflet in demo.leaflets},
        Kind.ORGANISATION: {
            organisation.key
            for organisation in demo.organisations
            if organisation.city in {"", city.slug}
        },
    }
    for kind, key in _references(city):
        if key not in known[kind]:
            raise ContentError(folder, f"no {kind.name.lower()} “{key}”")
    topics = {topic.key for topic in demo.topics}
    for page in city.pages:
        if page.kind == "guide" and page.values["topic"] not in topics:
            raise ContentError(folder, f"no topic “{page.values['topic']}”")


def _references(city: City) -> Iterator[tuple[Kind, str]]:
    yield Kind.PICTURE, city.logo
    if city.operator:
        yield Kind.ORGANISATION, city.operator
    for person in city.people:
        yield Kind.PICTURE, person.picture
    for funder in city.funding:
        yield Kind.ORGANISATION, funder.organisation
        yield Kind.PICTURE, funder.logo
    for item in [*city.main_navigation, *city.footer_navigation]:
        yield from ((Kind.PAGE, key) for key in (item.page, *item.children) if key)
    for page in city.pages:
        yield from _references_of_page(page)


def _references_of_page(page: Page) -> Iterator[tuple[Kind, str]]:
    if page.parent:
        yield Kind.PAGE, page.parent
    for key in page.values.get(PAGE_LISTS.get(page.kind, ""), []):
        yield Kind.PAGE, key
    for key in page.values.get("authors", []):
        yield Kind.PERSON, key
    referring = {
        Kind.PAGE,
        Kind.PICTURE,
        Kind.DOCUMENT,
        Kind.PERSON,
        Kind.ORGANISATION,
    }
    for kind, value in page_values(page):
        if kind in referring:
            yield kind, value
        elif kind is Kind.RICH:
            yield from ((Kind.PAGE, key) for key in PAGE_LINK.findall(value))
