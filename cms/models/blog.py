"""The blog of a city."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.fields import BodyField
from cms.models.base import CityPage
from cms.models.media import image_field


def today() -> Any:
    """Return today's date in the hub's time zone."""
    return timezone.localdate()


class BlogIndexPage(CityPage):
    """The list of a city's posts."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("intro")]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("intro"),
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.CityHomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.BlogPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("blog")
        verbose_name_plural = _("blogs")


class BlogPageTag(TaggedItemBase):
    """A tag on a post."""

    content_object = ParentalKey(
        "cms.BlogPage", on_delete=models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        verbose_name = _("tag on a post")
        verbose_name_plural = _("tags on posts")


class BlogPage(CityPage):
    """A post on a city's blog."""

    date = models.DateField(_("date"), default=today, db_index=True)
    hero_image = image_field(_("main picture"))
    intro = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("One or two sentences; also shown in the list of posts."),
    )
    body = BodyField(verbose_name=_("body"), blank=True)
    tags = ClusterTaggableManager(
        through=BlogPageTag, blank=True, verbose_name=_("tags")
    )

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("date"),
                InlinePanel("author_links", heading=_("Authors"), label=_("Author")),
                FieldPanel("tags"),
            ],
            heading=_("About this post"),
        ),
        FieldPanel("hero_image"),
        FieldPanel("intro"),
        FieldPanel("body"),
        InlinePanel(
            "related_guide_links", heading=_("Related guides"), label=_("Guide")
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.FilterField("date"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        *CityPage.override_translatable_fields,
        SynchronizedField("date"),
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.BlogIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")


class BlogPageAuthor(Orderable):
    """A person who wrote a post."""

    post = ParentalKey(BlogPage, on_delete=models.CASCADE, related_name="author_links")
    person = models.ForeignKey(
        "cms.Person",
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels: ClassVar[list[Any]] = [FieldPanel("person")]

    class Meta(Orderable.Meta):
        verbose_name = _("author of a post")
        verbose_name_plural = _("authors of posts")


class RelatedGuide(Orderable):
    """A guide that a post leads to."""

    post = ParentalKey(
        BlogPage, on_delete=models.CASCADE, related_name="related_guide_links"
    )
    guide = models.ForeignKey(
        "cms.GuidePage",
        verbose_name=_("guide"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels: ClassVar[list[Any]] = [FieldPanel("guide")]

    class Meta(Orderable.Meta):
        verbose_name = _("related guide")
        verbose_name_plural = _("related guides")
