"""Reports of errors to Sentry, without anything that could tell of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import sentry_sdk

from cms.request_log import current_request_id

if TYPE_CHECKING:
    from sentry_sdk.transport import Transport
    from sentry_sdk.types import Event, Hint

KEPT = frozenset(
    {
        "contexts",
        "environment",
        "event_id",
        "exception",
        "level",
        "logger",
        "modules",
        "platform",
        "release",
        "sdk",
        "server_name",
        "tags",
        "timestamp",
        "transaction",
        "type",
    }
)
"""The parts of an event that are sent; what a newer version adds stays here."""
KEPT_CONTEXTS = frozenset({"runtime", "trace"})


def start(
    dsn: str, *, environment: str, transport: type[Transport] | None = None
) -> None:
    """Send the errors that are logged to `dsn`, cleaned by `without_people`."""
    sentry_sdk.init(
        dsn=dsn,
        environment=environment or None,
        transport=transport,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        traces_sample_rate=None,
        before_send=without_people,
    )


def without_people(event: Event, _hint: Hint) -> Event:
    """Return an event with what the log would tell too, and no more.

    An exception keeps its type and the lines that it passed; its text goes, as a
    database names the row that clashed. The request goes, and with it its address, its
    cookies and the text and variables of an operation.
    """
    found: dict[str, Any] = dict(event)
    kept = {name: value for name, value in found.items() if name in KEPT}
    kept["contexts"] = {
        name: value
        for name, value in (found.get("contexts") or {}).items()
        if name in KEPT_CONTEXTS
    }
    for exception in (kept.get("exception") or {}).get("values", ()):
        exception["value"] = ""
        exception.pop("mechanism", None)
    if message := (found.get("logentry") or {}).get("message"):
        kept["logentry"] = {"message": message}  # as the code has it, without values
    kept["tags"] = dict(found.get("tags") or {}) | request_tag()
    return cast("Event", kept)


def request_tag() -> dict[str, str]:
    """Return what ties an event to the log, where it came up within a request."""
    return {"request_id": found} if (found := current_request_id()) else {}
