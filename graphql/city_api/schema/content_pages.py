"""The types of the core's pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import graphene
from wagtail.models import Page as PageModel

from city_api.engine import lists, pages
from city_api.engine.connections import Connection
from city_api.engine.needs import needs
from city_api.engine.peers import Node, Peers, linked_of
from city_api.engine.relations import author_ids, related_guide_ids, tags_of
from city_api.schema.blocks.interface import Block, BlockValue, body_of
from city_api.schema.connection import connection_type, paging
from city_api.schema.enums import Audience, Freshness, Phase
from city_api.schema.fields import many, maybe, one, string
from city_api.schema.media import Image
from city_api.schema.page import Page, register_page_type
from city_api.schema.people import Organisation, Person, Topic
from city_api.schema.structs import Cost, RequiredDocument, Source, Step, Value
from cms.models import Image as ImageModel
from cms.models import Organisation as OrganisationModel
from cms.models import Person as PersonModel
from cms.models import Topic as TopicModel
from cms.models.home import FeaturedPage


class OwnText:
    """Fields of text that stand in a page's own columns."""

    @staticmethod
    @needs("intro")
    def resolve_intro(node: Node, _info: Any) -> str:
        return str(pages.own(node).row.intro)


class WithHero:
    """A page with a main picture."""

    @staticmethod
    @needs(links={"hero_image_id": ImageModel})
    def resolve_hero_image(node: Node, _info: Any) -> Node | None:
        return pages.own(node).linked("hero_image_id", ImageModel)


class WithBody:
    """A page with a body."""

    @staticmethod
    @needs(streams=("body",))
    def resolve_body(node: Node, _info: Any) -> list[BlockValue]:
        return body_of(pages.own(node), "body")


def featured_ids(peers: Peers) -> Mapping[Any, list[int]]:
    """Load the ids of the pages that homes show first."""
    linked = linked_of(peers.reader)
    found = {
        pk: [row.page_id for row in rows]
        for pk, rows in pages.child_rows(peers, FeaturedPage).items()
    }
    for ids in found.values():
        for pk in ids:
            linked.add(PageModel, pk)
    return found


def linked_nodes(node: Node, loader: Any, target: type) -> list[Node]:
    """Return what a page's child rows refer to, as far as the reader may see it."""
    own, linked = pages.own(node), linked_of(node.reader)
    found = (linked.node(target, pk) for pk in own.load(loader) or ())
    return [each for each in found if each]


class Tag(graphene.ObjectType):
    """A word that posts are tagged with."""

    name = string("The word.")
    slug = string("Its short name for addresses and filters.")


class HomePage(WithHero, WithBody, graphene.ObjectType):
    """The first page of a city."""

    headline = string("The first words a visitor reads.")
    lead = string("One or two sentences under the headline.")
    hero_image = maybe(Image, "The main picture.")
    featured = many(Page, "Pages that it shows first; public ones only.")
    body = many(Block, "Its content.")

    class Meta:
        interfaces = (Page,)

    @staticmethod
    @needs("headline")
    def resolve_headline(node: Node, _info: Any) -> str:
        return str(pages.own(node).row.headline)

    @staticmethod
    @needs("lead")
    def resolve_lead(node: Node, _info: Any) -> str:
        return str(pages.own(node).row.lead)

    @staticmethod
    @needs(loads=(featured_ids,), returns=(PageModel,))
    def resolve_featured(node: Node, _info: Any) -> Sequence[Node]:
        return linked_nodes(node, featured_ids, PageModel)


class StandardPage(OwnText, WithHero, WithBody, graphene.ObjectType):
    """A page of free content."""

    intro = string("One or two sentences.")
    hero_image = maybe(Image, "The main picture.")
    body = many(Block, "Its content.")

    class Meta:
        interfaces = (Page,)


class Guide(WithHero, WithBody, graphene.ObjectType):
    """What to do in a life situation: steps, papers, fees, where, by when."""

    summary = string("The answer in two or three sentences.")
    hero_image = maybe(Image, "The main picture.")
    topic = maybe(Topic, "What it is about.")
    audiences = many(Audience, "For whom it is written; none means for everybody.")
    phase = maybe(Phase, "When in the course of a move it is needed.")
    steps = many(Step, "What to do, in order.")
    required_documents = many(RequiredDocument, "The papers to bring.")
    fees = many(Cost, "What it costs.")
    authority = maybe(Organisation, "The office that decides.")
    deadline = string("By when, in words; or empty.")
    deadline_days = maybe(graphene.Int, "The same in days, where it can be counted.")
    sources = many(Source, "The laws and official pages that it rests on.")
    verified_on = maybe(graphene.Date, "The day it was last compared with its sources.")
    review_cycle_months = one(graphene.Int, "How often it is verified, in months.")
    review_due_on = maybe(graphene.Date, "The day it must be verified again.")
    freshness = one(Freshness, "Whether it was verified within its review cycle.")
    body = many(Block, "More to know.")

    class Meta:
        interfaces = (Page,)
        default_resolver = staticmethod(
            lambda name, default, node, _info, **_args: getattr(
                pages.own(node).row, name, default
            )
        )

    @staticmethod
    @needs(links={"topic_id": TopicModel})
    def resolve_topic(node: Node, _info: Any) -> Node | None:
        return pages.own(node).linked("topic_id", TopicModel)

    @staticmethod
    @needs("phase")
    def resolve_phase(node: Node, _info: Any) -> str | None:
        return pages.own(node).row.phase or None

    @staticmethod
    @needs(streams=("steps",))
    def resolve_steps(node: Node, _info: Any) -> list[Value]:
        return _values(node, "steps")

    @staticmethod
    @needs(streams=("required_documents",))
    def resolve_required_documents(node: Node, _info: Any) -> list[Value]:
        return _values(node, "required_documents")

    @staticmethod
    @needs(streams=("fees",))
    def resolve_fees(node: Node, _info: Any) -> list[Value]:
        return _values(node, "fees")

    @staticmethod
    @needs(streams=("sources",))
    def resolve_sources(node: Node, _info: Any) -> list[Value]:
        return _values(node, "sources")

    @staticmethod
    @needs(links={"authority_id": OrganisationModel})
    def resolve_authority(node: Node, _info: Any) -> Node | None:
        return pages.own(node).linked("authority_id", OrganisationModel)

    @staticmethod
    @needs("review_due_on")
    def resolve_freshness(node: Node, _info: Any) -> str:
        guide = pages.own(node).row
        today = node.reader.today
        return str(guide.freshness(today=today).value)


