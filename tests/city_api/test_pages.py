"""Pages: their languages, their addresses and what they lead to."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from tests import factories
from tests.city_api.conftest import SiteQuery

ROUTE = """
    route(path: "%s") {
      __typename
      ... on Redirect { to status isExternal }
      ... on Page { title path locale { code } fallbackFrom { code } }
    }
"""


def test_a_page_is_read_in_its_own_language(
    site_query: SiteQuery, ostrava: Site
) -> None:
    guide = factories.guide(ostrava, "Registration", slug="registration")
    factories.translate(guide, "cs", title="Registrace", slug="registrace")

    site = site_query(ROUTE % "/cs/navody/registrace/")

    assert site["route"] == {
        "__typename": "Guide",
        "title": "Registrace",
        "path": "/cs/navody/registrace/",
        "locale": {"code": "cs"},
        "fallbackFrom": None,
    }


def test_a_page_without_a_translation_says_that_it_falls_back(
    site_query: SiteQuery, ostrava: Site
) -> None:
    factories.guide(ostrava, "Registration", slug="registration")

    site = site_query(ROUTE % "/uk/guides/registration/")

    assert site["route"] == {
        "__typename": "Guide",
        "title": "Registration",
        "path": "/uk/guides/registration/",
        "locale": {"code": "en"},
        "fallbackFrom": {"code": "uk"},
    }


def test_the_source_s_address_leads_to_the_translation(
    site_query: SiteQuery, ostrava: Site
) -> None:
    guide = factories.guide(ostrava, "Registration", slug="registration")
    factories.translate(guide, "cs", title="Registrace", slug="registrace")

    site = site_query(ROUTE % "/cs/guides/registration/")

    assert site["route"] == {
        "__typename": "Redirect",
        "to": "/cs/navody/registrace/",
        "status": 302,
        "isExternal": False,
    }


def test_the_fallback_is_the_first_language_that_has_the_page(
    site_query: SiteQuery, ostrava: Site
) -> None:
    factories.guide(ostrava, "Jen česky", language="cs", slug="jen-cesky")

    (guide,) = site_query("guides { nodes { title locale { code } path } }")["guides"][
        "nodes"
    ]

    assert guide == {
        "title": "Jen česky",
        "locale": {"code": "cs"},
        "path": "/en/navody/jen-cesky/",
    }


def test_no_language_leads_to_the_default_one(
    site_query: SiteQuery, ostrava: Site
) -> None:
    site = site_query(ROUTE % "/", locale="cs")

    assert site["route"] == {
        "__typename": "Redirect",
        "to": "/en/",
        "status": 302,
        "isExternal": False,
    }


@pytest.mark.parametrize(
    "path", ["/en/nothing/", "/de/", "/en/guides/%00/", "nonsense", "/en/../admin/"]
)
def test_nothing_stands_at_an_unknown_path(
    site_query: SiteQuery, ostrava: Site, path: str
) -> None:
    assert site_query(ROUTE % path)["route"] is None


def test_a_changed_slug_leaves_a_redirect(
    site_query: SiteQuery,
    ostrava: Site,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    guide = factories.guide(ostrava, "Registration", slug="registration")
    guide.slug = "residence"
    with django_capture_on_commit_callbacks(execute=True):
        guide.save_revision().publish()

    site = site_query(ROUTE % "/en/guides/registration/")

    assert site["route"]["to"] == "/en/guides/residence/"
    assert site["route"]["status"] == 301


def test_an_editor_s_redirect_may_leave_the_site(
    site_query: SiteQuery, ostrava: Site
) -> None:
    Redirect.objects.create(
        old_path="/old",
        site=ostrava,
        redirect_link="https://example.com/new",
        is_permanent=False,
    )

    assert site_query(ROUTE % "/old/")["route"] == {
        "__typename": "Redirect",
        "to": "https://example.com/new",
        "status": 302,
        "isExternal": True,
    }


def test_links_in_a_translation_lead_to_the_reader_s_language(
    site_query: SiteQuery, ostrava: Site
) -> None:
    target = factories.guide(ostrava, "Target", slug="target")
    factories.translate(target, "cs", title="Cíl", slug="cil")
    untranslated = factories.guide(ostrava, "Only English", slug="only")
    text = (
        f'<p><a linktype="page" id="{target.pk}">one</a>'
        f'<a linktype="page" id="{untranslated.pk}">two</a></p>'
    )
    source = factories.guide(ostrava, slug="from", body=[("rich_text", text)])
    factories.translate(source, "cs", slug="z")

    site = site_query(
        'guide(slug: "z") { body { ... on RichTextBlock { content { html text } } } }',
        locale="cs",
    )

    (block,) = site["guide"]["body"]
    assert block["content"] == {
        "html": '<p><a href="/cs/navody/cil/">one</a>'
        '<a href="/cs/guides/only/">two</a></p>',
        "text": "onetwo",
    }


def test_a_page_is_found_by_its_id_and_by_its_translation_key(
    site_query: SiteQuery, ostrava: Site
) -> None:
    guide = factories.guide(ostrava, "Registration", slug="registration")
    factories.translate(guide, "cs", title="Registrace", slug="registrace")
    listed = site_query("guides { nodes { id translationKey } }")["guides"]["nodes"]

    for text in listed[0].values():
        site = site_query(f'page(id: "{text}") {{ title }}', locale="cs")
        assert site["page"] == {"title": "Registrace"}


def test_the_breadcrumbs_and_the_parent_are_in_the_reader_s_site(
    site_query: SiteQuery, ostrava: Site
) -> None:
    factories.guide(ostrava, "Registration", slug="registration")

    guide = site_query(
        'guide(slug: "registration")'
        "{ breadcrumbs { title path } parent { title kind } }"
    )["guide"]

    assert guide == {
        "breadcrumbs": [
            {"title": "Ostrava", "path": "/en/"},
            {"title": "Guides", "path": "/en/guides/"},
        ],
        "parent": {"title": "Guides", "kind": "GUIDE_INDEX"},
    }


def test_an_external_microsite_gives_the_addresses(
    site_query: SiteQuery, ostrava: Site
) -> None:
    factories.set_settings(ostrava, microsite_url="https://ostrava.example/")
    factories.guide(ostrava, slug="registration")

    guide = site_query('guide(slug: "registration") { url seo { canonicalUrl } }')

    address = "https://ostrava.example/en/guides/registration/"
    assert guide["guide"] == {"url": address, "seo": {"canonicalUrl": address}}


@pytest.mark.parametrize(
    ("verified_on", "freshness"),
    [
        (dt.date(2026, 11, 1), "FRESH"),
        (dt.date(2026, 5, 10), "DUE"),
        (dt.date(2025, 5, 10), "OVERDUE"),
        (None, "OVERDUE"),
    ],
)
def test_a_guide_says_how_fresh_it_is_and_is_found_by_it(
    site_query: SiteQuery,
    ostrava: Site,
    monkeypatch: pytest.MonkeyPatch,
    verified_on: dt.date | None,
    freshness: str,
) -> None:
    now = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    factories.guide(ostrava, "Guide", verified_on=verified_on)

    site = site_query(
        f"guides(freshness: [{freshness}]) {{ nodes {{ title freshness }} }}"
    )

    assert site["guides"]["nodes"] == [{"title": "Guide", "freshness": freshness}]
