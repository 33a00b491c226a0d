"""What posts refer to, each kind with one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from django.db.models import F, Model
from wagtail.models import Page

from benchmarks.floor.city import CityFacts
from cms.images import image_size
from cms.models import Document, Image, Organisation, Person

PRESET = "fill-640x360"
IMAGE_COLUMNS = (
    "file", "file_hash", "width", "height", "description", "alt_translations",
    "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
)  # fmt: skip
DATED = ("live", "expire_at", "go_live_at", "locale_id", "translation_key")


class Things:
    """Pictures, files, pages, people and organisations, by the id referred to."""

    def __init__(self, city: CityFacts) -> None:
        self.city = city
        self.images: dict[int, Image] = {}
        self._pictures: dict[int | None, dict[str, Any] | None] = {}
        self.documents: dict[int, Any] = {}
        self.pages: dict[int, dict[str, Any]] = {}
        self.people: dict[int, dict[str, Any]] = {}
        self.organisations: dict[int, dict[str, Any]] = {}

    def load_people(self, ids: set[int]) -> None:
        columns = ("name", "job_title", "email", "photo_id")
        self.people = self._snippets(Person, ids, columns)

    def load_organisations(self, ids: set[int]) -> None:
        columns = ("name", "website", "logo_id")
        self.organisations = self._snippets(Organisation, ids, columns)

    def load_pages(self, ids: set[int]) -> None:
        columns = ("title", "path", "url_path")
        found = _translations(Page, ids, columns)
        self.pages = self._first_choice(ids, found, self.city.is_public)

    def load_images(self, ids: Iterable[int | None]) -> None:
        wanted = {each for each in ids if each}
        private = self.city.private_collections
        rows = Image.objects.annotate(lies_in=F("collection__path"))
        self.images = {
            row.pk: row
            for row in rows.filter(pk__in=wanted).only(*IMAGE_COLUMNS)
            if not row.lies_in.startswith(private)
        }

    def load_documents(self, ids: set[int]) -> None:
        rows = Document.objects.filter(pk__in=ids) if ids else ()
        private = self.city.private_collections
        self.documents = {
            row["pk"]: row
            for row in (
                rows.values("pk", "title", "file", "file_size", "collection__path")
                if rows
                else ()
            )
            if not row["collection__path"].startswith(private)
        }

    def picture(self, pk: int | None) -> dict[str, Any] | None:
        if pk not in self._pictures:
            image = self.images.get(pk or 0)
            self._pictures[pk] = self._shown(image) if image else None
        return self._pictures[pk]

    def _shown(self, image: Image) -> dict[str, Any]:
        size = image_size(image, PRESET, base_url=self.city.base_url)
        return {"alt": image.alt_in(self.city.codes), "rendition": asdict(size)}

    def document_url(self, document: dict[str, Any]) -> str:
        name = quote(document["file"].rsplit("/", 1)[-1])
        return f"{self.city.base_url}/documents/{document['pk']}/{name}"

    def path_of(self, page: dict[str, Any]) -> str:
        return self.city.path_of(page["url_path"], page["locale_id"])

    def _snippets(
        self, model: type[Model], ids: set[int], columns: tuple[str, ...]
    ) -> dict[int, dict[str, Any]]:
        found = _translations(model, ids, (*columns, "site_id"))
        return self._first_choice(ids, found, self._is_public_snippet)

    def _is_public_snippet(self, row: dict[str, Any]) -> bool:
        city = self.city
        return (
            row["live"]
            and (row["expire_at"] is None or row["expire_at"] > city.now)
            and (row["go_live_at"] is None or row["go_live_at"] <= city.now)
            and row["site_id"] in {None, city.site_id}
            and row["locale_id"] in city.ranks
        )

    def _first_choice(
        self,
        ids: set[int],
        rows: list[dict[str, Any]],
        is_public: Callable[[dict[str, Any]], bool],
    ) -> dict[int, dict[str, Any]]:
        """Return, by the id referred to, the translation that the reader sees."""
        public = [row for row in rows if is_public(row)]
        public.sort(key=lambda row: self.city.rank(row["locale_id"]), reverse=True)
        best = {row["translation_key"]: row for row in public}
        keys = {row["pk"]: row["translation_key"] for row in rows if row["pk"] in ids}
        return {pk: best[key] for pk, key in keys.items() if key in best}


def _translations(
    model: type[Model], ids: set[int], columns: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Return the rows with these ids and their translations."""
    if not ids:
        return []
    manager = model._default_manager
    keys = manager.filter(pk__in=ids).order_by().values("translation_key")
    rows = manager.filter(translation_key__in=keys).order_by()
    return list(rows.values("pk", *columns, *DATED))
