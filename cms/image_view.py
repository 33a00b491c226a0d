"""Serves images in their offered sizes, drawing each when it is first asked for."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from cms.images import extension, fingerprint, is_offered, is_signed
from cms.selectors.city import restricted_collections
from cms.selectors.reader import public_files

ONE_DAY = 86_400


@require_safe
def image(_request: HttpRequest, *, pk: str, name: str, **address: str) -> FileResponse:
    """Answer a signed address with the drawn image.

    Raises:
        Http404: for whatever is not a public image in an offered size, alike for
            all reasons.
    """
    spec = name.replace("_", "|")
    version = address["version"]
    if not is_offered(spec) or not is_signed(
        int(pk), spec, version, address["signature"]
    ):
        raise Http404
    source = _public_image(int(pk))
    suffix = f".{address['suffix']}"
    if fingerprint(source) != version or extension(source, spec) != suffix:
        raise Http404
    try:
        drawn = source.get_rendition(spec)
    except (SourceImageIOError, InvalidFilterSpecError, OSError) as error:
        raise Http404 from error
    return _file(drawn)


def _public_image(pk: int) -> Any:
    model = get_image_model()
    found = public_files(model, restricted_collections()).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _file(drawn: Any) -> FileResponse:
    content_type = (
        mimetypes.guess_type(drawn.file.name)[0] or "application/octet-stream"
    )
    response = FileResponse(drawn.file.open("rb"), content_type=content_type)
    response["Cache-Control"] = f"public, max-age={ONE_DAY}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
