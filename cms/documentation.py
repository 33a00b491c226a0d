"""Shows the project's own documentation, where the hub runs from a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from django.http import HttpRequest

FIRST = "docs/README.md"
AT_THE_ROOT = frozenset({"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"})
PICTURES = {".png": "image/png", ".svg": "image/svg+xml"}
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def is_here() -> bool:
    """Return whether the documentation lies beside the code; a wheel has none."""
    return (Path(settings.BASE_DIR) / FIRST).is_file()


@require_safe
def documentation(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """Answer with a page or a picture; its links are those between the files.

    Raises:
        Http404: for whatever is no part of the documentation.
    """
    file = _file(path)
    if file.suffix in PICTURES:
        return FileResponse(file.open("rb"), content_type=PICTURES[file.suffix])
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".md":
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    title = text.partition("\n")[0].lstrip("# ")
    context = {"title": title, "html": MARKDOWN.render(text), "first": path == FIRST}
    return render(request, "cms/documentation.html", context)


def _file(path: str) -> Path:
    root = Path(settings.BASE_DIR).resolve()
    file = (root / path).resolve()
    if file.is_dir():
        file /= "README.md"
    if not file.is_file() or not _is_documentation(file, root):
        raise Http404
    return file


def _is_documentation(file: Path, root: Path) -> bool:
    if file in {root / name for name in AT_THE_ROOT}:
        return True
    if file == root / "graphql" / "schema.graphql":
        return True
    return file.is_relative_to(root / "docs") and file.suffix in {".md", *PICTURES}
