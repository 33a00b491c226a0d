"""What an operation knows of the request that asked for it, and what it has read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from city_api.engine.budget import ENDLESS
from cms.selectors.clock import Clock
from cms.selectors.preview import Preview

PREVIEW = "city_api.preview"
"""Where a request keeps what its preview token opens."""

STRAYED = "city_api.preview_strayed"
"""Where a request notes that its token was used in a city that it isn't for."""


@dataclass
class Context:
    """The clock, the hub's own address and, for who may see it, what is under edit.

    `sites` are the ids of the city sites that the operation has read from, None where
    it has read from the whole hub; what every answer reads of, the shared content, is
    not among them. `deadline` is when the operation is stopped, on the monotonic clock.
    """

    clock: Clock = field(default_factory=Clock)
    base_url: str = ""
    preview: Preview | None = None
    request: HttpRequest | None = None
    sites: set[int] | None = field(default_factory=set)
    deadline: float = ENDLESS

    def reads_site(self, site_id: int) -> None:
        """Note that the answer holds something of a city site."""
        if self.sites is not None:
            self.sites.add(site_id)

    def reads_hub(self) -> None:
        """Note that the answer depends on which cities there are."""
        self.sites = None

    def __post_init__(self) -> None:
        if self.preview is None and self.request is not None:
            self.preview = self.request.META.get(PREVIEW)

    def note_site(self, site_id: int) -> None:
        """Note that an operation asks for a city by name.

        A token that is used in a city which it isn't for is refused as a whole.
        """
        preview = self.preview
        strays = preview is not None and preview.site_id not in (None, site_id)
        if strays and self.request is not None:
            self.request.META[STRAYED] = True

    def preview_in(self, site_id: int) -> Any:
        """Return what is under edit in a city, or None."""
        if self.preview is None or self.preview.site_id not in (None, site_id):
            return None
        return self.preview.content
