"""What a preview token opens, and where previews are shown.

A token opens one page or snippet for as long as the one it was made for may change
it, it lies in the same city and nothing hides it from visitors. All reasons to refuse
look the same from outside.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from wagtail.models import Page, Site

from cms import access
from cms.models import CitySettings, PreviewToken
from cms.models.preview import PreviewTokenQuerySet, digest_of, is_signed
from cms.preview_address import origin, with_token


@dataclass(frozen=True)
class Preview:
    """A page or snippet that is shown in place of what is public.

    It is shown in the site `site_id` only; None means in whichever is asked, for
    callers within the hub.
    """

    content: Any
    site_id: int | None = None
    expires_at: dt.datetime | None = None


def opened(token: str, *, now: dt.datetime) -> Preview | None:
    """Return what a token opens, or None: whatever is wrong with it."""
    signed = is_signed(token)
    # What is forged costs the same query as what has expired.
    row = (
        PreviewToken.objects.valid(now)
        .select_related("user", "site", "content_type")
        .filter(digest=digest_of(token))
        .first()
    )
    if row is None or not signed or not access.works_here(row.user):
        return None
    content = _never_saved(row) if row.object_id == "" else _saved(row)
    if content is None or not belongs_to(content, row.site):
        return None
    return Preview(content, row.site_id, row.expires_at)


def _saved(row: PreviewToken) -> Any:
    """Return the draft of something saved, if the user may still change it."""
    model = row.content_type.model_class()
    if model is None:  # a plugin that is gone
        return None
    saved: Any = model._default_manager.filter(pk=row.object_id).first()
    if saved is None or not access.may_change(row.user, saved) or is_hidden(saved):
        return None
    if row.kind == PreviewToken.Kind.EDITOR:
        return draft_of(saved, row.content or {})
    if is_over(row, saved):
        return None
    revision = saved.latest_revision
    return draft_of(saved, revision.content) if revision else saved


def draft_of(saved: Any, content: dict[str, Any]) -> Any:
    """Return a saved page or snippet with other content, to be read only.

    Wagtail's own `with_content_json` looks up everything that the content refers to,
    one by one; readers find out in bulk what of it is still there.
    """
    draft = type(saved).from_serializable_data(content, check_fks=False)
    for name in OF_THE_SAVED:
        if hasattr(saved, name):
            setattr(draft, name, getattr(saved, name))
    if isinstance(saved, Page):
        draft.set_url_path(saved.get_parent())
    return draft


OF_THE_SAVED = (
    "pk",
    "locale_id",
    "translation_key",
    "content_type_id",
    "path",
    "depth",
    "numchild",
    "live",
    "alias_of_id",
    "latest_revision_id",
    "first_published_at",
    "last_published_at",
)
"""What belongs to a page or snippet itself, whatever its content is at a moment."""


def is_over(row: PreviewToken, saved: Any) -> bool:
    """Return whether what a link leads to was published after the link was made.

    It has done its work then, and must not show what is written afterwards.
    """
    published = saved.last_published_at
    return published is not None and published > row.created_at


def _never_saved(row: PreviewToken) -> Any:
    """Return something that is being added, if the user may still add it there."""
    model: Any = row.content_type.model_class()
    content = model and model.from_serializable_data(row.content)
    if content is None:
        return None
    parent = None
    if isinstance(content, Page):
        parent = Page.objects.filter(pk=row.parent_object_id).first()
        if parent is None or is_hidden(parent):
            return None
        place(content, parent)
    return content if access.may_add(row.user, content, parent=parent) else None


def place(page: Page, parent: Page) -> None:
    """Give a page that was never saved the place that it would get below `parent`."""
    last = None if parent.is_leaf() else parent.get_last_child()
    page.depth = parent.depth + 1
    page.path = (
        page._get_path(parent.path, page.depth, 1)  # noqa: SLF001 (as Wagtail does)
        if last is None
        else last._inc_path()  # noqa: SLF001
    )
    page.set_url_path(parent)


def is_hidden(content: Model) -> bool:
    """Return whether a page, or one above it, is for some visitors only.

    Such pages never leave over the City API, not even as a draft.
    """
    return isinstance(content, Page) and content.get_view_restrictions().exists()


def belongs_to(content: Any, site: Site) -> bool:
    """Return whether a page or snippet is one of the city's."""
    if isinstance(content, Page):
        city = access.city_of_page(content)
        return city is not None and city.pk == site.pk
    if hasattr(content, "cities"):
        return site.pk in {city.pk for city in content.cities.all()}
    return getattr(content, "site_id", None) in (None, site.pk)


def city_of(content: Any, user: Any) -> Site | None:
    """Return the city in which to show a page or snippet to a user.

    For a snippet that all cities share, that is one of the user's.
    """
    if isinstance(content, Page):
        return access.city_of_page(content)
    own: Site | None = getattr(content, "site", None)
    if own is not None:
        return own
    chosen = getattr(content, "cities", None)
    cities = list(chosen.all()[:1]) if chosen is not None else []
    cities = cities or list(access.cities_of(user)[:1]) or list(Site.objects.all()[:1])
    return next(iter(cities), None)


def preview_address(site: Site) -> str:
    """Return where the city's microsite shows previews; empty if the hub does."""
    addresses = CitySettings.objects.filter(site=site)
    return addresses.values_list("preview_url", flat=True).first() or ""


def preview_origins() -> frozenset[str]:
    """Return the origins that the admin's preview panel may frame, with one query."""
    addresses = CitySettings.objects.exclude(preview_url="")
    found = set()
    for address in addresses.values_list("preview_url", flat=True):
        with suppress(ValueError):
            found.add(origin(with_token(address, "token")))
    return frozenset(found)


def links_of(user: Any, *, now: dt.datetime) -> PreviewTokenQuerySet:
    """Return the links to drafts that work now, of the cities a user works for."""
    links = PreviewToken.objects.valid(now).filter(kind=PreviewToken.Kind.LINK)
    return links.filter(site__in=access.cities_of(user)).select_related(
        "user", "site", "content_type"
    )
