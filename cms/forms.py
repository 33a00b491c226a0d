"""Forms of the admin that let nobody refer to what is another city's.

A form knows its user and, where there is one, its city. Whatever it can refer to
(pages, snippets, files, people), in fields of its own, in rows below it, in blocks
and in links within rich text, must be something the user may choose for that city.
What stood there before may stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.models import WagtailAdminModelFormMetaclass
from wagtail.admin.widgets import BaseChooser
from wagtail.models import Page, Site

from cms import access
from cms.plugins import registry

References = dict[type[Model], set[str]]
STRUCTURE = ("-count", "-deleted", "-id", "-order", "-type")
"""How the names of a stream's fields end that hold no value."""


class CityFormMetaclass(WagtailAdminModelFormMetaclass):
    """Makes the forms of rows below a form ones of the same kind."""

    @classmethod
    def child_form(cls) -> type:
        return CityModelForm


class CityFormMixin:
    """Refuses references to what the user may not choose."""

    for_user: Any
    instance: Any
    fields: dict[str, Any]
    formsets: dict[str, Any]

    def __init__(self, *args: Any, city: Site | None = None, **kwargs: Any) -> None:
        parent_page = kwargs.get("parent_page")
        super().__init__(*args, **kwargs)
        self.city = city or self.find_city(parent_page)
        self._before = references_of(self.instance, self.fields)
        if self.for_user is None:
            return
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._limit(name, field)
        for formset in getattr(self, "formsets", {}).values():
            if issubclass(formset.form, CityFormMixin):
                formset.form_kwargs |= {"for_user": self.for_user, "city": self.city}

    def find_city(self, parent_page: Page | None) -> Site | None:
        """Return the city that the form's object belongs to, where it is known."""
        if isinstance(self.instance, Page):
            page = parent_page if self.instance.pk is None else self.instance
            return access.city_of_page(page) if page is not None else None
        site = getattr(self.instance, "site_id", None)
        return Site.objects.filter(pk=site).first() if site else None

    def clean(self) -> Any:
        cleaned: Any = super().clean()  # type: ignore[misc]
        if self.for_user is not None:
            self._refuse_foreign(cleaned)
        return cleaned

    def _limit(self, name: str, field: Any) -> None:
        model = field.queryset.model
        if issubclass(model, Site):
            self._limit_cities(name, field)
            return
        allowed = access.choosable(self.for_user, model, city=self.city)
        if allowed is None:
            return
        current = _keys(self.initial.get(name))  # type: ignore[attr-defined]
        field.queryset = field.queryset.filter(
            Q(pk__in=allowed.values("pk")) | Q(pk__in=current)
        )
        name_only_choosable(field, there=current)

    def _limit_cities(self, name: str, field: Any) -> None:
        """Offer the cities in which the user may do this; take the only one."""
        if access.is_hub_administrator(self.for_user):
            return
        action = "change" if self.instance.pk else "add"
        allowed = access.cities_where(self.for_user, type(self.instance), [action])
        field.queryset = field.queryset.filter(pk__in=allowed.values("pk"))
        field.required = True
        cities = list(field.queryset[:2])
        if isinstance(field, forms.ModelMultipleChoiceField):
            only: Any = cities
        else:
            field.empty_label = None if len(cities) == 1 else field.empty_label
            only = cities[0] if cities else None
        if len(cities) == 1 and not self.initial.get(name):  # type: ignore[attr-defined]
            self.initial[name] = only  # type: ignore[attr-defined]

    def _refuse_foreign(self, cleaned: dict[str, Any]) -> None:
        for name in self.fields:
            if not _refers(self.instance, name):
                continue
            # One with another error is shown again, too.
            value = cleaned[name] if name in cleaned else self[name].data  # type: ignore[index]
            found = references_in(self.instance, name, value)
            if foreign := set(self._foreign(found, self._before.get(name, {}))):
                self._forget(name, foreign)
                message = _("It refers to something that is not this city's.")
                self.add_error(name, ValidationError(message, code="foreign"))  # type: ignore[attr-defined]

    def _forget(self, name: str, keys: set[str]) -> None:
        """Take keys out of what was sent, so that no chooser shows their titles."""
        sent: Any = self.data.copy()  # type: ignore[has-type]
        within = f"{self.add_prefix(name)}-"  # type: ignore[attr-defined]
        for key in [*sent]:
            is_value = key.startswith(within) and not key.endswith(STRUCTURE)
            if is_value and str(sent.get(key)) in keys:
                sent[key] = ""
        self.data = sent

    def _foreign(self, found: References, before: References) -> Iterable[str]:
        for model, keys in found.items():
            added = keys - before.get(model, set())
            allowed = access.choosable(self.for_user, model, city=self.city)
            if not added or allowed is None:
                continue
            known = allowed.filter(pk__in=added).values_list("pk", flat=True)
            yield from added - {str(key) for key in known}