def _values(node: Node, name: str) -> list[Value]:
    """Return the structs in one of a guide's own streams."""
    guide = pages.own(node)
    linked = guide.peers.note_stream(name)
    return [Value(each["value"], linked) for each in getattr(guide.row, name).raw_data]


def guide_arguments() -> dict[str, Any]:
    """Return the arguments of a list of guides."""
    return {
        "audience": graphene.Argument(
            graphene.List(graphene.NonNull(Audience)),
            description="Written for any of these, or for everybody.",
        ),
        "topic": graphene.Argument(graphene.ID, description="The id of their topic."),
        "topic_slug": graphene.Argument(
            graphene.String, description="The slug of their topic."
        ),
        "phase": graphene.Argument(Phase, description="Needed in this phase."),
        "freshness": graphene.Argument(
            graphene.List(graphene.NonNull(Freshness)),
            description="Verified within their review cycle, or not.",
        ),
        **paging(),
    }


def post_arguments() -> dict[str, Any]:
    """Return the arguments of a list of posts."""
    return {
        "tag": graphene.Argument(graphene.String, description="The slug of a tag."),
        "author": graphene.Argument(graphene.ID, description="The id of a person."),
        **paging(),
    }


class BlogPost(OwnText, WithHero, WithBody, graphene.ObjectType):
    """A post on a city's blog."""

    date = one(graphene.Date, "The day it is dated.")
    intro = string("One or two sentences.")
    hero_image = maybe(Image, "The main picture.")
    authors = many(Person, "Who wrote it; public people only.")
    tags = many(Tag, "Its tags, by name.")
    body = many(Block, "Its content.")
    related_guides = many(Guide, "Guides that it leads to; public ones only.")

    class Meta:
        interfaces = (Page,)

    @staticmethod
    @needs("date")
    def resolve_date(node: Node, _info: Any) -> Any:
        return pages.own(node).row.date

    @staticmethod
    @needs(loads=(author_ids,), returns=(PersonModel,))
    def resolve_authors(node: Node, _info: Any) -> Sequence[Node]:
        return linked_nodes(node, author_ids, PersonModel)

    @staticmethod
    @needs(loads=(tags_of,))
    def resolve_tags(node: Node, _info: Any) -> Sequence[Any]:
        return pages.own(node).load(tags_of) or []

    @staticmethod
    @needs(loads=(related_guide_ids,), returns=(PageModel,))
    def resolve_related_guides(node: Node, _info: Any) -> Sequence[Node]:
        return linked_nodes(node, related_guide_ids, PageModel)


GuideConnection = connection_type(Guide, "Guides")
BlogPostConnection = connection_type(BlogPost, "Posts")


class GuideIndex(OwnText, graphene.ObjectType):
    """The list of a city's guides."""

    intro = string("One or two sentences.")
    guides = one(GuideConnection, "The city's guides, by title.", **guide_arguments())

    class Meta:
        interfaces = (Page,)

    @staticmethod
    @needs(lists=lists.guides)
    def resolve_guides(node: Node, info: Any, **arguments: Any) -> Connection:
        return lists.guides(node.reader, info, **arguments)


class BlogIndex(OwnText, graphene.ObjectType):
    """The list of a city's posts."""

    intro = string("One or two sentences.")
    posts = one(
        BlogPostConnection, "The city's posts, the newest first.", **post_arguments()
    )

    class Meta:
        interfaces = (Page,)

    @staticmethod
    @needs(lists=lists.posts)
    def resolve_posts(node: Node, info: Any, **arguments: Any) -> Connection:
        return lists.posts(node.reader, info, **arguments)


CORE_PAGE_TYPES = {
    "cms.CityHomePage": HomePage,
    "cms.StandardPage": StandardPage,
    "cms.GuideIndexPage": GuideIndex,
    "cms.GuidePage": Guide,
    "cms.BlogIndexPage": BlogIndex,
    "cms.BlogPage": BlogPost,
}
for model, page_type in CORE_PAGE_TYPES.items():
    register_page_type(model, page_type)
