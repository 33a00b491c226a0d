from __future__ import annotations

import pytest

from blocks.media import DownloadBlock, GalleryBlock, ImageBlock
from cms.models import Document, Image
from tests.blocks.support import errors_of, stored

REQUIRED = ["This field is required."]


def test_an_image_may_leave_its_description_to_the_image(image: Image) -> None:
    block = ImageBlock()

    assert errors_of(block, {"image": image}) == {}
    assert stored(block, block.normalize({"image": image})) == {
        "image": image.pk,
        "alt": "",
        "decorative": False,
        "caption": "",
    }


def test_decoration_with_a_description_is_refused(image: Image) -> None:
    value = {"image": image, "alt": "A tram", "decorative": True}

    assert errors_of(ImageBlock(), value) == {
        "alt": ["Only decoration has no description: remove one of the two."]
    }


@pytest.mark.django_db
def test_an_image_block_without_image_is_refused() -> None:
    assert errors_of(ImageBlock(), {"alt": "A tram"}) == {"image": REQUIRED}


@pytest.mark.django_db
def test_a_deleted_image_loads_as_none(image: Image) -> None:
    raw = {"image": image.pk, "alt": "", "decorative": False, "caption": ""}
    Image.objects.all().delete()

    assert ImageBlock().to_python(raw)["image"] is None


def test_a_gallery_names_the_image_at_fault(image: Image) -> None:
    value = {
        "images": [
            {"image": image},
            {"image": image, "alt": "A tram", "decorative": True},
        ]
    }

    assert list(errors_of(GalleryBlock(), value)) == ["images.1.alt"]


def test_an_empty_gallery_is_refused() -> None:
    assert errors_of(GalleryBlock(), {"images": []}) == {
        "images": ["The minimum number of items is 1"]
    }


def test_a_download_may_leave_its_title_to_the_file(document: Document) -> None:
    assert errors_of(DownloadBlock(), {"document": document}) == {}


@pytest.mark.django_db
def test_a_download_without_file_is_refused() -> None:
    assert errors_of(DownloadBlock(), {"title": "Form"}) == {"document": REQUIRED}