class CityModelForm(CityFormMixin, WagtailAdminModelForm, metaclass=CityFormMetaclass):
    """The form of a snippet, a setting or a row below one."""


class CityPageForm(CityFormMixin, WagtailAdminPageForm, metaclass=CityFormMetaclass):
    """The form of a page."""


class CitySettingsForm(CityModelForm):
    """The form of a city's settings."""

    disabled_features = forms.MultipleChoiceField(
        label=_("Features switched off"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What this city does not offer; nothing of it is lost."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "disabled_features" in self.fields:
            self.fields["disabled_features"].choices = [
                (config.label, config.plugin.title) for config in registry.all_plugins()
            ]

    def save(self, commit: bool = True) -> Any:
        settings = super().save(commit)
        if commit:
            # Services need the models, which need this form.
            from cms.services.city import city_language_add  # noqa: PLC0415

            for language in settings.languages.all():
                city_language_add(site=settings.site, locale=language.locale)
        return settings

    def clean_disabled_features(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["disabled_features"]
        offered = {name for name, _title in self.fields["disabled_features"].choices}
        before = self.initial.get("disabled_features") or []
        # A plugin that is not loaded at the moment stays as it was.
        return [*chosen, *(name for name in before if name not in offered)]


def name_only_choosable(field: Any, *, there: Iterable[Any]) -> None:
    """Let a chooser name nothing that its field wouldn't take, whatever id was sent.

    Wagtail's show a wrong choice again beside the error, with its title. What is
    `there` already is taken without asking.
    """
    if not isinstance(field.widget, BaseChooser):
        return
    found = field.widget.get_instance
    known_keys = {str(key) for key in there}

    def choosable(value: Any) -> Any:
        if value is None or isinstance(value, Model) or str(value) in known_keys:
            return found(value)
        try:
            known = field.queryset.filter(pk=value).exists()
        except (ValueError, TypeError):
            known = False
        return found(value) if known else None

    field.widget.get_instance = choosable


def references_of(instance: Any, names: Iterable[str]) -> dict[str, References]:
    """Return what the streams and rich texts of an instance refer to, by field."""
    return {
        name: references_in(instance, name, getattr(instance, name))
        for name in names
        if _refers(instance, name)
    }


def references_in(instance: Any, name: str, value: Any) -> References:
    """Return the keys of what a value of a field refers to, by model."""
    found: References = defaultdict(set)
    if _refers(instance, name) and value is not None:
        field = instance._meta.get_field(name)
        for model, key, _path, _content_path in field.extract_references(value):
            found[model].add(str(key))
    return found


def _refers(instance: Any, name: str) -> bool:
    fields = {field.name: field for field in instance._meta.get_fields()}
    return hasattr(fields.get(name), "extract_references")


def _keys(value: Any) -> list[Any]:
    if value is None:
        return []
    several = isinstance(value, Iterable) and not isinstance(value, str)
    values = value if several else [value]
    return [getattr(item, "pk", item) for item in values]
