"""The type `Site` without what plugins add to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene

from city_api.engine import lists
from city_api.engine.connections import Connection
from city_api.engine.ids import encode
from city_api.engine.needs import ahead
from city_api.engine.peers import Node, nodes
from city_api.engine.routes import RedirectTo, page_by_id, page_by_slug, route
from city_api.engine.searching import search, suggestions
from city_api.schema.connection import connection_type, paging
from city_api.schema.content_pages import (
    BlogPost,
    BlogPostConnection,
    Guide,
    GuideConnection,
    HomePage,
    Tag,
    guide_arguments,
    post_arguments,
)
from city_api.schema.enums import OrganisationKind, OrganisationRole, PageKind, Severity
from city_api.schema.fields import from_row, many, maybe, one, string
from city_api.schema.locale import Locale
from city_api.schema.navigation import Navigation
from city_api.schema.page import Page
from city_api.schema.people import (
    OrganisationConnection,
    PersonConnection,
    Topic,
)
from city_api.schema.route import Route
from city_api.schema.scalars import LanguageCode
from city_api.schema.search import SearchConnection, Suggestion
from city_api.schema.settings import SiteSettings
from city_api.schema.sitemap import (
    SitemapConnection,
    SitemapPath,
    city_sitemap,
    plugin_sitemap,
)
from cms.models import BlogPage, GuidePage
from cms.models import Topic as TopicModel
from cms.selectors.notices import active_notices
from cms.selectors.reader import Reader
from cms.selectors.tags import public_tags


class Notice(graphene.ObjectType):
    """Something urgent, to be shown on every page while it lasts."""

    id = one(graphene.ID, "Its opaque id, the same in all languages.")
    title = string("What it is about.")
    text = string("What happened and what to do.")
    link = string("Where to read more, or empty.")
    severity = one(Severity, "How much it matters.")
    starts_at = one(graphene.DateTime, "Shown from.")
    ends_at = maybe(graphene.DateTime, "Shown until; null: until further notice.")

    class Meta:
        default_resolver = from_row

    @staticmethod
    def resolve_id(node: Node, _info: Any) -> str:
        return str(node.row.translation_key)


class MediaMention(graphene.ObjectType):
    """An article or a broadcast about a city's centre."""

    id = one(graphene.ID, "Its opaque id.")
    title = string("Its title.")
    outlet = string("The paper, radio or web site.")
    published_on = one(graphene.Date, "The day it came out.")
    url = string("Where to read or hear it.")
    language = one(LanguageCode, "The language it is in.")

    class Meta:
        default_resolver = from_row

    @staticmethod
    def resolve_id(node: Node, _info: Any) -> str:
        return encode("MediaMention", node.row.pk)


MediaMentionConnection = connection_type(MediaMention, "Media mentions")


class SiteFacts:
    """What a city site is."""

    id = one(graphene.ID, "Its opaque id.")
    slug = string("Its short name, such as ostrava.")
    name = string("The name of the city in the reader's language.")
    tagline = string("A few words under the name, or empty.")
    hostname = string("The hostname it is served at.")
    url = string("The address that its paths are relative to, without a slash.")
    locale = one(Locale, "The language that it is read in.")
    default_locale = one(Locale, "The language to begin with.")
    locales = many(Locale, "The languages it offers, the default first.")

    @staticmethod
    def resolve_id(reader: Reader, _info: Any) -> str:
        return encode("Site", reader.site_id)

    @staticmethod
    def resolve_slug(reader: Reader, _info: Any) -> str:
        return reader.city.settings.slug

    @staticmethod
    def resolve_name(reader: Reader, _info: Any) -> str:
        return reader.text(reader.city.settings.name)

    @staticmethod
    def resolve_tagline(reader: Reader, _info: Any) -> str:
        return reader.text(reader.city.settings.tagline)

    @staticmethod
    def resolve_hostname(reader: Reader, _info: Any) -> str:
        return str(reader.city.site.hostname)

    @staticmethod
    def resolve_url(reader: Reader, _info: Any) -> str:
        return reader.city.root_url

    @staticmethod
    def resolve_locale(reader: Reader, _info: Any) -> Any:
        return reader.locale

    @staticmethod
    def resolve_default_locale(reader: Reader, _info: Any) -> Any:
        return reader.city.locales[0]

    @staticmethod
    def resolve_locales(reader: Reader, _info: Any) -> Sequence[Any]:
        return reader.city.locales


class SiteSummary(SiteFacts, graphene.ObjectType):
    """A city of the hub. What it publishes is asked of `site`, one city at a time."""


