"""The client that makes load where there is no wrk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks import serving


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/here/" else 404)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_answers_are_counted(port: int) -> None:
    assert serving.rate(port, "/here/", 0.05) > 0
    assert serving.generator() == "the built-in client"


def test_an_address_that_is_not_answered_well_is_refused(port: int) -> None:
    with pytest.raises(serving.NotServed, match="/elsewhere/ is answered with 404"):
        serving.rate(port, "/elsewhere/", 0.05)
