"""Spans and error reports tell what happened, and nothing about a person."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport
from wagtail.models import Site

from cms import error_reports
from cms.request_log import RequestLog
from cms.telemetry import Traced, provider_from_environment

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
PERSON = "jana@example.com"
QUERY = "query Cities { sites { name } } # jana@example.com"


class Spans:
    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.provider = TracerProvider()
        self.provider.add_span_processor(SimpleSpanProcessor(self.exporter))

    def served(
        self, environ: dict[str, Any], application: Any = None, *, trusted: bool = False
    ) -> Any:
        """Return the one span of a request."""
        traced = Traced(application or WSGIHandler(), self.provider, trusted=trusted)
        wrapped = RequestLog(traced, trusted=trusted)
        list(wrapped(environ, lambda *_: lambda _: None))
        (span,) = self.exporter.get_finished_spans()
        return span


def operation(**headers: str) -> dict[str, Any]:
    body = json.dumps({"query": QUERY, "variables": {"name": "jana@example.com"}})
    request = RequestFactory().post(
        "/graphql/?who=jana",
        body,
        content_type="application/json",
        headers={"Cookie": "sessionid=jana", "User-Agent": "jana", **headers},
    )
    return request.environ


@pytest.mark.django_db
def test_a_span_tells_of_the_operation_and_not_of_who_asked(ostrava: Site) -> None:
    span = Spans().served(operation())

    found = dict(span.attributes)
    assert span.name == "POST graphql"
    assert len(found.pop("vitej.request_id")) == 32
    assert len(found.pop("vitej.operation.hash")) == 12
    assert found.pop("vitej.sql.count") >= 1
    assert found.pop("vitej.sql.ms") > 0
    found.pop("vitej.cache", None)
    assert found == {
        "http.request.method": "POST",
        "http.route": "graphql",
        "http.response.status_code": 200,
        "graphql.operation.name": "Cities",
        "vitej.errors.count": 0,
    }
    assert "jana" not in span.to_json()


@pytest.mark.parametrize("trusted", [True, False])
def test_a_trace_of_a_proxy_is_continued_where_it_is_trusted(*, trusted: bool) -> None:
    request = RequestFactory().get("/", headers={"traceparent": PARENT})

    span = Spans().served(
        request.environ, lambda _e, start: start("200 OK", []) and [], trusted=trusted
    )

    assert (f"{span.context.trace_id:032x}" in PARENT) is trusted


def test_a_failure_is_marked_without_its_text() -> None:
    def application(_environ: Any, _start: Any) -> Any:
        raise RuntimeError("jana@example.com")

    spans = Spans()
    with pytest.raises(RuntimeError):
        spans.served(RequestFactory().get("/").environ, application)

    (span,) = spans.exporter.get_finished_spans()
    assert span.status.status_code is StatusCode.ERROR
    assert span.attributes is not None
    assert span.attributes["http.response.status_code"] == 500
    assert "jana" not in span.to_json()


def test_the_standard_variables_name_the_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = []
    for variables in ({}, {"OTEL_SERVICE_NAME": "hub-of-the-region"}):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        provider = provider_from_environment()
        names.append(provider.resource.attributes["service.name"])
        provider.shutdown()

    assert names == ["vitej", "hub-of-the-region"]


class Kept(Transport):
    """Keeps what would be sent."""

    sent: list[Any] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.extend(item.payload.json for item in envelope.items)


@pytest.fixture
def reports() -> Iterator[list[Any]]:
    Kept.sent.clear()
    error_reports.start(
        "https://public@sentry.example.com/1", environment="test", transport=Kept
    )
    yield Kept.sent
    sentry_sdk.init()


def fail() -> None:
    raise ValueError(PERSON)


def failing(environ: Any, start_response: Any) -> Any:
    sentry_sdk.set_user({"email": PERSON})
    sentry_sdk.add_breadcrumb(message=PERSON)
    try:
        fail()
    except ValueError:
        logging.getLogger("hub").exception("It failed for %s.", PERSON)
    start_response("500 Internal Server Error", [])
    return []


def test_a_report_names_the_error_its_lines_and_the_request(reports: list[Any]) -> None:
    told = answered(failing, operation())

    (event,) = reports
    (exception,) = event["exception"]["values"]
    assert exception["type"] == "ValueError"
    assert exception["stacktrace"]["frames"][-1]["function"] == "fail"
    assert event["logentry"] == {"message": "It failed for %s."}
    assert event["tags"]["request_id"] == told["X-Request-ID"]
    assert event["environment"] == "test"
    assert "jana" not in json.dumps(without_source(event))


@pytest.mark.django_db
def test_the_request_of_a_failing_view_stays_out(
    reports: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ValueError("jana@example.com")

    monkeypatch.setattr("cms.health.live", broken)
    environ = RequestFactory().get(
        "/health/live?who=jana", headers={"Cookie": "j=jana"}
    )

    answered(WSGIHandler(), environ.environ)

    assert reports
    for event in reports:
        assert "request" not in event
        assert "user" not in event
        assert "breadcrumbs" not in event
        assert "jana" not in json.dumps(without_source(event))


def answered(application: Any, environ: dict[str, Any]) -> dict[str, str]:
    """Return the headers of an answer."""
    told: dict[str, str] = {}

    def start_response(_status: str, headers: Any, _exc: Any = None) -> Any:
        told.update(headers)

    list(RequestLog(application, trusted=False)(environ, start_response))
    return told


def without_source(event: Any) -> Any:
    """Return an event without lines of our own code, which this test's words are in."""
    for exception in event["exception"]["values"]:
        for frame in exception["stacktrace"]["frames"]:
            for part in ("pre_context", "context_line", "post_context"):
                frame.pop(part, None)
    return event
