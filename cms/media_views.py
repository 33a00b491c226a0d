"""Serves uploaded files, each time asking who may have them.

Readers get images from `cms.image_view` and documents from `/documents/`. What lies
under `/media/` is for the admin alone: its thumbnails and originals.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve
from wagtail.models import BaseViewRestriction
from wagtail.users.models import UserProfile

from cms import access
from cms.models import Document, Image, Rendition

SHOWN = {"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"}
"""Types that a browser may show; it is made to download all others."""


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """Answer somebody of the admin with a file of theirs.

    Raises:
        Http404: for whatever is not theirs, alike for all reasons.
    """
    user = request.user
    if "\0" in path or not user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    if not _may_have(user, path):
        raise Http404
    if not _lies_in_storage(path):
        raise Http404
    try:
        file = default_storage.open(path, "rb")
    except OSError as error:
        raise Http404 from error
    content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = FileResponse(
        file,
        content_type=content_type,
        as_attachment=content_type not in SHOWN,
        filename=Path(path).name,
    )
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def document(
    request: HttpRequest, document_id: str, document_filename: str
) -> HttpResponseBase:
    """Answer with a document that is public, or that the user may see.

    Raises:
        Http404: for whatever is not, unless a password opens it.
    """
    found = get_object_or_404(Document, pk=document_id)
    kinds = {
        restriction.restriction_type
        for restriction in found.collection.get_view_restrictions()
    }
    if kinds - {BaseViewRestriction.PASSWORD} and not _sees(
        request.user, Document, found.pk
    ):
        raise Http404
    response: HttpResponseBase = serve(request, document_id, document_filename)
    response["X-Content-Type-Options"] = "nosniff"
    if kinds:
        response["Cache-Control"] = "private, no-store"
    return response


def _may_have(user: Any, path: str) -> bool:
    for model, key in _owners(path):
        if model is UserProfile or _sees(user, model, key):
            return True
    return False


def _owners(path: str) -> Iterator[tuple[type[Model], Any]]:
    """Yield what a file belongs to, by model and key."""
    for image in Image.objects.filter(file=path).values_list("pk", flat=True):
        yield Image, image
    for image in Rendition.objects.filter(file=path).values_list("image", flat=True):
        yield Image, image
    for found in Document.objects.filter(file=path).values_list("pk", flat=True):
        yield Document, found
    if path.startswith("avatar_images/"):
        for profile in UserProfile.objects.filter(avatar=path).values_list("pk"):
            yield UserProfile, profile


def _sees(user: Any, model: type[Model], key: Any) -> bool:
    return user.is_authenticated and access.visible(user, model).filter(pk=key).exists()


def _lies_in_storage(path: str) -> bool:
    """Return whether a path is that of a file in the storage, and no way out of it."""
    try:
        root = Path(default_storage.path("")).resolve()
        target = Path(default_storage.path(path))
    except NotImplementedError:
        return True
    except (SuspiciousOperation, OSError):
        return False
    return target.is_file() and target.resolve() == root / path
