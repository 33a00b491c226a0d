"""Links to drafts, for people without an account: made, listed and ended here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.models import Page, Site

from cms import access
from cms.models import PreviewToken
from cms.preview_address import with_token
from cms.selectors.preview import city_of, is_hidden, is_over, links_of, preview_address
from cms.services.preview import NotAllowed, preview_link_add, preview_link_revoke

DAYS = 7


class ShareForm(forms.Form):
    """For whom a link is, and for how long."""

    note = forms.CharField(
        label=_("For whom"),
        max_length=80,
        required=False,
        help_text=_("A reminder for your team, such as: the foreign police."),
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.VITEJ_PREVIEW_LINK_DAYS
        self.fields["days"] = forms.IntegerField(
            label=self.fields["days"].label,
            min_value=1,
            max_value=most,
            initial=min(DAYS, most),
        )


class ShareDraftView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Makes a link to the latest draft of a page; shows and ends those there are."""

    form_class = ShareForm
    template_name = "cms/admin/share_draft.html"
    page_title = _("Share a draft")
    header_icon = "link-external"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_share(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Any:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_success_url(self) -> str:
        return reverse("share_draft", args=[self.page.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            action_url=self.get_success_url(),
            submit_button_label=_("Make a link"),
            submit_button_active_label=_("Making…"),
            links=[(link, address_of(link)) for link in self.links()],
            **kwargs,
        )

    def links(self) -> list[PreviewToken]:
        """Return the links to this page's draft that work now, the newest first."""
        links = links_of(self.request.user, now=timezone.now()).about(self.page)
        return [link for link in links if not is_over(link, self.page)]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "end" in request.POST:
            return self.end(request.POST["end"])
        return super().post(request, *args, **kwargs)

    def end(self, key: str) -> HttpResponse:
        """End one of this page's links."""
        link = next((each for each in self.links() if str(each.pk) == key), None)
        if link is not None:
            preview_link_revoke(user=self.request.user, link=link)
            messages.success(self.request, _("The link opens nothing any more."))
        return redirect(self.get_success_url())

    def form_valid(self, form: ShareForm) -> HttpResponse:
        try:
            preview_link_add(
                user=self.request.user,
                content=self.page,
                days=form.cleaned_data["days"],
                note=form.cleaned_data["note"],
                now=timezone.now(),
            )
        except NotAllowed:
            raise PermissionDenied from None
        messages.success(self.request, _("The link is there. Copy it from the list."))
        return super().form_valid(form)


def may_share(user: Any, page: Page) -> bool:
    """Return whether somebody may share a page's draft, and it can be shown."""
    if not access.may_change(user, page) or is_hidden(page):
        return False
    site: Site | None = city_of(page, user)
    return site is not None and bool(preview_address(site))


def address_of(link: PreviewToken) -> str:
    """Return the address that shows the draft."""
    return with_token(preview_address(link.site), link.token())


def share_button(page: Page, user: Any) -> Button | None:
    """Return the button that leads to the links of a page, for who may make them."""
    if not may_share(user, page):
        return None
    return Button(
        _("Share a draft"),
        reverse("share_draft", args=[page.pk]),
        icon_name="link-external",
        priority=67,
    )
