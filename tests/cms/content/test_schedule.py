"""The next moment at which the clock alone changes what a city publishes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page, Revision, Site

from cms.models import CrisisNotice, GuidePage, Person
from cms.plugins import registry
from cms.selectors.content import next_instant, versions
from tests import factories
from tests.cms.content.test_versions import renewed
from tests.support.queries import statements

NOW = timezone.now()
SOON, LATER = NOW + dt.timedelta(hours=1), NOW + dt.timedelta(hours=2)
AN_HOUR_AGO = NOW - dt.timedelta(hours=1)


def at(thing: Model, **columns: Any) -> None:
    type(thing)._default_manager.filter(pk=thing.pk).update(**columns)


def test_nothing_is_scheduled_in_a_new_city(ostrava: Site) -> None:
    factories.guide(ostrava)

    assert next_instant(ostrava.pk, NOW) is None


MAKERS: dict[str, Callable[[Site], Any]] = {
    "page that goes live": lambda site: at(factories.guide(site), go_live_at=SOON),
    "page that expires": lambda site: at(factories.guide(site), expire_at=SOON),
    "person who expires": lambda site: at(factories.person(site), expire_at=SOON),
    "notice that starts": lambda site: factories.notice(site, starts_at=SOON),
    "notice that ends": lambda site: factories.notice(site, ends_at=SOON),
}


@pytest.mark.parametrize("name", MAKERS)
def test_what_begins_or_ends_in_a_city_is_its_next_moment(
    ostrava: Site, brno: Site, name: str
) -> None:
    MAKERS[name](ostrava)
    at(factories.guide(ostrava), expire_at=LATER)

    assert next_instant(ostrava.pk, NOW) == SOON
    assert next_instant(brno.pk, NOW) is None
    assert next_instant(None, NOW) == SOON
    assert next_instant(ostrava.pk, SOON) == LATER


def test_what_is_shared_is_every_citys_next_moment(ostrava: Site) -> None:
    at(factories.topic(), expire_at=LATER)
    at(factories.organisation(), expire_at=SOON)

    assert next_instant(ostrava.pk, NOW) == SOON


def test_what_is_not_public_has_no_moment(ostrava: Site) -> None:
    at(factories.guide(ostrava), live=False, expire_at=SOON)
    at(factories.guide(ostrava), expire_at=AN_HOUR_AGO)

    assert next_instant(ostrava.pk, NOW) is None


def test_it_takes_one_query_however_much_is_scheduled(ostrava: Site) -> None:
    for _ in range(3):
        at(factories.guide(ostrava), expire_at=SOON)

    assert len(statements(lambda: next_instant(ostrava.pk, NOW))) == 1


def test_plugins_add_moments_of_their_own(
    ostrava: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def of_plugin(*given: Any) -> dt.datetime:
        asked.append(given)
        return SOON

    def parts(name: str) -> list[registry.Part]:
        assert name == "next_instant"
        return [registry.Part("example", of_plugin)]

    monkeypatch.setattr(registry, "parts", parts)

    assert next_instant(ostrava.pk, NOW) == SOON
    assert asked == [(ostrava.pk, NOW)]


def scheduled(page: GuidePage) -> Revision:
    """Schedule a change of a page for an hour ago."""
    page.title = "Changed on time"
    page.go_live_at = AN_HOUR_AGO
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=AN_HOUR_AGO)
    return revision


def test_the_command_publishes_what_is_due_and_renews_its_city(
    ostrava: Site, brno: Site
) -> None:
    page = factories.guide(ostrava)
    scheduled(page)
    before = versions()
    call_command("publish_scheduled")

    page.refresh_from_db()
    assert page.title == "Changed on time"
    assert renewed(before) == {ostrava.pk}


def test_the_command_unpublishes_what_has_expired_and_renews_its_city(
    ostrava: Site, brno: Site
) -> None:
    page, person = factories.guide(ostrava), factories.person(brno)
    at(page, expire_at=AN_HOUR_AGO)
    at(person, expire_at=AN_HOUR_AGO)
    before = versions()
    call_command("publish_scheduled")

    assert not Page.objects.get(pk=page.pk).live
    assert not Person.objects.get(pk=person.pk).live
    assert renewed(before) == {ostrava.pk, brno.pk}


def test_one_that_fails_changes_nothing_and_holds_no_other_up(
    ostrava: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = factories.guide(ostrava), factories.guide(ostrava)
    wrong, right = scheduled(broken), scheduled(sound)
    Revision.objects.filter(pk=wrong.pk).update(
        approved_go_live_at=AN_HOUR_AGO - dt.timedelta(hours=1)
    )
    publish = Revision.publish

    def fail(self: Revision, **options: Any) -> None:
        publish(self, **options)
        if self.pk == wrong.pk:
            raise RuntimeError

    monkeypatch.setattr(Revision, "publish", fail)
    with pytest.raises(CommandError, match="1 could not be done"):
        call_command("publish_scheduled")

    assert Page.objects.get(pk=broken.pk).title != "Changed on time"
    assert Page.objects.get(pk=sound.pk).title == "Changed on time"
    right.refresh_from_db()
    assert right.approved_go_live_at is None
    wrong.refresh_from_db()
    assert wrong.approved_go_live_at is not None


def test_a_dry_run_changes_nothing(ostrava: Site) -> None:
    page = factories.guide(ostrava)
    scheduled(page)
    before = versions()
    call_command("publish_scheduled", "--dryrun", stdout=io.StringIO())

    page.refresh_from_db()
    assert page.title != "Changed on time"
    assert renewed(before) == set()


def test_a_notice_of_another_city_is_not_this_ones(ostrava: Site, brno: Site) -> None:
    notice = factories.notice(brno, ends_at=SOON)
    assert next_instant(ostrava.pk, NOW) is None

    notice.cities.add(ostrava)
    notice.save()
    assert CrisisNotice.objects.filter(cities=ostrava).exists()
    assert next_instant(ostrava.pk, NOW) == SOON
