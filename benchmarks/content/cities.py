"""Cities with their homes, indexes, people, organisations and settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Site

from benchmarks.content.bodies import Targets
from benchmarks.content.files import add_documents, add_images
from benchmarks.content.tree import PUBLISHED, Tree
from benchmarks.content.words import Words, key
from cms.models import (
    BlogIndexPage,
    CityHomePage,
    CitySettings,
    GuideIndexPage,
    Organisation,
    Person,
    SiteLanguage,
    Topic,
)
from cms.models.site import OpeningSpan, SocialChannel

SLUGS = {"en": ("guides", "blog"), "cs": ("navody", "blog"), "uk": ("poradi", "bloh")}


@dataclass(frozen=True)
class Amount:
    """How much a city has."""

    images: int
    documents: int
    people: int
    organisations: int


@dataclass
class City:
    """A city while it is filled: its pages by language, and what can be referred to."""

    slug: str
    site: Site
    locales: Sequence[Locale]
    homes: dict[str, CityHomePage]
    guides: dict[str, GuideIndexPage]
    blogs: dict[str, BlogIndexPage]
    images: list[int]
    documents: list[int]
    people: list[int]
    organisations: list[int]
    topics: Sequence[int]

    def targets(self, pages: Sequence[int]) -> Targets:
        """Return what its bodies refer to; choosers name the first language's rows."""
        return Targets(
            pages, self.images, self.documents, self.people, self.organisations
        )


def locales(languages: Sequence[str]) -> list[Locale]:
    """Return the languages, made where they are not there."""
    return [Locale.objects.get_or_create(language_code=each)[0] for each in languages]


def add_city(
    tree: Tree, slug: str, languages: Sequence[str], amount: Amount, topics: list[int]
) -> City:
    """Make a city whose pages wait in the tree to be saved."""
    offered = locales(languages)
    images = add_images(slug, amount.images)
    documents = add_documents(slug, amount.documents)
    homes = {each.language_code: add_home(tree, slug, each, images) for each in offered}
    guides, blogs = {}, {}
    for each in offered:
        code = each.language_code
        guides[code] = add_index(tree, GuideIndexPage, homes[code], slug, code)
        blogs[code] = add_index(tree, BlogIndexPage, homes[code], slug, code)
    tree.save()
    site = Site.objects.create(
        hostname=f"{slug}.localhost", port=80, site_name=slug.capitalize(),
        root_page_id=homes[languages[0]].pk,
    )  # fmt: skip
    organisations = add_organisations(site, slug, offered, amount.organisations, images)
    people = add_people(site, offered, amount.people, images, organisations)
    add_settings(site, slug, offered, images, organisations)
    return City(
        slug, site, offered, homes, guides, blogs, images, documents, people,
        organisations, topics,
    )  # fmt: skip


def add_home(
    tree: Tree, slug: str, locale: Locale, images: Sequence[int]
) -> CityHomePage:
    code = locale.language_code
    words = Words(code, slug, "home")
    page = CityHomePage(
        title=slug.capitalize(),
        slug=slug if code == "en" else f"{slug}-{code}",
        locale=locale,
        translation_key=key(slug, "home"),
        headline=words.some(4),
        lead=words.sentences(2),
        hero_image_id=images[0],
    )
    return tree.add(tree.root, page)


def add_index(
    tree: Tree, model: type[Any], home: CityHomePage, slug: str, code: str
) -> Any:
    guides, blog = SLUGS[code]
    page = model(
        title=Words(code, slug, model.__name__).some(1),
        slug=guides if model is GuideIndexPage else blog,
        locale_id=home.locale_id,
        translation_key=key(slug, model.__name__),
        intro=Words(code, slug, model.__name__, "intro").sentences(1),
    )
    return tree.add(home, page)


