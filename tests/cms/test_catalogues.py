"""The catalogues hold every text of the code, and say what isn't translated."""

from pathlib import Path

import polib
import pytest

from cms.catalogues import (
    Message,
    messages_below,
    problems,
    python_messages,
    template_messages,
    write_catalogue,
)
from cms.management.commands.catalogues import own_folders

VIEWS = """
from django.utils.translation import gettext as _, ngettext
title = _("Guides")
found = ngettext("%(count)s guide", "%(count)s guides", 3)
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "views.py").write_text(VIEWS)
    return folder


def translate(app: Path, **texts: str) -> None:
    """Fill the Czech catalogue and compile it again."""
    path = app / "locale/cs/LC_MESSAGES/django.po"
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys(range(3), texts["plural"])
        else:
            entry.msgstr = texts["singular"]
    catalogue.save()
    write_catalogue(app, "cs")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("one")', [Message("one")]),
        ('gettext_lazy("one " "and two")', [Message("one and two")]),
        ('translation.gettext_noop("one")', [Message("one")]),
        ('ngettext("a", "b", n)', [Message("a", "b")]),
        ('pgettext("month", "May")', [Message("May", context="month")]),
        ('npgettext_lazy("c", "a", "b", n)', [Message("a", "b", "c")]),
        ("_(name)", []),
        ('ngettext("a", several, n)', []),
        ('print("one")', []),
    ],
)
def test_texts_are_found_in_python(source: str, expected: list[Message]) -> None:
    assert list(python_messages(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "one" %}', [Message("one")]),
        ("{% trans 'it\"s' context \"menu\" %}", [Message('it"s', context="menu")]),
        ('{{ title|default:_("one") }}', [Message("one")]),
        ("{% blocktranslate %}by {{ name }}{% endblocktranslate %}",
         [Message("by %(name)s")]),
        ("{% blocktranslate count n=n %}a{% plural %}b{% endblocktranslate %}",
         [Message("a", "b")]),
        ("<p>gettext</p>", []),
    ],
)  # fmt: skip
def test_texts_are_found_in_templates(source: str, expected: list[Message]) -> None:
    assert list(template_messages("{% load i18n %}" + source)) == expected


def test_a_text_with_a_plural_stands_once(app: Path) -> None:
    (app / "more.py").write_text('_("%(count)s guide")')

    found = messages_below(app)

    assert found == {
        Message("Guides"): ["shop/views.py"],
        Message("%(count)s guide", "%(count)s guides"): [
            "shop/more.py",
            "shop/views.py",
        ],
    }


def test_a_missing_translation_is_named(app: Path) -> None:
    found = problems(app, "cs")

    assert [line.rpartition("django.po: ")[2] for line in found] == [
        "no translation: 'Guides'",
        "no translation: '%(count)s guide'",
    ]


def test_a_translated_app_has_no_problems(app: Path) -> None:
    write_catalogue(app, "cs")
    translate(app, singular="Průvodci", plural="%(count)s průvodců")

    assert problems(app, "cs") == []


def test_writing_again_keeps_translations_and_drops_what_is_gone(app: Path) -> None:
    write_catalogue(app, "cs")
    translate(app, singular="Průvodci", plural="%(count)s průvodců")
    (app / "views.py").write_text('_("Guides"); _("New")')

    catalogue = write_catalogue(app, "cs")

    assert {entry.msgid: entry.msgstr for entry in catalogue} == {
        "Guides": "Průvodci",
        "New": "",
    }


def test_a_catalogue_behind_the_code_is_named(app: Path) -> None:
    write_catalogue(app, "cs")
    translate(app, singular="Průvodci", plural="%(count)s průvodců")
    (app / "locale/cs/LC_MESSAGES/django.mo").write_bytes(b"")

    (only,) = problems(app, "cs")

    assert only.endswith("django.mo is behind; run: python3 tasks.py messages")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("%(cout)s průvodců", "a placeholder that the English text doesn't have"),
        ("%(count)s a %(more)s", "a placeholder that the English text doesn't have"),
    ],
)
def test_a_wrong_placeholder_is_named(app: Path, text: str, said: str) -> None:
    write_catalogue(app, "cs")
    translate(app, singular="Průvodci", plural=text)

    (only,) = problems(app, "cs")

    assert said in only


def test_an_app_without_texts_needs_no_catalogue(tmp_path: Path) -> None:
    (tmp_path / "views.py").write_text("title = 1")

    write_catalogue(tmp_path, "cs")

    assert not (tmp_path / "locale").exists()
    assert problems(tmp_path, "cs") == []


def test_every_app_of_the_project_has_catalogues() -> None:
    assert {folder.name for folder in own_folders([])} == {
        *("blocks", "buddy_program", "city_api", "cms", "microsite", "use_it_map")
    }


def test_a_language_of_readers_alone_has_what_the_public_reads(tmp_path: Path) -> None:
    hub = tmp_path / "cms"
    (hub / "services").mkdir(parents=True)
    (hub / "services" / "city.py").write_text('_("Guides")')
    (hub / "forms.py").write_text('_("Save")')

    assert set(messages_below(hub, "uk")) == {Message("Guides")}
    assert set(messages_below(hub, "cs")) == {Message("Guides"), Message("Save")}


def test_other_apps_have_all_their_texts_in_each_language(app: Path) -> None:
    assert messages_below(app, "uk") == messages_below(app, "cs")


@pytest.mark.parametrize(
    "file",
    [
        *("models.py", "models/place.py", "wagtail_hooks.py", "admin/queue.py"),
        *("management/commands/load.py", "templates/app/admin/queue.html"),
    ],
)
def test_what_editors_read_of_them_is_in_the_admins_languages(
    tmp_path: Path, file: str
) -> None:
    path = tmp_path / "app" / file
    path.parent.mkdir(parents=True)
    tag = '{% load i18n %}{% translate "Save" %}'
    path.write_text(tag if path.suffix == ".html" else '_("Save")')
    (tmp_path / "app" / "choices.py").write_text('_("Open")')

    assert set(messages_below(tmp_path / "app", "uk")) == {Message("Open")}
    assert set(messages_below(tmp_path / "app", "cs")) == {
        Message("Open"),
        Message("Save"),
    }
