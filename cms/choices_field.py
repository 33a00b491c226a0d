"""A model field that holds several codes out of one list of choices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst


class ChoicesField(models.CharField):  # type: ignore[type-arg]
    """Several of `choices`, in their order; kept as `,a,b,` so that SQL can search it.

    The value in Python is a list of codes. `with_choice` builds the lookup.
    """

    def get_prep_value(self, value: Any) -> str:
        codes = self.to_python(value)
        return f",{','.join(codes)}," if codes else ""

    def from_db_value(self, value: str | None, *_args: Any) -> list[str]:
        return self.to_python(value)

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, str):
            value = value.split(",")
        chosen = {str(code) for code in value or () if code}
        known = [str(code) for code, _label in self.flatchoices if code in chosen]
        return [*known, *sorted(chosen.difference(known))]

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        known = {str(code) for code, _label in self.flatchoices}
        for code in value:
            if code not in known:
                raise ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": code},
                )
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.get_prep_value(value))

    def formfield(self, **kwargs: Any) -> Any:
        options = {
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "required": not self.blank,
            "choices": self.flatchoices,
            "widget": forms.CheckboxSelectMultiple,
        }
        kwargs.pop("form_class", None)
        kwargs.pop("choices_form_class", None)
        return forms.MultipleChoiceField(**{**options, **kwargs})


def with_choice(field: str, codes: Iterable[str]) -> models.Q:
    """Return the condition that `field` holds at least one of the codes."""
    condition = models.Q()
    for code in codes:
        condition |= models.Q(**{f"{field}__contains": f",{code},"})
    return condition


@ChoicesField.register_lookup
class ChoicesContain(models.lookups.Contains):
    """`field__contains=",code,"`: the right side is text, not a list of codes."""

    def get_prep_lookup(self) -> str:
        return str(self.rhs)
