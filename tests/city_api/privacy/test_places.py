"""What lies above, below and beside a page decides about it too."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.models import Page, Site

from cms.models import SiteLanguage, StandardPage
from tests import factories
from tests.city_api.privacy.conftest import Ask, AskSite
from tests.city_api.privacy.kinds import (
    A_DAY,
    PAGES_IN_PLACE,
    SECRET,
    for_members,
    never_publish,
)

TITLE = f"The {SECRET} title"


@pytest.mark.parametrize("kind", PAGES_IN_PLACE)
@pytest.mark.parametrize("field", ["parent", "breadcrumbs"])
def test_a_page_does_not_name_the_private_page_above_it(
    ostrava: Site, ask: Ask, field: str, kind: str
) -> None:
    above = factories.standard_page(ostrava, TITLE, slug="above")
    factories.standard_page(ostrava, "Below", slug="below", parent=above)
    selection = f"{{ ... on Page {{ title {field} {{ title }} }} }}"
    fields = f'route(path: "/en/above/below/") {selection}'
    assert SECRET in ask(fields)

    PAGES_IN_PLACE[kind](above)

    answer = ask(fields)
    assert "Below" in answer
    assert SECRET not in answer


@pytest.mark.parametrize(
    "restrict_at", ["the tree's root", "the home", "the page above", "the page"]
)
@pytest.mark.parametrize(
    "fields",
    [
        'route(path: "/en/above/below/") { ... on Page { title } }',
        "sitemap { nodes { path alternates { title } } }",
        f'search(query: "{SECRET}") {{ totalCount nodes {{ title }} }}',
        "home { title children { nodes { title children { nodes { title } } } } }",
    ],
    ids=["route", "sitemap", "search", "children"],
)
def test_a_page_is_as_private_as_any_page_above_it(
    ostrava: Site, ask: Ask, fields: str, restrict_at: str
) -> None:
    above = factories.standard_page(ostrava, "Above", slug="above")
    page = factories.standard_page(ostrava, TITLE, slug="below", parent=above)
    Page.objects.filter(pk=page.pk).update(url_path=f"{above.url_path}below/")
    assert SECRET in ask(fields) or '"/en/above/below/"' in ask(fields)
    targets = {
        "the tree's root": Page.get_first_root_node(),
        "the home": factories.home(ostrava),
        "the page above": above,
        "the page": page,
    }

    for_members(targets[restrict_at])

    answer = ask(fields)
    assert SECRET not in answer
    assert "/en/above/below/" not in answer


def test_a_city_whose_home_is_private_shows_no_page(
    ostrava: Site, site: AskSite
) -> None:
    for language in ("en", "cs"):
        for_members(factories.home(ostrava, language))

    assert site(
        """
        home { title } route(path: "/en/") { __typename } guides { totalCount }
        sitemap { totalCount } search(query: "guides") { totalCount }
        """
    ) == {
        "home": None,
        "route": None,
        "guides": {"totalCount": 0},
        "sitemap": {"totalCount": 0},
        "search": {"totalCount": 0},
    }


def test_below_a_home_only_pages_in_its_language_are_shown(
    ostrava: Site, ask: Ask
) -> None:
    page = factories.standard_page(ostrava, TITLE, slug="above")
    factories.standard_page(ostrava, "Below", slug="below", parent=page)
    fields = f"""
        sitemap {{ nodes {{ path alternates {{ title }} }} }}
        home {{ children {{ nodes {{ title }} }} }}
        search(query: "{SECRET}") {{ totalCount nodes {{ title }} }}
    """
    assert SECRET in ask(fields)

    Page.objects.filter(pk=page.pk).update(locale=factories.locale("uk"))

    answer = ask(fields)
    assert "/en/above/below/" in answer
    assert SECRET not in answer


def test_a_private_page_in_a_wrong_language_still_hides_what_lies_below_it(
    ostrava: Site, ask: Ask
) -> None:
    page = factories.standard_page(ostrava, "Above")
    factories.standard_page(ostrava, TITLE, parent=page)
    Page.objects.filter(pk=page.pk).update(locale=factories.locale("uk"))
    assert SECRET in ask("sitemap { nodes { path alternates { title } } }")

    for_members(page)

    assert SECRET not in ask("sitemap { nodes { path alternates { title } } }")


# Translations


def translated(site: Site, *, hidden: str) -> tuple[StandardPage, StandardPage]:
    """Make a page in English and Czech, one of which carries the secret."""
    titles = {"en": "Housing", "cs": "Bydlení"} | {hidden: TITLE}
    english = factories.standard_page(site, titles["en"], slug="housing")
    czech = factories.translate(english, "cs", title=titles["cs"], slug="bydleni")
    return english, czech


IN_PLACE = {**PAGES_IN_PLACE, "a page for members": for_members}
EVERYWHERE = """
    sitemap { nodes { path alternates { title path } } }
    home { children { nodes { title translations { title path complete } } } }
    en: route(path: "/en/housing/") { ... on Page { title } ... on Redirect { to } }
    cs: route(path: "/cs/bydleni/") { ... on Page { title } ... on Redirect { to } }
    search(query: "title") { nodes { title } }
