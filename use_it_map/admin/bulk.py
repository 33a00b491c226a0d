"""What is done to several places at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin.views.bulk_action import BulkAction

from cms import access
from use_it_map.admin.places import listed_places
from use_it_map.choices import PlaceState
from use_it_map.models import PlacePage
from use_it_map.services.place import (
    NotAllowed,
    place_assign,
    place_set_state,
    place_verify,
)


class PlaceBulkAction(BulkAction):
    """Does something to each chosen place that the user may change."""

    models = [PlacePage]
    template_name = "use_it_map/admin/bulk.html"
    form_class: Any = forms.Form

    def check_perm(self, obj: PlacePage) -> bool:
        return access.may_edit_page(self.request.user, obj)

    def get_all_objects_in_listing_query(self, _parent_id: Any) -> set[int]:
        """Return the ids of what the list shows on all its pages."""
        return listed_places(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "display_name": self.display_name,
        }

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user, "said": self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(
        cls, objects: Iterable[PlacePage], **kwargs: Any
    ) -> tuple[int, int]:
        done = 0
        for place in objects:
            try:
                cls.do(place, **kwargs)
                done += 1
            except NotAllowed:
                continue
        return done, 0

    @classmethod
    def do(cls, place: PlacePage, *, user: Any, said: dict[str, Any]) -> None:
        raise NotImplementedError

    def get_success_message(self, num_parent_objects: int, _children: int) -> str:
        return ngettext(
            "%(count)d place was changed.",
            "%(count)d places were changed.",
            num_parent_objects,
        ) % {"count": num_parent_objects}


class VerifyPlaces(PlaceBulkAction):
    display_name = _("Still right")
    action_type = "verify"
    aria_label = _("Note that the chosen places are still right")
    action_priority = 10

    @classmethod
    def do(cls, place: PlacePage, *, user: Any, said: dict[str, Any]) -> None:
        place_verify(place=place, user=user, today=timezone.localdate())


class StateForm(forms.Form):
    state = forms.ChoiceField(
        label=pgettext_lazy("of a place", "State"), choices=PlaceState.choices
    )


class SetStateOfPlaces(PlaceBulkAction):
    display_name = _("Set the state")
    action_type = "set_state"
    aria_label = _("Set the state of the chosen places")
    action_priority = 20
    form_class = StateForm

    def check_perm(self, obj: PlacePage) -> bool:
        return bool(obj.permissions_for_user(self.request.user).can_publish())

    @classmethod
    def do(cls, place: PlacePage, *, user: Any, said: dict[str, Any]) -> None:
        place_set_state(place=place, state=said["state"], user=user)


class MaintainerForm(forms.Form):
    maintainer = forms.ModelChoiceField(
        label=pgettext_lazy("of a place", "Maintainer"),
        queryset=get_user_model().objects.none(),
        required=False,
        empty_label=_("nobody"),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["maintainer"]
        field.queryset = access.colleagues_in(access.cities_of(user))


class AssignPlaces(PlaceBulkAction):
    display_name = _("Assign a maintainer")
    action_type = "assign"
    aria_label = _("Say who keeps the chosen places true")
    action_priority = 30
    form_class = MaintainerForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    @classmethod
    def do(cls, place: PlacePage, *, user: Any, said: dict[str, Any]) -> None:
        place_assign(place=place, maintainer=said["maintainer"], user=user)


ACTIONS = (VerifyPlaces, SetStateOfPlaces, AssignPlaces)
