"""Places in the bodies of pages."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from blocks.base import ContentBlock
from blocks.catalogue import CONTACTS
from blocks.fields import BooleanBlock, CharBlock
from cms.languages import cleaned_languages
from use_it_map.choices import Wheelchair

MOST_SHOWN = 50


def category_choices() -> list[tuple[str, str]]:
    """Return the categories by slug, narrow ones below wide ones, in words to read."""
    model: Any = apps.get_model("use_it_map", "PlaceCategory")
    rows = model.objects.filter(live=True).select_related("locale", "parent")
    language = (get_language() or "en").partition("-")[0]
    known: dict[str, Any] = {}
    for row in rows.order_by("sort_order", "name", "pk"):
        if row.slug not in known or row.locale.language_code == language:
            known[row.slug] = row
    wide = [row for row in known.values() if row.parent is None]
    found = []
    for above in wide:
        found.append((above.slug, above.name))
        found += [
            (row.slug, f"{above.name} / {row.name}")
            for row in known.values()
            if row.parent is not None and row.parent.slug == above.slug
        ]
    return found


class LanguagesBlock(CharBlock):
    """Codes of languages, such as "en, uk"; the same in every translation."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return cleaned_languages(text)
        except ValidationError as error:
            raise ValidationError(error.message_dict["languages"]) from error

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        return value


class MapBlock(ContentBlock):
    """The part of the city's map that a filter keeps."""

    title = CharBlock(
        label=pgettext_lazy("above a block", "Title"), required=False, max_length=160
    )
    categories = blocks.MultipleChoiceBlock(
        label=_("Categories"),
        required=False,
        choices=category_choices,
        default=[],
        widget=CheckboxSelectMultiple,
        search_index=False,
        help_text=_("Of any of these; none: of all."),
    )
    languages = LanguagesBlock(
        label=_("Languages"),
        required=False,
        max_length=120,
        search_index=False,
        help_text=_("Where any of these is spoken; codes such as: en, uk"),
    )
    wheelchair = blocks.MultipleChoiceBlock(
        label=_("Wheelchair access"),
        required=False,
        choices=Wheelchair.choices,
        default=[],
        widget=CheckboxSelectMultiple,
        search_index=False,
        help_text=_("Any of these; none: it doesn't matter."),
    )
    open_now = BooleanBlock(
        label=_("Only what is open when the page is read"), required=False
    )
    benefit = BooleanBlock(label=_("Only with a benefit for newcomers"), required=False)
    without_commercial = BooleanBlock(
        label=_("Without commercial places"), required=False
    )
    shown = blocks.IntegerBlock(
        label=_("Places shown"),
        min_value=1,
        max_value=MOST_SHOWN,
        default=6,
        help_text=_("The rest stands behind a link to the map."),
    )

    class Meta:
        icon = "site"
        label = _("Part of the map")
        label_format = "{title}"
        group = CONTACTS
        description = _("Places of the city's map that a filter keeps, always as now.")
        preview_value = {"title": _("Where somebody speaks Ukrainian"), "shown": 3}


class ChosenPlaceBlock(ContentBlock):
    """A place that an editor has chosen, and why."""

    place = blocks.PageChooserBlock("use_it_map.PlacePage", label=_("Place"))
    note = CharBlock(
        label=_("Note"),
        required=False,
        max_length=250,
        help_text=_("What to go there for, such as whom to ask for."),
    )

    class Meta:
        icon = "site"
        label = _("Place")
        label_format = "{note}"
        preview_value = {"place": None, "note": _("Ask for the form in English.")}


class PlacesBlock(ContentBlock):
    """Places that an editor has chosen, in the editor's order."""

    title = CharBlock(
        label=pgettext_lazy("above a block", "Title"), required=False, max_length=160
    )
    places = blocks.ListBlock(ChosenPlaceBlock(), label=_("Places"), min_num=1)

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        errors: dict[int, Any] = {}
        seen: set[int] = set()
        for number, item in enumerate(chosen["places"]):
            place = item["place"]
            if place is not None and place.pk in seen:
                twice = ValidationError(_("This place is in the list already."))
                errors[number] = StructBlockValidationError({"place": twice})
            elif place is not None:
                seen.add(place.pk)
        if errors:
            raise StructBlockValidationError(
                {"places": ListBlockValidationError(block_errors=errors)}
            )
        return chosen

    class Meta:
        icon = "list-ul"
        label = _("Chosen places")
        label_format = "{title}"
        group = CONTACTS
        description = _("Places of the map in an order of your own.")
        preview_value = {
            "title": _("For your first week"),
            "places": [{"place": None, "note": _("Ask for the form in English.")}],
        }


class PlaceBlock(ChosenPlaceBlock):
    """One place's card."""

    class Meta:
        icon = "site"
        label = _("Place")
        label_format = "{note}"
        group = CONTACTS
        description = _("One place of the map, with today's hours and its languages.")
