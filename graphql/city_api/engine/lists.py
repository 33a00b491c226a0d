"""The lists of a city, filtered and a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from city_api.engine import ids
from city_api.engine.connections import Connection, keyset
from city_api.engine.errors import ApiError
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


def guides(  # noqa: PLR0913 (the arguments of the field)
    reader: Reader,
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
    rows = reader.best(reader.pages(GuidePage))
    if audience:
        chosen = with_choice("audiences", [each.value for each in audience])
        rows = rows.filter(chosen | Q(audiences=""))
    if topic or topic_slug:
        rows = rows.filter(topic__in=_topics(reader, topic, topic_slug))
    if phase:
        rows = rows.filter(phase=phase.value)
    if freshness:
        rows = rows.filter(_stands(freshness, today=reader.today))
    return keyset(reader, rows, ["sort_key"], first=first, after=after)


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


def posts(
    reader: Reader,
    *,
    first: int | None,
    after: str | None = None,
    tag: str | None = None,
    author: str | None = None,
) -> Connection:
    """Return the city's posts, the newest first."""
    rows = reader.best(reader.pages(BlogPage))
    if tag:
        tagged = BlogPageTag.objects.filter(tag__slug=tag)
        rows = rows.filter(pk__in=tagged.values("content_object"))
    if author:
        person = reader.snippets(Person).filter(pk=ids.decode("Person", author))
        same = Person.objects.filter(
            translation_key__in=person.values("translation_key")
        )
        by_them = BlogPageAuthor.objects.filter(person__in=same.values("pk"))
        rows = rows.filter(pk__in=by_them.values("post"))
    return keyset(reader, rows, ["date"], first=first, after=after, descending=True)


def people(
    reader: Reader, *, first: int | None, after: str | None = None
) -> Connection:
    """Return the city's people by name."""
    rows = reader.best_snippets(Person)
    return keyset(reader, rows, ["sort_key"], first=first, after=after)


def organisations(
    reader: Reader,
    *,
    first: int | None,
    after: str | None = None,
    kind: Any = None,
    role: Any = None,
) -> Connection:
    """Return the city's organisations and the shared ones, by name."""
    rows = reader.best_snippets(Organisation)
    if kind:
        rows = rows.filter(kind=kind.value)
    if role:
        rows = rows.filter(role=role.value)
    return keyset(reader, rows, ["sort_key"], first=first, after=after)


def media_mentions(
    reader: Reader, *, first: int | None, after: str | None = None
) -> Connection:
    """Return what the media said of the city's centre, the newest first."""
    rows = reader.snippets(MediaMention)
    return keyset(
        reader, rows, ["published_on"], first=first, after=after, descending=True
    )
