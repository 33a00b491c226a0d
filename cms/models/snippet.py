"""What the hub's snippets have in common: drafts, translations, previews."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
)
from wagtail.search import index

from cms.forms import CityModelForm
from cms.models.publishing import PublishedAtOnce


class DraftableSnippet(
    PublishedAtOnce,
    LockableMixin,
    DraftStateMixin,
    RevisionMixin,
    PreviewableMixin,
    models.Model,
):
    """A snippet that is public only once somebody publishes it."""

    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )

    base_form_class = CityModelForm

    class Meta:
        abstract = True

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        view = import_string("cms.previews.preview")  # It needs the models.
        response: HttpResponse = view(request, self, mode_name)
        return response


class TranslatableSnippet(DraftableSnippet, TranslatableMixin, index.Indexed):
    """A draftable snippet that is translated as a whole."""

    class Meta(TranslatableMixin.Meta):
        abstract = True
