"""Every row that an answer can be made from has a token that changes with it.

The models are derived from what is installed: one that nobody has said anything
about fails here. Whoever adds a model that readers see puts a row of it into `rows`.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from graphql import execute_sync, parse
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail_localize.models import Translation, TranslationSource

from buddy_program.models import Programme
from city_api.context import Context
from city_api.engine.compiled.context import CompiledContext
from city_api.execution import graphql_schema
from cms.content.kinds import BOOKKEEPING
from cms.content.models import kinds
from cms.models import (
    BlogIndexPage,
    BlogPage,
    BlogPageAuthor,
    BlogPageTag,
    CityHomePage,
    CitySettings,
    CrisisNotice,
    Document,
    Funding,
    GuideIndexPage,
    GuidePage,
    Image,
    MediaMention,
    OpeningSpan,
    Organisation,
    Person,
    SiteLanguage,
    SocialChannel,
    StandardPage,
    Topic,
    TranslationProgress,
)
from cms.models.blog import RelatedGuide
from cms.models.home import FeaturedPage
from cms.selectors.content import versions
from tests import factories
from tests.buddy_program import factories as buddies
from tests.city_api.privacy.conftest import _cities  # noqa: F401  a fixture
from tests.city_api.privacy.test_everything import (
    DEPTH,
    arguments,
    mark,
    things,  # noqa: F401  a fixture
)
from tests.city_api.versions.changing import other_value
from tests.city_api.versions.unseen import UNSEEN
from tests.cms.content.test_versions import renewed
from tests.support.everything import Everything
from tests.use_it_map import factories as places
from use_it_map.models import (
    MapPage,
    PlaceCategory,
    PlaceLanguage,
    PlacePage,
    PlacePhoto,
)

KEYS = frozenset({"id", "page_ptr_id", "content_type_id"})
"""Columns that say which row it is, and never change."""

COMPUTED = frozenset({"sort_key", "review_due_on"})
"""Columns that a save computes from others."""

HIDDEN_COLUMNS: dict[type[Model], str] = {
    Collection: "where a folder lies is seen once one above it is private",
    CollectionViewRestriction: "hides the files of a folder that has some",
    PageViewRestriction: "hides another page",
    Locale: "its code stands in each path, and no path leads there any more",
    TranslationSource: "named by key",
    SiteLanguage: "asked for by name",
}
"""Models whose columns, changed at random, need not be seen; their rows are."""

Rows = Mapping[type[Model], Model]


@pytest.fixture
def rows(things: dict[str, Any], db: None) -> dict[type[Model], Model]:  # noqa: F811
    """Return a row of every kind that stands in Ostrava, or is shared."""
    site = Site.objects.get(hostname="ostrava.localhost")
    settings = CitySettings.objects.get(site=site)
    _add_others(site, things)
    progress = _translated(things["guide"])
    SocialChannel.objects.create(
        settings=settings, kind="facebook", url="https://example.com/"
    )
    OpeningSpan.objects.create(
        settings=settings,
        weekday=1,
        opens=datetime.time(9),
        closes=datetime.time(12),
    )
    redirect = Redirect.objects.get(old_path="/old")
    post = BlogPage.objects.get(pk=things["post"].pk)
    post_of_guide = RelatedGuide.objects.get(guide=things["guide"])
    home = factories.home(site)
    place = PlacePage.objects.get(pk=things["place"].pk)
    return {
        Page: Page.objects.get(pk=things["page"].pk),
        BlogIndexPage: factories.blog_index(site),
        BlogPage: post,
        BlogPageAuthor: BlogPageAuthor.objects.get(post=post),
        BlogPageTag: BlogPageTag.objects.get(content_object=post),
        CityHomePage: home,
        CitySettings: settings,
        Collection: Collection.objects.get(pk=things["image"].pk),
        CollectionViewRestriction: factories.restrict(
            factories.collection(site, "Other")
        ),
        CrisisNotice: CrisisNotice.objects.get(pk=things["notice"].pk),
        Document: Document.objects.get(collection=things["document"]),
        FeaturedPage: FeaturedPage.objects.filter(home=home).first(),
        Funding: Funding.objects.get(settings=settings),
        GuideIndexPage: factories.guide_index(site),
        GuidePage: GuidePage.objects.get(pk=things["guide"].pk),
        Image: Image.objects.get(collection=things["image"]),
        Locale: Locale.objects.get(language_code="cs"),
        MapPage: places.map_page(site),
        MediaMention: MediaMention.objects.get(pk=things["mention"].pk),
        OpeningSpan: OpeningSpan.objects.get(settings=settings),
        Organisation: Organisation.objects.get(pk=things["organisation"].pk),
        PageViewRestriction: factories.restrict(
            factories.standard_page(site, "Members")
        ),
        Programme: buddies.programme(site, about=things["page"]),
        Person: Person.objects.get(pk=things["person"].pk),
        PlaceCategory: PlaceCategory.objects.get(pk=things["category"].pk),
        PlaceLanguage: PlaceLanguage.objects.get(place=place),
        PlacePage: place,
        PlacePhoto: PlacePhoto.objects.create(
            place=place, image=factories.image(), locale=place.locale
        ),
        Redirect: redirect,
        RelatedGuide: post_of_guide,
        Site: site,
        SiteLanguage: SiteLanguage.objects.create(
            settings=settings, locale=factories.locale("de"), sort_order=9
        ),
        SocialChannel: SocialChannel.objects.get(settings=settings),
        StandardPage: StandardPage.objects.get(pk=things["page"].pk),
        Tag: Tag.objects.get(name=mark("post")),
        Topic: Topic.objects.get(pk=things["topic"].pk),
        Translation: progress.translation,
        TranslationProgress: progress,
        TranslationSource: progress.translation.source,
    }


def _add_others(site: Site, made: Mapping[str, Any]) -> None:
    """Add what a row can be made to refer to in place of what it refers to."""
    source, _created = TranslationSource.get_or_create_from_instance(
        made["page"].specific
    )
    Translation.objects.create(source=source, target_locale=factories.locale("uk"))
    brno = Site.objects.get(hostname="brno.localhost")
    Site.objects.create(hostname="free.localhost", root_page=brno.root_page)
    person = factories.person(site, "Another person")
    other = factories.post(site, "Another post", authors=[person])
    other.tags.add("another")
    other.save()
    factories.guide(site, "Another guide")
    factories.topic("Another topic")
    places.category("another")
    factories.organisation(site, "Another organisation")
    factories.user()


def _translated(page: Page) -> TranslationProgress:
    """Return the progress of the Czech translation of a page, half done."""
    source, _created = TranslationSource.get_or_create_from_instance(page.specific)
    translation = Translation.objects.create(
        source=source, target_locale=factories.locale("cs")
    )
    translation.save_target(publish=False)
    translation.get_target_instance().get_latest_revision().publish()
    progress: TranslationProgress = TranslationProgress.objects.get(
        translation=translation
    )
    progress.total, progress.translated, progress.published = 9, 4, 4
    progress.save()
    return progress


SHARED_MODELS = frozenset(
    {
        Collection,
        CollectionViewRestriction,
        Document,
        Image,
        Locale,
        Site,
        PlaceCategory,
        Tag,
        Topic,
    }
)


def whose(model: type[Model], site: Site) -> set[int | None]:
    """Return whose token changes with a row of a model."""
    return {None} if model in SHARED_MODELS else {site.pk}


@contextmanager
def undone() -> Iterator[None]:
    """Undo at its end what is done within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def columns(model: type[Model]) -> list[Any]:
    """Return the fields of a model's own table and of those above it."""
    ignored = KEYS | COMPUTED | BOOKKEEPING
    return [each for each in model._meta.concrete_fields if each.attname not in ignored]


