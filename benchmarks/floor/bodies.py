"""Bodies as the City API shows them, from their stored JSON."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.utils.html import escape

from benchmarks.floor.things import Things
from blocks.video import video_embed
from cms.slugs import romanised

LINK = re.compile(r'<a linktype="(page|document)" id="(\d+)">')
# In JSON, what stands within a text has its quotation marks escaped.
REFERENCE = re.compile(
    r'"(page|image|poster|document|person|organisation)": (\d+)'
    r'|<a linktype=\\"(page|document)\\" id=\\"(\d+)\\">'
)
Value = Any


def collect(stored: str, wanted: dict[str, set[int]]) -> None:
    """Note what a body, given as its JSON, refers to, by kind."""
    for chooser, chosen, linked, pk in REFERENCE.findall(stored):
        if chooser:
            wanted["image" if chooser == "poster" else chooser].add(int(chosen))
        else:
            wanted[linked].add(int(pk))


def nothing() -> dict[str, set[int]]:
    return defaultdict(set)


def shown(body: list[dict[str, Any]], things: Things) -> list[dict[str, Any]]:
    """Return the blocks of a body."""
    found = []
    for block in body:
        name, show = BLOCKS[block["type"]]
        fields = show(block["value"], things)
        found.append({"__typename": name, "id": block["id"], **fields})
    return found


def html(text: str, things: Things) -> str:
    def link(match: re.Match[str]) -> str:
        pk = int(match[2])
        if match[1] == "page":
            page = things.pages.get(pk)
            href = things.path_of(page) if page else ""
        else:
            document = things.documents.get(pk)
            href = things.document_url(document) if document else ""
        return f'<a href="{escape(href)}">' if href else "<a>"

    return LINK.sub(link, text)


def rich(text: str, things: Things) -> dict[str, str]:
    return {"html": html(text or "", things)}


def items(value: Value, name: str) -> list[Any]:
    return [each["value"] for each in value[name]]


def heading(value: Value, _things: Things) -> dict[str, Any]:
    text = value["text"]
    return {"text": text, "level": int(value["level"]), "anchor": romanised(text)}


def rich_text(value: Value, things: Things) -> dict[str, Any]:
    return {"content": rich(value, things)}


def image(value: Value, things: Things) -> dict[str, Any]:
    picture = things.picture(value["image"])
    own = picture["alt"] if picture else ""
    alt = "" if value["decorative"] else value["alt"] or own
    return {"image": picture, "alt": alt, "caption": value["caption"]}


def gallery(value: Value, things: Things) -> dict[str, Any]:
    pictures = (image(each, things) for each in items(value, "images"))
    return {"images": [each for each in pictures if each["image"]]}


def quote(value: Value, _things: Things) -> dict[str, Any]:
    return {"quote": value["text"], "attribution": value["attribution"]}


def callout(value: Value, things: Things) -> dict[str, Any]:
    return {
        "kind": value["kind"].upper(),
        "title": value["title"],
        "message": rich(value["text"], things),
    }


def steps(value: Value, things: Things) -> dict[str, Any]:
    return {
        "steps": [
            {"title": each["title"], "text": rich(each["text"], things)}
            for each in items(value, "steps")
        ]
    }


def checklist(value: Value, _things: Things) -> dict[str, Any]:
    return {"title": value["title"], "entries": items(value, "items")}


def required_documents(value: Value, _things: Things) -> dict[str, Any]:
    names = ("name", "note", "original", "link")
    return {
        "title": value["title"],
        "documents": [
            {name: each[name] for name in names} for each in items(value, "documents")
        ],
    }


def costs(value: Value, _things: Things) -> dict[str, Any]:
    names = ("label", "amount", "currency", "note")
    return {
        "title": value["title"],
        "costs": [
            {name: each[name] for name in names} for each in items(value, "items")
        ],
    }


def faq(value: Value, things: Things) -> dict[str, Any]:
    return {
        "questions": [
            {"question": each["question"], "answer": rich(each["answer"], things)}
            for each in items(value, "items")
        ]
    }


def table(value: Value, _things: Things) -> dict[str, Any]:
    return {
        "tableCaption": value["table_caption"],
        "headerRow": value["first_row_is_table_header"],
        "headerColumn": value["first_col_is_header"],
        "rows": value["data"],
    }


def video(value: Value, things: Things) -> dict[str, Any]:
    return {
        "title": value["title"],
        "embedUrl": video_embed(value["url"]).embed_url,
        "watchUrl": value["url"],
        "poster": things.picture(value["poster"]),
        "transcript": rich(value["transcript"], things),
    }


def download(value: Value, things: Things) -> dict[str, Any]:
    document = things.documents.get(value["document"])
    if document is None:
        return {"title": value["title"], "document": None}
    return {
        "title": value["title"] or document["title"],
        "document": {
            "title": document["title"],
            "url": things.document_url(document),
            "fileSize": document["file_size"],
        },
    }


def button(value: Value, things: Things) -> dict[str, Any]:
    page = things.pages.get(value["link"]["page"])
    link = None
    if page:
        path = things.path_of(page)
        url = things.city.root_url + path
        link = {"url": url, "path": path, "isExternal": False}
    return {"label": value["label"], "style": value["style"].upper(), "link": link}


def link_cards(value: Value, things: Things) -> dict[str, Any]:
    cards = []
    for each in items(value, "cards"):
        page = things.pages.get(each["page"])
        if page:
            cards.append(
                {
                    "title": each["title"] or page["title"],
                    "summary": each["summary"],
                    "page": {"title": page["title"], "path": things.path_of(page)},
                }
            )
    return {"title": value["title"], "cards": cards}


def contact_card(value: Value, things: Things) -> dict[str, Any]:
    person = things.people.get(value["person"])
    organisation = things.organisations.get(value["organisation"])
    return {
        "note": value["note"],
        "person": person
        and {
            "name": person["name"],
            "jobTitle": person["job_title"],
            "email": person["email"],
            "photo": things.picture(person["photo_id"]),
        },
        "organisation": organisation
        and {
            "name": organisation["name"],
            "website": organisation["website"],
            "logo": things.picture(organisation["logo_id"]),
        },
    }


def map_point(value: Value, _things: Things) -> dict[str, Any]:
    return {
        "label": value["label"],
        "latitude": float(value["latitude"]),
        "longitude": float(value["longitude"]),
        "address": value["address"],
    }


Show = Callable[[Value, Things], dict[str, Any]]
BLOCKS: dict[str, tuple[str, Show]] = {
    "heading": ("HeadingBlock", heading),
    "rich_text": ("RichTextBlock", rich_text),
    "image": ("ImageBlock", image),
    "gallery": ("GalleryBlock", gallery),
    "quote": ("QuoteBlock", quote),
    "callout": ("CalloutBlock", callout),
    "steps": ("StepsBlock", steps),
    "checklist": ("ChecklistBlock", checklist),
    "required_documents": ("RequiredDocumentsBlock", required_documents),
    "costs": ("CostsBlock", costs),
    "faq": ("FaqBlock", faq),
    "table": ("TableBlock", table),
    "video": ("VideoBlock", video),
    "download": ("DownloadBlock", download),
    "button": ("ButtonBlock", button),
    "link_cards": ("LinkCardsBlock", link_cards),
    "contact_card": ("ContactCardBlock", contact_card),
    "map_point": ("MapPointBlock", map_point),
}
