"""Where the editor's preview is drawn: by the hub, or by the city's microsite."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Site
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from cms.models import BlogPage, PreviewToken, User
from cms.selectors.preview import preview_origins
from tests import factories
from tests.city_api.previewing import ask, site_of

TEMPLATE = "https://ostrava.example.com/preview#{token}"


@pytest.fixture
def microsite(ostrava: Site) -> Site:
    """Ostrava with a web site of its own, which shows previews."""
    settings = factories.settings_of(ostrava)
    settings.microsite_url = "https://ostrava.example.com"
    settings.preview_url = TEMPLATE
    settings.full_clean()
    settings.save()
    return ostrava


@pytest.fixture
def post(ostrava: Site) -> BlogPage:
    return factories.post(ostrava, "Before", slug="post", intro="Public words.")


def token_in(response: Any) -> str:
    assert response.status_code == 302
    before, _hash, token = response["Location"].partition("#")
    assert before == "https://ostrava.example.com/preview"
    assert response["Cache-Control"].startswith("private, no-store")
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    return str(token)


def form_of(page: BlogPage, **changed: str) -> dict[str, str]:
    empty = {
        f"{name}-{part}": "0"
        for name in ("author_links", "related_guide_links", "comments")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return {
        "title": page.title,
        "slug": page.slug,
        "date": "2026-05-04",
        "content_licence": "CC-BY-4.0",
        "body-count": "0",
        **empty,
        **changed,
    }


def test_the_panel_leads_to_the_microsite_with_what_was_typed(
    microsite: Site, post: BlogPage, as_ostrava_editor: Client
) -> None:
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[post.pk])
    answer = as_ostrava_editor.post(url, form_of(post, intro="Typed words."))
    assert answer.json()["is_valid"], answer.json()

    token = token_in(as_ostrava_editor.get(url, {"in_preview_panel": "true"}))

    assert site_of(ask(token))["route"]["intro"] == "Typed words."
    post.refresh_from_db()
    assert post.intro == "Public words."


def test_a_page_that_was_never_saved_is_shown_by_the_microsite(
    microsite: Site, post: BlogPage, as_ostrava_editor: Client
) -> None:
    index = post.get_parent()
    url = reverse(
        "wagtailadmin_pages:preview_on_add", args=["cms", "blogpage", index.pk]
    )
    new = BlogPage(title="New", slug="new")
    assert as_ostrava_editor.post(url, form_of(new)).json()["is_valid"]

    token = token_in(as_ostrava_editor.get(url))

    site = site_of(ask(token, path="/en/blog/new/"))
    assert site["route"]["title"] == "New"
    assert not BlogPage.objects.filter(slug="new").exists()


def test_a_translator_s_preview_goes_to_the_microsite(
    microsite: Site, post: BlogPage, as_ostrava_moderator: Client
) -> None:
    translate_object(post, [factories.locale("cs")])
    translation = Translation.objects.get()

    token = token_in(
        as_ostrava_moderator.get(
            reverse("wagtail_localize:preview_translation", args=[translation.pk])
        )
    )

    preview = site_of(ask(token))["preview"]
    assert preview["locale"] == {"code": "cs"}
    assert preview["content"]["title"] == "Before"


def test_a_snippet_is_shown_by_the_microsite(
    microsite: Site, as_ostrava_moderator: Client
) -> None:
    person = factories.person(microsite, "Jana")
    url = reverse("wagtailsnippets_cms_person:preview_on_edit", args=[person.pk])
    form = {
        "name": "Jana Nová",
        "site": str(microsite.pk),
        "languages-count": "0",
        "email": "",
    }
    answer = as_ostrava_moderator.post(url, form).json()
    assert answer["is_valid"], answer

    token = token_in(as_ostrava_moderator.get(url))

    document = """query ($slug: String!) { site(slug: $slug) {
        preview { content { ... on Person { name } } } } }"""
    site = site_of(ask(token, document))
    assert site["preview"]["content"] == {"name": "Jana Nová"}


def test_without_such_a_microsite_the_hub_shows_it(
    post: BlogPage, as_ostrava_editor: Client
) -> None:
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[post.pk])
    as_ostrava_editor.post(url, form_of(post, intro="Typed words."))

    response = as_ostrava_editor.get(url)

    assert "Typed words." in response.content.decode()
    assert not PreviewToken.objects.exists()


def test_what_visitors_may_not_see_stays_in_the_hub(
    microsite: Site, post: BlogPage, as_ostrava_editor: Client
) -> None:
    factories.restrict(post)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[post.pk])
    as_ostrava_editor.post(url, form_of(post, intro="Typed words."))

    response = as_ostrava_editor.get(url)

    assert "Typed words." in response.content.decode()
    assert not PreviewToken.objects.exists()


def test_another_city_s_editor_is_refused_before_a_token_is_made(
    microsite: Site, post: BlogPage, as_brno_editor: Client
) -> None:
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[post.pk])

    assert as_brno_editor.get(url).status_code in (302, 403, 404)
    assert not PreviewToken.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "https://ostrava.example.com/preview?token={token}",
        "https://ostrava.example.com:443/preview/{token}",
        "https://ostrava.example.com/#t={token}",
        "https://previews.example.com/{token}",
    ],
)
def test_a_preview_address_leads_to_the_city_s_own_site(
    ostrava: Site, settings: Any, address: str
) -> None:
    settings.VITEJ_PREVIEW_ORIGINS = ["https://previews.example.com"]
    city = factories.settings_of(ostrava)
    city.microsite_url = "https://ostrava.example.com/"
    city.preview_url = address

    city.full_clean()


@pytest.mark.parametrize(
    "address",
    [
        "https://ostrava.example.com/preview",
        "https://ostrava.example.com/{token}/{token}",
        "https://ostrava.example.com/{token}/{page}",
        "https://ostrava.example.com/{token.seed}",
        "https://elsewhere.example.com/{token}",
        "http://ostrava.example.com/{token}",
        "https://ostrava.example.com:8443/{token}",
        "https://{token}.example.com/",
        "https://ostrava.example.com@elsewhere.example.com/{token}",
        "https://editor@ostrava.example.com/{token}",
        "javascript:alert('{token}')",
        "//ostrava.example.com/{token}",
        "/preview/{token}",
        "https://ostrava.example.com\\@elsewhere.example.com/{token}",
    ],
)
def test_a_token_is_sent_nowhere_else(ostrava: Site, address: str) -> None:
    city = factories.settings_of(ostrava)
    city.microsite_url = "https://ostrava.example.com"
    city.preview_url = address

    with pytest.raises(ValidationError) as caught:
        city.full_clean()

    assert list(caught.value.message_dict) == ["preview_url"]


def test_a_city_without_a_web_site_of_its_own_sends_no_tokens(ostrava: Site) -> None:
    city = factories.settings_of(ostrava)
    city.preview_url = TEMPLATE

    with pytest.raises(ValidationError):
        city.full_clean()


def test_the_admin_may_frame_the_microsites_that_show_previews(
    microsite: Site, brno: Site
) -> None:
    assert preview_origins() == {"https://ostrava.example.com"}


def test_the_admin_s_policy_lets_the_panel_frame_them(
    microsite: Site, post: BlogPage, as_ostrava_editor: Client
) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[post.pk])

    policy = as_ostrava_editor.get(edit)["Content-Security-Policy"]

    assert "frame-src 'self' https://ostrava.example.com;" in f"{policy};"


def test_the_token_stands_in_the_fragment_only(
    microsite: Site, post: BlogPage, ostrava_editor: User, as_ostrava_editor: Client
) -> None:
    url = reverse("wagtailadmin_pages:view_draft", args=[post.pk])

    location = urlsplit(as_ostrava_editor.get(url)["Location"])

    assert (location.path, location.query) == ("/preview", "")
    assert location.fragment == PreviewToken.objects.get(user=ostrava_editor).token()


# Links to drafts


def share_url(page: BlogPage) -> str:
    return reverse("share_draft", args=[page.pk])


def test_a_link_to_the_draft_is_made_listed_and_ended(
    microsite: Site, post: BlogPage, as_ostrava_editor: Client
) -> None:
    post.title = "Draft"
    post.save_revision()
    edit = reverse("wagtailadmin_pages:edit", args=[post.pk])
    assert share_url(post) in as_ostrava_editor.get(edit).content.decode()

    form = {"note": "the foreign police", "days": "3"}
    shown = as_ostrava_editor.post(share_url(post), form, follow=True)

    link = PreviewToken.objects.get()
    text = shown.content.decode()
    assert "the foreign police" in text
    assert TEMPLATE.replace("{token}", link.token()) in text
    assert (link.expires_at - link.created_at).days == 3
    assert site_of(ask(link.token()))["route"]["title"] == "Draft"

    as_ostrava_editor.post(share_url(post), {"end": str(link.pk)})

    assert not PreviewToken.objects.exists()
    assert ask(link.token()).status_code == 401


@pytest.mark.parametrize("days", ["0", "15", "", "x"])
def test_a_link_without_a_proper_end_is_refused_at_its_field(
    microsite: Site, post: BlogPage, as_ostrava_editor: Client, days: str
) -> None:
    response = as_ostrava_editor.post(share_url(post), {"days": days})

    assert "days" in response.context["form"].errors
    assert not PreviewToken.objects.exists()


def test_a_link_is_ended_from_its_own_page_only(
    microsite: Site, post: BlogPage, as_ostrava_editor: Client
) -> None:
    other = factories.post(microsite, "Other")
    as_ostrava_editor.post(share_url(post), {"days": "3"})
    link = PreviewToken.objects.get()

    as_ostrava_editor.post(share_url(other), {"end": str(link.pk)})
    as_ostrava_editor.post(share_url(post), {"end": "x"})

    assert PreviewToken.objects.get() == link


def test_another_city_s_editor_neither_sees_nor_makes_nor_ends_links(
    microsite: Site, post: BlogPage, as_ostrava_editor: Client, as_brno_editor: Client
) -> None:
    as_ostrava_editor.post(share_url(post), {"days": "3"})
    link = PreviewToken.objects.get()

    for response in (
        as_brno_editor.get(share_url(post)),
        as_brno_editor.post(share_url(post), {"days": "3"}),
        as_brno_editor.post(share_url(post), {"end": str(link.pk)}),
    ):
        assert response.status_code in (302, 403, 404)
        assert link.token() not in response.content.decode()

    assert PreviewToken.objects.get() == link


def test_what_no_microsite_shows_can_t_be_shared(
    post: BlogPage, as_ostrava_editor: Client
) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[post.pk])

    assert share_url(post) not in as_ostrava_editor.get(edit).content.decode()
    as_ostrava_editor.post(share_url(post), {"days": "3"})

    assert not PreviewToken.objects.exists()


def test_a_hidden_page_can_t_be_shared(
    microsite: Site, post: BlogPage, as_ostrava_editor: Client
) -> None:
    factories.restrict(post)

    as_ostrava_editor.post(share_url(post), {"days": "3"})

    assert not PreviewToken.objects.exists()
