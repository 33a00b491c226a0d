"""Tokens: who gets a new one, when, and what is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Site

from cms.models import ContentVersion
from cms.selectors.content import versions
from cms.services.content import content_changed, content_transaction
from cms.signals import content_changed as changed_signal
from tests.support.queries import statements


class Undone(Exception):
    """What a test ends a transaction with."""


def change_and_fail(site: Site) -> None:
    with content_transaction():
        content_changed(site_ids=[site.pk])
        raise Undone


@pytest.fixture
def heard() -> Iterator[list[tuple[frozenset[int], bool]]]:
    """Return what the signal said, in order."""
    said: list[tuple[frozenset[int], bool]] = []

    def hear(site_ids: frozenset[int], shared: bool, **_kwargs: Any) -> None:
        said.append((site_ids, shared))

    changed_signal.connect(hear)
    yield said
    changed_signal.disconnect(hear)


def renewed(before: Any) -> set[int | None]:
    """Return whose tokens are others than before."""
    now = versions()
    return {site_id for site_id in before if before[site_id] != now.get(site_id)}


def test_every_city_and_what_they_share_have_a_token(ostrava: Site, brno: Site) -> None:
    assert set(versions()) == {None, ostrava.pk, brno.pk}


def test_a_change_renews_the_tokens_of_its_cities_only(
    ostrava: Site, brno: Site, heard: list[Any]
) -> None:
    before = versions()
    content_changed(site_ids=[ostrava.pk])

    assert renewed(before) == {ostrava.pk}
    assert heard == [(frozenset([ostrava.pk]), False)]


def test_a_shared_change_renews_the_shared_token_only(
    ostrava: Site, heard: list[Any]
) -> None:
    before = versions()
    content_changed(shared=True)

    assert renewed(before) == {None}
    assert heard == [(frozenset(), True)]


def test_nothing_changed_writes_and_says_nothing(
    ostrava: Site, heard: list[Any]
) -> None:
    assert statements(content_changed) == []
    assert heard == []


def test_one_city_costs_one_statement_and_a_look_who_hears_of_it(ostrava: Site) -> None:
    sent = statements(lambda: content_changed(site_ids=[ostrava.pk]))

    assert [sql.split()[0] for sql in sent] == ["UPDATE", "SELECT"]


def test_a_rolled_back_change_brings_the_old_tokens_back(ostrava: Site) -> None:
    before = versions()
    with transaction.atomic():
        content_changed(site_ids=[ostrava.pk], shared=True)
        assert renewed(before) == {None, ostrava.pk}
        transaction.set_rollback(True)

    assert versions() == before


def test_a_transaction_of_changes_writes_each_token_once_at_its_end(
    ostrava: Site, brno: Site, heard: list[Any]
) -> None:
    before = versions()

    def change_much() -> None:
        with content_transaction():
            for _ in range(20):
                content_changed(site_ids=[brno.pk])
                content_changed(site_ids=[ostrava.pk])
            assert heard == []

    updates = [sql for sql in statements(change_much) if sql.startswith("UPDATE")]
    assert len(updates) == 1
    assert renewed(before) == {ostrava.pk, brno.pk}
    assert heard == [(frozenset([ostrava.pk, brno.pk]), False)]


def test_what_a_transaction_has_changed_has_no_token_until_its_end(
    ostrava: Site, brno: Site
) -> None:
    with content_transaction():
        content_changed(site_ids=[ostrava.pk])
        assert ostrava.pk not in versions()
        assert brno.pk in versions()
        assert None in versions()
    assert ostrava.pk in versions()


def test_a_transaction_within_another_leaves_the_tokens_to_it(
    ostrava: Site, heard: list[Any]
) -> None:
    with content_transaction():
        with content_transaction():
            content_changed(site_ids=[ostrava.pk])
        assert heard == []
    assert len(heard) == 1


def test_an_undone_transaction_of_changes_renews_nothing(
    ostrava: Site, heard: list[Any]
) -> None:
    before = versions()
    with pytest.raises(Undone):
        change_and_fail(ostrava)

    assert versions() == before
    assert heard == []
    content_changed(shared=True)  # No trace of the undone one is left.
    assert renewed(before) == {None}


def test_who_hears_of_a_change_may_change_something_more(ostrava: Site) -> None:
    before = versions()

    def change_more(site_ids: frozenset[int], **_kwargs: Any) -> None:
        if site_ids:
            content_changed(shared=True)

    changed_signal.connect(change_more)
    try:
        with content_transaction():
            content_changed(site_ids=[ostrava.pk])
    finally:
        changed_signal.disconnect(change_more)

    assert renewed(before) == {None, ostrava.pk}


def test_a_city_that_is_gone_takes_its_token_along(brno: Site) -> None:
    key = brno.pk
    with content_transaction():
        content_changed(site_ids=[key])
        Site.objects.get(pk=key).delete()

    assert key not in versions()
    assert not ContentVersion.objects.filter(site_id=key).exists()
