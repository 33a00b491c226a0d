"""What the hub writes to its log: one JSON object a line, no personal data."""

import json
import logging
import traceback
from datetime import UTC, datetime

EXTRA = ("request_id", "operation", "status_code", "duration_ms")


class JsonFormatter(logging.Formatter):
    """Writes a record without the parts that could tell something about a person.

    Left out are the request and the text of an exception (a database names the row
    that clashed); its type and the lines of code that it passed are kept. Of further
    attributes only those listed in `EXTRA` are written.
    """

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        extra = {name: getattr(record, name, None) for name in EXTRA}
        entry |= {name: value for name, value in extra.items() if value is not None}
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            entry["exception"] = f"{kind.__module__}.{kind.__qualname__}"
            entry["trace"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(trace)
            ]
        return json.dumps(entry, ensure_ascii=False, default=str)
