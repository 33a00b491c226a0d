"""What a document may ask for, checked before it costs anything.

Size, depth, aliases and fields are counted on the parsed document, before validation,
whose cost grows with the square of what is repeated; the cost with the sizes of lists
multiplied is counted after it. Fragments are counted once and multiplied, so that no
document takes long to be refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
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
    ValueNode,
    VariableNode,
)

from city_api.engine.errors import ApiError

INTROSPECTION = frozenset({"__schema", "__type"})
ATTRIBUTE = "_facts"
# GraphQL, October 2021, 2.1.6: what counts; a comment is found to be left out.
TOKEN = re.compile(
    r'#[^\n\r]*|"""(?:[^"\\]|\\(?:""")?|"(?!""))*"""|"(?:[^"\\\n\r]|\\.)*"'
    r"|[A-Za-z_]\w*|-?[0-9][0-9.eE+-]*|\.\.\.|[!$&()\[\]{}:=@|]",
    re.ASCII,
)
MOST_COSTS = 16
LARGEST_PAGE = 100
"""How many items a page of a list holds at most."""
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


def check_tokens(text: str) -> None:
    """Refuse a text with too many tokens before it takes long to parse.

    Raises:
        ApiError: TOKEN_LIMIT.
    """
    most = settings.CITY_API_MAX_TOKENS
    tokens = (found for found in TOKEN.finditer(text) if found[0][0] != "#")
    if sum(1 for _found in islice(tokens, most + 1)) > most:
        message = _("A document takes at most %(most)d tokens.")
        raise ApiError("TOKEN_LIMIT", message % {"most": most})


class FragmentCycle(Exception):
    """A fragment contains itself; its name is the argument."""


def check_document(document: DocumentNode) -> None:
    """Refuse a document that is too deep or too large to be validated.

    Raises:
        ApiError: DEPTH_LIMIT, ALIAS_LIMIT, FIELD_LIMIT or FRAGMENT_CYCLE.
    """
    written = list(_fields_of(document))
    aliases = sum(1 for field in written if field.alias)
    _refuse("ALIAS_LIMIT", aliases, settings.CITY_API_MAX_ALIASES)
    _refuse("FIELD_LIMIT", len(written), settings.CITY_API_MAX_FIELDS)
    try:
        size = _Measure(document, {}).of_document()
    except FragmentCycle as error:
        message = _("The fragment “%(name)s” contains itself.")
        raise ApiError("FRAGMENT_CYCLE", message % {"name": str(error)[:60]}) from error
    _refuse("DEPTH_LIMIT", size.depth, settings.CITY_API_MAX_DEPTH)
    _refuse("FIELD_LIMIT", size.fields, settings.CITY_API_MAX_FIELDS)


def check_cost(document: DocumentNode, variables: Mapping[str, Any]) -> None:
    """Refuse a valid document whose lists multiply to too much.

    Raises:
        ApiError: COST_LIMIT.
    """
    cost = facts_of(document).cost(document, variables)
    _refuse("COST_LIMIT", cost, settings.CITY_API_MAX_COST)


def facts_of(document: DocumentNode) -> Facts:
    """Return what is found out about a document once and kept with it."""
    facts: Facts | None = getattr(document, ATTRIBUTE, None)
    if facts is None:
        facts = Facts(document)
        setattr(document, ATTRIBUTE, facts)
    return facts


class Facts:
    """What the limits need to know of a document whenever it is asked.

    Its cost depends on the variables that say how long a list is, and on no others.
    """

    def __init__(self, document: DocumentNode) -> None:
        fields = list(_fields_of(document))
        self.asks_for_schema = any(
            field.name.value in INTROSPECTION for field in fields
        )
        sizes = (_first(field) for field in fields)
        self._sizes = sorted(
            {size.name.value for size in sizes if isinstance(size, VariableNode)}
        )
        self._costs: dict[tuple[int | None, ...], int] = {}

    def cost(self, document: DocumentNode, variables: Mapping[str, Any]) -> int:
        """Return the number of fields, with the sizes of the lists multiplied."""
        given = (variables.get(name) for name in self._sizes)
        sizes = tuple(
            _within_page(value) if _is_int(value) else None for value in given
        )
        if sizes not in self._costs:
            if len(self._costs) >= MOST_COSTS:
                self._costs.clear()
            self._costs[sizes] = _Measure(document, variables).of_document().cost
        return self._costs[sizes]


def check_variables(variables: Mapping[str, Any]) -> None:
    """Refuse variables that hold too many values, or values nested too deeply.

    Raises:
        ApiError: VARIABLES_LIMIT or DEPTH_LIMIT.
    """
    values, depth = 0, 0
    level: list[Any] = list(variables.values())
    while level:
        values, depth = values + len(level), depth + 1
        _refuse("VARIABLES_LIMIT", values, settings.CITY_API_MAX_VALUES)
        _refuse("DEPTH_LIMIT", depth, settings.CITY_API_MAX_DEPTH)
        level = [item for value in level for item in _inside(value)]


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def asks_for_schema(document: DocumentNode) -> bool:
    """Return whether a document asks what the schema holds."""
    return facts_of(document).asks_for_schema


def fields_of(document: DocumentNode) -> int:
    """Return the number of fields of a document, with its fragments written out.

    Raises:
        FragmentCycle: if they have no end.
    """
    return _Measure(document, {}).of_document().fields


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
        first = _first(node)
        if isinstance(first, IntValueNode):
            # Nine digits say enough; Python refuses to read some thousands.
            return _within_page(int(first.value[:9]))
        if isinstance(first, VariableNode):
            value = self.variables.get(first.name.value)
            return _within_page(value) if _is_int(value) else LISTED
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
            raise FragmentCycle(name)
        return size


def _first(field: FieldNode) -> ValueNode | None:
    return next((a.value for a in field.arguments if a.name.value == "first"), None)


def _within_page(value: int) -> int:
    return max(1, min(value, LARGEST_PAGE))


def _is_int(value: Any) -> TypeGuard[int]:
    return isinstance(value, int)
