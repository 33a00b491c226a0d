"""Pictures and leaflets are real files, and the same each time."""

from __future__ import annotations

from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from PIL import Image

from cms.demo.leaflets import docx
from cms.demo.pictures.catalogue import MARKS, PORTRAITS, SCENES, drawn, file_name
from cms.demo.progress import Progress


@pytest.mark.parametrize("key", SCENES)
def test_scenes_are_large_enough_for_any_screen(key: str) -> None:
    with Image.open(BytesIO(drawn(key))) as picture:
        assert picture.size == (1600, 900)
        assert picture.format == "JPEG"


@pytest.mark.parametrize("key", PORTRAITS)
def test_portraits_are_square(key: str) -> None:
    with Image.open(BytesIO(drawn(key))) as picture:
        assert picture.size == (800, 800)


def test_logos_are_transparent_around_their_circle() -> None:
    with Image.open(BytesIO(drawn("logo-ostrava"))) as logo:
        assert logo.getpixel((2, 2))[3] == 0  # type: ignore[index]
        assert logo.getpixel((256, 40))[3] == 255  # type: ignore[index]


@pytest.mark.parametrize("key", ["hero-evening", "person-elif", *MARKS])
def test_a_picture_is_the_same_each_time(key: str) -> None:
    assert drawn(key) == drawn(key)


def test_files_are_named_by_their_kind() -> None:
    assert file_name("logo-brno") == "logo-brno.png"
    assert file_name("hero-tea") == "hero-tea.jpg"


def test_a_leaflet_keeps_its_words() -> None:
    lines = ["# Předávací protokol", "Elektřina & plyn: ……"]

    with ZipFile(BytesIO(docx(lines))) as archive:
        document = archive.read("word/document.xml").decode()

    assert "Předávací protokol</w:t>" in document
    assert "Elektřina &amp; plyn: ……</w:t>" in document
    assert document.count("<w:outlineLvl") == 1
    assert docx(lines) == docx(lines)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_bar_on_a_terminal() -> None:
    stream = Terminal()
    bar = Progress(stream, total=4)

    bar.stage("Pictures")
    bar.step()
    bar.step()

    assert stream.getvalue().split("\r")[-1] == f"{'█' * 14}{'░' * 14}  50 %  Pictures"


def test_progress_elsewhere_is_a_line_for_each_stage() -> None:
    stream = StringIO()
    bar = Progress(stream, total=2)

    bar.stage("Pictures")
    bar.step()
    bar.stage("Pages")
    bar.finish()

    assert stream.getvalue() == "Pictures …\nPages …\n"
