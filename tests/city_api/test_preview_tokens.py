"""A microsite shows what is not public yet, with a token of the editor's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from cms.models import BlogPage, CrisisNotice, PreviewToken, User
from cms.services.preview import preview_link_add, preview_show
from tests import factories
from tests.city_api.previewing import PREVIEW, ask, site_of, token_for

CONTENT = """
    query ($slug: String!) {
      site(slug: $slug) {
        preview { path content {
          __typename
          ... on Person { name bio }
          ... on Notice { title severity }
          ... on Organisation { name }
          ... on Topic { name }
          ... on MediaMention { title }
        } }
        notices { title }
        people { nodes { name } }
      }
    }
"""


@pytest.fixture
def post(ostrava: Site) -> BlogPage:
    return factories.post(ostrava, "Before", slug="post", intro="Public words.")


def test_unsaved_words_are_read_with_the_token(
    ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    post.title = "After"
    post.intro = "Unsaved words."
    post.tags.add("new")

    response = ask(token_for(post, ostrava_editor))

    site = site_of(response)
    assert site["preview"] == {
        "path": "/en/blog/post/",
        "locale": {"code": "en"},
        "content": {"__typename": "BlogPost", "title": "After"},
    }
    assert site["route"] == {
        "title": "After",
        "intro": "Unsaved words.",
        "tags": [{"name": "new"}],
    }
    assert site["blogPosts"]["nodes"] == [
        {"title": "Before", "intro": "Public words.", "tags": []}
    ]
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert "Authorization" in response["Vary"]
    assert "ETag" not in response


def test_everybody_else_reads_what_is_public(
    ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    before = ask(None).json()
    post.title = "After"
    token_for(post, ostrava_editor)

    assert ask(None).json() == before
    assert before["data"]["site"]["preview"] is None


def test_the_token_opens_that_page_only(
    ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    draft = factories.post(ostrava, "Secret", slug="secret", live=False)
    post.title = "After"
    token = token_for(post, ostrava_editor)

    site = site_of(ask(token, path="/en/blog/secret/"))

    assert site["route"] is None
    assert {each["title"] for each in site["blogPosts"]["nodes"]} == {"Before"}
    assert draft.title not in str(site)


def test_a_page_that_was_never_saved_is_shown_at_its_future_path(
    ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    index = factories.blog_index(ostrava)
    fresh = BlogPage(title="Fresh", slug="fresh", date=dt.date(2026, 5, 4))
    fresh.locale = index.locale
    fresh.depth, fresh.path = index.depth + 1, post._inc_path()
    fresh.set_url_path(index)

    site = site_of(ask(token_for(fresh, ostrava_editor), path="/en/blog/fresh/"))

    assert site["preview"]["path"] == "/en/blog/fresh/"
    assert site["route"]["title"] == "Fresh"
    assert not BlogPage.objects.filter(slug="fresh").exists()


def test_a_changed_slug_moves_the_preview(
    ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    post.slug = "moved"
    token = token_for(post, ostrava_editor)

    assert site_of(ask(token))["preview"]["path"] == "/en/blog/moved/"
    assert site_of(ask(token, path="/en/blog/moved/"))["route"]["title"] == "Before"


def test_a_translation_is_previewed_in_its_language(
    ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    czech = factories.translate(post, "cs", title="Po", slug="prispevek")
    czech.title = "Neuloženo"
    token = token_for(czech, ostrava_editor)

    site = site_of(ask(token, path="/cs/blog/prispevek/"))

    assert site["preview"]["locale"] == {"code": "cs"}
    assert site["preview"]["path"] == "/cs/blog/prispevek/"
    assert site["route"]["title"] == "Neuloženo"


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (
            lambda site: factories.person(site, "Jana", bio="Unsaved"),
            {"__typename": "Person", "name": "Jana", "bio": "Unsaved"},
        ),
        (
            lambda site: factories.organisation(site, "Office"),
            {"__typename": "Organisation", "name": "Office"},
        ),
        (
            lambda site: factories.notice(site, title="Storm", severity="emergency"),
            {"__typename": "Notice", "title": "Storm", "severity": "EMERGENCY"},
        ),
        (
            lambda site: factories.mention(site, "Read this"),
            {"__typename": "MediaMention", "title": "Read this"},
        ),
    ],
)
def test_snippets_are_previewed(
    ostrava: Site, ostrava_moderator: User, make: Any, expected: Any
) -> None:
    snippet = make(ostrava)
    snippet.unpublish()

    site = site_of(ask(token_for(snippet, ostrava_moderator), CONTENT))

    assert site["preview"] == {"path": None, "content": expected}
    assert site["notices"] == site["people"]["nodes"] == []


def test_a_topic_that_all_cities_share_is_previewed_by_an_administrator(
    ostrava: Site, administrator: User
) -> None:
    topic = factories.topic("Housing")

    site = site_of(ask(token_for(topic, administrator), CONTENT))

    assert site["preview"]["content"] == {"__typename": "Topic", "name": "Housing"}


def test_a_notice_that_was_never_saved_is_previewed(
    ostrava: Site, ostrava_moderator: User
) -> None:
    notice = CrisisNotice(title="Flood", text="Go up.", locale=factories.locale("en"))
    notice.cities = [ostrava]

    site = site_of(ask(token_for(notice, ostrava_moderator), CONTENT))

    assert site["preview"]["content"]["title"] == "Flood"
    assert not CrisisNotice.objects.exists()


def test_each_refresh_overwrites_the_row_and_keeps_the_token(
    ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    tokens = set()
    for number in range(5):
        post.title = f"Title {number}"
        tokens.add(token_for(post, ostrava_editor))

    (token,) = tokens
    assert PreviewToken.objects.count() == 1
    assert site_of(ask(token))["route"]["title"] == "Title 4"


def test_the_token_changes_after_half_its_life(
    ostrava: Site, post: BlogPage, ostrava_editor: User, settings: Any
) -> None:
    settings.VITEJ_PREVIEW_MINUTES = 10
    now = timezone.now()

    def shown(minutes: int) -> str:
        later = now + dt.timedelta(minutes=minutes)
        return preview_show(user=ostrava_editor, content=post, site=ostrava, now=later)

    first = shown(0)
    assert shown(4) == first
    second = shown(5)
    assert second != first
    assert ask(first).status_code == 401
    assert PreviewToken.objects.get().expires_at == now + dt.timedelta(minutes=15)


def test_the_database_holds_no_token(
    ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    token = token_for(post, ostrava_editor)
    key, _dot, signature = token.partition(".")

    stored = " ".join(str(value) for value in PreviewToken.objects.values_list().get())

    assert key not in stored
    assert signature not in stored


def test_another_secret_key_makes_another_token(
    ostrava: Site, post: BlogPage, ostrava_editor: User, settings: Any
) -> None:
    before = token_for(post, ostrava_editor)
    settings.SECRET_KEY = "another"  # noqa: S105

    after = token_for(post, ostrava_editor)

    assert after != before
    assert ask(before).status_code == 401
    assert ask(after).status_code == 200


def test_publishing_does_not_end_what_the_editor_sees(
    ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    post.title = "After"
    token = token_for(post, ostrava_editor)
    post.save_revision().publish()

    assert site_of(ask(token))["route"]["title"] == "After"


def test_a_locked_page_is_still_previewed(
    ostrava: Site, post: BlogPage, ostrava_editor: User, administrator: User
) -> None:
    token = token_for(post, ostrava_editor)
    BlogPage.objects.update(locked=True, locked_by=administrator)

    assert ask(token).status_code == 200


def test_a_link_shows_the_latest_draft_until_it_is_published(
    ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    link = preview_link_add(
        user=ostrava_editor, content=post, days=7, now=timezone.now()
    )
    post.title = "Draft"
    post.save_revision()
    assert site_of(ask(link.token()))["route"]["title"] == "Draft"

    post.save_revision().publish()

    assert ask(link.token()).status_code == 401


def test_a_query_sent_by_get_is_answered_too(
    client: Client, ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    token = token_for(post, ostrava_editor)
    query = '{ site(slug: "ostrava") { preview { path } } }'

    response = client.get(
        "/graphql/", {"query": query}, headers={"Authorization": f"bearer {token}"}
    )

    assert site_of(response) == {"preview": {"path": "/en/blog/post/"}}
    assert response["Cache-Control"] == "private, no-store"


def test_a_persisted_operation_shows_previews(
    client: Client, ostrava: Site, ostrava_editor: User, settings: Any
) -> None:
    settings.CITY_API_ONLY_PERSISTED = True
    token = token_for(factories.person(ostrava, "Jana", live=False), ostrava_editor)
    variables = {"hostname": "ostrava.localhost"}

    response = client.post(
        "/graphql/",
        {"documentId": "preview", "variables": variables},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )

    preview = site_of(response)["preview"]
    assert preview["path"] is None
    assert preview["content"]["__typename"] == "Person"
    assert preview["content"]["name"] == "Jana"


def test_a_token_in_the_address_opens_nothing(
    client: Client, ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    token = token_for(post, ostrava_editor)
    query = '{ site(slug: "ostrava") { preview { path } } }'

    for name in ("token", "authorization", "Authorization", "access_token"):
        response = client.get("/graphql/", {"query": query, name: token})
        assert site_of(response) == {"preview": None}


@pytest.mark.parametrize("authors", [1, 10])
def test_opening_costs_a_constant_number_of_queries(
    ostrava: Site,
    ostrava_editor: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    authors: int,
) -> None:
    people = [factories.person(ostrava) for _number in range(authors)]
    post = factories.post(ostrava, "Before", slug="post", authors=people)
    token = token_for(post, ostrava_editor)
    document = '{ site(slug: "ostrava") { preview { path } } }'
    ask(token, document)

    with django_assert_num_queries(10):
        ask(token, document)


def test_what_was_deleted_meanwhile_is_left_out(
    ostrava: Site, ostrava_editor: User
) -> None:
    people = [factories.person(ostrava, name) for name in ("Jana", "Oleh")]
    post = factories.post(ostrava, "Before", slug="post", authors=people)
    token = token_for(post, ostrava_editor)
    people[0].delete()
    document = """{ site(slug: "ostrava") { preview { content {
        ... on BlogPost { authors { name } heroImage { alt } } } } } }"""

    site = site_of(ask(token, document))

    assert site["preview"]["content"]["authors"] == [{"name": "Oleh"}]


def test_expired_rows_are_cleaned(
    ostrava: Site, post: BlogPage, ostrava_editor: User, capsys: Any
) -> None:
    draft = factories.post(ostrava, "Draft", live=False)
    yesterday = timezone.now() - dt.timedelta(days=1)
    preview_show(user=ostrava_editor, content=draft, site=ostrava, now=yesterday)
    link = preview_link_add(
        user=ostrava_editor, content=post, days=1, now=timezone.now()
    )

    call_command("clean_previews", "--dry-run")
    assert capsys.readouterr().out == "Would delete 1 expired previews.\n"
    assert PreviewToken.objects.count() == 2

    call_command("clean_previews")
    assert capsys.readouterr().out == "Deleted 1 expired previews.\n"
    assert PreviewToken.objects.get() == link


def test_showing_something_cleans_what_has_expired(
    ostrava: Site, post: BlogPage, ostrava_editor: User
) -> None:
    draft = factories.post(ostrava, "Draft", live=False)
    yesterday = timezone.now() - dt.timedelta(days=1)
    preview_show(user=ostrava_editor, content=draft, site=ostrava, now=yesterday)

    token_for(post, ostrava_editor)

    assert PreviewToken.objects.get().object_id == str(post.pk)


def test_the_preview_query_is_valid_for_every_kind(ostrava: Site) -> None:
    assert site_of(ask(None, PREVIEW))["preview"] is None
