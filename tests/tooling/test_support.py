"""The helpers of the tests do what the tests believe."""

import socket

import pytest
from django.db import connection, transaction
from wagtail.models import Locale, Page

from tests import factories
from tests.support.queries import assert_constant_queries


def add_locales(count: int) -> None:
    taken = Locale.objects.count()
    Locale.objects.bulk_create(
        Locale(language_code=f"x{number}") for number in range(taken, taken + count)
    )


@pytest.mark.django_db
def test_a_list_read_at_once_passes() -> None:
    count = assert_constant_queries(
        lambda: list(Locale.objects.all()), grow=add_locales
    )

    assert count == 1


@pytest.mark.django_db
def test_a_query_for_each_item_fails_and_is_shown() -> None:
    def read_one_by_one() -> None:
        for locale in Locale.objects.all():
            locale.refresh_from_db()

    with pytest.raises(AssertionError, match="What 50 items added") as caught:
        assert_constant_queries(read_one_by_one, grow=add_locales)

    assert '+ 1 x SELECT "wagtailcore_locale"' in str(caught.value)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="it has sequences")
def test_keys_that_are_put_back_are_not_given_out_again() -> None:
    with transaction.atomic():
        known = factories.city("zlin").root_page_id
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('wagtailcore_page_id_seq', %s)", [known - 1])

    site = factories.city("zlin")

    assert site.root_page_id == known
    factories.standard_page(site, "One more")
    assert Page.objects.filter(title="One more", pk__gt=known).exists()


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as outside, pytest.raises(pytest.fail.Exception):
        outside.connect(("192.0.2.1", 80))


def test_a_connection_to_this_machine_is_let_through() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
