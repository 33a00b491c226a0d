"""Requests that want too much, and the code that each is refused with.

Each is a whole request body, as a stranger would post it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from graphql import get_introspection_query

SLUG = 'site(slug: "ostrava")'
DEEP = "children { nodes { parent { " * 8 + "title" + "} } }" * 8
BOMB = "fragment F0 on Site { slug name }" + "".join(
    f" fragment F{n} on Site {{ ...F{n - 1} ...F{n - 1} }}" for n in range(1, 30)
)
FRAGMENTS = " ".join(f"fragment F{n} on Site {{ slug }}" for n in range(100))
WIDE = "nodes { children(first: 100) { " * 3 + "totalCount" + "} }" * 3
WIDTHS = "heroImage { srcSet(widths: [161, 162, 163]) { url } }"
SPECS = " ".join(
    f"s{n}: srcSet(widths: [{n * 3 + 1}, {n * 3 + 2}, {n * 3 + 3}]) {{ url }}"
    for n in range(120)
)
TYPES = "fields { type { " * 6 + "name" + " } }" * 6


@dataclass(frozen=True)
class Abuse:
    """A request's body and the code of its refusal; `sql` statements are the most."""

    body: bytes
    code: str
    sql: int = 0


def query(document: str, code: str, *, sql: int = 0, **more: Any) -> Abuse:
    return Abuse(json.dumps({"query": document, **more}).encode(), code, sql)


def nested(depth: int) -> bytes:
    inside = b"[" * depth + b"]" * depth
    return b'{"query": "{ sites { slug } }", "variables": {"a": ' + inside + b"}}"


ABUSES: dict[str, Abuse] = {
    "deep nesting": query(f"{{ {SLUG} {{ home {{ {DEEP} }} }} }}", "DEPTH_LIMIT"),
    "200 aliases": query(
        f"{{ {SLUG} {{ {' '.join(f'a{n}: slug' for n in range(200))} }} }}",
        "ALIAS_LIMIT",
    ),
    "100 unused fragments": query(
        f"{{ {SLUG} {{ slug }} }} {FRAGMENTS}", "BAD_REQUEST"
    ),
    "fragments that double": query(f"{{ {SLUG} {{ ...F29 }} }} {BOMB}", "FIELD_LIMIT"),
    "cyclic fragments": query(
        "{ sites { ...A } } fragment A on Site { ...B } fragment B on Site { ...A }",
        "FRAGMENT_CYCLE",
    ),
    "a fragment in itself": query(
        "{ sites { ...A } } fragment A on Site { home { parent { title } } ...A }",
        "FRAGMENT_CYCLE",
    ),
    "huge first": query(
        f"{{ {SLUG} {{ guides(first: 1000000) {{ totalCount }} }} }}",
        "PAGE_SIZE",
        sql=10,
    ),
    "a number without end": query(
        f"{{ {SLUG} {{ guides(first: {'9' * 5000}) {{ totalCount }} }} }}",
        "BAD_REQUEST",
    ),
    "lists in lists": query(
        f"{{ {SLUG} {{ home {{ children(first: 100) {{ {WIDE} }} }} }} }}",
        "COST_LIMIT",
    ),
    "a huge variable": query(
        "query ($a: String!) { site(slug: $a) { slug } }",
        "DOCUMENT_TOO_LARGE",
        variables={"a": "x" * 100_000},
    ),
    "a huge list in a variable": query(
        "query ($a: [Int!]!) { sites { slug } }",
        "VARIABLES_LIMIT",
        variables={"a": [1] * 10_000},
    ),
    "many variables": query(
        "{ sites { slug } }",
        "VARIABLES_LIMIT",
        variables={f"v{number}": 1 for number in range(5_000)},
    ),
    "a document of 1 MB": query("{ a" + " " * 1_000_000 + "}", "DOCUMENT_TOO_LARGE"),
    "a comment of 60 kB": query("#" + "x" * 60_000, "BAD_REQUEST"),
    "3,000 same fields": query(f"{{ {SLUG} {{ {'slug ' * 3000} }} }}", "TOKEN_LIMIT"),
    "1,900 wrong fields": query(
        f"{{ {SLUG} {{ {' '.join(f'slog{n}' for n in range(1900))} }} }}",
        "BAD_REQUEST",
    ),
    "repeated directives": query(
        f"{{ {SLUG} {{ slug {'@include(if: true) ' * 250} }} }}", "BAD_REQUEST"
    ),
    "many directives": query(f"{{ {SLUG} {{ slug {'@aa' * 990} }} }}", "BAD_REQUEST"),
    "a batch": Abuse(
        json.dumps([{"query": "{ sites { slug } }"}] * 50).encode(), "BATCHING_REFUSED"
    ),
    "introspection": query(get_introspection_query(), "INTROSPECTION_REFUSED"),
    "circular introspection": query(
        f"{{ __schema {{ types {{ {TYPES} }} }} }}", "BAD_REQUEST"
    ),
    "hidden introspection": query(
        "{ ... { ... on Query { __schema { types { name } } } } }",
        "INTROSPECTION_REFUSED",
    ),
    "image widths": query(
        f"{{ {SLUG} {{ blogPosts {{ nodes {{ {WIDTHS} }} }} }} }}",
        "IMAGE_WIDTH",
        sql=12,
    ),
    "thousands of image specs": query(
        f"{{ {SLUG} {{ blogPosts {{ nodes {{ heroImage {{ {SPECS} }} }} }} }} }}",
        "ALIAS_LIMIT",
    ),
    "many operations": query(
        " ".join(f"query Q{number} {{ sites {{ slug }} }}" for number in range(250)),
        "BAD_REQUEST",
    ),
    "deep JSON": Abuse(nested(100), "DEPTH_LIMIT"),
    "deepest JSON": Abuse(nested(30_000), "DEPTH_LIMIT"),
    "deep selections": query("{ a " * 500 + "}" * 500, "DEPTH_LIMIT"),
    "a deep list in the document": query(
        f"{{ site(slug: {'[' * 900}{']' * 900}) {{ slug }} }}", "DEPTH_LIMIT"
    ),
    "a deep type in the document": query(
        f"query ($a: {'[' * 900}Int{']' * 900}) {{ sites {{ slug }} }}", "DEPTH_LIMIT"
    ),
    "what is no GraphQL": query("x" * 60_000, "BAD_REQUEST"),
    "NUL and half a character": Abuse(
        b'{"query": "{ sites { slug } }", "variables": {"a": "\\u0000\\ud800"}}',
        "BROKEN_TEXT",
    ),
}
