"""Calls the hub's WSGI application as a server would, in this thread."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from benchmarks.cases import HOST, Case


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: str
    headers: dict[str, str]
    body: bytes

    def data(self) -> Any:
        """Return what the body says, if all went well.

        Raises:
            RuntimeError: if it didn't.
        """
        if not self.status.startswith("200"):
            raise RuntimeError(f"{self.status}: {self.body[:500]!r}")
        said = json.loads(self.body)
        if isinstance(said, dict) and said.get("errors"):
            raise RuntimeError(f"Errors: {json.dumps(said['errors'])[:500]}")
        return said


def get(application: Callable[..., Any], target: str) -> Answer:
    """Ask for a path with its query string."""
    path, _, query = target.partition("?")
    answer: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        answer.update(status=status, headers=dict(headers))

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": HOST,
        "HTTP_ACCEPT": "application/json",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    result = application(environ, start_response)
    try:
        body = b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    return Answer(answer["status"], answer["headers"], body)


def graphql(case: Case) -> str:
    """Return the address of a case at the City API, as microsites ask for it."""
    variables = json.dumps(case.variables, separators=(",", ":"))
    return "/graphql/?" + urlencode({"documentId": case.sha256, "variables": variables})


def floor(case: Case) -> str:
    """Return the address of a case at the hand-written view."""
    return f"/bench/floor/{case.name}/?" + urlencode(case.variables)
