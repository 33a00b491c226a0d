"""The page behind the link in a mail to a place's owner."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import View

from cms.plugins import registry
from use_it_map.choices import Wheelchair
from use_it_map.hours.words import hours_in_words
from use_it_map.models import OwnerLink
from use_it_map.services.owner_links import (
    BadToken,
    owner_confirm,
    owner_correct,
    owner_link_of,
)

PLUGIN = "use_it_map"
ASKED = ("street", "house_number", "phone", "email", "website", "booking_url")


class CorrectionForm(forms.Form):
    """What an owner can correct; opening hours in their own words."""

    street = forms.CharField(label=gettext_lazy("Street"), required=False)
    house_number = forms.CharField(label=gettext_lazy("House number"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), required=False)
    email = forms.CharField(
        label=gettext_lazy("E-mail for the public"),
        required=False,
        widget=forms.EmailInput,
    )
    website = forms.CharField(
        label=gettext_lazy("Website"), required=False, widget=forms.URLInput
    )
    booking_url = forms.CharField(
        label=gettext_lazy("Address for bookings"),
        required=False,
        widget=forms.URLInput,
    )
    wheelchair = forms.ChoiceField(
        label=gettext_lazy("Wheelchair access"),
        required=False,
        choices=[("", gettext_lazy("not known")), *Wheelchair.choices],
    )
    message = forms.CharField(
        label=gettext_lazy("What else is different? Opening hours, languages, offer …"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, link: OwnerLink, data: Any = None) -> None:
        self.before = {
            name: getattr(link.place, name) for name in (*ASKED, "wheelchair")
        }
        super().__init__(data, initial=self.before)

    def changes(self) -> dict[str, str]:
        """Return what is no longer as it was."""
        return {
            name: self.cleaned_data[name]
            for name, value in self.before.items()
            if self.cleaned_data[name] != value
        }


@method_decorator(never_cache, name="dispatch")
class OwnerView(View):
    """Shows what the map says of a place; takes "all is right", or a correction.

    Looking at it changes nothing: mail programs open links, too.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.language = language_of(request)
        with translation.override(self.language):
            try:
                response: Any = super().dispatch(request, *args, **kwargs)
            except BadToken:
                response = self.page("gone", status=404)
        response["Content-Language"] = self.language
        return response

    def get(self, _request: HttpRequest, token: str) -> HttpResponse:
        link = self.link(token)
        return self.page("owner", link=link, form=CorrectionForm(link))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        link = self.link(token)
        if request.POST.get("do") == "confirm":
            owner_confirm(token=token, now=timezone.now())
            return self.page("thanks", link=link, confirmed=True)
        form = CorrectionForm(link, request.POST)
        if form.is_valid() and self.correct(token, form):
            return self.page("thanks", link=link, confirmed=False)
        return self.page("owner", link=link, form=form, status=400)

    def correct(self, token: str, form: CorrectionForm) -> bool:
        """Hand the correction over; put what is wrong with it to its fields."""
        changes, message = form.changes(), form.cleaned_data["message"]
        if not changes and not message.strip():
            form.add_error(None, _("Nothing was changed. Is everything right?"))
            return False
        try:
            owner_correct(
                token=token, proposed=changes, message=message, now=timezone.now()
            )
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                known = name in form.fields and name != NON_FIELD_ERRORS
                form.add_error(name if known else None, messages)
            return False
        return True

    def link(self, token: str) -> OwnerLink:
        """Return the token's link.

        Raises:
            BadToken: also where the city has the map off.
        """
        link = owner_link_of(token, now=timezone.now())
        off = link.site.citysettings.disabled_features
        if not registry.enabled_for(PLUGIN, off):
            raise BadToken
        return link

    def page(self, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
        context |= {"language": self.language, "languages": settings.LANGUAGES}
        if link := context.get("link"):
            words = hours_in_words(link.place.opening_hours)
            context["hours"] = words.replace("; ", "\n")
        template = f"use_it_map/owner/{name}.html"
        return render(self.request, template, context, status=status)


def language_of(request: HttpRequest) -> str:
    """Return the language that was chosen, or else that of the browser."""
    chosen = request.GET.get("lang", "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    return translation.get_language_from_request(request)
