"""A hub served by granian, a Redis and a way to the database that can be cut."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

import pytest

from tests.support.processes import ROOT, is_ours

HOST = "127.0.0.1"
PATIENCE_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Ask again and again; nobody tells when another process is ready."""
    ends = time.monotonic() + PATIENCE_S
    pause = threading.Event()
    while time.monotonic() < ends:
        if condition():
            return
        pause.wait(0.05)
    pytest.fail(f"{what} never came.")


class Process:
    """A program that is running, and surely ended with the test."""

    def __init__(self, *command: str, env: dict[str, str] | None = None) -> None:
        self.popen = subprocess.Popen(command, env=env, cwd=ROOT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.send(signal.SIGCONT)
        self.popen.terminate()
        try:
            self.popen.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def send(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.popen.send_signal(number)

    def kill(self) -> None:
        self.popen.kill()
        self.popen.wait(10)


class RedisServer(Process):
    """A Redis of the test's own, which keeps nothing on disk."""

    def __init__(self, folder: Path, port: int) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip("There is no redis-server here.")
        options = ("--save", "", "--appendonly", "no", "--loglevel", "warning")
        super().__init__(program, "--port", str(port), "--dir", str(folder), *options)
        self.port = port
        wait_until(self.is_up, "Redis")

    def is_up(self) -> bool:
        return self.says("PING").startswith("+PONG")

    def says(self, command: str) -> str:
        """Return the answer to a command of one line."""
        try:
            with socket.create_connection((HOST, self.port), 2) as connection:
                connection.sendall(f"{command}\r\n".encode())
                return connection.recv(4096).decode()
        except OSError:
            return ""

    def count(self) -> int:
        """Return how many keys there are."""
        return int(self.says("DBSIZE").strip().removeprefix(":") or 0)


@dataclass
class Got:
    """What the hub answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Granian(Process):
    """The hub as an installation serves it, with one worker."""

    def __init__(self, **variables: str) -> None:
        self.port = free_port()
        clean = {key: value for key, value in os.environ.items() if not is_ours(key)}
        env = clean | {"PYTHONUTF8": "1", "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
        granian = str(Path(sys.executable).with_name("granian"))
        options = ["--interface", "wsgi", "--no-ws", "--host", HOST]
        options += ["--port", str(self.port), "--workers", "1"]
        options += ["--blocking-threads", "4", "--log-level", "warning"]
        options += ["--workers-kill-timeout", "3", "cms.wsgi:application"]
        super().__init__(granian, *options, env=env | variables)
        wait_until(self._is_up, "The hub")

    def _is_up(self) -> bool:
        assert self.popen.poll() is None, "The hub has ended."
        try:
            return self.get("{ __typename }").status in (200, 503)
        except OSError:
            return False

    def get(self, query: str) -> Got:
        """Ask the City API by GET."""
        return self.get_at(f"/graphql/?{urlencode({'query': query})}")

    def get_at(self, path: str) -> Got:
        """Ask for an address by GET, in a connection of its own."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE_S)
        with contextlib.closing(connection):
            # Whatever the port: the address that was asked is part of the question.
            connection.request("GET", path, headers={"Host": "localhost"})
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            return Got(response.status, named, response.read())


class Cut:
    """A way to a server by TCP that can be cut and mended, or stand still."""

    def __init__(self, host: str, port: int) -> None:
        self._target = host, port
        self._open: list[socket.socket] = []
        self._is_cut = False
        self._flows = threading.Event()
        self._flows.set()
        self._listening = socket.create_server((HOST, 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break all connections and refuse new ones."""
        self._is_cut = True
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def mend(self) -> None:
        self._is_cut = False

    def freeze(self) -> None:
        """Take everything, also new connections, and hand nothing on."""
        self._flows.clear()

    def thaw(self) -> None:
        """Hand on what was held back, and all that comes."""
        self._flows.set()

    def close(self) -> None:
        self._listening.close()
        self.cut()
        self.thaw()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            if self._is_cut:
                client.close()
                continue
            server = socket.create_connection(self._target)
            self._open += [client, server]
            for ends in ((client, server), (server, client)):
                threading.Thread(target=self._pump, args=ends, daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(65_536):
                self._flows.wait()
                target.sendall(piece)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class Readers:
    """Threads that ask all the time and note whatever is older than it may be.

    The content is a number that only grows. Who asks after it has become n must be
    answered with n or more.
    """

    def __init__(self, ask: Callable[[], Got], number_in: Callable[[Got], int]) -> None:
        self.committed = 0
        self.statuses: dict[int, int] = {}
        self.wrong: list[Any] = []
        self._ask = ask
        self._number_in = number_in
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run) for _ in range(3)]

    @contextlib.contextmanager
    def reading(self) -> Iterator[Self]:
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self._ended.set()
            for thread in self._threads:
                thread.join(PATIENCE_S)

    def _run(self) -> None:
        while not self._ended.is_set():
            least = self.committed
            try:
                got = self._ask()
                self._note(got, least)
            except Exception as error:  # noqa: BLE001 (a thread has nobody to tell)
                self.wrong.append(error)
                return

    def _note(self, got: Got, least: int) -> None:
        with self._lock:
            self.statuses[got.status] = self.statuses.get(got.status, 0) + 1
        if got.status == 200:
            number = self._number_in(got)
            if number < least:
                self.wrong.append((number, least, got.headers))

    def answered(self, status: int) -> int:
        return self.statuses.get(status, 0)
