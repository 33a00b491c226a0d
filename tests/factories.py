"""Content for tests: every function makes one thing and fills what nobody asked for."""

from __future__ import annotations

import datetime
import io
import itertools
from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    TranslatableMixin,
)

from cms.models import (
    BlogIndexPage,
    BlogPage,
    BlogPageAuthor,
    CityHomePage,
    CityRole,
    CitySettings,
    CrisisNotice,
    Document,
    GuideIndexPage,
    GuidePage,
    Image,
    MediaMention,
    Organisation,
    Person,
    StandardPage,
    Topic,
    User,
)
from cms.services.city import NewCity, city_add, city_collection, city_groups
from cms.slugs import romanised
from tests.support.replay import replayed

AnyPage = TypeVar("AnyPage", bound=Page)
Thing = TypeVar("Thing", bound=TranslatableMixin)

PASSWORD = "correct horse battery staple"  # noqa: S105  an account of the tests
_numbers = itertools.count(1)


def _titled(word: str, title: str) -> str:
    return title or f"{word} {next(_numbers)}"


# Cities


def city(
    slug: str = "ostrava",
    languages: Sequence[str] = ("en", "cs", "uk"),
    *,
    name: str = "",
    **fields: Any,
) -> Site:
    """Add a city as the hub does; `fields` are further ones of `NewCity`.

    The rows of a city that was made before, in the same state of things, are put back.
    """
    facts = {
        "slug": slug,
        "name": name or slug.capitalize(),
        "hostname": f"{slug}.localhost",
        "region": "CZ-80",
        "municipality_code": "554821",
        "languages": languages,
    }
    wanted = facts | fields | {"languages": tuple(languages)}
    return replayed(tuple(wanted.items()), lambda: city_add(city=NewCity(**wanted)))


def settings_of(site: Site) -> CitySettings:
    found: CitySettings = CitySettings.objects.get(site=site)
    return found


def set_settings(site: Site, **values: Any) -> CitySettings:
    """Change the settings of a city as the hub does; menus may be JSON."""
    settings = settings_of(site)
    for name, value in values.items():
        setattr(settings, name, value)
    settings.save()
    return settings


def home(site: Site, language: str = "en") -> CityHomePage:
    found: CityHomePage = CityHomePage.objects.get(
        translation_key=site.root_page.translation_key, locale=locale(language)
    )
    return found


def guide_index(site: Site, language: str = "en") -> GuideIndexPage:
    found: GuideIndexPage = GuideIndexPage.objects.child_of(home(site, language)).get()
    return found


def blog_index(site: Site, language: str = "en") -> BlogIndexPage:
    found: BlogIndexPage = BlogIndexPage.objects.child_of(home(site, language)).get()
    return found


def locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


# Pages


def add_page(parent: Page, page: AnyPage, *, live: bool = True) -> AnyPage:
    """Put a page below `parent`; published, or a draft with one revision."""
    page.locale = parent.locale
    page.live = False
    page.slug = page.slug or f"{romanised(page.title)[:200]}-{next(_numbers)}"
    page = parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


def guide(
    site: Site,
    title: str = "",
    *,
    language: str = "en",
    live: bool = True,
    **fields: Any,
) -> GuidePage:
    fields.setdefault("summary", "What to do, in two sentences.")
    page = GuidePage(title=_titled("Guide", title), **fields)
    return add_page(guide_index(site, language), page, live=live)


def post(
    site: Site,
    title: str = "",
    *,
    language: str = "en",
    live: bool = True,
    authors: Sequence[Person] = (),
    **fields: Any,
) -> BlogPage:
    fields.setdefault("date", datetime.date(2026, 5, 4))
    page = BlogPage(title=_titled("Post", title), **fields)
    page.author_links = [
        BlogPageAuthor(person=author, sort_order=number)
        for number, author in enumerate(authors)
    ]
    return add_page(blog_index(site, language), page, live=live)


def standard_page(
    site: Site,
    title: str = "",
    *,
    language: str = "en",
    live: bool = True,
    parent: Page | None = None,
    **fields: Any,
) -> StandardPage:
    page = StandardPage(title=_titled("Page", title), **fields)
    return add_page(parent or home(site, language), page, live=live)


def translate(source: Thing, language: str, *, live: bool = True, **fields: Any) -> Any:
    """Translate a page or a snippet by hand; `fields` are what differs.

    A page's parents are translated before it where they are not yet.
    """
    to = locale(language)
    if not isinstance(source, Page):
        copy = source.copy_for_translation(to)
        copy.live = live
        return _with(copy, fields)
    page = source.copy_for_translation(to, copy_parents=True)
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


def _with(instance: Any, fields: dict[str, Any]) -> Any:
    for name, value in fields.items():
        setattr(instance, name, value)
    instance.save()
    return instance


# Snippets


