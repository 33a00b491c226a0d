"""The form of a place: its opening hours are checked, and its point in the city."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from cms.forms import CityPageForm
from use_it_map import geography
from use_it_map.admin.labels import indented
from use_it_map.hours.rules import check


class PlaceForm(CityPageForm):
    """Refuses hours that can't be evaluated and points outside the city.

    A draft may be saved without any of them, but not with wrong ones. Categories are
    offered once each, in the page's language where they are translated, as a tree.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = kwargs.get("parent_page")
        locale = parent.locale_id if parent is not None else self.instance.locale_id
        for name in ("category", "further_categories"):
            if name in self.fields:
                self._offer(self.fields[name], locale)

    def _offer(self, field: Any, locale: int) -> None:
        chosen = {self.instance.category_id}
        if self.instance.pk is not None:
            chosen |= {each.pk for each in self.instance.further_categories.all()}
        field.queryset = (
            field.queryset.filter(Q(locale=locale) | Q(pk__in=chosen))
            .select_related("parent")
            .order_by(
                Coalesce("parent__sort_order", "sort_order"),
                Coalesce("parent__name", "name"),
                F("parent").asc(nulls_first=True),
                "sort_order",
                "name",
            )
        )
        field.label_from_instance = indented

    def clean_opening_hours(self) -> str:
        return check(self.cleaned_data["opening_hours"])

    def clean(self) -> Any:
        cleaned = super().clean()
        city = getattr(self.city, "citysettings", None)
        found = geography.errors(
            cleaned.get("latitude"), cleaned.get("longitude"), city=city
        )
        for name, error in found.items():
            if name in self.fields:
                self._refuse(name, error)
        return cleaned

    def _refuse(self, name: str, error: ValidationError) -> None:
        if not self.has_error(name):
            self.add_error(name, error)
