"""wagtail-localize's views, kept to the user's cities."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import Translation
from wagtail_localize.views import (
    edit_translation,
    report,
    snippets_api,
    submit_translations,
)

from cms import access, forms
from cms.models import SiteLanguage


class TranslationsReportView(report.TranslationsReportView):
    """The report on translations of what the user may see."""

    def get_queryset(self) -> QuerySet[Any]:
        translations = super().get_queryset()
        if access.is_hub_administrator(self.request.user):
            return translations
        mine = Q()
        for model in translatable_models():
            keys = access.visible(self.request.user, model).values("translation_key")
            mine |= Q(source__object_id__in=keys)
        return translations.filter(mine)


class SnippetAPIViewSet(snippets_api.SnippetViewSet):
    """What the editor of a translation offers to choose from."""

    def get_queryset(self) -> QuerySet[Any]:
        chosen = access.choosable(self.request.user, self.get_model())
        if chosen is not None:
            return chosen
        return access.visible(self.request.user, self.get_model())


class OfferedLanguagesMixin:
    """Offers the languages of the city that a thing belongs to."""

    def get_form(self) -> Any:
        form = super().get_form()  # type: ignore[misc]
        locales = form.fields["locales"]
        locales.queryset = locales.queryset.filter(
            pk__in=offered_locales(self.object)  # type: ignore[attr-defined]
        )
        return form


class SubmitPageTranslationView(
    OfferedLanguagesMixin, submit_translations.SubmitPageTranslationView
):
    pass


class SubmitSnippetTranslationView(
    OfferedLanguagesMixin, submit_translations.SubmitSnippetTranslationView
):
    pass


def edit_override(
    request: Any, translation_id: int, overridable_segment_id: int
) -> HttpResponseBase:
    """Let a translation differ from its source, but not refer to another city."""
    with transaction.atomic():
        response: HttpResponseBase = edit_translation.edit_override(
            request,
            translation_id=translation_id,
            overridable_segment_id=overridable_segment_id,
        )
        translation = Translation.objects.get(pk=translation_id)
        if request.method == "PUT" and refers_abroad(request.user, translation):
            transaction.set_rollback(True)
            return JsonResponse({"error": _("That is another city's.")}, status=403)
    return response


def refers_abroad(user: Any, translation: Translation) -> bool:
    """Return whether a translation refers to what the user may not choose for it."""
    source = translation.source.get_source_instance()
    city = city_of(source)
    before = _all_references(source)
    after = _all_references(
        translation.source.get_ephemeral_translated_instance(
            translation.target_locale, fallback=True
        )
    )
    for model, keys in after.items():
        added = keys - before.get(model, set())
        allowed = access.choosable(user, model, city=city)
        if added and allowed is not None:
            known = allowed.filter(pk__in=added).values_list("pk", flat=True)
            if added - {str(key) for key in known}:
                return True
    return False


def _all_references(instance: Any) -> dict[type[Model], set[str]]:
    """Return what an instance refers to, in relations, streams and rich texts."""
    found: dict[type[Model], set[str]] = defaultdict(set)
    names = [field.name for field in instance._meta.concrete_fields]
    for references in forms.references_of(instance, names).values():
        for model, keys in references.items():
            found[model] |= keys
    for field in instance._meta.concrete_fields:
        key = getattr(instance, field.attname)
        if field.many_to_one and key is not None:
            found[field.related_model].add(str(key))
    return found


def city_of(instance: Any) -> Site | None:
    """Return the city that a page or a snippet belongs to, if it is one."""
    if isinstance(instance, Page):
        return access.city_of_page(instance)
    return getattr(instance, "site", None)


def translatable_models() -> list[type[Model]]:
    """Return the kinds of things that are translated as a whole."""
    snippets = [m for m in get_snippet_models() if issubclass(m, TranslatableMixin)]
    return [Page, *snippets]


def offered_locales(instance: Any) -> QuerySet[Any]:
    """Return the ids of the languages into which something may be translated."""
    city = city_of(instance)
    if city is None:
        return Locale.objects.values("pk")
    offered = SiteLanguage.objects.filter(settings__site=city)
    return offered.values("locale")


def url_patterns() -> list[Any]:
    """Return the routes that stand in for wagtail-localize's own."""
    report_view = TranslationsReportView.as_view()
    results_view = TranslationsReportView.as_view(results_only=True)
    snippet = "<slug:app_label>/<slug:model_name>/"
    routes = [
        path(
            "submit/page/<int:page_id>/",
            SubmitPageTranslationView.as_view(),
            name="submit_page_translation",
        ),
        path(
            f"submit/snippet/{snippet}<str:pk>/",
            SubmitSnippetTranslationView.as_view(),
            name="submit_snippet_translation",
        ),
        path(
            "translate/<int:translation_id>/overrides/"
            "<int:overridable_segment_id>/edit/",
            edit_override,
            name="edit_override",
        ),
        path("reports/translations/", report_view, name="translations_report"),
        path(
            "reports/translations/results/",
            results_view,
            name="translations_report_results",
        ),
        path(
            f"api/snippets/{snippet}",
            SnippetAPIViewSet.as_view({"get": "list"}),
            name="snippets_api_listing",
        ),
        path(
            f"api/snippets/{snippet}<str:pk>/",
            SnippetAPIViewSet.as_view({"get": "retrieve"}),
            name="snippets_api_detail",
        ),
    ]
    # Found before wagtail-localize's; its own names still lead to these addresses.
    return [path("localize/", include(routes))]
