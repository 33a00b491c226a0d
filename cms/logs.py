"""What the hub writes to its log: one JSON object a line, no personal data."""

import json
import logging
import traceback
from datetime import UTC, datetime

from cms.request_log import ROUTE, current_request_id

EXTRA = ("operation", "status_code", "duration_ms")


class JsonFormatter(logging.Formatter):
    """Writes a record without the parts that could tell something about a person.

    Left out are the request with its address, and the text of an exception (a database
    names the row that clashed); its type and the lines of code that it passed are
    kept. Of further attributes only those listed in `EXTRA` are written, and `fields`,
    which the hub's own code fills. A record of a request carries the request's id.
    """

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
        }
        if (fields := getattr(record, "fields", None)) is not None:
            entry |= fields
        else:
            entry |= extra_of(record)
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            entry["exception"] = f"{kind.__module__}.{kind.__qualname__}"
            entry["trace"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(trace)
            ]
        return json.dumps(entry, ensure_ascii=False, default=str)


def message_of(record: logging.LogRecord) -> str:
    """Return the message with the route in place of the request's address.

    Django names the address in what it says of a request that failed; it may hold a
    token, a search or a name.
    """
    message = record.getMessage()
    request = getattr(record, "request", None)
    if path := getattr(request, "path", ""):
        route = getattr(request, "META", {}).get(ROUTE) or "unknown"
        return message.replace(path, f"<{route}>") if len(path) > 1 else message
    return message


def extra_of(record: logging.LogRecord) -> dict[str, object]:
    """Return what else is known of a record that isn't a request's own line."""
    extra: dict[str, object] = {
        "request_id": getattr(record, "request_id", None) or current_request_id()
    }
    extra |= {name: getattr(record, name, None) for name in EXTRA}
    return {name: value for name, value in extra.items() if value not in (None, "")}
