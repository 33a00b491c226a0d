"""Guides to life situations."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from blocks.guide import CostBlock, RequiredDocumentBlock, SourceBlock, StepBlock
from cms import freshness
from cms.choices import Audience, Freshness, Phase
from cms.choices_field import ChoicesField
from cms.fields import BodyField
from cms.models.base import CityPage
from cms.models.media import image_field
from cms.sorting import SortKeyField


class GuideIndexPage(CityPage):
    """The list of a city's guides."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("intro")]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("intro"),
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.CityHomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.GuidePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("guides")
        verbose_name_plural = _("lists of guides")


class GuidePage(CityPage):
    """What to do in a life situation: steps, papers, fees, where, by when."""

    summary = models.TextField(
        _("summary"), help_text=_("The answer in two or three sentences.")
    )
    hero_image = image_field(_("main picture"))
    topic = models.ForeignKey(
        "cms.Topic",
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    audiences = ChoicesField(
        _("audiences"),
        max_length=200,
        choices=Audience.choices,
        blank=True,
        help_text=_("For whom it is written; nothing chosen means for everybody."),
    )
    phase = models.CharField(
        _("phase"),
        max_length=20,
        choices=Phase.choices,
        blank=True,
        help_text=_("When in the course of a move it is needed."),
    )
    steps = BodyField([("step", StepBlock())], verbose_name=_("steps"), blank=True)
    required_documents = BodyField(
        [("document", RequiredDocumentBlock())],
        verbose_name=_("required documents"),
        blank=True,
    )
    fees = BodyField([("fee", CostBlock())], verbose_name=_("fees"), blank=True)
    authority = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("authority"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The office that decides, and where to go."),
    )
    deadline = models.CharField(
        _("deadline"),
        max_length=200,
        blank=True,
        help_text=_("In words, such as “within 30 days of arrival”."),
    )
    deadline_days = models.PositiveSmallIntegerField(
        _("deadline in days"),
        null=True,
        blank=True,
        help_text=_("The same as a number, where it can be counted."),
    )
    body = BodyField(verbose_name=_("body"), blank=True)
    sources = BodyField(
        [("source", SourceBlock())],
        verbose_name=_("sources"),
        blank=True,
        help_text=_("Laws and official pages, each with the day it was checked."),
    )
    maintainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("of a guide", "owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who keeps it true. Never shown to the public."),
    )
    verified_on = models.DateField(
        _("verified on"),
        null=True,
        blank=True,
        help_text=_("The day somebody last compared it with its sources."),
    )
    review_cycle_months = models.PositiveSmallIntegerField(
        _("review cycle in months"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    review_due_on = models.DateField(null=True, editable=False, db_index=True)
    sort_key = SortKeyField(source="title")

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("hero_image"),
        MultiFieldPanel(
            [
                FieldPanel("topic"),
                FieldPanel("audiences"),
                FieldPanel("phase"),
            ],
            heading=_("For whom and when"),
        ),
        FieldPanel("steps"),
        FieldPanel("required_documents"),
        FieldPanel("fees"),
        MultiFieldPanel(
            [
                FieldPanel("authority"),
                FieldRowPanel([FieldPanel("deadline"), FieldPanel("deadline_days")]),
            ],
            heading=_("Where and by when"),
        ),
        FieldPanel("body"),
        FieldPanel("sources"),
        MultiFieldPanel(
            [
                FieldPanel("maintainer"),
                FieldRowPanel(
                    [FieldPanel("verified_on"), FieldPanel("review_cycle_months")]
                ),
            ],
            heading=_("Keeping it true"),
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("steps"),
        index.SearchField("required_documents"),
        index.SearchField("body"),
        index.FilterField("phase"),
        index.FilterField("review_due_on"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        *CityPage.override_translatable_fields,
        # Kept in the source language; the City API finds the reader's.
        SynchronizedField("topic", overridable=False),
        SynchronizedField("authority", overridable=False),
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def clean(self) -> None:
        super().clean()
        if self.verified_on and self.verified_on > timezone.localdate():
            raise ValidationError(
                {"verified_on": _("A guide can't be verified in the future.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.review_due_on = freshness.review_due_on(
            self.verified_on, self.review_cycle_months
        )
        return super().save(*args, **kwargs)

    def freshness(self, *, today: datetime.date) -> Freshness:
        """Return whether it was verified within its review cycle."""
        return freshness.freshness(self.review_due_on, today=today)
