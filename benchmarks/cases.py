"""What is asked of the City API: persisted operations with their variables."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OPERATIONS = Path(__file__).resolve().parent / "operations"
HUB_OPERATIONS = Path(__file__).resolve().parents[1] / "graphql" / "operations"
HOST = "ostrava.localhost"
POST = "post-0123"


@dataclass(frozen=True)
class Case:
    """A persisted operation in a file, and what it is asked with."""

    name: str
    file: Path
    variables: dict[str, Any]

    @property
    def sha256(self) -> str:
        """The hash that the operation is asked for by."""
        return hashlib.sha256(self.file.read_text("utf-8").encode()).hexdigest()


def cases(post: str = POST) -> dict[str, Case]:
    """Return the cases by name; `post` is the slug of the post that they ask for."""
    city = {"slug": "ostrava", "locale": "en"}
    hosted = {"hostname": HOST, "locale": "en"}
    home = {**hosted, "path": "/en/", "home": True}
    where = {**hosted, "path": f"/en/blog/{post}/"}
    found = (
        Case("list20", OPERATIONS / "list20.graphql", city),
        Case("one", OPERATIONS / "one.graphql", {**city, "post": post}),
        Case("full20", OPERATIONS / "full20.graphql", city),
        Case("home", HUB_OPERATIONS / "route.graphql", home),
        Case("route", OPERATIONS / "where.graphql", where),
    )
    return {case.name: case for case in found}