def topic(name: str = "", *, language: str = "en", **fields: Any) -> Topic:
    name = _titled("Topic", name)
    fields.setdefault("slug", romanised(name))
    return _saved(Topic(name=name, **fields), language)


def organisation(
    site: Site | None = None, name: str = "", *, language: str = "en", **fields: Any
) -> Organisation:
    """Make an organisation of a city, or without one, one that all share."""
    made = Organisation(site=site, name=_titled("Organisation", name), **fields)
    return _saved(made, language)


def person(
    site: Site, name: str = "", *, language: str = "en", **fields: Any
) -> Person:
    return _saved(Person(site=site, name=_titled("Person", name), **fields), language)


def notice(
    *sites: Site, title: str = "", language: str = "en", **fields: Any
) -> CrisisNotice:
    """Make a notice that is shown in `sites` from an hour ago on."""
    fields.setdefault("starts_at", timezone.now() - datetime.timedelta(hours=1))
    fields.setdefault("text", "What happened and what to do.")
    made = CrisisNotice(title=_titled("Notice", title), **fields)
    made.cities = list(sites)
    return _saved(made, language)


def mention(site: Site, title: str = "", **fields: Any) -> MediaMention:
    fields.setdefault("outlet", "The Daily")
    fields.setdefault("published_on", datetime.date(2026, 3, 2))
    fields.setdefault("url", "https://example.com/article")
    made = MediaMention(site=site, title=_titled("Mention", title), **fields)
    made.save()
    return made


Snippet = TypeVar("Snippet", bound=DraftStateMixin)


def _saved(snippet: Snippet, language: str) -> Snippet:
    snippet.locale = locale(language)
    snippet.save()
    return snippet


# Files


def collection(
    site: Site | None = None, name: str = "", *, parent: Collection | None = None
) -> Collection:
    """Return a city's collection, or make one called `name` below it or `parent`."""
    above = parent or (
        city_collection(site) if site else Collection.get_first_root_node()
    )
    made: Collection = above.add_child(name=name) if name else above
    return made


def picture(
    size: tuple[int, int] = (40, 30), *, kind: str = "PNG", **options: Any
) -> bytes:
    """Return a picture of one colour; `options` are Pillow's for saving."""
    file = io.BytesIO()
    Pillow.new("RGB", size, "#0a5c8a").save(file, kind, **options)
    return file.getvalue()


def image(
    site: Site | None = None,
    title: str = "",
    *,
    within: Collection | None = None,
    size: tuple[int, int] = (40, 30),
    **fields: Any,
) -> Image:
    """Make a picture in a city's collection, in `within`, or in the root."""
    title = _titled("Picture", title)
    file = ImageFile(io.BytesIO(picture(size)), name=f"{romanised(title)}.png")
    fields.setdefault("description", f"What {title} shows")
    made: Image = Image.objects.create(
        title=title, file=file, collection=within or collection(site), **fields
    )
    return made


def document(
    site: Site | None = None,
    title: str = "",
    *,
    within: Collection | None = None,
    content: bytes = b"Some words.",
    filename: str = "",
    **fields: Any,
) -> Document:
    """Make a file in a city's collection, in `within`, or in the root."""
    title = _titled("Document", title)
    file = ContentFile(content, name=filename or f"{romanised(title)}.txt")
    made: Document = Document.objects.create(
        title=title, file=file, collection=within or collection(site), **fields
    )
    return made


# Privacy


def restrict(
    target: Page | Collection, kind: str = BaseViewRestriction.LOGIN, **fields: Any
) -> PageViewRestriction | CollectionViewRestriction:
    """Hide a page or a collection: "login", "password" or "groups"."""
    if kind == BaseViewRestriction.PASSWORD:
        fields.setdefault("password", "secret")
    if isinstance(target, Page):
        return PageViewRestriction.objects.create(
            page=Page.objects.get(pk=target.pk), restriction_type=kind, **fields
        )
    return CollectionViewRestriction.objects.create(
        collection=target, restriction_type=kind, **fields
    )


# People


def user(name: str = "", *, groups: Sequence[Any] = (), **fields: Any) -> User:
    name = name or f"user-{next(_numbers)}"
    made = User.objects.create_user(
        username=name, email=f"{name}@example.com", password=PASSWORD, **fields
    )
    made.groups.set(groups)
    return made


def editor(*sites: Site, name: str = "") -> User:
    """Make an editor of all the cities."""
    return user(
        name, groups=[city_groups(site)[CityRole.Kind.EDITOR] for site in sites]
    )


def moderator(*sites: Site, name: str = "") -> User:
    """Make a moderator of all the cities."""
    return user(
        name, groups=[city_groups(site)[CityRole.Kind.MODERATOR] for site in sites]
    )


def administrator(name: str = "") -> User:
    """Make a hub administrator."""
    return user(name, is_superuser=True, is_staff=True)


def client_of(account: User) -> Client:
    """Return a browser in which somebody is logged in."""
    client = Client()
    client.force_login(account)
    return client
