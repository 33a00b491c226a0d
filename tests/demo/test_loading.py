"""The demo is loaded whole, once, in three languages."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import F
from pytest_django.plugin import DjangoDbBlocker
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Locale, Page, PageLogEntry, Site, TaskState
from wagtail_localize.models import StringSegment

from cms.access import choosable
from cms.choices import Freshness
from cms.demo import loader, reader
from cms.demo.loader import Outcome, demo_load
from cms.demo.progress import Progress
from cms.models import (
    BlogPage,
    CityHomePage,
    CitySettings,
    CrisisNotice,
    Document,
    GuidePage,
    Image,
    MediaMention,
    Organisation,
    Person,
    StandardPage,
    Topic,
    TranslationProgress,
    User,
)

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
patched = pytest.MonkeyPatch.context


def silent(total: int) -> Progress:
    return Progress(StringIO(), total=total)


def demo_of_a_plugin(say: Callable[[str], None]) -> None:
    say("Map")
    page = Page.objects.get(slug="ostrava", depth=2)
    log(
        instance=page, action="wagtail.edit", data={"guides": GuidePage.objects.count()}
    )


@pytest.fixture(scope="module")
def outcome(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """Load the demo once for all tests of this module, and take it away again."""
    demos = {"use_it_map": f"{__name__}.demo_of_a_plugin", "buddy_program": ""}
    with django_db_blocker.unblock(), transaction.atomic(), patched() as patch:
        for name, demo in demos.items():
            config: Any = apps.get_app_config(name)
            # All but the demo stays: streams are made of the blocks that are there.
            patch.setattr(config, "plugin", replace(config.plugin, demo=demo))
        yield demo_load(now=NOW, progress=silent, port=8123)
        transaction.set_rollback(True)


@pytest.fixture
def loaded(outcome: Outcome, db: None) -> Outcome:
    return outcome


def counts(model: Any) -> dict[str, int]:
    """Return how many of a model there are in each language."""
    return dict(Counter(model.objects.values_list("locale__language_code", flat=True)))


def streams(page: Page) -> Iterator[tuple[StreamField, Any]]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield field, getattr(page, field.name)


def test_everything_is_there_in_its_languages(loaded: Outcome) -> None:
    assert loaded == Outcome(loaded=True, port=8123)
    assert counts(CityHomePage) == {"en": 3, "cs": 3, "uk": 3}
    assert counts(GuidePage) == {"en": 15, "cs": 13, "uk": 8}
    assert counts(BlogPage) == {"en": 14, "cs": 9, "uk": 4}
    assert counts(StandardPage) == {"en": 11, "cs": 10, "uk": 10}
    assert counts(Topic) == {"en": 9, "cs": 9, "uk": 9}
    assert counts(Person) == {"en": 12, "cs": 12, "uk": 12}
    assert counts(Organisation) == {"en": 17, "cs": 17, "uk": 17}
    assert counts(CrisisNotice) == {"en": 4, "cs": 4, "uk": 4}
    assert MediaMention.objects.count() == 5
    assert Image.objects.count() == 48
    assert Document.objects.count() == 2


def test_one_draft_waits_for_the_moderators_and_all_else_is_public(
    loaded: Outcome, mailoutbox: list[Any]
) -> None:
    hidden = Page.objects.filter(live=False)

    assert [page.slug for page in hidden] == ["christmas-for-beginners"]
    assert hidden[0].current_workflow_task_state.status == "in_progress"
    moderator = User.objects.get(username="ostrava-moderator")
    tasks = TaskState.objects.reviewable_by(moderator)
    assert [task.workflow_state.content_object.slug for task in tasks] == [
        "christmas-for-beginners"
    ]
    public = Page.objects.filter(live=True)
    assert not public.filter(has_unpublished_changes=True).exists()
    assert mailoutbox == []


def test_plugins_add_theirs_once_all_is_there(loaded: Outcome) -> None:
    demo_load(now=NOW, progress=silent)

    entries = PageLogEntry.objects.filter(data__has_key="guides")
    assert [entry.data for entry in entries] == [{"guides": GuidePage.objects.count()}]


def test_loading_again_changes_nothing(loaded: Outcome) -> None:
    before = list(Page.objects.order_by("pk").values())

    again = demo_load(now=NOW + dt.timedelta(days=9), progress=silent)

    assert again == Outcome(loaded=False, port=8123)
    assert list(Page.objects.order_by("pk").values()) == before
    assert Image.objects.count() == 48


def test_a_port_is_set_without_loading_again(loaded: Outcome) -> None:
    again = demo_load(now=NOW, progress=silent, port=9000)

    assert again == Outcome(loaded=False, port=9000)
    assert set(
        Site.objects.filter(hostname__endswith=".localhost").values_list(
            "hostname", "port"
        )
    ) >= {(f"{slug}.localhost", 9000) for slug in reader.CITIES}


def test_files_changed_since_are_told_and_nothing_is_overwritten(
    loaded: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "fingerprint", lambda: "of another day")

    again = demo_load(now=NOW, progress=silent)

    assert again == Outcome(loaded=False, port=8123, current=False)


def test_every_block_holds_what_an_editor_could_have_written(loaded: Outcome) -> None:
    pages = Page.objects.filter(depth__gt=1).specific()

    for page in pages:
        page.full_clean()
        for field, value in streams(page):
            field.stream_block.clean(value)
            assert "page:" not in json.dumps(value.get_prep_value()), page.title


def test_the_settings_and_menus_could_have_been_written_by_an_editor(
    loaded: Outcome,
) -> None:
    for settings in CitySettings.objects.all():
        settings.full_clean()
        for name in ("main_navigation", "footer_navigation"):
            value = getattr(settings, name)
            value.stream_block.clean(value)
            assert len(value) >= 2


def test_every_message_translates_something(loaded: Outcome) -> None:
    strings = set(StringSegment.objects.values_list("string__data", flat=True))
    demo = reader.read_demo()
    catalogues = [demo.messages, *(city.messages for city in demo.cities)]

    unused = {
        message
        for catalogue in catalogues
        for messages in catalogue.values()
        for message in messages
        if message not in strings
    }

    assert unused == set()


def test_most_translations_are_whole_and_four_guides_stop_halfway(
    loaded: Outcome,
) -> None:
    partial = TranslationProgress.objects.exclude(translated=F("total")).values_list(
        "translation__source__object_repr",
        "translation__target_locale__language_code",
    )

    assert set(partial) == {
        ("Find a flat and sign the lease", "uk"),
        ("Exchange your driving licence", "cs"),
        ("Have your diploma recognised (nostrifikace)", "uk"),
        ("Leaving Czechia in good order", "cs"),
    }
    assert not TranslationProgress.objects.exclude(published=F("translated")).exists()
    assert not TranslationProgress.objects.filter(behind_source=True).exists()


def test_a_partly_translated_guide_falls_back_inside_the_page(loaded: Outcome) -> None:
    guide = GuidePage.objects.get(slug="vymena-ridicskeho-prukazu")
    titles = [step.value["title"] for step in guide.steps]
    texts = [str(step.value["text"]) for step in guide.steps]

    assert guide.title == "Vyměňte si řidičský průkaz"
    assert titles[0] == "Podívejte se na průkaz"
    assert any("By a sworn translator" in text for text in texts)


def test_some_pages_are_in_english_only(loaded: Outcome) -> None:
    keys = Page.objects.filter(locale__language_code="cs").values("translation_key")
    source = Locale.objects.get(language_code="en")
    untranslated = GuidePage.objects.filter(locale=source).exclude(
        translation_key__in=keys
    )

    assert set(untranslated.values_list("slug", flat=True)) == {
        "recognising-a-diploma",
        "taxes",
    }


def test_slugs_are_romanised_in_every_language(loaded: Outcome) -> None:
    slugs = Page.objects.filter(depth__gt=1).values_list("slug", flat=True)

    assert "reiestratsiia-mistsia-prozhyvannia" in slugs
    assert all(slug.isascii() for slug in slugs)
    assert not [slug for slug in slugs if slug.endswith(("-1", "-2"))]


def test_links_of_a_translated_page_lead_to_pages_that_are_translated_too(
    loaded: Outcome,
) -> None:
    guide = GuidePage.objects.get(slug="prihlaseni-mista-pobytu")
    target = GuidePage.objects.get(slug="finding-a-flat")

    answers = [
        item["answer"].source
        for block in guide.body
        if block.block_type == "faq"
        for item in block.value["items"]
    ]
    links = [link for text in answers for link in re.findall("<a [^>]*>", text)]

    assert len(links) == 1
    assert 'linktype="page"' in links[0]
    assert f'id="{target.pk}"' in links[0]
    assert target.get_translation(guide.locale).slug == "hledani-bytu-a-najemni-smlouva"


def test_guides_are_fresh_due_and_overdue(loaded: Outcome) -> None:
    guides = GuidePage.objects.filter(locale__language_code="en")

    shades = Counter(guide.freshness(today=TODAY) for guide in guides)

    assert shades == {
        Freshness.FRESH: 11,
        Freshness.DUE: 3,
        Freshness.OVERDUE: 1,
    }


def test_notices_are_active_past_and_to_come(loaded: Outcome) -> None:
    english = CrisisNotice.objects.filter(locale__language_code="en")

    active = english.filter(starts_at__lte=NOW, ends_at__gt=NOW)

    assert set(active.values_list("severity", flat=True)) == {"warning", "emergency"}
    assert english.filter(ends_at__lt=NOW).count() == 1
    assert english.filter(starts_at__gt=NOW).count() == 1


def test_editors_work_in_their_city_and_choose_shared_pictures(loaded: Outcome) -> None:
    editor = User.objects.get(username="ostrava-editor")
    choices = choosable(editor, Image)

    assert editor.check_password("vitej-demo")
    assert not editor.is_superuser
    assert choices is not None
    names = set(choices.values_list("collection__name", flat=True))
    assert names == {"Ostrava", "Shared by all cities"}


def test_the_history_says_where_the_content_comes_from(loaded: Outcome) -> None:
    entries = PageLogEntry.objects.filter(action=loader.LOG_ACTION)

    assert entries.count() == 3
    assert str(entries[0].message) == "Demo content loaded"
