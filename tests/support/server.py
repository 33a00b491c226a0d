"""The production server, started as the documentation says, with a copy of the data."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.support.processes import ROOT, is_ours

HOST = "hub.example.com"
SECURE = {
    "Host": HOST,
    "X-Forwarded-Proto": "https",
    "X-Request-ID": "from-the-proxy-1",
}
PATIENCE_S = 60


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(
        self,
        path: str,
        *,
        body: str | bytes | None = None,
        method: str = "",
        **headers: str,
    ) -> tuple[int, dict[str, str], bytes]:
        method = method or ("POST" if body else "GET")
        with closing(self.connection()) as asked:
            asked.request(method, path, body, {**SECURE, **headers})
            response = asked.getresponse()
            return response.status, dict(response.getheaders()), response.read()

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_live(server: Server) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        assert server.process.poll() is None, server.log.read_text()
        try:
            if server.ask("/health/live")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(server.log.read_text())


def copied_data(folder: Path) -> dict[str, str]:
    """Copy the tests' database; return the variables that make a hub use the copy."""
    if connection.vendor != "sqlite":
        pytest.skip("The server gets a copy of the tests' SQLite database.")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "hub.sqlite3")])
    return {
        "VITEJ_VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'hub.sqlite3'}",
        "CACHE_URL": "",
        "VITEJ_BEHIND_PROXY": "true",
    }


@contextmanager
def serving(folder: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    """Run the server with these variables and no others; a folder has its log."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not is_ours(name)}
    log = folder / "log"
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port), "--workers=1"],
            cwd=ROOT,
            env=clean | dict(environment),
            stdout=stderr,
            stderr=stderr,
        )
    made = Server(process, port, log)
    try:
        wait_until_live(made)
        yield made
    finally:
        process.kill()
        process.wait()
