"""Asking servers outside: one request, nothing followed, nothing of the answer kept.

Editors choose where webhooks go, so such an address must not lead to the hub's own
network. A name is looked up once; what it stands for is checked, and the connection
goes to that very IP address, so that a second look-up can't bring another.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

STEP_S = 10
"""How long to wait for the connection, and for each part of the answer."""
ALTOGETHER_S = 20
"""How long a request may take, however slowly the other side answers."""

PORTS = {"http": 80, "https": 443}
CARRIES_IPV4 = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/32"),
)
"""IPv6 networks whose addresses stand for IPv4 ones, perhaps private."""


@dataclass(frozen=True)
class Outgoing:
    """A request that the hub sends."""

    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


@dataclass(frozen=True)
class Outcome:
    """What became of it: a status, or why there is none (a word of `REASONS`)."""

    status: int | None = None
    reason: str = ""

    @property
    def accepted(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Unusable(Exception):
    """Nothing may be sent to this address; `reason` is a word of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


REASONS = frozenset(
    {"address", "insecure", "private", "name", "tls", "timeout", "connection"}
)


def checked(url: str, *, anywhere: bool) -> SplitResult:
    """Return the parts of an address that may be sent to, as far as its text tells.

    `anywhere` admits plain HTTP and the hub's own network.

    Raises:
        Unusable: if it is no web address, has a password in it, or isn't admitted.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unusable("address") from None
    host = parts.hostname
    if parts.scheme not in PORTS or not host or port == 0 or not url.isascii():
        raise Unusable("address")
    if "@" in parts.netloc or parts.fragment or any(c <= " " for c in url):
        raise Unusable("address")
    if not anywhere:
        if parts.scheme != "https":
            raise Unusable("insecure")
        with suppress(ValueError):
            if not is_public(host):
                raise Unusable("private")
        if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
            raise Unusable("private")
    return parts


def is_public(text: str) -> bool:
    """Return whether an IP address belongs to the public internet.

    Raises:
        ValueError: if it is no IP address.
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if any(address in network for network in CARRIES_IPV4):
            return False
    return address.is_global and not address.is_multicast


def send(outgoing: Outgoing, *, anywhere: bool = False) -> Outcome:
    """Send a request and return what became of it; never raises for the other side."""
    try:
        parts = checked(outgoing.url, anywhere=anywhere)
        address = _looked_up(parts, anywhere=anywhere)
        return Outcome(status=_exchange(outgoing, parts, address))
    except Unusable as error:
        return Outcome(reason=error.reason)
    except ssl.SSLError:
        return Outcome(reason="tls")
    except TimeoutError:
        return Outcome(reason="timeout")
    except HTTPError as error:
        return Outcome(reason=_reason(error))
    except (OSError, ValueError, http.client.HTTPException):
        return Outcome(reason="connection")


def _reason(error: HTTPError) -> str:
    name = type(error).__name__
    if "Timeout" in name:
        return "timeout"
    return "tls" if "SSL" in name else "connection"


def _looked_up(parts: SplitResult, *, anywhere: bool) -> str:
    """Return the IP address to connect to; all that a name has must be public."""
    port = parts.port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unusable("name") from None
    addresses = [str(each[4][0]) for each in found]
    if not addresses:
        raise Unusable("name")
    if not anywhere and not all(is_public(each) for each in addresses):
        raise Unusable("private")
    return addresses[0]


def _exchange(outgoing: Outgoing, parts: SplitResult, address: str) -> int:
    connection = _connection(parts, address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Host": parts.netloc, "User-Agent": "vitej", **outgoing.headers}
    try:
        with _ended_after(connection, ALTOGETHER_S):
            connection.request(
                outgoing.method, target, outgoing.body, headers, preload_content=False
            )
            return connection.getresponse().status
    finally:
        connection.close()


def _connection(parts: SplitResult, address: str) -> HTTPConnection:
    port = parts.port or PORTS[parts.scheme]
    if parts.scheme == "http":
        return HTTPConnection(address, port, timeout=STEP_S)
    return HTTPSConnection(
        address,
        port,
        timeout=STEP_S,
        server_hostname=parts.hostname,
        assert_hostname=parts.hostname,
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
    )


@contextmanager
def _ended_after(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    """End a connection that takes too long, and with it whatever waits for it.

    Raises:
        TimeoutError: if that was necessary.
    """
    ended = threading.Event()

    def end() -> None:
        ended.set()
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if ended.is_set():
            raise TimeoutError
