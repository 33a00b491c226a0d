"""Answers of the city sites: rendered in a language, with the headers they need."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.http import escape_leading_slashes
from django.views.decorators.http import conditional_page, require_safe

from cms.content_security import HEADER, NONE, SELF, Policy, site_images, written
from microsite.context import Frame
from microsite.reading import BadCursor, BrokenText, CityNotFound, Site

Params = ParamSpec("Params")
View = Callable[Concatenate[HttpRequest, Params], HttpResponse]

POLICY: Policy = {
    "default-src": (NONE,),
    "script-src": (SELF,),
    "style-src": (SELF,),
    "img-src": (SELF, "data:"),
    "font-src": (SELF,),
    "connect-src": (SELF,),
    "frame-src": ("https://www.youtube-nocookie.com", "https://player.vimeo.com"),
    "form-action": (SELF,),
    "base-uri": (NONE,),
    "frame-ancestors": (SELF,),
}


def policy(*, preview: bool = False) -> str:
    """Return what a browser may load and run on a page of a city site."""
    own: Policy = {"img-src": (*POLICY["img-src"], *site_images())}
    if preview:  # Wagtail's checks of a preview mark what they found by attributes.
        own["style-src-attr"] = ("'unsafe-inline'",)
    return written(POLICY | own)


def city_view(view: View[Params]) -> View[Params]:
    """Make a view one of a city site: GET only, ETag, 404 where no city is served."""

    @require_safe
    @conditional_page
    @wraps(view)
    def wrapped(
        request: HttpRequest, *args: Params.args, **kwargs: Params.kwargs
    ) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except CityNotFound as error:
            raise Http404(f"No city is served at {error}.") from error
        except BrokenText as error:
            raise Http404 from error
        except BadCursor:
            return redirect(from_the_beginning(request))
        if not response.has_header("Cache-Control"):
            # What was published a moment ago is seen; an ETag makes asking cheap.
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response

    return cast("View[Params]", wrapped)


def from_the_beginning(request: HttpRequest) -> str:
    """Return the address of the first page of the list that was asked for."""
    left = request.GET.copy()
    left.pop("after", None)
    query = f"?{left.urlencode()}" if left else ""
    return escape_leading_slashes(request.path_info) + query


def rendered(
    request: HttpRequest,
    *,
    template: str | list[str],
    site: Site,
    frame: Frame,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return an HTML page in the language of `site`."""
    with translation.override(site["locale"]["code"]):
        html = render_to_string(
            template, {"site": site, "frame": frame, **context}, request
        )
    response = HttpResponse(
        html, status=status, headers={"Content-Language": site["locale"]["code"]}
    )
    response[HEADER] = policy(preview=frame.preview)
    if not frame.preview:
        response["Referrer-Policy"] = "strict-origin-when-cross-origin"
    if not frame.index:
        response["X-Robots-Tag"] = "noindex"
    return response
