"""Pictures and documents: rows, and small files that they can be drawn from."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from django.conf import settings
from PIL import Image as Pillow
from wagtail.models import Collection, CollectionViewRestriction

from benchmarks.content.words import Words
from cms.models import Document, Image

WIDTH, HEIGHT = 1600, 1067
PRIVATE_EVERY = 15
"""Each such file lies in a collection that is not public."""


def collections(name: str) -> tuple[Collection, Collection]:
    """Make a city's collection and a private one below it."""
    root = Collection.get_first_root_node()
    public = root.add_child(name=name)
    private = public.add_child(name=f"{name}: staff")
    CollectionViewRestriction.objects.create(
        collection=private, restriction_type=CollectionViewRestriction.LOGIN
    )
    return public, private


def add_images(name: str, count: int) -> list[int]:
    """Make pictures of a city and return their ids."""
    public, private = collections(name)
    rows = [image(name, number) for number in range(count)]
    for number, row in enumerate(rows):
        row.collection = private if number % PRIVATE_EVERY == 14 else public
    return [row.pk for row in Image.objects.bulk_create(rows)]


def image(name: str, number: int) -> Image:
    words = Words("en", name, "image", number)
    file, size, digest = drawn(number % 12)
    focal = {"focal_point_x": 500, "focal_point_y": 400} if number % 3 == 0 else {}
    return Image(
        title=words.some(3),
        file=file,
        width=WIDTH,
        height=HEIGHT,
        file_size=size,
        file_hash=digest,
        description=words.some(6),
        alt_translations={"cs": Words("cs", name, "image", number).some(6)},
        credit="Jana Nováková",
        **focal,
        **({"focal_point_width": 300, "focal_point_height": 200} if focal else {}),
    )


def drawn(number: int) -> tuple[str, int, str]:
    """Draw a picture unless it is there; return its name, bytes and SHA-1."""
    name = f"original_images/bench-{number}.png"
    path = Path(settings.MEDIA_ROOT) / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        file = io.BytesIO()
        colour = (20 * number, 120, 255 - 20 * number)
        Pillow.new("RGB", (WIDTH, HEIGHT), colour).save(file, "PNG")
        path.write_bytes(file.getvalue())
    content = path.read_bytes()
    return name, len(content), hashlib.sha1(content).hexdigest()  # noqa: S324 (Wagtail's)


def add_documents(name: str, count: int) -> list[int]:
    """Make documents of a city and return their ids."""
    public = Collection.objects.get(name=name)
    private = Collection.objects.get(name=f"{name}: staff")
    rows = [
        Document(
            title=Words("en", name, "document", number).some(3),
            file=leaflet(number % 5),
            file_size=19,
            language="cs" if number % 2 else "",
            collection=private if number % PRIVATE_EVERY == 14 else public,
        )
        for number in range(count)
    ]
    return [row.pk for row in Document.objects.bulk_create(rows)]


def leaflet(number: int) -> str:
    name = f"documents/leaflet-{number}.txt"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"What to bring: ID.\n")
    return name