def add_settings(
    site: Site,
    slug: str,
    offered: Sequence[Locale],
    images: Sequence[int],
    organisations: Sequence[int],
) -> None:
    settings = CitySettings.objects.create(
        site=site,
        slug=slug,
        name={each.language_code: slug.capitalize() for each in offered},
        tagline={each.language_code: "Vítejte" for each in offered},
        region="CZ-80",
        municipality_code="554821",
        latitude="49.835",
        longitude="18.2925",
        logo_id=images[1],
        organisation_id=organisations[0],
        email=f"centre@{slug}.example.com",
        street_address="Technologická 372/2",
    )
    SiteLanguage.objects.bulk_create(
        SiteLanguage(settings=settings, locale=each, sort_order=number)
        for number, each in enumerate(offered)
    )
    SocialChannel.objects.bulk_create(
        SocialChannel(settings=settings, kind=kind, url="https://example.com/")
        for kind in ("facebook", "linkedin")
    )
    OpeningSpan.objects.bulk_create(
        OpeningSpan(settings=settings, weekday=day, opens="09:00", closes="17:00")
        for day in range(1, 6)
    )


def add_menus(city: City, pages: Sequence[int]) -> None:
    """Give a city a main menu of two levels, and one in the footer."""

    def entry(page: int, *below: int) -> dict[str, Any]:
        children = [{"type": "item", "value": entry(each)} for each in below]
        target: dict[str, Any] = {"label": {}, "page": page, "url": ""}
        return {**target, "children": children} if below else target

    first, second, third, fourth = pages[:4]
    settings = CitySettings.objects.get(site=city.site)
    settings.main_navigation = [
        {"type": "item", "value": entry(first, second, third)},
        {"type": "item", "value": entry(city.blogs["en"].pk, fourth)},
    ]
    settings.footer_navigation = [{"type": "item", "value": entry(third)}]
    settings.save()


def add_organisations(
    site: Site, slug: str, offered: Sequence[Locale], count: int, images: Sequence[int]
) -> list[int]:
    """Make organisations in every language; return the ids of the first one's."""
    rows = [
        Organisation(
            site=site,
            locale=locale,
            translation_key=key(slug, "organisation", number),
            live=True,
            first_published_at=PUBLISHED,
            name=Words(locale.language_code, slug, "organisation", number).some(3),
            kind="office",
            role="authority",
            description=Words(locale.language_code, slug, "office", number).sentences(
                1
            ),
            street_address="Prokešovo náměstí 8",
            postal_code="729 30",
            address_locality=slug.capitalize(),
            website="https://example.com/",
            email=f"office-{number}@{slug}.example.com",
            logo_id=images[number % len(images)],
        )
        for locale in offered
        for number in range(count)
    ]
    return [row.pk for row in Organisation.objects.bulk_create(rows)][:count]


def add_people(
    site: Site,
    offered: Sequence[Locale],
    count: int,
    images: Sequence[int],
    organisations: Sequence[int],
) -> list[int]:
    """Make people in every language; return the ids of the first language's."""
    slug = site.hostname.split(".")[0]
    rows = [
        Person(
            site=site,
            locale=locale,
            translation_key=key(slug, "person", number),
            # One of each twenty is a draft: nobody may see them.
            live=number % 20 != 19,
            first_published_at=PUBLISHED,
            name=Words("cs", slug, "person", number).some(2).title(),
            job_title=Words(locale.language_code, slug, "job", number).some(2),
            bio=Words(locale.language_code, slug, "bio", number).sentences(2),
            email=f"person-{number}@{slug}.example.com",
            phone="+420 123 456 789",
            languages="en,cs",
            photo_id=images[(3 * number) % len(images)],
            organisation_id=organisations[number % len(organisations)],
        )
        for locale in offered
        for number in range(count)
    ]
    return [row.pk for row in Person.objects.bulk_create(rows)][:count]


def add_topics(offered: Sequence[Locale], count: int = 6) -> list[int]:
    """Make the topics that all cities share; return the first language's ids."""
    rows = [
        Topic(
            locale=locale,
            translation_key=key("topic", number),
            live=True,
            first_published_at=PUBLISHED,
            name=Words(locale.language_code, "topic", number).some(2),
            slug=f"topic-{number}",
            icon="home",
            sort_order=number,
        )
        for locale in offered
        for number in range(count)
    ]
    return [row.pk for row in Topic.objects.bulk_create(rows)][:count]
