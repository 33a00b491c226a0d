"""Each request has an id and one line in the log, which tells nothing of a person."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory
from wagtail.models import Site

from cms.logs import JsonFormatter
from cms.request_log import RequestFacts, RequestLog, current_request_id, line_of

pytestmark = pytest.mark.django_db

GIVEN = "abc12345-of-the-proxy"


class Lines(logging.Handler):
    """Keeps what is logged as the formatter writes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.text: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.text.append(self.format(record))

    def access(self) -> dict[str, Any]:
        (line,) = [
            entry
            for entry in map(json.loads, self.text)
            if entry["logger"] == "vitej.access"
        ]
        found: dict[str, Any] = line
        return found


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler = Lines()
    root, access = logging.getLogger(), logging.getLogger("vitej.access")
    root.addHandler(handler)
    access.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    access.setLevel(logging.NOTSET)


def served(
    environ: dict[str, Any], application: Any = None, *, trusted: bool = False
) -> tuple[str, dict[str, str], bytes]:
    """Return status, headers and body of a request through the wrapper."""
    told: list[Any] = []

    def start_response(status: str, headers: Any, exc_info: Any = None) -> Any:
        told.extend([status, dict(headers)])

    wrapped = RequestLog(application or WSGIHandler(), trusted=trusted)
    body = b"".join(wrapped(environ, start_response))
    return told[0], told[1], body


def graphql(query: str, **headers: str) -> dict[str, Any]:
    body = json.dumps({"query": query, "variables": {"name": "jana@example.com"}})
    factory = RequestFactory(**headers)  # type: ignore[arg-type]
    request = factory.post("/graphql/", body, content_type="application/json")
    return request.environ


def test_the_line_of_an_operation_names_it_and_nothing_of_its_text(
    ostrava: Site, lines: Lines
) -> None:
    query = "query Cities { sites { name } } # jana@example.com"

    status, headers, _ = served(graphql(query))

    line = lines.access()
    assert status == "200 OK"
    assert re.fullmatch(r"[0-9a-f]{32}", headers["X-Request-ID"])
    assert line.pop("duration_ms") > 0
    assert line.pop("sql_ms") > 0
    assert line.pop("sql_count") >= 1
    assert line.pop("time")
    assert line == {
        "level": "INFO",
        "logger": "vitej.access",
        "message": "Request",
        "request_id": headers["X-Request-ID"],
        "method": "POST",
        "route": "graphql",
        "status_code": 200,
        "operation": "Cities",
        "operation_hash": sha256(query.encode()).hexdigest()[:12],
        "errors": 0,
    }
    assert "jana" not in "".join(lines.text)


def test_every_statement_of_the_request_is_counted(lines: Lines) -> None:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        with connection.cursor() as cursor:
            for _ in range(3):
                cursor.execute("SELECT 1")
        start_response("200 OK", [])
        return [b""]

    served(RequestFactory().get("/").environ, application)

    assert lines.access()["sql_count"] == 3


def test_errors_are_counted_and_their_codes_named(lines: Lines) -> None:
    served(graphql("{ sites { name nothing other } }"))

    line = lines.access()
    assert line["errors"] == 2
    assert line["error_codes"] == ["BAD_REQUEST"]


@pytest.mark.parametrize(
    "given", ["short", "a" * 65, "jana@example.com", "two\nlines-123", "-leading-123"]
)
def test_an_id_that_is_not_well_formed_is_replaced(given: str) -> None:
    environ = RequestFactory().get("/health/live", headers={"X-Request-ID": given})

    _, headers, _ = served(environ.environ, trusted=True)

    assert re.fullmatch(r"[0-9a-f]{32}", headers["X-Request-ID"])


@pytest.mark.parametrize(("trusted", "kept"), [(True, True), (False, False)])
def test_an_id_is_kept_from_a_proxy_only(*, trusted: bool, kept: bool) -> None:
    request = RequestFactory().get("/health/live", headers={"X-Request-ID": GIVEN})

    _, headers, _ = served(request.environ, trusted=trusted)

    assert (headers["X-Request-ID"] == GIVEN) is kept


def test_every_record_of_a_request_carries_its_id(lines: Lines) -> None:
    def application(_environ: Any, start_response: Any) -> list[bytes]:
        logging.getLogger("hub").warning("On the way")
        start_response("204 No Content", [])
        return []

    _, headers, _ = served(RequestFactory().get("/").environ, application)

    ids = {json.loads(line)["request_id"] for line in lines.text}
    assert ids == {headers["X-Request-ID"]}
    assert len(lines.text) == 2


def test_an_application_that_fails_has_a_line_too(lines: Lines) -> None:
    def application(_environ: Any, _start_response: Any) -> list[bytes]:
        raise RuntimeError("jana@example.com")

    with pytest.raises(RuntimeError):
        served(RequestFactory().get("/").environ, application)

    assert lines.access()["status_code"] == 500
    assert current_request_id()
    assert "jana" not in "".join(lines.text)


def test_an_address_with_a_token_stays_out_of_every_line(
    lines: Lines, settings: Any
) -> None:
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False

    status, _, _ = served(RequestFactory().get("/secret-token-123/x.png").environ)

    assert status == "404 Not Found"
    assert len(lines.text) >= 1
    assert "secret-token" not in "".join(lines.text)


def test_what_a_client_can_choose_is_a_word_or_left_out() -> None:
    environ = RequestFactory().get("/").environ | {
        "REQUEST_METHOD": "GET /jana",
        "city_api.operation": "Jana Nováková",
        "city_api.hash": "f" * 64,
        "city_api.cache": "hit",
        "city_api.errors": ["DEPTH_LIMIT", "x@example.com"],
    }
    line = line_of(environ, "200 OK", 0.0015, RequestFacts("an-id-of-a-request"))

    assert line == {
        "request_id": "an-id-of-a-request",
        "method": "",
        "route": None,
        "status_code": 200,
        "duration_ms": 1.5,
        "sql_count": 0,
        "sql_ms": 0.0,
        "operation": "",
        "operation_hash": "f" * 12,
        "cache": "hit",
        "errors": 2,
        "error_codes": ["", "DEPTH_LIMIT"],
    }
