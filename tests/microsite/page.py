"""Reading a page as a visitor's browser would, with Python's own parser."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"img", "input", "link", "meta", "br", "hr", "use"}


@dataclass
class Element:
    """An element of a page: its name, attributes, text and what lies in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    parts: list[str | Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, with single spaces."""
        pieces = [part if isinstance(part, str) else part.text for part in self.parts]
        return " ".join(" ".join(pieces).split())

    def all(self, tag: str = "", /, **attributes: str) -> list[Element]:
        """Return the elements below it of a tag and with attributes, in order.

        `class_` looks for one of several classes. What lies in a `<template>` is no
        part of the page.
        """
        found = []
        for child in self.children:
            if child.fits(tag, attributes):
                found.append(child)
            if child.name != "template":
                found += child.all(tag, **attributes)
        return found

    def one(self, tag: str = "", /, **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    def fits(self, tag: str, attributes: dict[str, str]) -> bool:
        classes = self.attributes.get("class", "").split()
        return (not tag or tag == self.name) and all(
            value in classes
            if key == "class_"
            else self.attributes.get(key.replace("_", "-")) == value
            for key, value in attributes.items()
        )


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("document")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        self.open[-1].parts.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def parsed(html: str) -> Element:
    """Return a page, or part of one; fails where tags aren't closed in order."""
    builder = _Builder()
    builder.feed(html)
    assert [element.name for element in builder.open] == ["document"]
    return builder.root


def page(response: Any, status: int = 200) -> Element:
    """Return the page that a view answered with."""
    assert response.status_code == status, response.status_code
    return parsed(response.content.decode())


def structured(document: Element) -> dict[str, dict[str, Any]]:
    """Return the things that a page tells search engines, by their type."""
    things = [
        json.loads(script.text)
        for script in document.all("script", type="application/ld+json")
    ]
    return {thing["@type"]: thing for thing in things}
