"""Random schemas, operations and data, in which a lot goes wrong.

Values follow from numbers: a `Thing` has one, and what a resolver makes of it depends
on that number and the field's name only. So two executions meet the same data, the
same nulls and the same errors, however deep they go.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLSchema,
    Undefined,
    build_schema,
    is_abstract_type,
)

OBJECTS = ("A", "B", "C", "Query")
LEAVES = ("String", "Int", "Float", "Boolean", "ID", "Colour", "Loud")
COMPOSITES = ("A", "B", "C", "Named", "Either")
ARGUMENTS = (
    "n: Int",
    "n: Int = 7",
    "n: Int!",
    "list: [Int!] = [1, 2]",
    "colour: Colour = RED",
    "loud: Loud",
    "input: Input",
    'input: Input = {word: "default"}',
)
LITERALS = {
    "n": ("1", "2", "3", "4", "$n", "$n", "$absent", "null", '"no number"'),
    "list": ("[1, 2]", "3", "4", "[]", "[$n]", "[null]"),
    "colour": ("RED", "BLUE", "RED", "BLUE", "$colour", "GREEN"),
    "loud": ('"a"', "$loud", "{deep: [1, $n]}"),
    "input": ('{word: "w"}', "{}", "{word: $word, more: [{}]}", "$input", "null"),
}
VARIABLES = (
    "$n: Int, $absent: Int, $colour: Colour = BLUE, $loud: Loud, $word: String,"
    " $input: Input, $yes: Boolean!, $no: Boolean = false, $maybe: Boolean"
)
FIXED = """
enum Colour { RED BLUE }
scalar Loud
input Input { word: String = "w", more: [Input!] }
interface Named { same: String!  other: A }
union Either = A | B
"""


@dataclass(frozen=True)
class Thing:
    """An object of any type; it answers every attribute that is a field's name."""

    number: int
    typename: str
    fields: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        fields: Mapping[str, Any] = self.__dict__["fields"]
        if name not in fields:
            raise AttributeError(name)
        return value_of(fields[name].type, mixed(self.number, name))


def mixed(number: int, *names: object) -> int:
    return zlib.crc32(f"{number}{names}".encode())


class Trouble(Exception):
    """Raised by resolvers."""


# --- data ---------------------------------------------------------------------------


def value_of(kind: Any, number: int) -> Any:
    """Return what a resolver of a type returns: most often what it should.

    Raises:
        Trouble, GraphQLError: for some numbers.
    """
    chance = number % 200
    if chance < 3:
        raise Trouble(f"trouble {number}")
    if chance < 5:
        raise GraphQLError(f"error {number}", extensions={"number": number})
    wrong = {5: Trouble("returned"), 6: Undefined, 7: object, 8: "text", 9: [1]}
    if chance in wrong:
        return wrong[chance]
    return None if chance < 16 else right_value(kind, number)


def right_value(kind: Any, number: int) -> Any:
    if isinstance(kind, GraphQLNonNull):
        return right_value(kind.of_type, number)
    if isinstance(kind, GraphQLList):
        return items(kind, number)
    if isinstance(kind, GraphQLScalarType | GraphQLEnumType):
        return leaf_value(kind.name, number)
    return object_value(kind, number)


def items(kind: Any, number: int) -> Any:
    def generated() -> Iterator[Any]:
        for index in range(number % 4):
            yield attempt(kind.of_type, mixed(number, index))

    if number % 3 == 0:
        return deque(generated())
    return list(generated()) if number % 3 == 1 else tuple(generated())


def attempt(kind: Any, number: int) -> Any:
    """Return a value; an exception as such, as a list's item may be one."""
    try:
        return value_of(kind, number)
    except Exception as error:  # noqa: BLE001 (all are wanted)
        return error


