"""Where the editor's preview is drawn: by the city's microsite, or by the hub."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.module_loading import import_string

from cms.preview_address import with_token
from cms.selectors.preview import city_of, preview_address
from cms.services.preview import NotAllowed, preview_show


def preview(request: HttpRequest, content: Any, mode_name: str) -> HttpResponse:
    """Show a page or snippet under edit, as it will stand in its city."""
    address = microsite_address(request.user, content)
    if not address:
        view = import_string(settings.VITEJ_PREVIEW_VIEW)
        drawn: HttpResponse = view(request, content, mode_name)
        return drawn
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    # The microsite needn't know which page of the admin somebody came from.
    response["Referrer-Policy"] = "no-referrer"
    return response


def microsite_address(user: Any, content: Any) -> str:
    """Return the address at which the city's microsite shows this, with a token.

    Empty where the hub shows it: the city has no such microsite, what is hidden from
    visitors stays in the hub, and who may look but not change gets no token.
    """
    site = city_of(content, user) if user.is_authenticated else None
    address = preview_address(site) if site else ""
    if not site or not address:
        return ""
    try:
        token = preview_show(user=user, content=content, site=site, now=timezone.now())
    except NotAllowed:
        return ""
    return with_token(address, token)
