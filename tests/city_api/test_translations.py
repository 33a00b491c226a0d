"""What readers are told of pages that are translated in part."""

from __future__ import annotations

from typing import Any

from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import translate_object

from tests import factories
from tests.city_api.conftest import SiteQuery

FIELDS = """
    guides { nodes {
      title summary fallbackFrom { code }
      translation { complete share behindSource }
      translations { locale { code } complete }
    } }
"""


def translated_in_part(site: Site, run: DjangoCaptureOnCommitCallbacks) -> Any:
    """Publish a guide in Czech with its title translated and its summary not."""
    guide = factories.guide(site, "Registration", summary="Go to the office.")
    czech = factories.locale("cs")
    translate_object(guide, [czech])
    title = StringSegment.objects.get(
        source__object_id=guide.translation_key, context__path="title"
    )
    StringTranslation.objects.create(
        translation_of=title.string,
        context=title.context,
        locale=czech,
        data="Přihlášení",
    )
    with run(execute=True):
        Translation.objects.get(source__object_id=guide.translation_key).save_target(
            publish=True
        )
    return guide


def test_a_page_that_is_translated_in_part_says_so(
    site_query: SiteQuery,
    ostrava: Site,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    translated_in_part(ostrava, django_capture_on_commit_callbacks)

    (guide,) = site_query(FIELDS, locale="cs")["guides"]["nodes"]

    assert guide["title"] == "Přihlášení"
    assert guide["summary"] == "Go to the office."
    assert guide["fallbackFrom"] is None
    assert guide["translation"]["complete"] is False
    assert 0 < guide["translation"]["share"] < 1
    assert guide["translations"] == [
        {"locale": {"code": "en"}, "complete": True},
        {"locale": {"code": "cs"}, "complete": False},
    ]


def test_a_source_and_a_translation_by_hand_are_complete(
    site_query: SiteQuery, ostrava: Site
) -> None:
    guide = factories.guide(ostrava, "Registration")
    factories.translate(guide, "cs", title="Přihlášení", slug="prihlaseni")

    for locale in ("en", "cs"):
        (found,) = site_query(FIELDS, locale=locale)["guides"]["nodes"]
        assert found["translation"] == {
            "complete": True,
            "share": 1.0,
            "behindSource": False,
        }
