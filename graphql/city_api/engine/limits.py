"""What a document may ask for, checked before it costs anything.

Size, depth, aliases and fields are counted on the parsed document, before validation,
whose cost grows with the square of what is repeated; the cost with the sizes of lists
multiplied is counted after it. Fragments are counted once and multiplied, so that no
document takes long to be refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from django.conf import settings
from django.utils.translation import gettext as _
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from city_api.engine.connections import LARGEST_PAGE
from city_api.engine.errors import ApiError

INTROSPECTION = frozenset({"__schema", "__type"})
LISTED = 20
"""How many items a list is taken to hold that names no `first`."""


@dataclass(frozen=True)
class Size:
    """How large a selection is, with its fragments written out."""

    depth: int = 0
    fields: int = 0
    cost: int = 0

    def beside(self, other: Size) -> Size:
        """Return the size of both selections next to each other."""
        return Size(
            max(self.depth, other.depth),
            self.fields + other.fields,
            self.cost + other.cost,
        )


def check_document(document: DocumentNode) -> None:
    """Refuse a document that is too deep or too large to be validated.

    Raises:
        ApiError: DEPTH_LIMIT, ALIAS_LIMIT, FIELD_LIMIT or FRAGMENT_CYCLE.
    """
    written = list(_fields_of(document))
    aliases = sum(1 for field in written if field.alias)
    _refuse("ALIAS_LIMIT", aliases, settings.CITY_API_MAX_ALIASES)
    _refuse("FIELD_LIMIT", len(written), settings.CITY_API_MAX_FIELDS)
    size = _Measure(document, {}).of_document()
    _refuse("DEPTH_LIMIT", size.depth, settings.CITY_API_MAX_DEPTH)
    _refuse("FIELD_LIMIT", size.fields, settings.CITY_API_MAX_FIELDS)


def check_cost(document: DocumentNode, variables: Mapping[str, Any]) -> None:
    """Refuse a valid document whose lists multiply to too much.

    Raises:
        ApiError: COST_LIMIT.
    """
    size = _Measure(document, variables).of_document()
    _refuse("COST_LIMIT", size.cost, settings.CITY_API_MAX_COST)


def asks_for_schema(document: DocumentNode) -> bool:
    """Return whether a document asks what the schema holds."""
    return any(
        isinstance(selection, FieldNode) and selection.name.value in INTROSPECTION
        for definition in document.definitions
        if isinstance(definition, (OperationDefinitionNode, FragmentDefinitionNode))
        for selection in definition.selection_set.selections
    )


def _fields_of(document: DocumentNode) -> Iterator[FieldNode]:
    """Yield every field as it is written, in operations and in fragments."""
    waiting: list[Any] = list(document.definitions)
    while waiting:
        node = waiting.pop()
        if isinstance(node, FieldNode):
            yield node
        selections = getattr(node, "selection_set", None)
        waiting.extend(selections.selections if selections else ())


def _refuse(code: str, found: int, most: int) -> None:
    if found > most:
        message = _("The operation is too large: %(found)d where %(most)d is the most.")
        raise ApiError(code, message % {"found": found, "most": most})


class _Measure:
    """Measures a document; each fragment once."""

    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self.document = document
        self.variables = variables
        self.fragments = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        self.measured: dict[str, Size | None] = {}

    def of_document(self) -> Size:
        """Return the size of all operations together."""
        total = Size()
        for definition in self.document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                total = total.beside(self.of(definition.selection_set))
        return total

    def of(self, selections: SelectionSetNode | None) -> Size:
        total = Size()
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                total = total.beside(self._of_field(selection))
            elif isinstance(selection, FragmentSpreadNode):
                total = total.beside(self._of_fragment(selection.name.value))
            else:
                total = total.beside(self.of(getattr(selection, "selection_set", None)))
        return total

    def _of_field(self, node: FieldNode) -> Size:
        below = self.of(node.selection_set)
        return Size(
            below.depth + 1,
            below.fields + 1,
            1 + below.cost * self._items(node),
        )

    def _items(self, node: FieldNode) -> int:
        """Return how many items a field's list holds; 1 for what is no list."""
        first = next((a.value for a in node.arguments if a.name.value == "first"), None)
        if isinstance(first, IntValueNode):
            # Nine digits say enough; Python refuses to read some thousands.
            return max(1, min(int(first.value[:9]), LARGEST_PAGE))
        if isinstance(first, VariableNode):
            value = self.variables.get(first.name.value)
            return max(1, min(value, LARGEST_PAGE)) if _is_int(value) else LISTED
        names = {
            each.name.value
            for each in (node.selection_set.selections if node.selection_set else ())
            if isinstance(each, FieldNode)
        }
        return LISTED if names & {"nodes", "edges"} else 1

    def _of_fragment(self, name: str) -> Size:
        if name not in self.fragments:
            return Size()  # validation will say so
        if name not in self.measured:
            self.measured[name] = None
            self.measured[name] = self.of(self.fragments[name].selection_set)
        size = self.measured[name]
        if size is None:
            message = _("The fragment “%(name)s” contains itself.")
            raise ApiError("FRAGMENT_CYCLE", message % {"name": name[:60]})
        return size


def _is_int(value: Any) -> TypeGuard[int]:
    return isinstance(value, int)
