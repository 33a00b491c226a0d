"""What the dashboard tells of one's own city, and of no other."""

from __future__ import annotations

from django.test import Client
from wagtail.models import Site

from tests import factories


def test_the_pages_of_other_cities_are_not_counted(
    as_brno_editor: Client, as_administrator: Client, ostrava: Site, brno: Site
) -> None:
    factories.guide(ostrava)
    factories.guide(brno)

    def count(client: Client) -> int:
        summary = client.get("/admin/").context["site_summary"]
        return int(summary.summary_items[0].get_context_data({})["total_pages"])

    # A home, a list of guides and a blog in 2 languages; in 3 in Ostrava.
    assert count(as_brno_editor) == 6 + 1
    assert count(as_administrator) == (6 + 1) + (9 + 1)