class SiteBase(SiteFacts):
    """A city site, read in a language. Everything of a city hangs here."""

    settings = one(SiteSettings, "Brand, contact, map, funders, channels, features.")
    navigation = one(Navigation, "The menus.")
    notices = many(Notice, "The crisis notices that are active now.")
    home = maybe(HomePage, "Its first page.")
    route = maybe(
        Route,
        "What stands at a path: a page, a redirect or, if nothing does, null.",
        path=graphene.Argument(
            graphene.String,
            required=True,
            description="A path in the site, such as /cs/navody/.",
        ),
    )
    page = maybe(
        Page,
        "A page in the reader's language, else along the fallbacks.",
        id=graphene.Argument(
            graphene.ID, required=True, description="Its id or its translation key."
        ),
    )
    search = one(
        SearchConnection,
        "Pages that hold the words, the best first; 200 at most."
        " Diacritics don't matter.",
        query=graphene.Argument(
            graphene.String, required=True, description="The words."
        ),
        types=graphene.Argument(
            graphene.List(graphene.NonNull(PageKind)),
            description="Only pages of these kinds.",
        ),
        **paging(),
    )
    suggestions = many(
        Suggestion,
        "Pages whose title begins with the words or holds words that do.",
        query=graphene.Argument(
            graphene.String, required=True, description="What was typed so far."
        ),
        first=graphene.Argument(
            graphene.Int, default_value=8, description="How many; 1 to 100."
        ),
    )
    guides = one(GuideConnection, "The guides, by title.", **guide_arguments())
    guide = maybe(
        Guide,
        "A guide by its slug, in any language.",
        slug=graphene.Argument(
            graphene.String, required=True, description="The last part of its path."
        ),
    )
    blog_posts = one(
        BlogPostConnection, "The posts, the newest first.", **post_arguments()
    )
    blog_post = maybe(
        BlogPost,
        "A post by its slug, in any language.",
        slug=graphene.Argument(
            graphene.String, required=True, description="The last part of its path."
        ),
    )
    topics = many(Topic, "The topics of guides, in their order.")
    tags = many(Tag, "The tags of public posts, by name.")
    people = one(PersonConnection, "The people, by name.", **paging())
    organisations = one(
        OrganisationConnection,
        "The organisations of the city and the shared ones, by name.",
        kind=graphene.Argument(OrganisationKind, description="Only of this kind."),
        role=graphene.Argument(OrganisationRole, description="Only in this role."),
        **paging(),
    )
    media_mentions = one(
        MediaMentionConnection, "What the media said, the newest first.", **paging()
    )
    sitemap = one(
        SitemapConnection, "Every public page in each of its languages.", **paging()
    )
    plugin_sitemap = many(SitemapPath, "Addresses of plugins that are not pages.")

    @staticmethod
    @ahead
    def resolve_settings(reader: Reader, _info: Any) -> Reader:
        return reader

    @staticmethod
    @ahead
    def resolve_navigation(reader: Reader, _info: Any) -> Reader:
        return reader

    @staticmethod
    @ahead
    def resolve_notices(reader: Reader, _info: Any) -> list[Node]:
        return nodes(reader, active_notices(reader))

    @staticmethod
    @ahead
    def resolve_home(reader: Reader, _info: Any) -> Node | None:
        homes = [home.page_id for home in reader.city.homes.values()]
        found = reader.rows(
            "home", lambda: reader.best(reader.pages()).filter(pk__in=homes)
        )
        return next(iter(nodes(reader, found)), None)

    @staticmethod
    @ahead
    def resolve_route(
        reader: Reader, _info: Any, path: str
    ) -> Node | RedirectTo | Any | None:
        return route(reader, path)

    @staticmethod
    @ahead
    def resolve_page(
        reader: Reader,
        _info: Any,
        id: str,  # noqa: A002
    ) -> Node | None:
        return page_by_id(reader, id)

    @staticmethod
    @ahead
    def resolve_search(reader: Reader, _info: Any, **arguments: Any) -> Connection:
        return search(reader, **arguments)

    @staticmethod
    @ahead
    def resolve_suggestions(
        reader: Reader, _info: Any, query: str, first: int
    ) -> list[Node]:
        return suggestions(reader, query, first)

    resolve_guides = staticmethod(lists.guides)

    @staticmethod
    @ahead
    def resolve_guide(reader: Reader, info: Any, slug: str) -> Node | None:
        return page_by_slug(reader, info, GuidePage, slug)

    resolve_blog_posts = staticmethod(lists.posts)

    @staticmethod
    @ahead
    def resolve_blog_post(reader: Reader, info: Any, slug: str) -> Node | None:
        return page_by_slug(reader, info, BlogPage, slug)

    @staticmethod
    @ahead
    def resolve_topics(reader: Reader, _info: Any) -> list[Node]:
        topics = reader.rows("topics", lambda: reader.best_snippets(TopicModel))
        return nodes(reader, topics)

    @staticmethod
    def resolve_tags(reader: Reader, _info: Any) -> Sequence[Any]:
        return public_tags(reader)

    resolve_people = staticmethod(lists.people)

    resolve_organisations = staticmethod(lists.organisations)

    resolve_media_mentions = staticmethod(lists.media_mentions)

    resolve_sitemap = staticmethod(city_sitemap)

    @staticmethod
    def resolve_plugin_sitemap(reader: Reader, _info: Any) -> Sequence[Any]:
        return plugin_sitemap(reader)
