"""The production server: started as the documentation says, asked, and stopped."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cms.management.commands.serve import granian
from tests import factories
from tests.support.processes import manage
from tests.support.server import (
    HOST,
    PATIENCE_S,
    SECURE,
    Server,
    copied_data,
    serving,
)
from tests.tooling.test_production_settings import COMPLETE


def test_the_server_gets_its_limits_and_writes_no_log_of_requests() -> None:
    arguments = granian(
        host="127.0.0.1", port=8000, workers=2, threads=4, stop_within=30
    )

    line = " ".join(arguments)
    assert "--workers 2 --blocking-threads 4 --backpressure 64" in line
    assert "--workers-kill-timeout 30 --respawn-failed-workers" in line
    assert "--access-log" not in line
    assert arguments[-1] == "cms.wsgi:application"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    factories.city("ostrava")
    environment = COMPLETE | copied_data(tmp_path)
    collected = manage("collectstatic", "--noinput", env=environment)
    assert collected.returncode == 0, collected.stderr
    with serving(tmp_path, environment) as made:
        yield made


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_answers_by_its_rules_and_ends_what_it_has_begun(server: Server) -> None:
    assert server.ask("/health/ready", Host="10.0.0.7")[0] == 200
    status, headers, _ = server.ask("/admin/", **{"X-Forwarded-Proto": "http"})
    assert (status, headers["location"]) == (301, f"https://{HOST}/admin/")
    status, headers, page = server.ask("/admin/login/")
    assert status == 200
    assert b"csrfmiddlewaretoken" in page
    assert headers["x-request-id"] == "from-the-proxy-1"
    assert "__Host-csrftoken=" in headers["set-cookie"]
    assert "Secure" in headers["set-cookie"]
    assert server.ask("/admin/login/", Host="elsewhere.example.com")[0] == 400
    body = json.dumps({"query": "query Cities { sites { name } }"})
    as_json = {"Content-Type": "application/json"}
    status, _, answer = server.ask("/graphql/", body=body, **as_json)
    assert status == 200
    assert json.loads(answer) == {"data": {"sites": [{"name": "Ostrava"}]}}

    with closing(server.connection()) as begun:
        begun.putrequest("POST", "/graphql/", skip_host=True)
        length = {"Content-Length": str(len(body)), "X-Request-ID": "was-in-flight-1"}
        for name, value in (SECURE | as_json | length).items():
            begun.putheader(name, value)
        begun.endheaders(body[:10].encode())
        server.ask("/health/live")  # By now the first request has arrived.
        server.process.send_signal(signal.SIGTERM)
        begun.send(body[10:].encode())
        assert begun.getresponse().status == 200

    assert server.process.wait(PATIENCE_S) == 0
    lines = {line.get("request_id"): line for line in server.lines()}
    assert lines["was-in-flight-1"]["operation"] == "Cities"
    assert lines["was-in-flight-1"]["route"] == "graphql"
    with pytest.raises(OSError, match="refused"):
        server.ask("/health/live")
