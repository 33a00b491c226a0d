"""What a plugin may say about itself, version 1.

A plugin is a Django app whose `AppConfig` derives from `PluginConfig` and carries
one `Plugin`. Its package names that config in the entry-point group `vitej.plugins`;
the entry point's name is the app's label, and that label is the plugin's name.

Every part is a dotted path, so that describing a plugin imports nothing of it, or a
small description made of such paths. A part that is left out costs nothing.
`docs/reference/plugin-contract.md` says the same for readers of the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, ClassVar

from django.apps import AppConfig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.functional import _StrPromise

ENTRY_POINT_GROUP = "vitej.plugins"
CONTRACT = 1
"""The version of the contract that this hub keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """The table of contents of a plugin."""

    title: str | _StrPromise
    """What editors read where the plugin is switched on and off."""

    contract: int
    """The version of the contract that the plugin was written for."""

    blocks: tuple[Block, ...] = ()
    """Blocks offered in every body of a page, after the core's own."""

    site_fields: tuple[str, ...] = ()
    """Plain classes whose graphene fields and resolvers hang on the type `Site`."""

    page_types: tuple[PageType, ...] = ()
    """Which GraphQL types show the plugin's pages; others are shown as `OtherPage`."""

    types: tuple[str, ...] = ()
    """Graphene types that no field names, such as members of an interface."""

    route_kinds: tuple[RouteKind, ...] = ()
    """What `Site.route` answers beside pages and redirects."""

    search_kinds: tuple[SearchKind, ...] = ()
    """Models that `Site.search` looks through beside the core's."""

    sitemap: tuple[str, ...] = ()
    """Callables `(site, locale) -> Iterable[SitemapEntry]` for what is not a page."""

    operations: str = ""
    """Folder with persisted operations (`*.graphql`), from where the package lies."""

    urls: str = ""
    """Module with `urlpatterns`, mounted under `/<plugin name>/`."""

    content_models: tuple[str, ...] = ()
    """`app_label.Model`s whose changes change what cities publish."""

    next_instant: str = ""
    """Callable `(site_id, now)`: the next moment at which the clock alone does so."""

    personal_data: str = ""
    """Module with `DATA_MAP`, `export(email)` and `erase(email)`; see the reference."""

    image_presets: str = ""
    """Mapping of preset names to Wagtail filter specs, such as `fill-400x300`."""

    bench: str = ""
    """Callable `(count)` that creates content and names what to time; see there."""

    mutations: tuple[str, ...] = ()
    """Plain classes whose graphene fields hang on the type `Mutation`."""

    demo: str = ""
    """Callable `(say)` that adds demo content to that of the core."""

    def named(self) -> Iterator[tuple[str, str]]:
        """Yield (part, text) of all that is named, such as ("blocks.path", "a.B")."""
        for part in fields(self):
            value = getattr(self, part.name)
            for item in value if isinstance(value, tuple) else (value,):
                if is_dataclass(item):
                    for detail in fields(item):
                        if isinstance(text := getattr(item, detail.name), str):
                            yield f"{part.name}.{detail.name}", text
                elif isinstance(item, str) and item:
                    yield part.name, item


@dataclass(frozen=True, slots=True)
class Block:
    """A StreamField block and the GraphQL type that shows it to readers."""

    name: str
    """The name under which the block's values are stored; never changes."""

    path: str
    """A Wagtail block class that can be made without arguments."""

    type: str
    """A graphene object type that implements the interface `Block`."""

    inner: bool = False
    """Whether it stands only in streams of the plugin's other blocks, in no body."""


@dataclass(frozen=True, slots=True)
class PageType:
    """A page model of the plugin and the GraphQL type that shows it to readers."""

    model: str
    """`app_label.Model` of a model that derives from `cms.models.CityPage`."""

    type: str
    """A graphene object type that implements the interface `Page`."""


@dataclass(frozen=True, slots=True)
class RouteKind:
    """An answer of `Site.route` that is neither a page nor a redirect."""

    type: str
    """A graphene object type; it becomes a member of the union `Route`."""

    find: str
    """Callable `(site, path) -> object | None`; the path starts and ends with `/`."""


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A model that `Site.search` looks through."""

    model: str
    """`app_label.Model` of an indexed model."""

    type: str
    """A graphene object type that implements the interface `SearchResult`."""

    public: str
    """Callable `(site, locale) -> QuerySet` of what anybody may find in that city."""


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address of a city site, relative to it."""

    path: str
    last_modified: str = ""
    """ISO 8601 with an offset, or empty where it is not known."""


class PluginConfig(AppConfig):
    """The app config of a plugin. `label` is the plugin's name."""

    plugin: ClassVar[Plugin]
