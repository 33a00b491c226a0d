"""What is kept of imports: files on their way, and what each brought to a place."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models import CityScoped


class ImportState(models.TextChoices):
    """How far an import is."""

    READY = "ready", pgettext_lazy("of an import", "Not started")
    RUNNING = "running", pgettext_lazy("of an import", "Running")
    DONE = "done", pgettext_lazy("of an import", "Done")


class PlaceImport(CityScoped):
    """A file with places that somebody is importing into a city.

    It stands in the database, where no address leads to it, and goes when the import
    is done or given up. One import of a city is written at a time, by one request, its
    `holder`. `result` has `done` and `total` rows, `after`, the line and the column of
    the last one that was written, and `counts` by what was done.
    """

    created_at = models.DateTimeField(_("created"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    filename = models.CharField(_("file"), max_length=255)
    data = models.BinaryField(default=b"", editable=False)
    options: Any = models.JSONField(default=dict)
    state = models.CharField(
        pgettext_lazy("of an import", "state"),
        max_length=10,
        choices=ImportState.choices,
        default=ImportState.READY,
    )
    result: Any = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    holder = models.CharField(max_length=32, blank=True, default="", editable=False)
    held_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import of places")
        verbose_name_plural = _("imports of places")
        constraints = [
            models.UniqueConstraint(
                fields=["site"],
                condition=models.Q(state="running"),
                name="one_import_of_a_city_runs",
            )
        ]

    def __str__(self) -> str:
        return self.filename


class ImportedPlace(CityScoped):
    """What an import last wrote to the place of an external id.

    Compared with it, a place shows what editors have changed since. Without a place it
    was deleted since.
    """

    external_source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    place = models.ForeignKey(
        "use_it_map.PlacePage",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    values: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("imported place")
        verbose_name_plural = _("imported places")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "external_source", "external_id"],
                name="place_is_imported_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.external_source} {self.external_id}"
