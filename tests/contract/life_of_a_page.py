"""A page with a plugin's block, through the plugin's removal and its return.

Each step runs in a process of its own, because a plugin comes and goes between two
starts of the hub only.
"""

import json
from typing import Any

from django.core.management import call_command
from django.test.utils import setup_test_environment
from django.utils.module_loading import import_string

from cms.models import StandardPage, User
from tests import factories
from tests.contract.edit_form import save_by_form

BODY: list[dict[str, Any]] = [
    {
        "id": "00000000-0000-4000-8000-000000000001",
        "type": "heading",
        "value": {"text": "Thursdays", "level": "2"},
    },
    {
        "id": "00000000-0000-4000-8000-000000000002",
        "type": "vitej_example_table",
        "value": {
            "title": "Czech and Ukrainian",
            "languages": [
                {
                    "id": "00000000-0000-4000-8000-000000000003",
                    "type": "item",
                    "value": "Čeština",
                },
                {
                    "id": "00000000-0000-4000-8000-000000000004",
                    "type": "item",
                    "value": "Українська",
                },
            ],
            "topics": [
                {
                    "id": "00000000-0000-4000-8000-000000000005",
                    "type": "vitej_example_phrase",
                    "value": {"original": "Dobrý den", "translation": "Hello <&> “x”"},
                },
                {
                    "id": "00000000-0000-4000-8000-000000000006",
                    "type": "block_of_a_third_plugin",
                    "value": {"deep": [{"type": "x", "value": [1, None, 2.5]}]},
                },
                {
                    "id": "00000000-0000-4000-8000-000000000007",
                    "type": "callout",
                    "value": {
                        "kind": "tip",
                        "title": "Shy?",
                        "text": '<p data-block-key="abcde">Come <b>anyway</b>.</p>',
                    },
                },
            ],
        },
    },
    {
        "id": "00000000-0000-4000-8000-000000000008",
        "type": "quote",
        "value": {"text": "I found a friend.", "attribution": "Ana", "source_url": ""},
    },
]


def write() -> None:
    """With the plugin: make the database and published pages."""
    call_command("migrate", verbosity=0)
    city = factories.city("ostrava")
    factories.standard_page(city, "Meet us", slug="meet-us", body=json.dumps(BODY))
    cafe_model = import_string("vitej_example.models.LanguageCafePage")
    cafe = cafe_model(title="Café", language="cs", body=json.dumps(BODY))
    factories.add_page(factories.home(city), cafe)
    factories.administrator("admin")


def save() -> None:
    """Save and publish the page by its form, as an editor does."""
    setup_test_environment()  # the test client hands out the form then
    page = StandardPage.objects.get(slug="meet-us")
    client = factories.client_of(User.objects.get(username="admin"))
    save_by_form(client, page, intro=f"{page.intro}Saved.")


def copy() -> None:
    """Copy and translate the page, and go back to its first revision."""
    page = StandardPage.objects.get(slug="meet-us")
    page.copy(update_attrs={"slug": "copy", "title": "Copy"})
    factories.translate(page, "cs", slug="potkejte-nas")
    first = page.revisions.earliest("pk")
    first.as_object().save_revision().publish()
