"""Tokens that open nothing, and what they must not tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import GroupPagePermission, Site

from cms.models import BlogPage, GuidePage, PreviewToken, User
from cms.models.preview import digest_of
from cms.services.preview import (
    BadLifetime,
    NotAllowed,
    preview_link_add,
    preview_link_revoke,
    preview_show,
)
from tests import factories
from tests.city_api.previewing import ask, site_of, token_for

pytestmark = pytest.mark.django_db
UNSAVED = "Unsaved secret"


@pytest.fixture
def post(ostrava: Site) -> BlogPage:
    return factories.post(ostrava, "Before", slug="post")


@pytest.fixture
def token(post: BlogPage, ostrava_editor: User) -> str:
    post.title = UNSAVED
    return token_for(post, ostrava_editor)


def refused(token: str, **variables: Any) -> bytes:
    response = ask(token, **variables)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert UNSAVED.encode() not in response.content
    return response.content


def expire(post: BlogPage, user: User) -> None:
    now = timezone.now()
    PreviewToken.objects.update(created_at=now - dt.timedelta(hours=1), expires_at=now)


def lose_the_group(post: BlogPage, user: User) -> None:
    user.groups.clear()


def lose_the_permission(post: BlogPage, user: User) -> None:
    GroupPagePermission.objects.filter(group__user=user).delete()


def leave(post: BlogPage, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def be_deleted(post: BlogPage, user: User) -> None:
    user.delete()


def delete_the_page(post: BlogPage, user: User) -> None:
    BlogPage.objects.get(pk=post.pk).delete()


def restrict_the_page(post: BlogPage, user: User) -> None:
    factories.restrict(post)


def restrict_its_home(post: BlogPage, user: User) -> None:
    factories.restrict(post.get_parent().get_parent(), "password")


def move_to_another_city(post: BlogPage, user: User) -> None:
    brno = Site.objects.get(hostname="brno.localhost")
    user.groups.add(*factories.editor(brno).groups.all())
    BlogPage.objects.get(pk=post.pk).move(factories.blog_index(brno), "last-child")


def delete_the_row(post: BlogPage, user: User) -> None:
    PreviewToken.objects.all().delete()


def use_another_key(post: BlogPage, user: User) -> None:
    PreviewToken.objects.update(seed="other", digest=digest_of("other"))


@pytest.mark.parametrize(
    "end",
    [
        expire,
        lose_the_group,
        lose_the_permission,
        leave,
        be_deleted,
        delete_the_page,
        restrict_the_page,
        restrict_its_home,
        move_to_another_city,
        delete_the_row,
        use_another_key,
    ],
)
def test_a_token_ends_with_what_it_rests_on(
    post: BlogPage,
    ostrava_editor: User,
    token: str,
    end: Callable[[BlogPage, User], None],
) -> None:
    assert site_of(ask(token))["route"]["title"] == UNSAVED
    end(post, ostrava_editor)

    assert refused(token) == refused("forged")


def test_every_wrong_token_gets_the_same_answer(
    ostrava: Site, brno: Site, post: BlogPage, token: str
) -> None:
    key, _dot, signature = token.partition(".")
    wrong = [
        "",
        "x",
        ".",
        key,
        signature,
        f"{key}.",
        f".{signature}",
        f"{signature}.{key}",
        f"{key}.{signature[::-1]}",
        f"{key[::-1]}.{signature}",
        token[:-1],
        f"{token}x",
        token.upper(),
        "ž" * 10,
        "\x00",
        "a" * 10_000,
        PreviewToken.objects.get().seed,
        PreviewToken.objects.get().digest,
    ]

    answers = {refused(each) for each in wrong}
    answers.add(refused(token, slug="brno"))

    assert len(answers) == 1
    assert PreviewToken.objects.count() == 1


def test_a_token_of_one_city_tells_nothing_of_another(
    ostrava: Site, brno: Site, token: str
) -> None:
    both = ask(token, "{ sites { slug } }").json()
    other = ask(token, "{ sites { slug preview { path } } }").json()

    assert both["data"]["sites"] == [{"slug": "brno"}, {"slug": "ostrava"}]
    assert "data" not in other


def test_other_kinds_of_authorization_change_nothing(ostrava: Site, token: str) -> None:
    response = ask(token, scheme="Basic")

    site = site_of(response)
    assert site["preview"] is None
    assert site["route"]["title"] == "Before"


def test_an_editor_of_another_city_gets_no_token(
    ostrava: Site, post: BlogPage, brno_editor: User
) -> None:
    with pytest.raises(NotAllowed):
        token_for(post, brno_editor)
    with pytest.raises(NotAllowed):
        preview_link_add(user=brno_editor, content=post, days=1, now=timezone.now())

    assert not PreviewToken.objects.exists()


def test_a_token_is_made_for_the_page_s_own_city_only(
    ostrava: Site, brno: Site, post: BlogPage, administrator: User
) -> None:
    with pytest.raises(NotAllowed):
        preview_show(user=administrator, content=post, site=brno, now=timezone.now())

    assert not PreviewToken.objects.exists()


def test_a_page_that_is_hidden_from_visitors_gets_no_token(
    ostrava: Site, ostrava_moderator: User
) -> None:
    methodology = factories.standard_page(ostrava, "Methodology")
    below = factories.standard_page(ostrava, "Below", parent=methodology, live=False)
    factories.restrict(methodology, "groups")

    for page in (methodology, below):
        with pytest.raises(NotAllowed):
            token_for(page, ostrava_moderator)

    assert not PreviewToken.objects.exists()


def test_a_never_saved_page_below_a_hidden_one_gets_no_token(
    ostrava: Site, ostrava_moderator: User
) -> None:
    index = factories.guide_index(ostrava)
    token_page = GuidePage(title=UNSAVED, slug="new", summary="…", locale=index.locale)
    token_page.depth = index.depth + 1
    token_page.path = token_page._get_path(index.path, token_page.depth, 1)
    token_page.set_url_path(index)
    token = token_for(token_page, ostrava_moderator)
    assert ask(token).status_code == 200

    factories.restrict(index)

    assert refused(token) == refused("forged")
    with pytest.raises(NotAllowed):
        token_for(token_page, ostrava_moderator)


def test_a_token_for_a_new_page_ends_with_its_place(
    ostrava: Site, ostrava_moderator: User
) -> None:
    index = factories.guide_index(ostrava)
    page = GuidePage(title=UNSAVED, slug="new", summary="…", locale=index.locale)
    page.depth = index.depth + 1
    page.path = page._get_path(index.path, page.depth, 1)
    page.set_url_path(index)
    token = token_for(page, ostrava_moderator)

    index.delete()

    assert refused(token) == refused("forged")


@pytest.mark.parametrize("days", [0, -1, 15])
def test_a_link_lasts_no_longer_than_is_allowed(
    ostrava: Site, post: BlogPage, ostrava_editor: User, days: int
) -> None:
    with pytest.raises(BadLifetime):
        preview_link_add(
            user=ostrava_editor, content=post, days=days, now=timezone.now()
        )

    assert not PreviewToken.objects.exists()


def test_a_revoked_link_opens_nothing(
    ostrava: Site, post: BlogPage, ostrava_editor: User, brno_editor: User
) -> None:
    link = preview_link_add(
        user=ostrava_editor, content=post, days=1, now=timezone.now()
    )
    opens = link.token()
    with pytest.raises(NotAllowed):
        preview_link_revoke(user=brno_editor, link=link)
    assert ask(opens).status_code == 200

    preview_link_revoke(user=ostrava_editor, link=link)

    assert refused(opens) == refused("forged")


def test_a_snippet_of_another_city_can_t_be_previewed(
    ostrava: Site, brno: Site, ostrava_moderator: User
) -> None:
    notice = factories.notice(brno, title=UNSAVED)
    person = factories.person(brno, UNSAVED)

    for snippet in (notice, person):
        with pytest.raises(NotAllowed):
            token_for(snippet, ostrava_moderator)


def test_no_log_holds_a_token(
    token: str, caplog: pytest.LogCaptureFixture, ostrava: Site
) -> None:
    with caplog.at_level("DEBUG"):
        ask(token)
        ask(f"{token}x")

    assert token.partition(".")[0] not in caplog.text


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    guess=st.one_of(
        st.text(st.characters(max_codepoint=0xFF), max_size=120),
        st.from_regex(r"[A-Za-z0-9_-]{64}\.[A-Za-z0-9_-]{43}", fullmatch=True),
        st.tuples(st.integers(0, 107), st.sampled_from("abcXYZ019-_")),
    )
)
def test_no_guess_opens_anything(token: str, guess: Any) -> None:
    if isinstance(guess, tuple):
        place, letter = guess
        guess = token[:place] + letter + token[place + 1 :]
    # Spaces around a header's value mean nothing, and line breaks can't be sent.
    guess = "".join(guess.split())
    if guess == token:
        return

    response = ask(guess)

    assert response.status_code == 401
    assert response.content == ask("forged").content
