"""The log tells what happened, and nothing about a person."""

import json
import logging
import sys

from cms.logs import JsonFormatter


def record(message: str, *arguments: object) -> logging.LogRecord:
    return logging.LogRecord(
        "hub", logging.ERROR, "file.py", 1, message, arguments, None
    )


def test_a_record_is_one_line_of_json() -> None:
    entry = record("Read %s\npages", 3)
    entry.created = 0.0
    entry.request_id = "abc"

    line = JsonFormatter().format(entry)

    assert "\n" not in line
    assert json.loads(line) == {
        "time": "1970-01-01T00:00:00+00:00",
        "level": "ERROR",
        "logger": "hub",
        "message": "Read 3\npages",
        "request_id": "abc",
    }


def test_the_text_of_an_exception_and_the_request_stay_out() -> None:
    entry = record("It failed")
    entry.request = "secret request"
    try:
        int("jana@example.com")
    except ValueError:
        entry.exc_info = sys.exc_info()

    line = JsonFormatter().format(entry)

    assert "jana" not in line
    assert "secret" not in line
    assert json.loads(line)["exception"] == "builtins.ValueError"
    assert "test_logs.py" in json.loads(line)["trace"][0]
