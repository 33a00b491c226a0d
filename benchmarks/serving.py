"""Measures over HTTP: granian with one worker, and a load generator beside it."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.cases import HOST

CONNECTIONS = 4
START_SECONDS = 60
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")


class NotServed(Exception):
    """The server doesn't answer as it should."""


@contextmanager
def served(env: Mapping[str, str]) -> Iterator[int]:
    """Serve the hub at a free port, which is given; stop it at the end.

    Raises:
        NotServed: if it doesn't start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"),
        *("--no-ws", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "--log-level", "warning"),
        *("--workers-kill-timeout", "3", "benchmarks.wsgi:application"),
    ]
    with subprocess.Popen(command, env=dict(env)) as server:  # noqa: S603 (ours)
        try:
            wait_for(port, server)
            yield port
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            if status(port, "/uncached/bench/empty/") == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise NotServed("granian didn't start.")


def request(address: str) -> bytes:
    lines = [f"GET {address} HTTP/1.1", f"Host: {HOST}", "Accept: application/json"]
    return ("\r\n".join([*lines, "", ""])).encode()


def status(port: int, address: str) -> int:
    """Return the status with which an address is answered."""
    with socket.create_connection(("127.0.0.1", port), 60) as connection:
        connection.sendall(request(address))
        line = connection.makefile("rb").readline()
    return int(line.split()[1])


def generator() -> str:
    """Return the name of what makes the load."""
    return "wrk" if shutil.which("wrk") else "the built-in client"


def rate(port: int, address: str, seconds: float) -> float:
    """Return how many requests a second are answered, over four connections.

    Raises:
        NotServed: if an answer is anything but 200.
    """
    if (found := status(port, address)) != 200:
        raise NotServed(f"{address[:80]} is answered with {found}.")
    wrk = shutil.which("wrk")
    if wrk is None:
        return asyncio.run(built_in(port, address, seconds))
    command = [
        *(wrk, "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s"),
        *("-H", f"Host: {HOST}", "-H", "Accept: application/json"),
        f"http://127.0.0.1:{port}{address}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    match = RATE.search(done.stdout)
    if match is None or "Non-2xx" in done.stdout:
        raise NotServed(done.stdout)
    return float(match[1])


async def built_in(port: int, address: str, seconds: float) -> float:
    """Ask over some connections at once; return the answers a second."""
    end = time.monotonic() + seconds
    begun = time.monotonic()
    answered = await asyncio.gather(
        *(one_connection(port, request(address), end) for _ in range(CONNECTIONS))
    )
    return sum(answered) / (time.monotonic() - begun)


async def one_connection(port: int, message: bytes, end: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.monotonic() < end:
        writer.write(message)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise NotServed(head.decode("latin-1"))
        length = re.search(rb"content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        count += 1
    writer.close()
    return count
