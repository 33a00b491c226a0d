"""Whatever editors do, in whatever order: no answer changes while its tokens stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from cms.models import (
    CitySettings,
    CrisisNotice,
    GuidePage,
    Image,
    Person,
    StandardPage,
    Topic,
)
from cms.selectors.content import versions
from cms.services.content import content_transaction
from tests import factories
from tests.city_api.versions.test_every_model import (
    _cities,  # noqa: F401  a fixture
    answer,
    documents,  # noqa: F401  a fixture
    rows,  # noqa: F401  a fixture
    things,  # noqa: F401  a fixture
)

TOMORROW = timezone.now() + dt.timedelta(days=1)

Do = Callable[[Site, int], object]


def page_of(site: Site, number: int) -> Any:
    """Return one of the pages below a city's home, as it is now."""
    pages = Page.objects.descendant_of(factories.home(site)).filter(depth__gt=3)
    return pages.order_by("pk")[number % max(1, pages.count())].specific


def rename(site: Site, number: int) -> None:
    page = page_of(site, number)
    page.title, page.slug = f"Renamed {number}", f"renamed-{number}"
    page.save_revision().publish()


def draft(site: Site, number: int) -> None:
    page = page_of(site, number)
    page.title = f"Draft {number}"
    page.save_revision()


def schedule(site: Site, number: int) -> None:
    page = page_of(site, number)
    page.expire_at = TOMORROW
    page.save_revision().publish()


def move(site: Site, number: int) -> None:
    page = StandardPage.objects.descendant_of(factories.home(site)).order_by("pk")
    if chosen := page[number % 2 : number % 2 + 1].first():
        target = factories.standard_page(site, "Above")
        chosen.move(Page.objects.get(pk=target.pk), pos="last-child")


def to_the_front(site: Site, number: int) -> None:
    page = page_of(site, number)
    page.move(page.get_parent(), pos="first-child")


def lift_restrictions(site: Site, number: int) -> None:
    for each in PageViewRestriction.objects.all():
        each.delete()


def new_tag(site: Site, number: int) -> None:
    post = factories.post(site)
    post.tags.add(f"tag {number}")
    post.save_revision().publish()


def change_settings(site: Site, number: int) -> None:
    found = CitySettings.objects.get(site=site)
    found.tagline = {"en": f"Tagline {number}"}
    found.languages.all()[number % 2].save()
    found.save()


def describe_pictures(site: Site, number: int) -> None:
    for image in Image.objects.all():
        image.description = f"Described {number}"
        image.save()


OPERATIONS: dict[str, Do] = {
    "rename": rename,
    "draft": draft,
    "schedule": schedule,
    "move": move,
    "to the front": to_the_front,
    "unpublish": lambda site, number: page_of(site, number).unpublish(),
    "publish": lambda site, number: page_of(site, number).save_revision().publish(),
    "delete": lambda site, number: page_of(site, number).delete(),
    "restrict": lambda site, number: factories.restrict(page_of(site, number)),
    "lift restrictions": lift_restrictions,
    "new guide": lambda site, number: factories.guide(site, f"New {number}"),
    "new tag": new_tag,
    "settings": change_settings,
    "pictures": describe_pictures,
    "notice": lambda site, number: factories.notice(site),
    "no notices": lambda site, number: CrisisNotice.objects.all().delete(),
    "topics": lambda site, number: Topic.objects.update(name=f"Topic {number}"),
    "guides": lambda site, number: GuidePage.objects.update(summary=f"{number}"),
    "unpublish people": lambda site, number: [p.unpublish() for p in people()],
    "redirects": lambda site, number: Redirect.objects.all().delete(),
}


def people() -> list[Person]:
    return list(Person.objects.filter(live=True))


STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 5), st.booleans()),
    min_size=4,
    max_size=8,
)


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # To shrink takes minutes.
    suppress_health_check=list(HealthCheck),
)
@given(steps=STEPS)
def test_no_answer_changes_while_its_tokens_stay(
    rows: dict[Any, Any],  # noqa: F811
    documents: list[Any],  # noqa: F811
    steps: list[tuple[str, int, bool]],
) -> None:
    site = rows[Site]
    with transaction.atomic():
        before, tokens = answer(documents), versions()
        for name, number, together in steps:
            if together:
                with content_transaction():
                    OPERATIONS[name](site, number)
            else:
                OPERATIONS[name](site, number)
            now, now_tokens = answer(documents), versions()
            same = all(tokens[key] == now_tokens[key] for key in (None, site.pk))
            assert now == before or not same, name
            before, tokens = now, now_tokens
        transaction.set_rollback(True)