def change(row: Model, field: Any) -> None:
    """Give a column of a row another value and save nothing else."""
    fresh = type(row)._base_manager.get(pk=row.pk)
    setattr(fresh, field.attname, other_value(fresh, field))
    names = [field.name]
    Model.save(fresh, update_fields=names)


def test_every_model_is_known_to_change_answers_or_not_to() -> None:
    names = {model._meta.label for model in apps.get_models()}
    seen = {model._meta.label for model in kinds()}

    unknown = names - seen - UNSEEN.keys()
    assert not unknown, (
        f"Can {', '.join(sorted(unknown))} change an answer of the City API? If so, "
        "name it in cms.content.models or in the content_models of its plugin; "
        "if not, give the reason in UNSEEN."
    )
    assert not seen & UNSEEN.keys()
    assert not {name for name in UNSEEN if name not in names and "Index" not in name}


def test_every_kind_has_a_row_to_try(rows: Rows) -> None:
    missing = [model._meta.label for model in kinds() if model not in rows]

    assert not missing, f"Add a row of {', '.join(missing)} to `rows`."


def test_every_column_that_changes_renews_its_city(rows: Rows) -> None:
    site = rows[Site]
    assert isinstance(site, Site)
    before = versions()
    wrong = []
    for model, row in rows.items():
        watched = kinds()[model].watched
        for field in columns(model):
            if field.attname not in watched:
                continue
            with undone():
                change(row, field)
                found = renewed(before)
            # The shared token stands for every city, such as where a home is lost.
            if not (found & (whose(model, site) | {None})):
                wrong.append(f"{model._meta.label}.{field.name}: {found}")
            if versions() != before:
                wrong.append(f"{model._meta.label}.{field.name} is not undone")

    assert wrong == []


def test_no_change_in_a_city_renews_another_one(rows: Rows) -> None:
    site = rows[Site]
    assert isinstance(site, Site)
    moves = {"site", "root_page", "page", "path", "translation_key", "parent", "locale"}
    before = versions()
    wrong = []
    for model, row in rows.items():
        for field in columns(model):
            if field.name in moves or field.is_relation or model in SHARED_MODELS:
                continue
            with undone():
                change(row, field)
                found = renewed(before)
            if found - {site.pk}:
                wrong.append(f"{model._meta.label}.{field.name}: {found}")

    assert wrong == []


