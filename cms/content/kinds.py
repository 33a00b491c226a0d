"""Which rows can change an answer of the City API, by which columns, in which cities.

A kind says of a model what must be read of a row to tell whether readers can see a
change of it. Where it is not known whose a row is, it counts as shared by all cities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import ForeignKey, Model
from modelcluster.fields import ParentalKey
from wagtail.models import DraftStateMixin, Page, Site

Facts = Mapping[str, Any]
"""What was read of a row: values by lookup."""

BOOKKEEPING = frozenset(
    {
        "alias_of_id",
        "draft_title",
        "expired",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "latest_revision_id",
        "live_revision_id",
        "locked",
        "locked_at",
        "locked_by_id",
        "numchild",
        "owner_id",
        "uploaded_by_user_id",
    }
)
"""Columns that no reader sees: what a draft, a lock or a workflow step writes."""

PAGE_STRUCTURE = ("path", "url_path", "locale_id", "translation_key")
"""What decides, even for a draft, where the pages below it stand."""


@dataclass(frozen=True)
class Cities:
    """Where a change is seen: in these cities, or wherever shared things are."""

    site_ids: frozenset[int] = frozenset()
    shared: bool = False

    def __or__(self, other: Cities) -> Cities:
        return Cities(self.site_ids | other.site_ids, self.shared or other.shared)


NOWHERE = Cities()
SHARED = Cities(shared=True)


def always(_facts: Facts) -> bool:
    """Return true: most things are public as long as they are there."""
    return True


def in_all(_facts: Facts) -> Cities:
    """Return that all cities share it."""
    return SHARED


@dataclass(frozen=True)
class Kind:
    """How changes of a model's rows are judged.

    `columns` are those of the row that readers can see, `deciding` are lookups that
    say whether (`is_public`) and where (`cities`). `structure` are columns that count
    for what is not public, too. What is only referred to is unseen when it is new.
    """

    columns: tuple[str, ...]
    cities: Callable[[Facts], Cities] = in_all
    deciding: tuple[str, ...] = ()
    is_public: Callable[[Facts], bool] = always
    structure: tuple[str, ...] = ()
    seen_when_new: bool = True

    @property
    def watched(self) -> frozenset[str]:
        """The lookups whose change may count."""
        return frozenset({*self.columns, *self.deciding, *self.structure})

    def facts(self, model: type[Model], pk: Any) -> Facts | None:
        """Read a row; None if it is not there."""
        rows = model._base_manager.filter(pk=pk)  # noqa: SLF001  public in Django
        return rows.values("pk", *self.watched).first()

    def changed(self, before: Facts | None, after: Facts | None) -> Cities:
        """Return in which cities readers can see the difference."""
        if before is None and not self.seen_when_new:
            return NOWHERE
        if self._seen(before) == self._seen(after):
            return NOWHERE
        if before is None or after is None:
            facts = before or after
            seen = facts is not None and self.is_public(facts)
            return self.cities(facts) if facts and seen else NOWHERE
        return self.cities(before) | self.cities(after)

    def _seen(self, facts: Facts | None) -> dict[str, Any] | None:
        if facts is None:
            return None
        names = self.structure
        if self.is_public(facts):
            names = ("pk", *self.columns, *self.deciding)
        return {name: facts[name] for name in names}


def columns_of(model: type[Model]) -> tuple[str, ...]:
    """Return the columns of a model that can be seen."""
    return tuple(
        each.attname
        for each in model._meta.concrete_fields
        if each.attname not in BOOKKEEPING
    )


def kind_of(model: type[Model], **options: Any) -> Kind:
    """Return the kind that a model's own fields speak for.

    A page is its city's; what has a `site` is that site's, and without one shared;
    what stands in `cities` is theirs; a row below another one is where that one is.
    All else is shared.
    """
    decided = _decided(model)
    return Kind(columns=columns_of(model), **{**vars(decided), **options})


@dataclass
class _Decided:
    cities: Callable[[Facts], Cities] = in_all
    deciding: tuple[str, ...] = ()
    is_public: Callable[[Facts], bool] = always
    structure: tuple[str, ...] = field(default=())


def _decided(model: type[Model]) -> _Decided:
    live = issubclass(model, DraftStateMixin)
    is_public = _is_live if live else always
    deciding = ("live",) if live else ()
    if issubclass(model, Page):
        return _Decided(_of_page, (*deciding, "path"), is_public, PAGE_STRUCTURE)
    names = {each.name: each for each in model._meta.get_fields()}
    site, cities = names.get("site"), names.get("cities")
    if isinstance(site, ForeignKey) and site.related_model is Site:
        return _Decided(_of_site, (*deciding, "site_id"), is_public)
    if cities is not None and cities.many_to_many and cities.related_model is Site:
        return _Decided(_of_cities(model), deciding, is_public)
    for each in model._meta.concrete_fields:
        if isinstance(each, ParentalKey):
            return _below(each.name, _decided(each.related_model))
    return _Decided(deciding=deciding, is_public=is_public)


def _is_live(facts: Facts) -> bool:
    return bool(facts["live"])


def _of_page(facts: Facts) -> Cities:
    return cities_of_paths([facts["path"]])


def _of_site(facts: Facts) -> Cities:
    site_id = facts["site_id"]
    return SHARED if site_id is None else Cities(frozenset([site_id]))


def _of_cities(model: type[Model]) -> Callable[[Facts], Cities]:
    def cities(facts: Facts) -> Cities:
        rows = model._default_manager.filter(pk=facts["pk"], cities__isnull=False)
        return Cities(frozenset(rows.values_list("cities", flat=True)))

    return cities


def _below(name: str, parent: _Decided) -> _Decided:
    def facts_of_parent(facts: Facts) -> dict[str, Any]:
        return {
            "pk": facts[f"{name}__pk"],
            **{each: facts[f"{name}__{each}"] for each in parent.deciding},
        }

    return _Decided(
        lambda facts: parent.cities(facts_of_parent(facts)),
        tuple(f"{name}__{each}" for each in ("pk", *parent.deciding)),
        lambda facts: parent.is_public(facts_of_parent(facts)),
    )


def cities_of_paths(paths: Iterable[str]) -> Cities:
    """Return the cities that pages at these tree paths belong to.

    A page of no city, such as one in the library, is shared.
    """
    found = NOWHERE
    for path in set(paths):
        found |= _cities_of_path(path)
    return found


def _cities_of_path(path: str) -> Cities:
    step = Page.steplen
    above = [path[:end] for end in range(2 * step, len(path) + 1, step)]
    keys = Page.objects.filter(path__in=above).values("translation_key")
    sites = Site.objects.filter(root_page__translation_key__in=keys)
    site_ids = frozenset(sites.values_list("pk", flat=True))
    return Cities(site_ids) if site_ids else SHARED


def cities_of_pages(**which: Any) -> Cities:
    """Return the cities that some pages belong to; shared if there are none."""
    paths = list(Page.objects.filter(**which).values_list("path", flat=True))
    return cities_of_paths(paths) if paths else SHARED
