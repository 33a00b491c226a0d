"""Guides are verified in time, by those who may, in their own city."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Site
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from cms.models import GuidePage, TranslationProgress, User
from cms.selectors.guide import Gap, guides_to_verify, missing_translations
from cms.services.guide import VERIFIED, NotAllowed, guide_mark_verified
from tests import factories

TODAY = datetime.date(2026, 11, 21)
LONG_AGO = datetime.date(2025, 1, 1)


def test_what_is_due_is_listed_the_longest_first(
    ostrava: Site, brno: Site, ostrava_editor: User
) -> None:
    due = factories.guide(ostrava, verified_on=datetime.date(2026, 5, 21))
    overdue = factories.guide(ostrava, verified_on=LONG_AGO)
    never = factories.guide(ostrava)
    factories.guide(ostrava, verified_on=datetime.date(2026, 5, 22))
    factories.guide(ostrava, live=False)
    factories.guide(brno)

    found = guides_to_verify(ostrava_editor, today=TODAY)

    assert list(found) == [never, overdue, due]


def test_translations_are_not_listed_beside_their_source(
    ostrava: Site, ostrava_editor: User
) -> None:
    guide = factories.guide(ostrava)
    translate_object(guide, [factories.locale("cs")])
    GuidePage.objects.update(live=True)

    assert list(guides_to_verify(ostrava_editor, today=TODAY)) == [guide]


def test_a_guide_is_still_right(ostrava: Site, ostrava_editor: User) -> None:
    guide = factories.guide(ostrava, verified_on=LONG_AGO)

    guide_mark_verified(guide=guide, user=ostrava_editor, today=TODAY)

    guide.refresh_from_db()
    entry = PageLogEntry.objects.get(action=VERIFIED)
    assert guide.verified_on == TODAY
    assert guide.review_due_on == datetime.date(2027, 5, 21)
    assert guide.latest_revision.as_object().verified_on == TODAY
    assert guide.latest_revision.user == ostrava_editor
    assert not guide.has_unpublished_changes
    assert (entry.page_id, entry.user_id) == (guide.pk, ostrava_editor.pk)


def test_a_draft_is_not_published_by_verifying(
    ostrava: Site, ostrava_editor: User
) -> None:
    guide = factories.guide(ostrava, "Public", verified_on=LONG_AGO)
    guide.title = "Draft"
    guide.save_revision()
    guide = GuidePage.objects.get(pk=guide.pk)

    guide_mark_verified(guide=guide, user=ostrava_editor, today=TODAY)

    guide.refresh_from_db()
    draft = guide.latest_revision.as_object()
    assert (guide.title, guide.verified_on) == ("Public", TODAY)
    assert guide.review_due_on == datetime.date(2027, 5, 21)
    assert (draft.title, draft.verified_on) == ("Draft", TODAY)


@pytest.mark.parametrize(("behind", "expected"), [(False, TODAY), (True, LONG_AGO)])
def test_a_translation_is_verified_with_its_source_unless_it_is_behind(
    ostrava: Site, ostrava_editor: User, expected: datetime.date, *, behind: bool
) -> None:
    guide = factories.guide(ostrava, verified_on=LONG_AGO)
    translate_object(guide, [factories.locale("cs")])
    translation = guide.get_translation(factories.locale("cs"))
    translation.save_revision().publish()
    if behind:
        guide.summary = "The rule has changed."
        guide.save_revision().publish()
        guide.refresh_from_db()

    guide_mark_verified(guide=guide, user=ostrava_editor, today=TODAY)

    translation.refresh_from_db()
    assert translation.verified_on == expected


def test_nobody_of_another_city_verifies(ostrava: Site, brno_moderator: User) -> None:
    guide = factories.guide(ostrava, verified_on=LONG_AGO)

    with pytest.raises(NotAllowed):
        guide_mark_verified(guide=guide, user=brno_moderator, today=TODAY)

    guide.refresh_from_db()
    assert guide.verified_on == LONG_AGO


def test_the_button_takes_a_post_of_the_right_city(
    ostrava: Site, as_ostrava_editor: Client, as_brno_moderator: Client
) -> None:
    guide = factories.guide(ostrava, verified_on=LONG_AGO)
    url = reverse("guide_mark_verified", args=[guide.pk])

    refused = as_brno_moderator.post(url)
    looked = as_ostrava_editor.get(url)
    guide.refresh_from_db()
    untouched = guide.verified_on
    done = as_ostrava_editor.post(url + "?next=https://example.com/")

    guide.refresh_from_db()
    assert (refused.status_code, looked.status_code) == (404, 405)
    assert untouched == LONG_AGO
    assert done.headers["Location"] == reverse("wagtailadmin_home")
    assert guide.verified_on == timezone.localdate()


def test_the_dashboard_shows_what_to_do_in_the_users_cities(
    ostrava: Site, brno: Site, as_ostrava_editor: Client
) -> None:
    factories.guide(ostrava, "Own and overdue", verified_on=LONG_AGO)
    factories.guide(brno, "Foreign and overdue", verified_on=LONG_AGO)

    page = as_ostrava_editor.get(reverse("wagtailadmin_home")).content.decode()

    assert "Own and overdue" in page
    assert "Still right" in page
    assert "Missing translations" in page
    assert "Foreign and overdue" not in page


def test_missing_translations_are_counted_by_language(
    ostrava: Site, brno: Site, ostrava_editor: User
) -> None:
    guide = factories.guide(ostrava)
    factories.guide(ostrava)
    factories.guide(brno)
    factories.translate(guide, "cs")

    found = missing_translations(ostrava_editor)

    # Home, guides, blog and the two guides.
    assert found == [
        Gap(ostrava, factories.locale("cs"), pages=5, missing=1),
        Gap(ostrava, factories.locale("uk"), pages=5, missing=2),
    ]


@pytest.mark.parametrize(
    ("freshness", "expected"),
    [
        ("", {"Fresh", "Due", "Overdue", "Never"}),
        ("fresh", {"Fresh"}),
        ("due", {"Due"}),
        ("overdue", {"Overdue", "Never"}),
    ],
)
def test_the_report_filters_by_freshness(
    ostrava: Site,
    brno: Site,
    as_ostrava_editor: Client,
    freshness: str,
    expected: set[str],
) -> None:
    today = timezone.localdate()
    for title, days in (("Fresh", 10), ("Due", 200), ("Overdue", 300)):
        verified = today - datetime.timedelta(days=days)
        factories.guide(ostrava, title, verified_on=verified)
    factories.guide(ostrava, "Never")
    factories.guide(brno, "Foreign")

    response = as_ostrava_editor.get(
        reverse("guide_freshness"), {"freshness": freshness}
    )

    titles: set[Any] = {guide.title for guide in response.context["object_list"]}
    assert titles == expected


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_report_is_exported(
    ostrava: Site, brno: Site, as_ostrava_editor: Client, kind: str
) -> None:
    factories.guide(ostrava, "Own")
    factories.guide(brno, "Foreign")

    response = as_ostrava_editor.get(reverse("guide_freshness"), {"export": kind})
    content = b"".join(response)

    assert response.status_code == 200
    if kind == "csv":
        assert b"Own,Overdue" in content
        assert b"Foreign" not in content


def test_translation_rows_follow_their_translation(ostrava: Site) -> None:
    guide = factories.guide(ostrava)
    translate_object(guide, [factories.locale("cs")])

    Translation.objects.all().delete()

    assert not TranslationProgress.objects.exists()
