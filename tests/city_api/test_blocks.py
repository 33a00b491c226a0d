"""Each block of a body is a typed object."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Site

from blocks.catalogue import core_blocks
from city_api.schema.blocks.catalogue import CORE_TYPES
from tests import factories
from tests.city_api.bodies import BLOCK_FIELDS, every_block
from tests.city_api.conftest import SiteQuery

HTML = (
    '<p>See <a href="/en/target/">the page</a> and <a href="{form}">the form</a>.</p>'
)


@pytest.fixture
def blocks(site_query: SiteQuery, ostrava: Site) -> dict[str, Any]:
    """Return what the API says of each block, by the name of its kind."""
    image, document = factories.image(), factories.document()
    organisation = factories.organisation(name="Office")
    body = every_block(
        page=factories.standard_page(ostrava, "Target", slug="target").pk,
        image=image,
        document=document,
        person=factories.person(ostrava, "Jana"),
        organisation=organisation,
    )
    factories.post(ostrava, slug="post", body=body)
    site = site_query(f'blogPost(slug: "post") {{ body {{ {BLOCK_FIELDS} }} }}')
    found = {block["blockType"]: block for block in site["blogPost"]["body"]}
    found["form"] = document.url
    return found


def test_every_block_of_the_core_has_a_type() -> None:
    assert set(CORE_TYPES) == {name for name, _block in core_blocks()}


def test_every_block_is_shown_by_its_type(blocks: dict[str, Any]) -> None:
    form = blocks.pop("form")
    assert form
    assert {name: block["__typename"] for name, block in blocks.items()} == {
        name: block_type._meta.name for name, block_type in CORE_TYPES.items()
    }


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("heading", {"text": "Úřad práce", "level": 3, "anchor": "urad-prace"}),
        ("quote", {"text": "Welcome!", "attribution": "Jana", "sourceUrl": ""}),
        (
            "table",
            {
                "caption": "Hours",
                "headerRow": True,
                "headerColumn": False,
                "rows": [["Day", "Hours"], ["Monday", ""]],
            },
        ),
        ("checklist", {"title": "Before", "checklist": ["Passport", "Photo"]}),
        (
            "required_documents",
            {
                "title": "Bring",
                "documents": [
                    {"name": "Passport", "note": "", "original": True, "link": ""}
                ],
            },
        ),
        (
            "costs",
            {
                "title": "Fees",
                "costs": [
                    {"label": "Card", "amount": "200.50", "currency": "CZK", "note": ""}
                ],
            },
        ),
        (
            "button",
            {
                "label": "Read on",
                "style": "PRIMARY",
                "link": {
                    "url": "http://ostrava.localhost/en/target/",
                    "path": "/en/target/",
                    "isExternal": False,
                },
            },
        ),
        (
            "link_cards",
            {
                "title": "More",
                "cards": [
                    {
                        "title": "Target",
                        "summary": "Short",
                        "page": {"title": "Target", "path": "/en/target/"},
                    }
                ],
            },
        ),
        (
            "contact_card",
            {
                "person": {"name": "Jana", "photo": None},
                "organisation": {"name": "Office", "logo": None},
                "note": "Ask us",
            },
        ),
        (
            "map_point",
            {
                "label": "Office",
                "latitude": 49.835,
                "longitude": 18.2925,
                "address": "Technologická 372/2",
                "note": "",
                "openStreetMapUrl": "https://www.openstreetmap.org/"
                "?mlat=49.835&mlon=18.2925#map=17/49.835/18.2925",
                "geoUri": "geo:49.835,18.2925",
            },
        ),
    ],
)
def test_a_block_gives_what_is_stored(
    blocks: dict[str, Any], name: str, fields: dict[str, Any]
) -> None:
    shown = blocks[name]

    assert {field: shown[field] for field in fields} == fields


def test_texts_have_their_links_resolved(blocks: dict[str, Any]) -> None:
    html = HTML.format(form=blocks["form"])

    assert blocks["rich_text"]["content"] == {
        "html": html,
        "text": "See the page and the form.",
    }
    assert blocks["callout"]["calloutText"] == {"html": html}
    assert blocks["faq"]["faq"] == [{"question": "When?", "answer": {"html": html}}]
    assert blocks["steps"]["steps"] == [{"title": "Go there", "text": {"html": html}}]
    assert blocks["video"]["transcript"] == {"html": html}


def test_pictures_say_what_they_show(blocks: dict[str, Any]) -> None:
    shown = blocks["image"]
    assert shown["alt"] == shown["image"]["alt"] != ""
    assert shown["imageCaption"] == "Tram"
    assert shown["image"]["rendition"]["url"].startswith("/images/")
    assert [each["alt"] for each in blocks["gallery"]["images"]] == [shown["alt"]] * 2


def test_a_video_is_given_without_cookies(blocks: dict[str, Any]) -> None:
    video = blocks["video"]
    assert video["provider"] == "YOUTUBE"
    assert video["videoId"] == "abcdefghijk"
    assert video["embedUrl"].startswith("https://www.youtube-nocookie.com/embed/")
    assert video["watchUrl"] == "https://www.youtube.com/watch?v=abcdefghijk"


def test_a_file_is_called_by_its_title_where_the_editor_says_nothing(
    blocks: dict[str, Any],
) -> None:
    shown = blocks["download"]
    assert shown["title"] == shown["document"]["title"] != ""


def test_a_block_of_a_missing_plugin_is_named_and_no_more(
    site_query: SiteQuery, ostrava: Site
) -> None:
    body = [{"type": "carousel", "id": "one", "value": {"secret": "kept"}}]
    factories.post(ostrava, slug="post", body=body)

    site = site_query(
        'blogPost(slug: "post") { body { __typename id blockType } }', locale="en"
    )

    assert site["blogPost"]["body"] == [
        {"__typename": "UnavailableBlock", "id": "one", "blockType": "carousel"}
    ]


@pytest.mark.parametrize("block_type", [name for name, _block in core_blocks()])
def test_a_draft_s_empty_block_breaks_nothing(
    site_query: SiteQuery, ostrava: Site, block_type: str
) -> None:
    empty: Any = "" if block_type == "rich_text" else {}
    body = [{"type": block_type, "id": "one", "value": empty}]
    factories.post(ostrava, slug="post", body=body)

    site = site_query(f'blogPost(slug: "post") {{ body {{ {BLOCK_FIELDS} }} }}')

    (block,) = site["blogPost"]["body"]
    assert block["blockType"] == block_type
