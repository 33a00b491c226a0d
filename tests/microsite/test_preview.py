"""The editor's preview of pages, snippets and blocks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.blocks import Block
from wagtail.models import Site

from blocks.catalogue import core_blocks
from blocks.guide import CostBlock, RequiredDocumentBlock, StepBlock
from cms.models import BlogPage, CrisisNotice, GuidePage, User
from microsite.preview import example
from tests import factories
from tests.microsite.page import Element, page


def previewed(thing: Any, user: User) -> Element:
    request = RequestFactory().get("/admin/")
    request.user = user
    response = thing.make_preview_request(original_request=request)
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    return page(response)


def test_a_draft_is_shown_to_its_editor(ostrava: Site, ostrava_editor: User) -> None:
    post = factories.post(ostrava, "Women Club", slug="women-club", live=False)
    post.title = "Women Club, unsaved"
    body: Any = [("heading", {"text": "One table", "level": "2"})]
    post.body = body

    document = previewed(post, ostrava_editor)

    assert document.one("h1").text == "Women Club, unsaved"
    assert document.one("h2", id="one-table").text == "One table"
    assert "Preview" in document.one(class_="preview-banner").text


def test_a_published_page_stays_as_it_is_for_visitors(
    ostrava: Site, ostrava_editor: User
) -> None:
    post = factories.post(ostrava, "Published", slug="post")
    post.title = "Unsaved"

    previewed(post, ostrava_editor)

    visitor = Client(headers={"host": "ostrava.localhost"})
    assert page(visitor.get("/en/blog/post/")).one("h1").text == "Published"


def test_a_page_that_was_never_saved_can_be_previewed(
    ostrava: Site, as_administrator: Client
) -> None:
    index = factories.guide_index(ostrava)
    url = reverse(
        "wagtailadmin_pages:preview_on_add", args=["cms", "guidepage", index.pk]
    )
    empty = {
        f"{name}-{part}": "0"
        for name in ("steps", "required_documents", "fees", "body", "sources")
        for part in ("count",)
    }

    response = as_administrator.post(
        url,
        {
            "title": "A new guide",
            "slug": "a-new-guide",
            "summary": "In two sentences.",
            "review_cycle_months": "6",
            "content_licence": "CC-BY-4.0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            **empty,
        },
    )
    assert response.json()["is_valid"], response.json()
    document = page(as_administrator.get(url))

    assert document.one("h1").text == "A new guide"
    assert not GuidePage.objects.exists()


def test_a_translation_is_previewed_in_its_language(
    ostrava: Site, ostrava_editor: User
) -> None:
    about = factories.standard_page(ostrava, "About us", slug="about")
    czech = factories.translate(about, "cs", title="O nás", slug="o-nas")

    document = previewed(czech, ostrava_editor)

    assert document.one("html").attributes["lang"] == "cs"
    assert document.one("h1").text == "O nás"


def test_a_home_is_previewed(ostrava: Site, ostrava_editor: User) -> None:
    home = factories.home(ostrava)
    home.headline = "Unsaved welcome"

    assert previewed(home, ostrava_editor).one("h1").text == "Unsaved welcome"


def test_snippets_are_previewed(ostrava: Site, ostrava_editor: User) -> None:
    person = factories.person(ostrava, "Amara Nwosu", bio="Runs the <Women Club>.")
    office = factories.organisation(name="Foreign Police")
    topic = factories.topic("Housing", icon="home")
    mention = factories.mention(ostrava, "They came for a job")

    assert "Runs the <Women Club>." in previewed(person, ostrava_editor).text
    assert previewed(office, ostrava_editor).one("h1").text == "Foreign Police"
    assert "Housing" in previewed(topic, ostrava_editor).one(class_="topic").text
    assert "They came for a job" in previewed(mention, ostrava_editor).one("main").text


def test_a_notice_is_previewed_where_it_will_stand(
    ostrava: Site, ostrava_editor: User
) -> None:
    notice = CrisisNotice(title="Storm", text="Stay in.", severity="emergency")
    notice.cities = [ostrava]
    notice.locale = factories.locale("en")

    document = previewed(notice, ostrava_editor)

    assert "Storm" in document.one(class_="notice-emergency").text


def test_a_snippet_of_all_cities_needs_a_city(administrator: User) -> None:
    request = RequestFactory().get("/admin/")
    request.user = administrator

    response = factories.topic("Housing").make_preview_request(original_request=request)

    assert b"Add a city first" in response.content


@pytest.mark.parametrize("name", [name for name, _block in core_blocks()])
def test_the_picker_shows_every_block(
    ostrava: Site, as_ostrava_editor: Client, name: str
) -> None:
    blocks = BlogPage._meta.get_field("body").stream_block.child_blocks

    document = shown_in_picker(as_ostrava_editor, blocks[name])

    assert document.one(class_="body").children
    assert "There is no example" not in document.text


@pytest.mark.parametrize(
    ("name", "block"),
    [
        ("steps", StepBlock),
        ("required_documents", RequiredDocumentBlock),
        ("fees", CostBlock),
    ],
)
def test_the_picker_shows_the_blocks_of_guides(
    ostrava: Site, as_ostrava_editor: Client, name: str, block: type[Block]
) -> None:
    (child,) = GuidePage._meta.get_field(name).stream_block.child_blocks.values()
    assert isinstance(child, block)

    document = shown_in_picker(as_ostrava_editor, child)

    assert "There is no example" not in document.text


def shown_in_picker(client: Client, block: Block) -> Element:
    url = reverse("wagtailadmin_block_preview")
    return page(client.get(url, {"id": block.definition_prefix}))


def test_without_a_city_there_is_no_example(administrator: User) -> None:
    request = RequestFactory().get("/admin/")
    request.user = administrator
    block = dict(core_blocks())["heading"]

    assert example(request, block, block.get_preview_value()) is None


def test_an_example_borrows_pictures_and_pages_of_the_city(
    ostrava: Site, as_ostrava_editor: Client
) -> None:
    factories.image(ostrava, "Tram")
    blocks = BlogPage._meta.get_field("body").stream_block.child_blocks

    gallery = shown_in_picker(as_ostrava_editor, blocks["gallery"])
    cards = shown_in_picker(as_ostrava_editor, blocks["link_cards"])

    assert len(gallery.all("img")) == 2
    assert [card.text for card in cards.all(class_="card-title")] == [
        "Health insurance",
        "Finding a flat",
    ]
