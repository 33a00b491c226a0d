"""Where webhooks may go, and what is made of a web site that misbehaves."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from cms import outside
from cms.outside import Outcome, Outgoing, Unusable, checked, is_public, send
from tests.support.receiver import Receiver

REFUSED = [
    ("ftp://example.com/", "address"),
    ("https:///hook", "address"),
    ("https://user:word@example.com/", "address"),
    ("https://example.com/#part", "address"),
    ("https://example.com:0/", "address"),
    ("https://example.com:99999/", "address"),
    ("https://example.com/a b", "address"),
    ("https://example.com/\r\nHost: other", "address"),
    ("http://example.com/", "insecure"),
    ("https://127.0.0.1/", "private"),
    ("https://10.0.0.7/", "private"),
    ("https://169.254.169.254/latest/meta-data/", "private"),
    ("https://[::1]/", "private"),
    ("https://[::ffff:10.0.0.7]/", "private"),
    ("https://localhost/", "private"),
    ("https://db.internal/", "private"),
]


@pytest.mark.parametrize(("url", "reason"), REFUSED)
def test_an_address_is_refused(url: str, reason: str) -> None:
    with pytest.raises(Unusable) as refused:
        checked(url, anywhere=False)

    assert refused.value.reason == reason
    assert send(Outgoing(url)) == Outcome(reason=reason)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  an address that is refused
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_only_addresses_of_the_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("found", [["10.0.0.7"], ["93.184.215.14", "127.0.0.1"]])
def test_a_name_that_stands_for_a_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, found: list[str]
) -> None:
    def look_up(*_: Any, **__: Any) -> list[Any]:
        return [(2, 1, 6, "", (each, 443)) for each in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)

    assert send(Outgoing("https://example.com/")) == Outcome(reason="private")


def test_a_name_is_looked_up_once(
    web_site: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    port = int(web_site.url.rpartition(":")[2])

    def look_up(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    original = socket.getaddrinfo

    def name_or_address(host: str, *rest: Any, **named: Any) -> Any:
        if host[0].isdigit():
            return original(host, *rest, **named)
        return look_up(host)

    monkeypatch.setattr(socket, "getaddrinfo", name_or_address)

    outcome = send(Outgoing(f"http://ostrava.example.com:{port}/"), anywhere=True)

    assert outcome == Outcome(status=204)
    assert asked == ["ostrava.example.com"]
    assert web_site.requests[0].headers["host"] == f"ostrava.example.com:{port}"


def test_an_unknown_name_and_a_closed_port_are_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        refused = send(Outgoing(f"http://127.0.0.1:{port}/"), anywhere=True)

    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert refused == Outcome(reason="connection")
    assert send(Outgoing("https://nowhere.example/")) == Outcome(reason="name")


@pytest.fixture
def rude(request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the address of a server that sends the given bytes and keeps the line."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def serve() -> None:
            taken, _address = server.accept()
            with taken:
                taken.recv(65536)
                taken.sendall(request.param)
                over.wait(20)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}/"
        over.set()
        thread.join()


@pytest.mark.parametrize("rude", [b"not HTTP at all\r\n\r\n"], indirect=True)
def test_what_is_no_http_is_a_failure(rude: str) -> None:
    assert send(Outgoing(f"http://{rude}"), anywhere=True).reason == "connection"


@pytest.mark.parametrize("rude", [b"not TLS at all\r\n\r\n"], indirect=True)
def test_what_is_no_tls_is_a_failure(rude: str) -> None:
    assert send(Outgoing(f"https://{rude}"), anywhere=True).reason == "tls"


@pytest.mark.parametrize("rude", [b""], indirect=True)
def test_who_says_nothing_is_left(rude: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "STEP_S", 0.2)

    assert send(Outgoing(f"http://{rude}"), anywhere=True).reason == "timeout"


@pytest.mark.parametrize("rude", [b"HTTP/1.1 200 OK\r\nX-Slow: "], indirect=True)
def test_who_never_ends_is_left(rude: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "ALTOGETHER_S", 0.2)

    assert send(Outgoing(f"http://{rude}"), anywhere=True).reason == "timeout"
