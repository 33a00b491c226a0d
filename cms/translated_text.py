"""Short texts kept in several languages side by side, such as a menu label.

Pages and snippets are translated as a whole; a setting or a picture has only a
word or two, which are easier to keep together. The value is a mapping of
language codes to texts: `{"en": "Guides", "cs": "Návody"}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter


def text_in(texts: Mapping[str, str] | None, languages: Sequence[str]) -> str:
    """Return the text in the first of the languages that has one, else any, else ""."""
    texts = texts or {}
    found = next((texts[code] for code in languages if texts.get(code)), "")
    return found or next((text for text in texts.values() if text), "")


def content_languages() -> list[tuple[str, Any]]:
    """Return the codes and names of the languages that content is written in."""
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


class TranslatedTextWidget(forms.MultiWidget):
    """One labelled input for each content language."""

    template_name = "cms/widgets/translated_text.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        self.codes = [code for code, _name in content_languages()]
        inputs: dict[str, forms.Widget | type[forms.Widget]] = {
            code: forms.TextInput(attrs={"lang": code}) for code in self.codes
        }
        super().__init__(inputs, attrs)

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        texts = value if isinstance(value, Mapping) else {}
        return [texts.get(code, "") for code in self.codes]

    def format_value(self, value: Any) -> Any:
        """Return the texts themselves; a block hands them to the browser like this."""
        return value if isinstance(value, list) else self.decompress(value)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        pairs = zip(context["widget"]["subwidgets"], content_languages(), strict=True)
        for subwidget, (_code, language) in pairs:
            subwidget["language"] = language
        return context


class TranslatedTextWidgetAdapter(WidgetAdapter):
    """Gives the browser the inputs of a block; Wagtail's own knows but one."""

    js_constructor = "vitej.widgets.TranslatedText"

    @cached_property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[
                versioned_static("wagtailadmin/js/telepath/widgets.js"),
                "cms/js/translated_text.js",
            ]
        )


register(TranslatedTextWidgetAdapter(), TranslatedTextWidget)


class TranslatedTextFormField(forms.MultiValueField):
    """Reads a text in each content language; empty ones are left out."""

    def __init__(self, *, max_length: int = 255, **kwargs: Any) -> None:
        self.codes = [code for code, _name in content_languages()]
        fields = [
            forms.CharField(required=False, max_length=max_length)
            for _code in self.codes
        ]
        kwargs.setdefault("widget", TranslatedTextWidget())
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        texts = zip(self.codes, data_list, strict=False)
        return {code: text for code, text in texts if text}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or {}) != self.compress([text or "" for text in data]))


def validate_texts(value: Any) -> None:
    """Refuse anything but texts by language code."""
    if not isinstance(value, dict) or not all(
        isinstance(code, str) and isinstance(text, str) for code, text in value.items()
    ):
        raise ValidationError(_("Give texts by language code."), code="invalid")


class TranslatedTextField(models.JSONField):
    """A short text in several languages, `{code: text}`; empty is `{}`."""

    default_validators = [validate_texts]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(
            self, **{"form_class": TranslatedTextFormField, **kwargs}
        )


class TranslatedTextBlock(blocks.FieldBlock):
    """The same in a StreamField."""

    def __init__(
        self, *, required: bool = True, help_text: Any = None, **kwargs: Any
    ) -> None:
        self.field = TranslatedTextFormField(required=required, help_text=help_text)
        super().__init__(**kwargs)

    def value_from_form(self, value: Any) -> dict[str, str]:
        return value or {}

    def value_for_form(self, value: Any) -> list[str]:
        # From a form it comes as a list already, from the database as a mapping.
        texts: list[str] = self.field.widget.decompress(value)
        return value if isinstance(value, list) else texts

    def get_searchable_content(self, value: Mapping[str, str]) -> list[str]:
        return list(value.values())
