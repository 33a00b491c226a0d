"""The ways in which content is not public, each a function that hides a thing.

`PAGES`, `SNIPPETS` and `COLLECTIONS` name every way; a test that goes through
them covers them all. What is hidden carries `SECRET` in whatever it holds.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Collection, Page, Site

from cms.models import CityHomePage, CrisisNotice, StandardPage
from tests import factories

SECRET = "secretword"  # noqa: S105  a word to look for
A_DAY = datetime.timedelta(days=1)

Hide = Callable[[Any], object]


def unpublish(page: Page) -> None:
    page.unpublish()


def never_publish(thing: Model) -> None:
    """Leave a thing as one that has been saved but never published."""
    _update(
        thing,
        live=False,
        first_published_at=None,
        last_published_at=None,
        live_revision=None,
        has_unpublished_changes=True,
    )


def expire(thing: Model) -> None:
    """Let a thing's time be over, though the job that unpublishes hasn't run."""
    _update(thing, expire_at=timezone.now() - A_DAY)


def postpone(thing: Model) -> None:
    """Let a thing's time begin tomorrow, though it is marked as live."""
    _update(thing, go_live_at=timezone.now() + A_DAY)


def _update(thing: Model, **columns: Any) -> None:
    type(thing)._default_manager.filter(pk=thing.pk).update(**columns)


def for_members(target: Page | Collection) -> None:
    factories.restrict(target, "login")


def with_password(target: Page | Collection) -> None:
    factories.restrict(target, "password")


def for_groups(target: Page | Collection) -> None:
    restriction = factories.restrict(target, "groups")
    restriction.groups.add(Group.objects.get_or_create(name="Insiders")[0])


def below_one_for_members(page: Page) -> None:
    """Move a page below one that only members see."""
    home = CityHomePage.objects.ancestor_of(page).get()
    above = factories.add_page(home, StandardPage(title="For members"))
    factories.restrict(above)
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=above.pk), pos="last-child")


def to_another_city(page: Page) -> None:
    """Move a page to another city, into the home of the same language."""
    home = factories.home(_elsewhere(), page.locale.language_code)
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=home.pk), pos="last-child")


def out_of_all_cities(page: Page) -> None:
    """Move a page right below the tree's root, where no site begins."""
    root = Page.get_first_root_node()
    Page.objects.get(pk=page.pk).move(root, pos="last-child")


def into_a_city_without_settings(page: Page) -> None:
    """Move a page below the home of a Wagtail site that is no city."""
    root = Page.get_first_root_node()
    bare = root.add_child(
        instance=CityHomePage(title="Bare", slug="bare", locale=page.locale)
    )
    Site.objects.create(hostname="bare.localhost", root_page=bare)
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=bare.pk), pos="last-child")


def _elsewhere() -> Site:
    found = Site.objects.filter(hostname="brno.localhost").first()
    return found or factories.city("brno", ["en", "cs"])


PAGES: Mapping[str, Hide] = {
    "a page that was never published": never_publish,
    "an unpublished page": unpublish,
    "an expired page": expire,
    "a page that has not begun": postpone,
    "a page for members": for_members,
    "a page with a password": with_password,
    "a page for groups": for_groups,
    "a page below one for members": below_one_for_members,
    "a page of another city": to_another_city,
    "a page outside all cities": out_of_all_cities,
    "a page of a site without settings": into_a_city_without_settings,
}
# These leave a page where it is, so that others can be below or beside it.
PAGES_IN_PLACE = {
    name: hide
    for name, hide in PAGES.items()
    if hide in (never_publish, unpublish, expire, postpone)
}


def snippet_to_another_city(snippet: Model) -> None:
    """Give a snippet, and its translations with it, to another city."""
    if isinstance(snippet, CrisisNotice):
        snippet.cities = [_elsewhere()]
        snippet.save()
    else:
        _update(snippet, site=_elsewhere())


def to_a_language_not_offered(thing: Model) -> None:
    """Write a thing in a language that the hub has, but the city doesn't offer."""
    _update(thing, locale=factories.locale("uk"))


SNIPPETS: Mapping[str, Hide] = {
    "one that was never published": never_publish,
    "an expired one": expire,
    "one that has not begun": postpone,
    "one of another city": snippet_to_another_city,
    "one in a language not offered": to_a_language_not_offered,
}


def below_a_private_one(collection: Collection) -> None:
    """Move a collection below one that only members see."""
    above = Collection.get_first_root_node().add_child(name="For members")
    factories.restrict(above)
    Collection.objects.get(pk=collection.pk).move(above, pos="sorted-child")


COLLECTIONS: Mapping[str, Hide] = {
    "a collection for members": for_members,
    "a collection with a password": with_password,
    "a collection for groups": for_groups,
    "a collection below a private one": below_a_private_one,
}
