"""The base of everything that belongs to one city but is no page."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CityScoped(models.Model):
    """Something of one city; only that city's editors see and change it."""

    site = models.ForeignKey(
        "wagtailcore.Site",
        verbose_name=_("city"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The city it belongs to."),
    )

    class Meta:
        abstract = True
