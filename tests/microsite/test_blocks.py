"""Every block of the core, drawn from what the City API says of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from microsite.context import EXAMPLE, Frame
from tests.microsite.page import Element, parsed

TEXT = {"html": "<p>Come <b>early</b>.</p>", "text": "Come early."}
IMAGE = {
    "alt": "A tram",
    "credit": "Jana",
    "licence": "CC_BY_4_0",
    "sourceUrl": "https://example.com/tram",
    "full": {"url": "/images/full.jpg", "width": 1200, "height": 800},
    "sources": [
        {"url": "/images/800.webp", "width": 800, "height": 533},
        {"url": "/images/480.webp", "width": 480, "height": 320},
    ],
}
SITE = {"locale": {"code": "en", "direction": "LTR"}}


def drawn(*blocks: dict[str, Any], frame: Frame | None = None) -> Element:
    template = Template("{% load microsite %}{% render_blocks blocks %}")
    return parsed(
        template.render(Context({"blocks": blocks, "site": SITE, "frame": frame}))
    )


def block(kind: str, /, **fields: Any) -> dict[str, Any]:
    return {"__typename": kind, "id": "1", "blockType": kind.lower(), **fields}


@pytest.mark.parametrize("level", [2, 3, 4])
def test_a_heading_has_its_level_and_can_be_linked_to(level: int) -> None:
    found = drawn(block("HeadingBlock", text="Where", level=level, anchor="where"))

    assert found.one(f"h{level}", id="where").text == "Where"


def test_rich_text_keeps_its_markup() -> None:
    assert drawn(block("RichTextBlock", content=TEXT)).one("b").text == "early"


def test_an_image_has_words_credit_and_sizes() -> None:
    found = drawn(
        block("ImageBlock", image=IMAGE, alt="Line 8", caption="", decorative=False)
    )

    picture = found.one("img").attributes
    assert picture["alt"] == "Line 8"
    assert picture["srcset"] == "/images/480.webp 480w, /images/800.webp 800w"
    assert found.one("figcaption").text == "Picture: Jana , CC BY 4.0"


def test_a_decorative_image_is_passed_over_by_screen_readers() -> None:
    found = drawn(block("ImageBlock", image=IMAGE, alt="", caption="", decorative=True))

    assert found.one("img").attributes["alt"] == ""


def test_a_gallery_shows_all_its_images() -> None:
    item = {"image": IMAGE, "alt": "a", "caption": "One", "decorative": False}

    assert len(drawn(block("GalleryBlock", images=[item, item])).all("figure")) == 2


def test_a_quote_names_its_source() -> None:
    found = drawn(
        block(
            "QuoteBlock",
            quote="Ask us.",
            attribution="Lenka",
            sourceUrl="https://example.com/",
        )
    )

    assert found.one("blockquote").attributes["cite"] == "https://example.com/"
    assert found.one("figcaption").one("a").text == "Lenka"


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("INFO", "Good to know"),
        ("TIP", "Tip"),
        ("WARNING", "Take care"),
        ("IMPORTANT", "Important"),
    ],
)
def test_a_callout_says_its_kind_in_words(kind: str, word: str) -> None:
    found = drawn(block("CalloutBlock", kind=kind, title="", message=TEXT))

    assert found.one(class_="callout-title").text == word


def test_steps_are_an_ordered_list() -> None:
    found = drawn(block("StepsBlock", steps=[{"title": "Go", "text": TEXT}]))

    assert found.one("ol").one("li").one(class_="step-title").text == "Go"


def test_a_checklist_can_be_ticked() -> None:
    found = drawn(block("ChecklistBlock", title="Bring", entries=["Keys", "Tea"]))

    assert [label.text for label in found.all("label")] == ["Keys", "Tea"]
    assert len(found.all("input", type="checkbox")) == 2


def test_documents_say_where_they_come_from() -> None:
    form = {
        "name": "Form",
        "note": "Two copies",
        "original": False,
        "link": "https://www.example.com/form",
    }

    found = drawn(block("RequiredDocumentsBlock", title="", documents=[form]))

    assert found.one("a").text == "Get it at example.com"
    assert found.one(class_="checklist-note").text == "Two copies"


@pytest.mark.parametrize(
    ("language", "amount", "currency", "shown"),
    [
        ("en", "1234.50", "EUR", "1,234.50 €"),
        ("cs", "1234.50", "CZK", "1 234,50 Kč"),
        ("uk", "1234", "CZK", "1 234 Kč"),
        ("cs", "0.00", "CZK", "zdarma"),
    ],
)
def test_costs_are_written_as_the_language_does(
    language: str, amount: str, currency: str, shown: str
) -> None:
    cost = {"label": "Card", "amount": amount, "currency": currency, "note": ""}

    with translation.override(language):
        found = drawn(block("CostsBlock", title="", costs=[cost]))

    assert found.one("td").text == shown


def test_questions_open_without_a_script() -> None:
    found = drawn(block("FaqBlock", questions=[{"question": "Why?", "answer": TEXT}]))

    assert found.one("details").one("summary").text == "Why?"


def test_a_table_has_a_caption_and_headers() -> None:
    found = drawn(
        block(
            "TableBlock",
            tableCaption="Fares",
            headerRow=True,
            headerColumn=True,
            rows=[["Ticket", "Price"], ["Hour", "30 Kč"], ["Day", "<120>"]],
        )
    )

    assert found.one("caption").text == "Fares"
    assert [cell.text for cell in found.all("th", scope="col")] == ["Ticket", "Price"]
    assert [cell.text for cell in found.all("th", scope="row")] == ["Hour", "Day"]
    assert [cell.text for cell in found.all("td")] == ["30 Kč", "<120>"]


def test_a_table_without_headers_has_cells_only() -> None:
    found = drawn(
        block(
            "TableBlock",
            tableCaption="",
            headerRow=False,
            headerColumn=False,
            rows=[["a", "b"]],
        )
    )

    assert len(found.all("td")) == 2
    assert not found.all("th")


def test_a_video_asks_nobody_before_it_is_played() -> None:
    found = drawn(
        block(
            "VideoBlock",
            title="First day",
            provider="YOUTUBE",
            embedUrl="https://www.youtube-nocookie.com/embed/aaaaaaaaaaa",
            watchUrl="https://www.youtube.com/watch?v=aaaaaaaaaaa",
            poster=None,
            transcript=TEXT,
        )
    )

    assert not found.all("iframe")
    assert not found.all("img")
    assert found.one("a", class_="video-link").text == "Play the video: First day"
    assert found.one("details", class_="transcript").one("p").text == "Come early ."


def test_a_download_says_what_it_is() -> None:
    document = {
        "title": "Form",
        "url": "/documents/1/form.pdf",
        "filename": "form.pdf",
        "fileSize": 2048,
        "language": "cs",
        "credit": "",
        "licence": "CC_BY_4_0",
    }

    found = drawn(block("DownloadBlock", title="", document=document))

    assert found.one("a").attributes["hreflang"] == "cs"
    assert found.one("a").text == "Form form.pdf · 2.0 KB · Czech"


def test_a_download_that_is_not_public_shows_nothing() -> None:
    assert drawn(block("DownloadBlock", title="Form", document=None)).text == ""


def test_a_button_leads_within_the_site_by_its_path() -> None:
    link = {"url": "https://example.com/en/", "path": "/en/", "isExternal": False}

    found = drawn(block("ButtonBlock", label="Go", style="PRIMARY", link=link))

    assert found.one("a", class_="button-primary").attributes["href"] == "/en/"


def test_a_button_to_what_is_not_public_shows_nothing() -> None:
    found = drawn(block("ButtonBlock", label="Go", style="PRIMARY", link=None))

    assert found.text == ""


def test_cards_lead_to_pages() -> None:
    linked = {
        "kind": "GUIDE",
        "title": "Health insurance",
        "path": "/en/guides/health/",
        "locale": {"code": "en", "direction": "LTR"},
        "fallbackFrom": None,
        "heroImage": None,
        "summary": "Its own words.",
    }
    card = {"title": "Insurance", "summary": "", "page": linked}

    found = drawn(block("LinkCardsBlock", title="First", cards=[card]))

    assert found.one("a").attributes["href"] == "/en/guides/health/"
    assert found.one("h2").text == "First"
    assert found.one("h3").text == "Insurance"
    assert "Its own words." in found.text


def test_a_contact_card_gives_the_ways_to_ask() -> None:
    person = {
        "name": "Bohdan",
        "jobTitle": "Adviser",
        "bio": "",
        "email": "bohdan@example.com",
        "phone": "+420 500 000 102",
        "languages": ["uk", "cs", "tlh"],
        "organisation": None,
        "photo": None,
    }

    found = drawn(
        block("ContactCardBlock", person=person, organisation=None, note="Write first.")
    )

    assert [link.attributes["href"] for link in found.all("a")] == [
        "mailto:bohdan@example.com",
        "tel:+420500000102",
    ]
    assert "Speaks: Ukrainian, Czech, tlh" in found.text


def test_a_map_point_embeds_nothing() -> None:
    with translation.override("cs"):
        found = drawn(
            block(
                "MapPointBlock",
                label="Centre",
                latitude=49.834967,
                longitude=18.282084,
                address="Technologická 372/2",
                note="",
                openStreetMapUrl="https://www.openstreetmap.org/?mlat=49.8",
                geoUri="geo:49.834967,18.282084",
            )
        )

    assert [link.attributes["href"] for link in found.all("a")] == [
        "https://www.openstreetmap.org/?mlat=49.8",
        "geo:49.834967,18.282084",
    ]
    assert "49.834967, 18.282084" in found.text
    assert not found.all("iframe")


@pytest.mark.parametrize("kind", ["DragonBlock", "../base", "", "<b>"])
def test_an_unknown_block_shows_nothing(kind: str) -> None:
    assert not drawn(block(kind)).parts


def test_an_unknown_block_is_named_to_editors_in_a_comment() -> None:
    template = Template("{% load microsite %}{% render_blocks blocks %}")

    html = template.render(
        Context({"blocks": [block("DragonBlock")], "site": SITE, "frame": EXAMPLE})
    )

    assert html == "<!-- DragonBlock -->"


def test_a_block_without_its_plugin_is_explained_to_editors_only() -> None:
    lost = block("UnavailableBlock")

    assert drawn(lost).text == ""
    assert "unavailableblock" in drawn(lost, frame=EXAMPLE).text


def test_headings_of_blocks_follow_those_of_the_text() -> None:
    steps = block("StepsBlock", steps=[{"title": "Go", "text": TEXT}])
    heading = block("HeadingBlock", text="Where", level=3, anchor="where")

    found = drawn(steps, heading, steps)

    assert [step.name for step in found.all(class_="step-title")] == ["h2", "h4"]