"""


@pytest.mark.parametrize("locale", ["en", "cs"])
@pytest.mark.parametrize("hidden", ["en", "cs"])
@pytest.mark.parametrize("kind", IN_PLACE)
def test_of_a_page_with_one_private_translation_the_other_is_shown(
    ostrava: Site, ask: Ask, kind: str, hidden: str, locale: str
) -> None:
    english, czech = translated(ostrava, hidden=hidden)
    assert SECRET in ask(EVERYWHERE, locale=locale)

    IN_PLACE[kind](english if hidden == "en" else czech)

    answer = ask(EVERYWHERE, locale=locale)
    assert SECRET not in answer
    assert ("Bydlení" if hidden == "en" else "Housing") in answer


@pytest.mark.parametrize("kind", IN_PLACE)
@pytest.mark.parametrize("field", ["search", "suggestions"])
def test_words_of_a_private_page_do_not_find_its_public_translation(
    ostrava: Site, ask: Ask, field: str, kind: str
) -> None:
    english, _czech = translated(ostrava, hidden="en")
    selection = "{ title }" if field == "suggestions" else "{ nodes { title } }"
    fields = f'{field}(query: "{SECRET}") {selection}'
    assert "Bydlení" in ask(fields, locale="cs")

    IN_PLACE[kind](english)

    assert "Bydlení" not in ask(fields, locale="cs")


@pytest.mark.parametrize(
    "fields",
    [
        'route(path: "/uk/") { __typename }',
        'route(path: "/uk/housing/") { __typename }',
        "sitemap { nodes { path alternates { title } } }",
        'page(id: "KEY") { title translations { title } }',
        f'search(query: "{SECRET}") {{ totalCount nodes {{ title }} }}',
        "locales { code } home { translations { title } }",
    ],
    ids=["home", "route", "sitemap", "translations", "search", "locales"],
)
def test_a_language_that_the_city_no_longer_offers_is_gone(
    ostrava: Site, ask: Ask, fields: str
) -> None:
    settings = factories.settings_of(ostrava)
    ukrainian = factories.locale("uk")
    offer = SiteLanguage.objects.create(
        settings=settings, locale=ukrainian, sort_order=3
    )
    page = factories.standard_page(ostrava, "Housing", slug="housing")
    factories.translate(page, "uk", title=TITLE, slug="housing")
    fields = fields.replace("KEY", str(page.translation_key))
    before = ask(fields)

    offer.delete()

    after = ask(fields)
    assert before != after
    assert SECRET not in after
    assert "uk" not in after.replace("/uk/", "")


# Aliases


@pytest.mark.parametrize("kind", IN_PLACE)
def test_a_private_alias_of_a_public_page_is_not_shown(
    ostrava: Site, ask: Ask, kind: str
) -> None:
    page = factories.standard_page(ostrava, "Housing")
    alias = page.create_alias(update_slug=f"{SECRET}-alias")
    fields = "sitemap { nodes { path } } home { children { nodes { slug } } }"
    assert SECRET in ask(fields)

    IN_PLACE[kind](alias)

    assert page.slug in ask(fields)
    assert SECRET not in ask(fields)


def test_an_alias_goes_with_what_it_shows(ostrava: Site, ask: Ask) -> None:
    page = factories.standard_page(ostrava, TITLE, slug="housing")
    page.create_alias(update_slug="alias")
    fields = "sitemap { nodes { path alternates { title } } }"
    assert "/en/alias/" in ask(fields)

    page.unpublish()

    assert SECRET not in ask(fields)
    assert "/en/alias/" not in ask(fields)


def test_an_alias_expires_with_what_it_shows(ostrava: Site, ask: Ask) -> None:
    page = factories.standard_page(ostrava, TITLE, slug="housing")
    page.create_alias(update_slug="alias")
    page.expire_at = timezone.now() + A_DAY
    page.save_revision().publish()
    fields = "sitemap { nodes { path alternates { title } } }"
    assert "/en/alias/" in ask(fields)

    tomorrow = Page.objects.filter(expire_at=page.expire_at)
    assert tomorrow.update(expire_at=timezone.now() - A_DAY) == 2

    assert SECRET not in ask(fields)
    assert "/en/alias/" not in ask(fields)


def test_an_alias_in_another_city_is_that_citys(
    ostrava: Site, brno: Site, ask: Ask
) -> None:
    page = factories.standard_page(brno, TITLE, slug="housing")
    page.create_alias(parent=factories.home(ostrava), update_slug="alias")
    never_publish(page)

    answer = ask(
        'route(path: "/en/alias/") { ... on Page { title translations { path } } }'
    )

    assert TITLE in answer
    assert "housing" not in answer
