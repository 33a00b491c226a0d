"""An application and a database for tests of the cache alone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.test import RequestFactory

from city_api.answers.cache import AnswerCache
from city_api.answers.front import AnswersFirst
from city_api.answers.keepable import ANSWER, VERSIONS, Keepable
from city_api.answers.tokens import DatabaseAway, Tokens
from city_api.http_answer import media_type
from city_api.http_request import asked_by, hash_of


class Database:
    """Tokens, and a content for each; it can be away."""

    def __init__(self) -> None:
        self.tokens: dict[int | None, int] = {None: 1, 1: 10, 2: 20}
        self.is_away = False
        self.reads: list[frozenset[int] | None] = []

    def read(self, sites: frozenset[int] | None = None) -> Tokens:
        self.reads.append(sites)
        if self.is_away:
            raise DatabaseAway
        if sites is None:
            return dict(self.tokens)
        wanted = {None, *sites}
        return {site: token for site, token in self.tokens.items() if site in wanted}

    def change(self, site: int | None = 1) -> None:
        """Change the content of a city, or of what cities share."""
        self.tokens[site] = self.tokens.get(site, 0) + 1_000


class Application:
    """Answers with the tokens it sees, so that a stale answer shows.

    A document names what it reads: `sites 1,2`, `hub`, `nothing`; `not kept` answers
    without an offer to keep it.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.runs = 0
        self.seen_tokens: Tokens | None = None
        self.until: dt.datetime | None = None
        self.headers: list[tuple[str, str]] = []
        self.status = "200 OK"
        self.padding = ""
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.runs += 1
        self.seen_tokens = environ.get(VERSIONS)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        asked = asked_by(
            environ["REQUEST_METHOD"],
            environ["QUERY_STRING"],
            environ.get("CONTENT_TYPE", ""),
            body,
        )
        kind, _, rest = (asked.query or "").partition(" ")
        sites = {
            "hub": None,
            "sites": frozenset(int(each) for each in rest.split(",") if each.isdigit()),
        }.get(kind, frozenset())
        answer = self.told(sites) | {"variables": dict(asked.variables or {})}
        self.meanwhile()
        media = media_type(environ.get("HTTP_ACCEPT"))
        headers = {"Content-Type": f"{media}; charset=utf-8", "Vary": "Accept"}
        if kind != "not":
            environ[ANSWER] = Keepable(
                operation=hash_of(asked.query or ""),
                variables=asked.canonical_variables(),
                operation_name=asked.operation_name,
                sites=sites,
                until=self.until,
            )
        start_response(self.status, list((headers | dict(self.headers)).items()))
        return [json.dumps(answer).encode()]

    def told(self, sites: frozenset[int] | None) -> dict[str, Any]:
        seen = self.database.tokens
        wanted = seen.keys() if sites is None else {None, *sites}
        return {
            "seen": {str(each): seen.get(each) for each in sorted(wanted, key=str)},
            "padding": self.padding,
        }


class Response:
    """What a client gets."""

    def __init__(
        self, status: str, headers: list[tuple[str, str]], body: bytes
    ) -> None:
        self.status = int(status[:3])
        self.headers = {name.lower(): value for name, value in headers}
        assert len(self.headers) == len(headers), headers
        self.body = body

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def cache(self) -> str:
        return self.headers["cache-status"].removeprefix("vitej; ")


class Client:
    """Sends requests to a WSGI application, without Django's test client between."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.environ: dict[str, Any] = {}

    def get(
        self, query: str = "", headers: Mapping[str, str] | None = None, **more: Any
    ) -> Response:
        parameters = {"query": query, **more} if query else more
        return self.ask("GET", urlencode(parameters), headers)

    def post(
        self, query: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Response:
        body = json.dumps({"query": query, **more}).encode()
        return self.ask("POST", "", headers, body)

    def ask(
        self,
        method: str,
        query_string: str = "",
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        path: str = "/graphql/",
    ) -> Response:
        environ: Any = (
            RequestFactory()
            .generic(
                method,
                path,
                body,
                "application/json" if body else "",
                QUERY_STRING=query_string,
                headers=headers,
            )
            .environ
        )
        got: list[Any] = []

        def start(status: str, sent: list[tuple[str, str]], _exc: Any = None) -> Any:
            got[:] = [status, list(sent)]
            sent.append(("X-Outer", "appended"))  # as the log around it does

        chunks = self.application(environ, start)
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        self.environ = environ
        status, sent = got
        return Response(status, sent, body)


class Hub:
    """A cache in front of a stand-in application."""

    def __init__(self, **options: Any) -> None:
        self.now = 1_000_000.0
        self.database = Database()
        self.application = Application(self.database)
        self.cache = AnswerCache(
            tokens=self.database,  # type: ignore[arg-type]
            now=lambda: self.now,
            **options,
        )
        self.client = Client(AnswersFirst(self.application, cache=self.cache))

    @property
    def runs(self) -> int:
        return self.application.runs

    def bound(self, seconds: float) -> None:
        """Let answers end so many seconds from now."""
        self.application.until = dt.datetime.fromtimestamp(
            self.now + seconds, tz=dt.UTC
        )
