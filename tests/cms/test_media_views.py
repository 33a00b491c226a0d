"""Uploaded files: who gets them, and how they are prepared."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.images import ImageFile
from django.test import Client
from PIL import ExifTags
from PIL import Image as Pillow
from wagtail.models import Collection, Site

from cms.models import Document, Image, User
from cms.pictures import prepared
from tests import factories


def status(client: Client, url: str) -> int:
    return client.get(url).status_code


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def document_url(document: Document) -> str:
    return f"/documents/{document.pk}/{document.filename}"


def test_files_under_media_are_for_their_city_and_hub_administrators(
    ostrava: Site,
    client: Client,
    as_ostrava_editor: Client,
    as_brno_editor: Client,
    as_administrator: Client,
) -> None:
    image = factories.image(ostrava)
    rendition = image.get_rendition("width-20")
    document = factories.document(ostrava)

    for url in (image.file.url, rendition.file.url, document.file.url):
        assert status(client, url) == 404
        assert status(as_brno_editor, url) == 404
        assert status(as_ostrava_editor, url) == 200
        assert status(as_administrator, url) == 200


def test_an_account_without_access_to_the_admin_gets_no_file(ostrava: Site) -> None:
    image = factories.image(ostrava)

    assert status(factories.client_of(factories.user()), image.file.url) == 404


def test_a_file_that_belongs_to_nothing_is_not_served(as_administrator: Client) -> None:
    stray = Path(settings.MEDIA_ROOT) / "stray.txt"
    stray.parent.mkdir(exist_ok=True, parents=True)
    stray.write_text("Forgotten.")

    assert status(as_administrator, "/media/stray.txt") == 404


@pytest.mark.parametrize(
    "path",
    [
        "../manage.py",
        "..%2fmanage.py",
        "%2e%2e/manage.py",
        "/etc/passwd",
        "original_images/../../x",
        "",
        "%00",
        "original_images",
    ],
)
def test_no_path_leads_out_of_the_storage(as_administrator: Client, path: str) -> None:
    assert status(as_administrator, f"/media/{path}") == 404


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/hostname"])
def test_a_name_in_the_database_leads_nowhere_else(
    as_administrator: Client, ostrava: Site, name: str
) -> None:
    (Path(settings.MEDIA_ROOT).parent / "outside.txt").write_text("Outside.")
    document = factories.document(ostrava)
    Document.objects.filter(pk=document.pk).update(file=name)

    assert status(as_administrator, f"/media/{name}") == 404


def test_a_symlink_is_not_followed(as_administrator: Client, ostrava: Site) -> None:
    link = Path(settings.MEDIA_ROOT) / "documents" / "link.txt"
    link.parent.mkdir(exist_ok=True, parents=True)
    link.unlink(missing_ok=True)
    link.symlink_to("/etc/hostname")
    document = factories.document(ostrava)
    Document.objects.filter(pk=document.pk).update(file="documents/link.txt")

    assert status(as_administrator, "/media/documents/link.txt") == 404


def test_only_pictures_are_shown_and_all_else_is_downloaded(
    as_ostrava_editor: Client, ostrava: Site
) -> None:
    page = factories.document(ostrava, content=b"<script>", filename="page.html")
    image = factories.image(ostrava)

    for url in (page.file.url, document_url(page)):
        response = as_ostrava_editor.get(url)
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    shown = as_ostrava_editor.get(image.file.url)
    assert shown.headers["Content-Type"] == "image/png"
    assert "attachment" not in shown.headers.get("Content-Disposition", "")
    assert shown.headers["Cache-Control"].startswith("private")


def test_anybody_gets_a_public_document(client: Client, ostrava: Site) -> None:
    document = factories.document(ostrava, content=b"For all.")

    response = client.get(document_url(document))

    assert body(response) == b"For all."


@pytest.fixture(params=["login", "groups"])
def staff_only(request: Any, ostrava: Site, ostrava_editor: User) -> Collection:
    private = factories.collection(ostrava, "Staff")
    restriction: Any = factories.restrict(private, request.param)
    restriction.groups.set(ostrava_editor.groups.all())
    return private


@pytest.mark.parametrize("deeper", [False, True])
@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        ("client", 404),
        ("as_brno_editor", 404),
        ("as_ostrava_editor", 200),
        ("as_administrator", 200),
    ],
)
def test_a_private_document_is_for_its_city_alone(
    request: Any, staff_only: Collection, reader: str, expected: int, *, deeper: bool
) -> None:
    within = factories.collection(name="Deeper", parent=staff_only)
    document = factories.document(within=within if deeper else staff_only)

    response = request.getfixturevalue(reader).get(document_url(document))

    assert response.status_code == expected
    if expected == 200:
        assert response.headers["Cache-Control"] == "private, no-store"


def test_a_document_behind_a_password_asks_for_it(
    client: Client, ostrava: Site
) -> None:
    private = factories.collection(ostrava, "Partners")
    factories.restrict(private, "password")
    document = factories.document(within=private, content=b"Private.")

    response = client.get(document_url(document))

    assert b"Private." not in response.content
    assert b"password" in response.content


@pytest.mark.parametrize("url", ["/documents/999/x.txt", "/documents/1/other.txt"])
def test_unknown_documents_are_not_found(
    client: Client, ostrava: Site, url: str
) -> None:
    factories.document(ostrava, pk=1, filename="right.txt")

    assert status(client, url) == 404


def photo(
    kind: str = "JPEG", *, orientation: int = 1, gps: bool = False, xmp: bytes = b""
) -> bytes:
    exif = Pillow.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Copyright] = "Jana Nova"
    if gps:
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    file = io.BytesIO()
    options = {"xmp": xmp} if xmp else {}
    picture = Pillow.new("RGB", (40, 20), "red")
    picture.paste("blue", (0, 0, 20, 20))
    picture.save(file, kind, exif=exif, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photo_is_stored_upright(ostrava: Site, kind: str, orientation: int) -> None:
    file = ImageFile(
        io.BytesIO(photo(kind, orientation=orientation)), name=f"photo.{kind.lower()}"
    )

    image = Image.objects.create(title="Photo", file=file)

    image.refresh_from_db()
    upright = (20, 40) if orientation in (6, 8) else (40, 20)
    with Pillow.open(image.file.path) as stored:
        assert stored.size == upright == (image.width, image.height)
        assert stored.getexif().get(ExifTags.Base.Orientation, 1) == 1
        assert stored.format == kind


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_place_is_taken_out_of_a_photo_and_the_rights_stay(kind: str) -> None:
    xmp = b"<x:xmpmeta><exif:GPSLatitude>49</exif:GPSLatitude></x:xmpmeta>"

    for content in (photo(kind, gps=True), photo(kind, xmp=xmp, gps=True)):
        result = prepared(content)
        assert result is not None
        with Pillow.open(io.BytesIO(result)) as stored:
            assert not stored.getexif().get_ifd(ExifTags.IFD.GPSInfo)
            assert stored.getexif()[ExifTags.Base.Copyright] == "Jana Nova"
        assert b"GPSLatitude" not in result


def test_other_files_stay_as_they_are() -> None:
    assert prepared(photo()) is None
    assert prepared(b"no picture") is None
    assert prepared(factories.picture()) is None


def test_only_a_new_file_is_prepared(ostrava: Site) -> None:
    image = factories.image(ostrava)
    name = image.file.name

    image.title = "Another title"
    image.save()

    assert image.file.name == name
