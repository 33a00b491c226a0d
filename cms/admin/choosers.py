"""Choosers that offer what the user may choose."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser


class ChoosableMixin:
    """Keeps to what the user may choose, in the list and by address."""

    model_class: Any
    request: Any

    def choosable(self) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(self.model_class)
        found: QuerySet[Any] = policy.instances_user_has_any_permission_for(
            self.request.user, ["choose"]
        )
        return found

    def get_object_list(self) -> QuerySet[Any]:
        return self.choosable()

    def get_object(self, pk: Any) -> Any:
        return self.choosable().get(pk=pk)

    def get_objects(self, pks: list[Any]) -> QuerySet[Any]:
        return self.choosable().filter(pk__in=pks)


class ChooseView(ChoosableMixin, chooser.ChooseView):
    pass


class ChooseResultsView(ChoosableMixin, chooser.ChooseResultsView):
    pass


class ChosenView(ChoosableMixin, chooser.SnippetChosenView):
    pass


class ChosenMultipleView(ChoosableMixin, chooser.SnippetChosenMultipleView):
    pass


class CreateView(chooser.SnippetCreateView):
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        # Snippets are made in their own form, which knows the user's cities.
        if self.get_creation_form_class() is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class CityChooserViewSet(chooser.SnippetChooserViewSet):
    """A chooser of snippets of the user's cities and of those all cities share."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = CreateView
