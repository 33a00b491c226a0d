"""The command loads where it may, and leaves nothing half-done."""

from __future__ import annotations

from contextlib import ExitStack
from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.core.management import CommandError, call_command
from wagtail.models import Site

from cms.demo import loader
from cms.demo.files import save_file
from cms.demo.loader import Outcome
from cms.management.commands import load_demo
from cms.models import CitySettings, Image, User
from tests import factories


def test_it_refuses_where_known_passwords_are_not_welcome(settings: Any) -> None:
    settings.VITEJ_DEMO_ALLOWED = False

    with pytest.raises(CommandError, match="VITEJ_DEMO_ALLOWED"):
        call_command("load_demo")


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_malformed_port_is_named(port: str) -> None:
    with pytest.raises(CommandError, match=f"{port}” is no port"):
        call_command("load_demo", f"--port={port}")


def test_a_city_of_somebody_else_is_left_alone(ostrava: Site) -> None:
    with pytest.raises(CommandError, match="not from the demo: Ostrava"):
        call_command("load_demo")

    assert CitySettings.objects.count() == 1
    assert not User.objects.filter(username="admin").exists()


@pytest.mark.django_db
def test_an_interrupted_loading_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def stop(*_args: Any, **_kwargs: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loader, "add_pages", stop)
    before = set(settings.MEDIA_ROOT.rglob("*"))

    with pytest.raises(CommandError, match="nothing was loaded") as stopped:
        call_command("load_demo")

    assert stopped.value.returncode == 130
    assert not CitySettings.objects.exists()
    assert not Image.objects.exists()
    assert not User.objects.exists()
    left = {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}
    assert left <= before


def test_it_says_where_everything_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = Outcome(loaded=False, port=8123)
    monkeypatch.setattr(load_demo, "demo_load", lambda **_options: there)

    call_command("load_demo")

    shown = capsys.readouterr().out
    assert "The demo content is loaded already." in shown
    assert "http://localhost:8123/admin/" in shown
    assert "http://localhost:8123/graphql/" in shown
    assert "http://praha.localhost:8123/" in shown
    assert "admin, ostrava-editor, ostrava-moderator, brno-editor" in shown
    assert "vitej-demo" in shown


def test_newer_files_are_mentioned(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = Outcome(loaded=False, current=False, port=8000)
    monkeypatch.setattr(load_demo, "demo_load", lambda **_options: there)

    call_command("load_demo", "--no-places")

    shown = capsys.readouterr().out
    assert "from other files than today's" in shown
    assert "localhost" not in shown


def test_a_file_that_a_killed_loading_left_is_replaced(db: None, settings: Any) -> None:
    left = settings.MEDIA_ROOT / "original_images" / "killed.png"
    left.parent.mkdir(exist_ok=True, parents=True)
    left.write_bytes(b"half a picture")
    image = Image(title="Killed", collection=factories.collection())

    content = ImageFile(BytesIO(factories.picture()), name="killed.png")
    with ExitStack() as files:
        save_file(image, content, files=files)
        files.pop_all()

    assert image.file.name == "original_images/killed.png"
    assert left.read_bytes() == factories.picture()