def leaf_value(name: str, number: int) -> Any:
    values: dict[str, tuple[Any, ...]] = {
        "String": ("text", 5, True, 1.5, b"bytes"),
        "Int": (1, "12", 1.0, True, 1.5, 2**40),
        "Float": (1.5, 2, "3", float("inf"), "x"),
        "Boolean": (True, 0, 1.5, float("nan"), "x"),
        "ID": ("id", 4, "a", "b", 1.5),
        "Colour": ("RED", "BLUE", "RED", "GREEN", ["unhashable"]),
        "Loud": ("a", "b", "c", "fail", "nothing"),
    }
    choices = [*values[name][:3] * 4, *values[name]]
    return choices[number // 100 % len(choices)]


def object_value(kind: Any, number: int) -> Any:
    schema: GraphQLSchema = kind.extensions["schema"]
    possible = schema.get_possible_types(kind) if is_abstract_type(kind) else [kind]
    choices: list[Any] = [*possible * 8, schema.type_map["C"]]
    chosen = choices[number // 100 % len(choices)]
    assert isinstance(chosen, GraphQLObjectType)
    if number % 7 == 0:
        return as_dict(chosen, number)
    return Thing(number, chosen.name, chosen.fields)


def as_dict(kind: GraphQLObjectType, number: int) -> dict[str, Any]:
    """Return an object as a dictionary, with its leaves only and maybe a method."""
    found: dict[str, Any] = {"__typename": kind.name, "number": number}
    for name, field in kind.fields.items():
        if not name.startswith("to"):
            found[name] = attempt(field.type, mixed(number, name))
    if number % 2:
        found["same"] = method
    return found


def method(info: GraphQLResolveInfo, **args: Any) -> str:
    return f"{info.path.as_list()} {args}"


# --- schemas ------------------------------------------------------------------------


def sdl(rng: Random) -> str:
    parts = [FIXED]
    for name in OBJECTS:
        implements = " implements Named" if name in ("A", "C") else ""
        parts.append(f"type {name}{implements} {{ same: String!  other: A")
        parts += [field(rng, f"leaf{index}", LEAVES) for index in range(3)]
        parts += [field(rng, f"to{index}", COMPOSITES) for index in range(3)]
        parts.append("}")
    return "\n".join(parts)


def field(rng: Random, name: str, kinds: tuple[str, ...]) -> str:
    by_name = {each.split(":")[0]: each for each in rng.sample(ARGUMENTS, 2)}
    arguments = f"({', '.join(by_name.values())})" if rng.random() < 0.4 else ""
    return f"  {name}{arguments}: {wrapped(rng, rng.choice(kinds))}"


def wrapped(rng: Random, kind: str) -> str:
    for _depth in range(rng.choice((0, 0, 1, 1, 2))):
        kind = f"[{kind}{rng.choice(('', '!'))}]"
    return kind + rng.choice(("", "", "!"))


def build(rng: Random, seen: list[Any]) -> GraphQLSchema:
    """Return a random schema; resolvers that read their info put it into `seen`."""
    schema = build_schema(sdl(rng))
    for kind in schema.type_map.values():
        kind.extensions = {"schema": schema}
    loud: Any = schema.type_map["Loud"]
    loud.serialize = shouted
    for name in OBJECTS:
        kind = object_type(schema, name)
        kind.is_type_of = rng.choice((None, None, type_test(name)))
        for each in kind.fields.values():
            each.resolve = rng.choice((None, ignoring(each.type), reading(seen)))
    for name in ("Named", "Either"):
        abstract: Any = schema.type_map[name]
        abstract.resolve_type = rng.choice((None, runtime_type, told_type))
    return schema


def object_type(schema: GraphQLSchema, name: str) -> GraphQLObjectType:
    kind = schema.type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    return kind


def shouted(value: Any) -> Any:
    if value == "fail":
        raise Trouble("serialize")
    return None if value == "nothing" else str(value).upper()


def number_of(source: Any) -> int:
    return int(source["number"] if isinstance(source, dict) else source.number)


def ignoring(kind: Any) -> Callable[..., Any]:
    def resolve(source: Any, _info: Any, **args: Any) -> Any:
        return value_of(kind, mixed(number_of(source), repr(args)))

    return resolve


def reading(seen: list[Any]) -> Callable[..., Any]:
    def resolve(source: Any, info: GraphQLResolveInfo, **args: Any) -> Any:
        nodes, fragments = [id(each) for each in info.field_nodes], set(info.fragments)
        known = info._replace(field_nodes=nodes, fragments=fragments)  # type: ignore[arg-type]
        seen.append((known, repr(args)))
        number = mixed(number_of(source), info.field_name, repr(args))
        return value_of(info.return_type, number)

    return resolve


def type_test(name: str) -> Callable[..., bool]:
    def is_type_of(value: Any, _info: Any) -> bool:
        return typename(value) == name and number_of(value) % 31 != 0

    return is_type_of


def typename(value: Any) -> Any:
    if isinstance(value, dict):
        return value["__typename"]
    return getattr(value, "typename", None)


def runtime_type(value: Any, _info: Any, _kind: Any) -> Any:
    return typename(value)


def told_type(value: Any, info: GraphQLResolveInfo, _kind: Any) -> Any:
    wrong = {0: None, 1: "Nowhere", 2: "String", 3: 5, 4: ["A"]}
    return wrong.get(mixed(len(info.path.as_list())) % 40, typename(value))


# --- operations ---------------------------------------------------------------------


class Writer:
    """Writes a random operation for a schema; it needn't be valid."""

    def __init__(self, rng: Random, schema: GraphQLSchema) -> None:
        self.rng = rng
        self.schema = schema
        self.fragments: list[str] = []

    def document(self) -> str:
        operation = f"query Q({VARIABLES}) {self.selection('Query', 4)}"
        return "\n".join([operation, *self.fragments])

    def selection(self, kind: str, depth: int) -> str:
        count = self.rng.choice((1, 2, 3, 4))
        chosen = [self.part(kind, depth) for _number in range(count)]
        return "{ " + " ".join(chosen) + " }"

    def part(self, kind: str, depth: int) -> str:
        chance = self.rng.random()
        if depth > 0 and chance < 0.12:
            return f"... {self.condition()}{self.directives()}" + self.selection(
                kind, depth - 1
            )
        if depth > 0 and chance < 0.24:
            return self.spread(depth - 1)
        return self.field(kind, depth)

    def condition(self) -> str:
        return self.rng.choice(("", "on A ", "on B ", "on Named ", "on Either "))

    def spread(self, depth: int) -> str:
        kind, name = self.rng.choice(COMPOSITES), f"F{len(self.fragments)}"
        self.fragments.append("")
        text = f"fragment {name} on {kind} {self.selection(kind, depth)}"
        self.fragments[int(name[1:])] = text
        spread = f"...{name} {self.directives()}"
        return f"{spread} ...{name}" if self.rng.random() < 0.3 else spread

    def field(self, kind: str, depth: int) -> str:
        fields = getattr(self.schema.type_map[kind], "fields", {})
        names = [each for each in fields if depth or each == "same" or "leaf" in each]
        name = self.rng.choice(["__typename", *names, *names, "unknown"])
        alias = self.rng.choice(("", "", "x: ", "y: "))
        if name not in fields:
            return f"{alias}{name} {self.directives()}"
        inner = fields[name].type
        while hasattr(inner, "of_type"):
            inner = inner.of_type
        written = f"{alias}{name}{self.arguments(fields[name])} {self.directives()}"
        if inner.name in LEAVES:
            return written
        return written + self.selection(inner.name, depth - 1)

    def arguments(self, definition: Any) -> str:
        given = [
            f"{name}: {self.rng.choice(LITERALS[name])}"
            for name in definition.args
            if self.rng.random() < 0.9
        ]
        return f"({', '.join(given)})" if given else ""

    def directives(self) -> str:
        return self.rng.choice(
            ("",) * 60
            + (
                *["@skip(if: $no) ", "@include(if: $yes) "] * 4,
                "@skip(if: $yes) @include(if: $no) ",
                "@include(if: false) ",
                "@skip(if: $maybe) ",
            )
        )


def variables(rng: Random) -> dict[str, Any]:
    """Return values for the variables that every operation has."""
    values: dict[str, tuple[Any, ...]] = {
        "n": (1, None),
        "colour": ("RED", None),
        "loud": ("x", {"deep": [1]}),
        "word": ("word", None),
        "input": ({"word": "given", "more": [{}]}, {}),
        "no": (True, False, None),
        "maybe": (True, None),
    }
    given = {
        name: rng.choice(choices)
        for name, choices in values.items()
        if rng.random() < 0.7
    }
    return {"yes": rng.random() < 0.8, **given}
