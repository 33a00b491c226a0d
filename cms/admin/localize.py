"""wagtail-localize's views, kept to the user's cities."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import include, path
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.views import report, snippets_api, submit_translations

from cms import access
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


def translatable_models() -> list[type[Model]]:
    """Return the kinds of things that are translated as a whole."""
    snippets = [m for m in get_snippet_models() if issubclass(m, TranslatableMixin)]
    return [Page, *snippets]


def offered_locales(instance: Any) -> QuerySet[Any]:
    """Return the ids of the languages into which something may be translated."""
    if isinstance(instance, Page):
        cities = [access.city_of_page(instance)]
    else:
        cities = [getattr(instance, "site", None)]
    found = [city for city in cities if city is not None]
    if not found:
        return Locale.objects.values("pk")
    offered = SiteLanguage.objects.filter(settings__site__in=found)
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
