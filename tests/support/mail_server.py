"""A mail server on this machine that takes mails, or refuses them as a test says."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

Answer = Callable[[str], str]
YES = "250 OK"


def yes(_what: str) -> str:
    return YES


@dataclass
class MailServer:
    """What has arrived so far.

    `on_recipient` answers each address, `on_mail` each mail in full; a mail counts as
    arrived before the answer to it has left.
    """

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    on_recipient: Answer = yes
    on_mail: Answer = yes
    arrived: threading.Condition = field(default_factory=threading.Condition)

    @property
    def ids(self) -> list[str]:
        return [str(each["Message-ID"]) for each in self.mails]

    def take(self, content: bytes, recipients: list[str]) -> None:
        parsed = email.message_from_bytes(content, policy=email.policy.default)
        with self.arrived:
            self.mails.append(parsed)
            self.recipients.append(recipients)
            self.arrived.notify_all()

    def wait_for(self, count: int, *, seconds: float = 90) -> None:
        """Wait until so many have arrived."""
        with self.arrived:
            enough = self.arrived.wait_for(
                lambda: len(self.mails) >= count, timeout=seconds
            )
        assert enough, f"{len(self.mails)} of {count} arrived."


class Handler(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.recipients: list[str] = []
        self.say("220 ready")
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            self.say(self.answered(verb.upper(), rest))
            if verb.upper() == "QUIT":
                return

    def answered(self, verb: str, rest: str) -> str:
        state = self.server.state
        if verb == "RCPT":
            address = rest.partition(":")[2].strip("<>")
            answer = state.on_recipient(address)
            if answer == YES:
                self.recipients.append(address)
            return answer
        if verb == "DATA":
            self.say("354 go on")
            content = self.content()
            state.take(content, self.recipients)
            self.recipients = []
            return state.on_mail(content.decode())
        return YES

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, state: MailServer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.state = state

    def handle_error(self, *_: object) -> None:
        """Say nothing: a worker that is killed breaks its connection."""


@contextmanager
def mail_serving() -> Iterator[MailServer]:
    """Run a mail server for as long as the block lasts."""
    state = MailServer()
    server = Server(state)
    state.port = server.server_address[1]
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}
    )
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
