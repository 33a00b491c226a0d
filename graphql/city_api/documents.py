"""Documents of strangers, kept prepared as long as they fit into what they may fill."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from graphql import DocumentNode

from city_api.engine.compiled.plans import most_plans
from city_api.engine.limits import fields_of

MOST_WEIGHT = 100_000
"""How much may be kept in a process; benchmarks/abuse.py measures the megabytes."""


class Documents:
    """The last used documents by their hash, up to a weight that all have together."""

    def __init__(self, most_weight: int = MOST_WEIGHT) -> None:
        self._most_weight = most_weight
        self._weight = 0
        self._kept: OrderedDict[str, tuple[DocumentNode, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, sha256: str) -> DocumentNode | None:
        """Return a document that is kept."""
        with self._lock:
            found = self._kept.get(sha256)
            if found is None:
                return None
            self._kept.move_to_end(sha256)
            return found[0]

    def put(self, sha256: str, document: DocumentNode, text: str) -> None:
        """Keep a valid document, in place of those that were used the longest ago."""
        weight = weight_of(document, text)
        with self._lock:
            if sha256 in self._kept or weight > self._most_weight:
                return
            self._kept[sha256] = document, weight
            self._weight += weight
            while self._weight > self._most_weight:
                _sha256, (_document, lighter_by) = self._kept.popitem(last=False)
                self._weight -= lighter_by

    def __len__(self) -> int:
        return len(self._kept)


def weight_of(document: DocumentNode, text: str) -> int:
    """Return what a document weighs: 1 for eight bytes of text or a planned field."""
    return 1 + len(text) // 8 + fields_of(document) * most_plans(document)
