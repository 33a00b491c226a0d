"""Traces for OpenTelemetry: one span a request, with nothing of a person in it.

The instrumentations there are for Django and psycopg put addresses, browsers and the
text of statements into spans. The hub makes its own from what its log tells
(`cms.request_log`), under OpenTelemetry's names where there are some.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from opentelemetry import context, propagate
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import (
    Span,
    SpanKind,
    Status,
    StatusCode,
    Tracer,
    use_span,
)

from cms.request_log import RequestFacts, current_facts, line_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NAMES = {
    "request_id": "vitej.request_id",
    "method": "http.request.method",
    "route": "http.route",
    "status_code": "http.response.status_code",
    "sql_count": "vitej.sql.count",
    "sql_ms": "vitej.sql.ms",
    "operation": "graphql.operation.name",
    "operation_hash": "vitej.operation.hash",
    "cache": "vitej.cache",
    "errors": "vitej.errors.count",
    "error_codes": "vitej.errors.codes",
}
"""The attribute of a span for each field of a request's line in the log."""


def provider_from_environment() -> TracerProvider:
    """Return what sends spans as OpenTelemetry's standard variables say (`OTEL_…`)."""
    named = Resource({SERVICE_NAME: "vitej"}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=Resource.create().merge(named))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


class Traced:
    """WSGI middleware: a span for each request; stands right inside `RequestLog`."""

    def __init__(
        self, application: WSGIApplication, provider: TracerProvider, *, trusted: bool
    ) -> None:
        self.application = application
        self.tracer: Tracer = provider.get_tracer("vitej")
        self.trusted = trusted

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        answered = [""]

        def start(status: str, headers: Any, *rest: Any) -> Any:
            answered[0] = status
            return start_response(status, headers, *rest)

        span = self.tracer.start_span(
            "request", context=self._parent(environ), kind=SpanKind.SERVER
        )
        # Without its own record of an exception: that would hold the exception's text.
        quiet = {"record_exception": False, "set_status_on_exception": False}
        with use_span(span, end_on_exit=True, **quiet):
            try:
                return self.application(environ, start)
            finally:
                if span.is_recording():
                    describe(span, environ, answered[0])

    def _parent(self, environ: WSGIEnvironment) -> context.Context:
        """Return the trace that a proxy of ours has begun, or a new one."""
        if not self.trusted or "HTTP_TRACEPARENT" not in environ:
            return context.Context()
        return propagate.extract({"traceparent": environ["HTTP_TRACEPARENT"]})


def describe(span: Span, environ: WSGIEnvironment, status: str) -> None:
    """Give a span its name and attributes, and say whether the request failed."""
    facts = current_facts() or RequestFacts("")
    line = line_of(environ, status, 0.0, facts)
    span.update_name(f"{line['method']} {line['route'] or ''}".strip())
    for field, name in NAMES.items():
        value: Any = line.get(field)
        if value not in (None, "", []):
            span.set_attribute(name, value)
    if line["status_code"] in range(500, 600):
        span.set_status(Status(StatusCode.ERROR))
