"""Requests that try out a GraphQL server, and what no answer to them may hold.

The kinds are those of graphql-cop (https://github.com/dolevf/graphql-cop) and of the
OWASP GraphQL cheat sheet; the requests are our own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SITE = 'site(slug: "ostrava")'
MUTATION = "mutation { __typename }"
INTERNALS = re.compile(
    r"Traceback|File \"|site-packages|/usr/|/home/|\.py\b|line \d+, in |0x[0-9a-f]{6,}"
    r"|did you mean|SELECT .* FROM|INSERT INTO|sqlite|psycopg|OperationalError"
    r"|\b(?:django|graphene|wagtail|granian|city_api|cms|graphql_core)\.[a-z_]+",
    re.IGNORECASE,
)
"""What only somebody who sees the code, the database or the machine could know."""


@dataclass(frozen=True)
class Attack:
    """A request; `status` is that of the only right answer."""

    status: int
    path: str = "/graphql/"
    method: str = "POST"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def posted(status: int, query: Any, **more: Any) -> Attack:
    body = json.dumps({"query": query, **more}).encode()
    return Attack(status, body=body, headers=JSON)


def got(status: int, query: str, **headers: str) -> Attack:
    path = f"/graphql/?{urlencode({'query': query})}"
    return Attack(status, path, "GET", headers=headers)


def raw(status: int, body: bytes, **headers: str) -> Attack:
    return Attack(status, body=body, headers={**JSON, **headers})


ATTACKS: dict[str, Attack] = {
    "introspection": posted(403, "{ __schema { types { name } } }"),
    "introspection of a type": posted(403, '{ __type(name: "Site") { name } }'),
    "introspection by GET": got(403, "{ __schema { types { name } } }"),
    "field suggestions": posted(400, "{ sits { slug } }"),
    "suggestions of arguments": posted(400, '{ site(slog: "a") { slug } }'),
    "suggestions of types": posted(400, "{ sites { ... on Sit { slug } } }"),
    "suggestions of values": posted(400, f"{{ {SITE} {{ guides(phase: ARIVAL) }} }}"),
    "a batch": raw(400, json.dumps([{"query": "{ sites { slug } }"}] * 10).encode()),
    "aliases": posted(
        400, f"{{ {SITE} {{ {' '.join(f'a{n}: name' for n in range(101))} }} }}"
    ),
    "repeated fields": posted(400, f"{{ {SITE} {{ {'name ' * 3_000} }} }}"),
    "directives": posted(400, f"{{ {SITE} {{ name {'@aa' * 50} }} }}"),
    "directives that repeat": posted(
        400, f"{{ {SITE} {{ name {'@skip(if: false) ' * 50} }} }}"
    ),
    "cyclic fragments": posted(
        400, "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"
    ),
    "a mutation by GET": got(405, MUTATION),
    "a query as a form": Attack(
        415, body=urlencode({"query": "{ sites { slug } }"}).encode(), headers=FORM
    ),
    "a mutation as a form": Attack(
        415, body=urlencode({"query": MUTATION}).encode(), headers=FORM
    ),
    "a form of parts": raw(
        415,
        b'--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n{a}\r\n--x--',
        **{"Content-Type": "multipart/form-data; boundary=x"},
    ),
    "plain text": raw(415, b'{"query": "{ a }"}', **{"Content-Type": "text/plain"}),
    "no type": Attack(415, body=b'{"query": "{ sites { slug } }"}'),
    "XML": raw(415, b"<a/>", **{"Content-Type": "application/xml"}),
    "another character set": raw(
        415, b"{}", **{"Content-Type": "application/json; charset=utf-7"}
    ),
    "a type that is none": raw(415, b"{}", **{"Content-Type": "\xff/;;=\""}),
    "broken JSON": raw(400, b'{"query": "{ sites '),
    "no JSON object": raw(400, b'"query"'),
    "a number": raw(400, b"1e999"),
    "not a number": raw(400, b'{"query": NaN}'),
    "broken UTF-8": raw(400, b'{"query": "{ sites { slug } } \xc3\x28"}'),
    "half a surrogate": raw(400, b'{"query": "{ sites { slug } } # \\ud800"}'),
    "NUL": raw(400, b'{"query": "{ sites \\u0000 { slug } }"}'),
    "nothing": raw(400, b"{}"),
    "a query that is no text": posted(400, {"a": 1}),
    "variables that are none": posted(400, "{ sites { slug } }", variables="x"),
    "extensions that are none": posted(400, "{ sites { slug } }", extensions=[1]),
    "a wrong name": posted(400, "{ sites { slug } }", operationName="nobody"),
    "a name that is no text": posted(400, "{ sites { slug } }", operationName=[1]),
    "a wrong hash": posted(
        400, "", extensions={"persistedQuery": {"version": 1, "sha256Hash": "../x"}}
    ),
    "a huge body": raw(413, b'{"query": "' + b"x" * 300_000 + b'"}'),
    "a huge address": got(414, "{ sites { slug } } #" + "x" * 70_000),
    "a deep body": raw(400, b"[" * 20_000 + b"]" * 20_000),
    "compressed": raw(415, b"\x1f\x8b\x08", **{"Content-Encoding": "gzip"}),
    "a subscription": posted(400, "subscription { sites { slug } }"),
    "SQL in an argument": posted(200, "{ site(slug: \"' OR 1=1 --\") { name } }"),
    "NUL in an argument": posted(400, '{ site(slug: "a\\u0000b") { name } }'),
    "a path out of the hub": posted(
        200, f'{{ {SITE} {{ route(path: "/../../etc/passwd") {{ __typename }} }} }}'
    ),
    "a broken cursor": posted(
        200, f'{{ {SITE} {{ blogPosts(after: "AAAA") {{ totalCount }} }} }}'
    ),
    "a broken id": posted(200, f'{{ {SITE} {{ page(id: "%00") {{ title }} }} }}'),
    "tracing": posted(200, "{ sites { slug } }", extensions={"tracing": True}),
    "debugging": Attack(
        200, "/graphql/?debug=1&query=%7Bsites%7Bslug%7D%7D", "GET",
        headers={"X-Debug": "1", "apollo-tracing": "1", "Cookie": "debug=1"},
    ),
    "TRACE": Attack(405, method="TRACE"),
    "PUT": Attack(405, method="PUT", body=b"{}", headers=JSON),
    "DELETE": Attack(405, method="DELETE"),
    "the explorer": Attack(302, method="GET", headers={"Accept": "text/html"}),
    "a type nobody has": got(406, "{ sites { slug } }", Accept="image/png"),
    "another host": got(400, "{ sites { slug } }", Host="evil.example.com"),
    "a forged token": got(401, "{ sites { slug } }", Authorization="Bearer x.y"),
    "an address below": Attack(404, "/graphql/console/", "GET"),
    "GraphiQL": Attack(404, "/graphiql/", "GET"),
    "the playground": Attack(404, "/playground/", "GET"),
}  # fmt: skip
