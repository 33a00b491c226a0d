"""What has been suggested, and what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms import access
from use_it_map.models import PlaceCategory, PlacePage, PlaceSuggestion


@dataclass(frozen=True)
class Difference:
    """A field as it stands in the draft, and as it should stand."""

    label: str
    before: str
    after: str

    @property
    def changes(self) -> bool:
        return self.before != self.after


def suggestions_for(user: Any) -> QuerySet[PlaceSuggestion]:
    """Return the suggestions for the user's cities, those that wait longest first."""
    found: QuerySet[PlaceSuggestion] = access.visible(user, PlaceSuggestion)
    return found.select_related("site", "place", "locale", "decided_by").order_by(
        "created_at", "pk"
    )


def differences(suggestion: PlaceSuggestion) -> list[Difference]:
    """Return what a suggestion proposes beside what the place's draft says now."""
    draft: Any = None
    if suggestion.place is not None and suggestion.kind != PlaceSuggestion.Kind.NEW:
        draft = suggestion.place.get_latest_revision_as_object()
    proposed: Mapping[str, Any] = suggestion.proposed
    names = _category_names(proposed.get("category", ""))
    return [
        Difference(
            _label(name),
            _before(draft, name) if draft is not None else "",
            _shown(name, value, names),
        )
        for name, value in proposed.items()
    ]


def _label(name: str) -> str:
    if name == "languages":
        return _("Languages")
    field: Any = PlacePage._meta.get_field(name)
    return str(capfirst(field.verbose_name))


def _before(draft: PlacePage, name: str) -> str:
    if name == "languages":
        return ", ".join(row.tag for row in draft.languages.all())
    value = getattr(draft, name)
    field: Any = PlacePage._meta.get_field(name)
    if field.choices and value:
        return str(dict(field.flatchoices)[value])
    return "" if value is None else str(value)


def _shown(name: str, value: Any, categories: Mapping[str, str]) -> str:
    if name == "languages":
        return ", ".join(row["tag"] for row in value)
    if name == "category":
        return categories.get(value, value)
    field: Any = PlacePage._meta.get_field(name)
    if field.choices and value:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def _category_names(slug: str) -> dict[str, str]:
    if not slug:
        return {}
    found = PlaceCategory.objects.filter(slug=slug).order_by("-pk")
    return dict(found.values_list("slug", "name"))
