"""The form with which hub administrators add a city."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms import access
from cms.choices import Region
from cms.services.city import NewCity, city_add


class AddCityForm(forms.Form):
    """What must be known of a city."""

    name = forms.CharField(
        label=_("Name"), help_text=_("The name of the city, such as Ostrava.")
    )
    slug = forms.CharField(
        label=_("Short name"), help_text=_("How programs call it, such as ostrava.")
    )
    hostname = forms.CharField(
        label=_("Host name"),
        help_text=_("Where its web site is, such as ostrava.example.com."),
    )
    port = forms.IntegerField(
        label=_("Port"), initial=80, help_text=_("80, or 443 for https.")
    )
    region = forms.ChoiceField(label=_("Region"), choices=Region.choices)
    municipality_code = forms.CharField(
        label=_("Municipality code"),
        help_text=_("The code of the town in the Czech register RÚIAN: six digits."),
    )
    default_language = forms.ChoiceField(
        label=_("First language"),
        choices=settings.WAGTAIL_CONTENT_LANGUAGES,
        help_text=_("What is written first and shown where a translation is missing."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.WAGTAIL_CONTENT_LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        initial=[code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES],
    )

    def new_city(self) -> NewCity:
        facts = dict(self.cleaned_data)
        first = facts.pop("default_language")
        facts["languages"] = list(dict.fromkeys([first, *facts["languages"]]))
        return NewCity(**facts)


class AddCityView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Adds a city and leads on to its settings."""

    form_class = AddCityForm
    template_name = "wagtailadmin/generic/form.html"
    page_title = _("Add a city")
    header_icon = "site"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not access.is_hub_administrator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            action_url=reverse("add_city"),
            submit_button_label=_("Add"),
            submit_button_active_label=_("Adding…"),
            **kwargs,
        )

    def form_valid(self, form: AddCityForm) -> HttpResponse:
        try:
            site = city_add(city=form.new_city())
        except ValidationError as error:
            for field, errors in error.error_dict.items():
                form.add_error(field if field in form.fields else None, errors)
            return self.form_invalid(form)
        self.success_url = reverse(
            "wagtailsettings:edit", args=["cms", "citysettings", site.pk]
        )
        message = _("%(city)s is there now. Complete its settings.")
        messages.success(self.request, message % {"city": site.site_name})
        return super().form_valid(form)


class AddCityMenuItem(MenuItem):
    """Shown to hub administrators."""

    def __init__(self) -> None:
        super().__init__(
            _("Add a city"),
            reverse_lazy("add_city"),
            name="add-city",
            icon_name="plus",
            order=50,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return access.is_hub_administrator(request.user)
