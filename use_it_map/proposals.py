"""What somebody without an account may propose that a place should say.

The fields are those of the model, with its own checks; each may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext as _

from cms.languages import LANGUAGE_CODE
from use_it_map import geography
from use_it_map.choices import LanguageLevel
from use_it_map.hours.rules import check
from use_it_map.models import PlaceCategory, PlacePage

WORDS = ("title", "description", "opening_hours_note")
"""What each language has for itself; all else is the same in every language."""
FACTS = (
    *("street", "house_number", "postcode", "municipality"),
    *("latitude", "longitude", "opening_hours", "wheelchair"),
    *("phone", "email", "website", "booking_url"),
)
FIELDS = (*WORDS, *FACTS)
REQUIRED = ("title", "description", "latitude", "longitude")
"""What a new place can't do without."""
MAX_LANGUAGES = 20
MAX_DESCRIPTION = 5000


WEB = RegexValidator(r"^https?://[^@/?#]*([/?#]|$)", message=URLValidator.message)
"""Not `https://centre.example@elsewhere.example`, which looks like another's."""


def _web_address() -> forms.URLField:
    return forms.URLField(
        required=False, max_length=200, assume_scheme="https", validators=[WEB]
    )


class ProposalForm(forms.ModelForm):  # type: ignore[type-arg]
    """Checks what is proposed; `city` are the settings whose bounds count.

    `languages` are BCP 47 codes, `category` is the slug of a public category.
    """

    category = forms.SlugField(required=False, max_length=80)
    website = _web_address()
    booking_url = _web_address()

    class Meta:
        model = PlacePage
        fields = FIELDS

    def __init__(
        self, data: Mapping[str, Any], *, city: Any, is_new: bool = False
    ) -> None:
        super().__init__(data)
        self.city = city
        self.languages = data.get("languages")
        for name, field in self.fields.items():
            field.required = is_new and name in REQUIRED

    def clean_description(self) -> str:
        text: str = self.cleaned_data["description"]
        if len(text) > MAX_DESCRIPTION:
            raise ValidationError(
                _("It may have %(limit)s characters at most."),
                params={"limit": MAX_DESCRIPTION},
            )
        return text

    def clean_opening_hours(self) -> str:
        return check(self.cleaned_data["opening_hours"])

    def clean_category(self) -> str:
        slug: str = self.cleaned_data["category"]
        if slug and not PlaceCategory.objects.filter(slug=slug, live=True).exists():
            raise ValidationError(_("There is no such category."))
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in FIELDS:
            if cleaned.get(name) not in (None, ""):
                self._check_as_model(name, cleaned[name])
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            missing = "latitude" if cleaned.get("latitude") is None else "longitude"
            if not self.has_error(missing):
                self.add_error(missing, _("Give both numbers of the point, or none."))
        found = geography.errors(
            cleaned.get("latitude"), cleaned.get("longitude"), city=self.city
        )
        for name, error in found.items():
            self.add_error(name, error)
        return cleaned

    def _check_as_model(self, name: str, value: Any) -> None:
        field: Any = PlacePage._meta.get_field(name)
        try:
            field.run_validators(value)
        except ValidationError as error:
            self.add_error(name, error)

    def _post_clean(self) -> None:
        """Don't make a page of it: it is no place yet."""


def checked(
    data: Mapping[str, Any], *, city: Any, is_new: bool = False
) -> dict[str, Any]:
    """Return what is proposed as it is stored: only the fields that were given.

    Values are texts; numbers have six decimals. `languages` is a list of rows.

    Raises:
        ValidationError: by field, if anything can't stand there.
    """
    given = {name: value for name, value in data.items() if value is not None}
    for name in ("latitude", "longitude"):
        if isinstance(given.get(name), float):
            given[name] = round(given[name], 6)
    form = ProposalForm(given, city=city, is_new=is_new)
    errors = {} if form.is_valid() else dict(form.errors.as_data())
    languages = _languages(given.get("languages"), errors)
    if errors:
        raise ValidationError({name: list(each) for name, each in errors.items()})
    kept = {
        name: "" if (value := form.cleaned_data[name]) is None else str(value)
        for name in (*FIELDS, "category")
        if name in given
    }
    return kept if languages is None else {**kept, "languages": languages}


def _languages(given: Any, errors: dict[str, Any]) -> list[dict[str, str]] | None:
    if given is None:
        return None
    tags = list(dict.fromkeys(str(tag).strip() for tag in given))
    for tag in tags:
        if not LANGUAGE_CODE.fullmatch(tag) or len(tag) > 20:
            message = _("“%(code)s” is no language code; write one like: en")
            errors["languages"] = [ValidationError(message, params={"code": tag[:20]})]
    if len(tags) > MAX_LANGUAGES:
        errors["languages"] = [ValidationError(_("These are too many languages."))]
    return [{"tag": tag, "level": str(LanguageLevel.GOOD), "who": ""} for tag in tags]