def test_columns_that_editors_alone_see_renew_nothing(rows: Rows) -> None:
    before = versions()
    wrong = []
    for model, row in rows.items():
        for field in model._meta.concrete_fields:
            if field.attname in BOOKKEEPING and not field.is_relation:
                with undone():
                    change(row, field)
                    if renewed(before):
                        wrong.append(f"{model._meta.label}.{field.name}")

    assert wrong == []


def test_every_row_that_is_deleted_renews_its_city(rows: Rows) -> None:
    site = rows[Site]
    assert isinstance(site, Site)
    before = versions()
    wrong = []
    for model, row in rows.items():
        # Protected, or it takes all along.
        if model in {Site, Locale, Collection, PlaceCategory}:
            continue
        with undone():
            type(row)._base_manager.filter(pk=row.pk).delete()
            found = renewed(before)
        if not whose(model, site) <= found:
            wrong.append(f"{model._meta.label}: {found}")

    assert wrong == []
    with undone():
        PlaceCategory.objects.get(slug="another").delete()
        assert None in renewed(before)
    with undone():
        Site.objects.get(pk=site.pk).delete()
        now = versions()
        assert site.pk not in now
        assert now[None] != before[None]


DEEPER = """{ site(slug: "ostrava", locale: "cs") {
  settings {
    channels { kind url } fundings { programme organisation { name } }
    contact { openingHours { weekday opens closes } }
  }
  home { featured { title } }
  guides(first: 100) { nodes { translation { complete share behindSource } } }
  blogPosts(first: 100) {
    nodes { tags { name } authors { name } relatedGuides { title } }
  }
  people(first: 100) { nodes { photo { alt credit } organisation { name } } }
} }"""
"""What lies deeper than a query for everything can go."""


def answer(documents: list[Any]) -> str:
    """Return everything that Ostrava says, in each language."""
    found = []
    for document in documents:
        result = execute_sync(
            graphql_schema(),
            document,
            context_value=Context(),
            execution_context_class=CompiledContext,
        )
        found.append([result.data, [str(each) for each in result.errors or ()]])
    return json.dumps(found, default=str)


@pytest.fixture
def documents(things: dict[str, Any], rows: Rows) -> list[Any]:  # noqa: F811
    """Return queries for everything that the city of `rows` shows."""
    everything = Everything(graphql_schema(), arguments(things))
    everywhere = everything.document('site(slug: "ostrava", locale: "en")', DEPTH)
    return [parse(DEEPER), parse(everywhere)]


def test_every_kind_of_row_is_seen_in_an_answer(
    rows: Rows, documents: list[Any]
) -> None:
    before = answer(documents)
    unseen = [
        model._meta.label
        for model, row in rows.items()
        if model not in HIDDEN_COLUMNS and not _is_seen(row, documents, before)
    ]

    assert unseen == []


def _is_seen(row: Model, documents: list[Any], before: str) -> bool:
    watched = kinds()[type(row)].watched
    for field in columns(type(row)):
        if field.attname not in watched:
            continue
        with undone():
            change(row, field)
            if answer(documents) != before:
                return True
    return False


def _move_below_a_private_one(rows: Rows) -> None:
    private = rows[CollectionViewRestriction]
    assert isinstance(private, CollectionViewRestriction)
    folder = Collection.objects.get(pk=rows[Collection].pk)
    folder.move(private.collection, "sorted-child")


HIDING: dict[type[Model], Callable[[Rows], object]] = {
    Collection: _move_below_a_private_one,
    CollectionViewRestriction: lambda rows: factories.restrict(rows[Collection]),
    PageViewRestriction: lambda rows: factories.restrict(
        Page.objects.get(pk=rows[StandardPage].pk)
    ),
    Locale: lambda rows: change(rows[Locale], Locale._meta.get_field("language_code")),
    TranslationSource: lambda rows: rows[TranslationSource].delete(),
    SiteLanguage: lambda rows: rows[SiteLanguage].delete(),
}


@pytest.mark.parametrize("model", HIDING)
def test_what_hides_things_changes_answers_and_tokens(
    rows: Rows, documents: list[Any], model: type[Model]
) -> None:
    before, tokens = answer(documents), versions()
    HIDING[model](rows)

    assert answer(documents) != before
    assert renewed(tokens)


def test_what_is_live_by_draft_state_counts_only_then(rows: Rows) -> None:
    wrong = []
    for model, row in rows.items():
        if issubclass(model, DraftStateMixin) and model is not CityHomePage:
            with undone():
                model._base_manager.filter(pk=row.pk).update(live=False)
                before = versions()
                fresh = model._base_manager.get(pk=row.pk)
                name = "title" if hasattr(fresh, "title") else "name"
                setattr(fresh, name, "Changed")
                Model.save(fresh)
                if renewed(before):
                    wrong.append(model._meta.label)

    assert wrong == []
