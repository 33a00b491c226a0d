"""What posts are joined to by rows of their own: authors, guides, tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    F,
    IntegerField,
    Model,
    QuerySet,
    Value,
)
from wagtail.models import Page

from city_api.engine.peers import Peers, linked_of
from cms.models import BlogPage, BlogPageAuthor, BlogPageTag, Person
from cms.models.blog import RelatedGuide
from cms.statements import AnyOf, ParamList, prepared

COLUMNS = ("kind", "page", "target", "place", "name", "slug", "row")
ORDER = ("kind", "place", "name", "row")
NO_TEXT = Value("", CharField())


@dataclass
class Relations:
    """What one post is joined to, in order: ids of people and guides, and tags."""

    authors: list[int] = field(default_factory=list)
    guides: list[int] = field(default_factory=list)
    tags: list[dict[str, str]] = field(default_factory=list)

    def add(self, kind: str, target: int, name: str, slug: str) -> None:
        """Take what a row joins the post to."""
        if kind == "author":
            self.authors.append(target)
        elif kind == "guide":
            self.guides.append(target)
        else:
            self.tags.append({"name": name, "slug": slug})


def relations(peers: Peers) -> Mapping[Any, Relations]:
    """Load them for posts, with one query; those under edit come from their form."""
    preview = peers.reader.preview
    saved = [page.pk for page in peers.rows if page is not preview]
    found: dict[Any, Relations] = defaultdict(Relations)
    for kind, post, target, _place, name, slug, _row in _rows(saved) if saved else ():
        found[post].add(kind, target, name, slug)
    if isinstance(preview, BlogPage) and any(row is preview for row in peers.rows):
        found[preview.pk] = Relations(
            authors=[each.person_id for each in preview.author_links.all()],
            guides=[each.guide_id for each in preview.related_guide_links.all()],
            tags=[{"name": tag.name, "slug": tag.slug} for tag in preview.tags.all()],
        )
    return found


def author_ids(peers: Peers) -> Mapping[Any, list[int]]:
    """Load the ids of who wrote the posts."""
    return _noted(peers, Person, lambda each: each.authors)


def related_guide_ids(peers: Peers) -> Mapping[Any, list[int]]:
    """Load the ids of the guides that the posts lead to."""
    return _noted(peers, Page, lambda each: each.guides)


def tags_of(peers: Peers) -> Mapping[Any, list[dict[str, str]]]:
    """Load the tags of the posts, by name."""
    return {pk: each.tags for pk, each in peers.load(relations).items()}


def _noted(
    peers: Peers, target: type[Any], ids_in: Callable[[Relations], list[int]]
) -> Mapping[Any, list[int]]:
    linked = linked_of(peers.reader)
    found = {pk: ids_in(each) for pk, each in peers.load(relations).items()}
    for ids in found.values():
        for pk in ids:
            linked.add(target, pk)
    return found


def _rows(posts: list[int]) -> list[Any]:
    def rows() -> QuerySet[Any]:
        nothing = {"name": NO_TEXT, "slug": NO_TEXT}
        authors = _joined(
            BlogPageAuthor, "post_id", posts,
            kind="author", target="person_id", place=F("sort_order"), **nothing,
        )  # fmt: skip
        guides = _joined(
            RelatedGuide, "post_id", posts,
            kind="guide", target="guide_id", place=F("sort_order"), **nothing,
        )  # fmt: skip
        tags = _joined(
            BlogPageTag, "content_object_id", posts,
            kind="tag", target="tag_id", place=Value(0, IntegerField()),
            name=F("tag__name"), slug=F("tag__slug"),
        )  # fmt: skip
        return authors.union(guides, tags, all=True).order_by(*ORDER)

    return prepared("what posts are joined to", rows, ids=posts)


def _joined(  # noqa: PLR0913 (the columns)
    model: type[Model],
    post: str,
    posts: list[int],
    *,
    kind: str,
    target: str,
    place: Any,
    name: Any,
    slug: Any,
) -> QuerySet[Any]:
    wanted = AnyOf(post, ParamList("ids", posts, BigIntegerField()))
    rows = model._default_manager.filter(wanted).order_by()
    return rows.annotate(
        kind=Value(kind, CharField()),
        page=F(post),
        target=F(target),
        place=place,
        name=name,
        slug=slug,
        row=F("pk"),
    ).values_list(*COLUMNS)
