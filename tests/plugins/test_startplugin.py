"""`startplugin` writes a whole plugin or nothing.

That what it writes works is shown in `tests/contract`.
"""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.management.commands import startplugin


def files(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    )


def test_it_writes_a_package_named_in_every_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("startplugin", "city_tips", directory=tmp_path)

    assert files(tmp_path / "city_tips") == [
        "README.md",
        "city_tips/__init__.py",
        "city_tips/apps.py",
        "city_tips/blocks.py",
        "city_tips/migrations/0001_initial.py",
        "city_tips/migrations/__init__.py",
        "city_tips/models.py",
        "city_tips/schema/__init__.py",
        "city_tips/schema/blocks.py",
        "city_tips/schema/queries.py",
        "city_tips/selectors.py",
        "pyproject.toml",
        "tests/test_city_tips.py",
    ]
    project = (tmp_path / "city_tips" / "pyproject.toml").read_text()
    assert 'name = "city-tips"' in project
    assert 'city_tips = "city_tips.apps:CityTipsConfig"' in project
    for file in (tmp_path / "city_tips").rglob("*.*"):
        text = file.read_text().lower()
        assert "plugin_name" not in text
        assert "pluginname" not in text
        assert "plugin title" not in text
    assert "uv pip install --no-build-isolation" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("City", "“City” is no name for a plugin"),
        ("1city", "“1city” is no name for a plugin"),
        ("city-tips", "“city-tips” is no name for a plugin"),
        ("city__tips", "“city__tips” is no name for a plugin"),
        ("_city", "“_city” is no name for a plugin"),
        ("město", "“město” is no name for a plugin"),
        ("../city", "“../city” is no name for a plugin"),
        ("", "“” is no name for a plugin"),
        ("c" * 41, "at most 40 characters"),
        ("import", "“import” is a word of Python"),
        ("match", "“match” is a word of Python"),
        ("json", "“json” is taken"),
        ("cms", "“cms” is taken"),
        ("use_it_map", "“use_it_map” is taken"),
        ("wagtailadmin", "“wagtailadmin” is taken"),
    ],
)
def test_a_bad_name_is_refused(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("startplugin", name, directory=tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "city_tips").mkdir()

    with pytest.raises(CommandError, match="exists already; nothing was written"):
        call_command("startplugin", "city_tips", directory=tmp_path)

    assert list((tmp_path / "city_tips").iterdir()) == []


def test_the_folder_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        call_command("startplugin", "city_tips", directory=tmp_path / "nowhere")

    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "template"
    template.mkdir()
    (template / "a.py-tpl").write_text("fine")
    (template / "b.py-tpl").write_bytes(b"\xff not UTF-8")
    monkeypatch.setattr(startplugin, "TEMPLATE", template)
    work = tmp_path / "work"
    work.mkdir()

    with pytest.raises(UnicodeDecodeError):
        call_command("startplugin", "city_tips", directory=work)

    assert list(work.iterdir()) == []
