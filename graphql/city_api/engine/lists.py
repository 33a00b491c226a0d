"""The lists of a city, filtered and a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, SlugField
from django.utils.translation import gettext as _
from graphql import GraphQLResolveInfo

from city_api.engine import ids
from city_api.engine.connections import Connection, Listing, keyset
from city_api.engine.errors import ApiError
from city_api.engine.needs import ahead
from cms import freshness as fresh
from cms.choices import Freshness
from cms.choices_field import with_choice
from cms.models import (
    BlogPage,
    BlogPageAuthor,
    BlogPageTag,
    GuidePage,
    MediaMention,
    Organisation,
    Person,
    Topic,
)
from cms.selectors.reader import Reader
from cms.statements import Param


def translation_key(text: str) -> UUID:
    """Return the key in an id that is the same in all languages.

    Raises:
        ApiError: BAD_ID, if it is none.
    """
    try:
        return UUID(text)
    except ValueError as error:
        message = _("“%(id)s” is no id of this kind.") % {"id": text[:60]}
        raise ApiError("BAD_ID", message) from error


@ahead
def guides(  # noqa: PLR0913 (the arguments of the field)
    reader: Reader,
    info: GraphQLResolveInfo,
    *,
    first: int | None,
    after: str | None = None,
    audience: Sequence[Any] | None = None,
    topic: str | None = None,
    topic_slug: str | None = None,
    phase: Any = None,
    freshness: Sequence[Any] | None = None,
) -> Connection:
    """Return the city's guides by title."""

    def rows() -> QuerySet[GuidePage]:
        found = reader.best(reader.pages(GuidePage))
        if audience:
            chosen = with_choice("audiences", [each.value for each in audience])
            found = found.filter(chosen | Q(audiences=""))
        if topic or topic_slug:
            found = found.filter(topic__in=_topics(reader, topic, topic_slug))
        if phase:
            found = found.filter(phase=phase.value)
        if freshness:
            found = found.filter(_stands(freshness, today=reader.today))
        return found

    filters = (audience, topic, topic_slug, phase, freshness)
    listed: Any = rows() if any(filters) else Listing("guides", GuidePage, rows)
    return keyset(reader, listed, ["sort_key"], first=first, after=after, info=info)


def _topics(reader: Reader, topic: str | None, slug: str | None) -> Any:
    # A topic that nobody may see must not be guessed from what is filed under it.
    same = reader.snippets(Topic)
    if topic:
        same = same.filter(translation_key=translation_key(topic))
    if slug:
        same = same.filter(slug=slug)
    # Guides keep the topic in the source language, whichever that was.
    return Topic.objects.filter(
        translation_key__in=same.values("translation_key")
    ).values("pk")


def _stands(states: Sequence[Any], *, today: dt.date) -> Q:
    """Return the condition that `cms.freshness.freshness` gives one of the states."""
    overdue = Q(review_due_on=None) | Q(review_due_on__lt=today - fresh.GRACE)
    conditions = {
        Freshness.FRESH: Q(review_due_on__gt=today),
        Freshness.DUE: Q(
            review_due_on__lte=today, review_due_on__gte=today - fresh.GRACE
        ),
        Freshness.OVERDUE: overdue,
    }
    wanted = Q()
    for state in states:
        wanted |= conditions[Freshness(state.value)]
    return wanted


@ahead
def posts(  # noqa: PLR0913 (the arguments of the field)
    reader: Reader,
    info: GraphQLResolveInfo,
    *,
    first: int | None,
    after: str | None = None,
    tag: str | None = None,
    author: str | None = None,
) -> Connection:
    """Return the city's posts, the newest first."""

    def rows() -> QuerySet[BlogPage]:
        found = reader.best(reader.pages(BlogPage))
        if tag:
            slug = Param("tag", tag, SlugField())
            tagged = BlogPageTag.objects.filter(tag__slug=slug)
            found = found.filter(pk__in=tagged.values("content_object"))
        if author:
            found = found.filter(pk__in=_written_by(reader, author))
        return found

    kept = Listing(("posts", bool(tag)), BlogPage, rows, {"tag": tag})
    listed: Any = rows() if author else kept
    return keyset(
        reader, listed, ["date"], first=first, after=after, descending=True, info=info
    )


def _written_by(reader: Reader, author: str) -> Any:
    person = reader.snippets(Person).filter(pk=ids.decode("Person", author))
    same = Person.objects.filter(translation_key__in=person.values("translation_key"))
    links = BlogPageAuthor.objects.filter(person__in=same.values("pk"))
    return links.values("post")


@ahead
def people(
    reader: Reader,
    info: GraphQLResolveInfo,
    *,
    first: int | None,
    after: str | None = None,
) -> Connection:
    """Return the city's people by name."""
    listed = Listing("people", Person, lambda: reader.best_snippets(Person))
    return keyset(reader, listed, ["sort_key"], first=first, after=after, info=info)


@ahead
def organisations(  # noqa: PLR0913 (the arguments of the field)
    reader: Reader,
    info: GraphQLResolveInfo,
    *,
    first: int | None,
    after: str | None = None,
    kind: Any = None,
    role: Any = None,
) -> Connection:
    """Return the city's organisations and the shared ones, by name."""

    def rows() -> QuerySet[Organisation]:
        found = reader.best_snippets(Organisation)
        if kind:
            found = found.filter(kind=kind.value)
        return found.filter(role=role.value) if role else found

    # The kinds and roles are few, so that each pair may keep its SQL.
    listed = Listing(("organisations", kind, role), Organisation, rows)
    return keyset(reader, listed, ["sort_key"], first=first, after=after, info=info)


@ahead
def media_mentions(
    reader: Reader,
    info: GraphQLResolveInfo,
    *,
    first: int | None,
    after: str | None = None,
) -> Connection:
    """Return what the media said of the city's centre, the newest first."""
    listed = Listing("mentions", MediaMention, lambda: reader.snippets(MediaMention))
    return keyset(
        reader,
        listed,
        ["published_on"],
        first=first,
        after=after,
        descending=True,
        info=info,
    )
