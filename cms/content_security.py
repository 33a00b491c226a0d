"""What a browser may load and run on the hub's pages: nothing that isn't ours.

No page has scripts of its own inside; what the admin's widgets would start that way is
started by `cms/static/cms/js/start.js` (see `cms.admin.starters`). A view may set a
policy itself, which then stands as it is; others follow from the address.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"
SELF = "'self'"
NONE = "'none'"

Policy = dict[str, tuple[str, ...]]

PAGE: Policy = {
    "default-src": (NONE,),
    "script-src": (SELF,),
    "style-src": (SELF,),
    "img-src": (SELF, "data:"),
    "font-src": (SELF,),
    "connect-src": (SELF,),
    "form-action": (SELF,),
    "base-uri": (NONE,),
    "frame-ancestors": (SELF,),
}
"""For pages of our own making."""

EXPLORER: Policy = PAGE | {
    "font-src": (SELF, "data:"),
    # The editor in it writes sizes and positions into attributes.
    "style-src-attr": ("'unsafe-inline'",),
}
"""For the API explorer."""

ADMIN: Policy = PAGE | {
    # The picture editor finds out by such an attribute whether a screen can be touched.
    "script-src-attr": (
        "'unsafe-hashes'",
        "'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='",  # return;
    ),
    # Draftail and the translation editor write positions and widths into attributes.
    "style-src-attr": ("'unsafe-inline'",),
    # Pictures are shown while they are uploaded.
    "img-src": (SELF, "data:", "blob:"),
    "frame-src": (SELF,),
    "manifest-src": (SELF,),
}
"""For the admin, Wagtail's and that of plugins."""

PERMISSIONS = ", ".join(
    f"{feature}={allowed}"
    for feature, allowed in {
        "accelerometer": "()",
        "camera": "()",
        "display-capture": "()",
        "geolocation": "(self)",  # "near me"
        "gyroscope": "()",
        "magnetometer": "()",
        "microphone": "()",
        "midi": "()",
        "payment": "()",
        "usb": "()",
    }.items()
)


def written(policy: Policy) -> str:
    """Return a policy as the header has it."""
    return "; ".join(f"{name} {' '.join(them)}" for name, them in policy.items())


_nonce: ContextVar[str] = ContextVar("vitej_style_nonce", default="")


def style_nonce() -> str:
    """Return what marks style elements that the admin's own scripts make.

    Editors of rich text and of translations make such elements with contents that no
    list of hashes can foresee. One that came with the page has no nonce.
    """
    return _nonce.get()


_frame_sources: list[Callable[[], Iterable[str]]] = []


def let_admin_frame(origins: Callable[[], Iterable[str]]) -> None:
    """Let the admin show pages of other origins; asked anew for each of its pages."""
    if origins not in _frame_sources:
        _frame_sources.append(origins)


_image_sources: list[Callable[[], Iterable[str]]] = []


def let_admin_show(origins: Callable[[], Iterable[str]]) -> None:
    """Let the admin show pictures of other origins, such as a map's tiles."""
    if origins not in _image_sources:
        _image_sources.append(origins)


_site_image_sources: list[Callable[[], Iterable[str]]] = []


def let_sites_show(origins: Callable[[], Iterable[str]]) -> None:
    """Let the built-in city sites show pictures of other origins, as the admin may."""
    if origins not in _site_image_sources:
        _site_image_sources.append(origins)


def site_images() -> list[str]:
    """Return the origins whose pictures the city sites may show beside their own."""
    return sorted({origin for source in _site_image_sources for origin in source()})


def admin_policy(
    *, nonce: str, frames: Iterable[str], images: Iterable[str] = ()
) -> str:
    """Return the admin's policy: its preview panel may frame, and it may show, these.

    Both are origins beside the hub's own.
    """
    own = {
        "style-src": (SELF, f"'nonce-{nonce}'"),
        "frame-src": (SELF, *sorted(frames)),
        "img-src": (*ADMIN["img-src"], *sorted(images)),
    }
    return written(ADMIN | own)


class ContentSecurityMiddleware:
    """Gives each HTML page a policy, unless its view has done so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _nonce.set(nonce := secrets.token_urlsafe(16))
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            if HEADER not in response:
                response[HEADER] = policy_for(request.path_info, nonce)
            response.setdefault("Permissions-Policy", PERMISSIONS)
        return response


def policy_for(path: str, nonce: str) -> str:
    """Return the policy of an HTML page at an address of the hub."""
    if path.startswith("/admin/"):
        frames = {origin for source in _frame_sources for origin in source()}
        images = {origin for source in _image_sources for origin in source()}
        return admin_policy(nonce=nonce, frames=frames, images=images)
    return written(EXPLORER if path.startswith("/graphql/") else PAGE)
