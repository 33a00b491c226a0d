"""Crisis notices and mentions in the media."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.choices import Severity
from cms.models.city import CityScoped
from cms.models.snippet import DraftableSnippet, TranslatableSnippet


class CrisisNotice(TranslatableSnippet, ClusterableModel):
    """Something urgent, shown on every page of its cities for as long as it is true."""

    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), help_text=_("What happened and what to do."))
    link = models.URLField(_("link"), blank=True, help_text=_("Where to read more."))
    severity = models.CharField(
        _("severity"),
        max_length=10,
        choices=Severity.choices,
        default=Severity.WARNING,
    )
    starts_at = models.DateTimeField(_("shown from"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("shown until"),
        null=True,
        blank=True,
        help_text=_("Empty: until somebody unpublishes it."),
    )
    cities = ParentalManyToManyField(
        "wagtailcore.Site",
        verbose_name=_("cities"),
        related_name="+",
        help_text=_("Where it is shown."),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("link"),
        FieldPanel("severity"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel(
            "cities", required_on_save=True, widget=forms.CheckboxSelectMultiple
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("id"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("cities", overridable=False),
        SynchronizedField("starts_at", overridable=False),
        SynchronizedField("ends_at", overridable=False),
    ]

    class Meta(TranslatableSnippet.Meta):
        ordering = ["-starts_at", "pk"]
        verbose_name = _("crisis notice")
        verbose_name_plural = _("crisis notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="notice_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.ends_at is not None and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It must end after it starts.")})


class MediaMention(CityScoped, DraftableSnippet, index.Indexed):
    """An article or a broadcast about a city's centre."""

    title = models.CharField(_("title"), max_length=200)
    outlet = models.CharField(
        _("outlet"), max_length=120, help_text=_("The paper, radio or web site.")
    )
    published_on = models.DateField(_("date"))
    url = models.URLField(_("link"))
    language = models.CharField(
        _("language"),
        max_length=10,
        default="cs",
        help_text=_("The code of the language it is in, such as cs."),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("site", required_on_save=True),
        FieldPanel("title"),
        FieldPanel("outlet"),
        FieldPanel("published_on"),
        FieldPanel("url"),
        FieldPanel("language"),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("outlet"),
        index.FilterField("site_id"),
        index.FilterField("live"),
    ]

    class Meta:
        ordering = ["-published_on", "-pk"]
        verbose_name = _("media mention")
        verbose_name_plural = _("media mentions")

    def __str__(self) -> str:
        return f"{self.outlet}: {self.title}"
