"""A web site on this machine that receives webhooks and answers as a test says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Received"], int]


@dataclass
class Received:
    """One request that has arrived in full."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What has arrived so far; `answer` gives the status of each, by default 204."""

    url: str = ""
    requests: list[Received] = field(default_factory=list)
    answer: Answer = lambda _received: 204
    arrived: threading.Condition = field(default_factory=threading.Condition)

    @property
    def ids(self) -> list[str]:
        return [each.headers["webhook-id"] for each in self.requests]

    def wait_for(self, count: int, *, seconds: float = 90) -> None:
        """Wait until so many have arrived."""
        with self.arrived:
            enough = self.arrived.wait_for(
                lambda: len(self.requests) >= count, timeout=seconds
            )
        assert enough, f"{len(self.requests)} of {count} arrived."


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a web site for as long as the block lasts."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def answer_it(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(length)
            received = Received(self.command, self.path, headers, body)
            with receiver.arrived:
                receiver.requests.append(received)
                receiver.arrived.notify_all()
            status = receiver.answer(received)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{receiver.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_PURGE = do_GET = answer_it  # noqa: N815  http.server asks so

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}
    )
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
