"""Reads XML element by element, so that each knows where it stands.

Only through defusedxml, and without document types: no entity is ever expanded, nothing
outside the file is ever asked for.
"""

from __future__ import annotations

import xml.sax.handler
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXParseException

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from use_it_map.importing.limits import MAX_DEPTH
from use_it_map.importing.rows import FileRefused, Position

PIECE = 1 << 16


@dataclass
class Element:
    """An element with its attributes, text and children; names without prefixes."""

    name: str
    attributes: Mapping[str, str]
    position: Position
    pieces: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()

    def all(self, name: str) -> list[Element]:
        """Return the children of a name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Element | None:
        return next(iter(self.all(name)), None)

    def within(self) -> Iterator[Element]:
        """Yield all elements below it, in the order of the file."""
        for child in self.children:
            yield child
            yield from child.within()


def elements(
    data: bytes, *, names: Collection[str], root: str, kind: str
) -> Iterator[Element]:
    """Yield the elements of some names, wherever they stand, each with all it holds.

    `root` is the name that the outermost element must have, `kind` what the format is
    called.

    Raises:
        FileRefused: if it is no such XML, has a document type, or is nested too deeply.
    """
    collector = _Collector(names, root, kind)
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(collector)
    collector.setDocumentLocator(parser)
    try:
        for start in range(0, len(data), PIECE):
            parser.feed(data[start : start + PIECE])
            yield from collector.taken()
        parser.close()
    except SAXParseException as error:
        line, column = error.getLineNumber() or 0, error.getColumnNumber() or 0
        problem = str(error.getMessage())
        raise FileRefused(
            "file_xml", line=line, column=column + 1, problem=problem
        ) from None
    except DefusedXmlException:
        raise FileRefused("file_xml_dtd", line=collector.line) from None
    yield from collector.taken()


class _Collector(xml.sax.handler.ContentHandler):
    def __init__(self, names: Collection[str], root: str, kind: str) -> None:
        super().__init__()
        self.names = names
        self.root = root
        self.kind = kind
        self.depth = 0
        self.open: list[Element] = []
        self.done: list[Element] = []
        self.parser: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802
        self.parser = locator

    @property
    def line(self) -> int:
        return int(self.parser.getLineNumber() or 1)

    def taken(self) -> list[Element]:
        """Return the elements that have ended since the last call."""
        done, self.done = self.done, []
        return done

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        name = name.rpartition(":")[2]
        self.depth += 1
        position = Position(self.line, int(self.parser.getColumnNumber() or 0) + 1)
        self._check(name, position)
        if not self.open and name not in self.names:
            return
        element = Element(name, dict(attrs.items()), position)
        if self.open:
            self.open[-1].children.append(element)
        self.open.append(element)

    def endElement(self, name: str) -> None:  # noqa: N802
        self.depth -= 1
        if not self.open:
            return
        element = self.open.pop()
        if not self.open:
            self.done.append(element)

    def characters(self, content: str) -> None:
        if self.open:
            self.open[-1].pieces.append(content)

    def _check(self, name: str, position: Position) -> None:
        at: Any = {"line": position.line, "column": position.column}
        if self.depth == 1 and name != self.root:
            raise FileRefused("file_xml_root", format=self.kind, name=name, **at)
        if self.depth > MAX_DEPTH:
            raise FileRefused("file_json_deep", **at)
