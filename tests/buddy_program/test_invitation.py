"""The invitation in bodies: what editors fill in, and what readers get of it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Site

from buddy_program.blocks import InvitationBlock
from buddy_program.choices import Side
from buddy_program.models import Participant, Programme
from buddy_program.services.application import IntakeClosed, application_start
from city_api.execution import execute
from cms.models import BlogPage, CitySettings
from tests import factories as hub
from tests.blocks.support import DOCS, errors_of, stored
from tests.buddy_program import factories
from tests.microsite.page import Element
from tests.microsite.page import page as parsed_page
from tests.support.queries import assert_constant_queries

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
VALUE = {"title": "Come along", "text": "<p>Meet a local.</p>", "invited": "both"}
FIELDS = """
    ... on BuddyInvitationBlock {
        title text { text } path forms { side open opensOn }
        program { contactEmail about { title path } }
    }
"""
NOTHING: dict[str, Any] = {
    "title": "",
    "text": {"text": ""},
    "path": None,
    "forms": [],
    "program": None,
}


def invitation(**fields: Any) -> dict[str, Any]:
    """Return a stored invitation."""
    kind = "buddy_program_invitation"
    return {"type": kind, "id": str(uuid4()), "value": {**VALUE, **fields}}


def read(site: Site, *blocks: dict[str, Any], locale: str = "en") -> Any:
    """Return what a post with some invitations says of them."""
    post = hub.post(site, body=json.dumps(blocks or [invitation()]))
    asked = "query ($slug: String!, $post: String!, $locale: LanguageCode!) {"
    asked += " site(slug: $slug, locale: $locale) { blogPost(slug: $post) { body {"
    slug = CitySettings.objects.get(site=site).slug
    variables = {"slug": slug, "post": post.slug, "locale": locale}
    answer = execute(f"{asked} {FIELDS} }} }} }} }}", variables)
    assert "errors" not in answer, answer
    found = answer["data"]["site"]["blogPost"]["body"]
    return found if blocks else found[0]


def shown(client: Client, site: Site, locale: str = "en") -> Element:
    """Return a post with an invitation as the built-in site shows it."""
    post = hub.post(site, slug=f"post-{uuid4()}", body=json.dumps([invitation()]))
    if locale != "en":
        post = hub.translate(post, locale, slug=post.slug)
    path = post.get_url_parts()[2]
    return parsed_page(client.get(path, headers={"host": site.hostname}))


def intake(site: Site, **facts: Any) -> None:
    Programme.objects.filter(site=site).update(**facts)


# What editors fill in


def test_an_invitation_needs_a_title_and_whom_it_invites() -> None:
    block = InvitationBlock()

    assert errors_of(block, VALUE) == {}
    assert errors_of(block, {"title": "Come", "text": ""}) == {}
    assert errors_of(block, {**VALUE, "title": "", "invited": "everybody"}) == {
        "title": ["This field is required."],
        "invited": [
            "Select a valid choice. everybody is not one of the available choices."
        ],
    }
    assert errors_of(block, block.get_default(), draft=True) == {}
    assert stored(block, block.to_python(VALUE)) == VALUE


def test_its_page_in_the_documentation_names_its_fields_and_a_valid_example() -> None:
    text = (DOCS / "buddy_invitation.md").read_text(encoding="utf-8")
    example = json.loads(text.partition("```json")[2].partition("```")[0])

    assert example["type"] == "buddy_program_invitation"
    assert errors_of(InvitationBlock(), example["value"]) == {}
    for name in InvitationBlock().child_blocks:
        assert f"| `{name}` |" in text


def test_editors_find_it_in_their_language() -> None:
    block = BlogPage._meta.get_field("body").stream_block.child_blocks[
        "buddy_program_invitation"
    ]

    with override("cs"):
        fields = [str(child.label) for child in block.child_blocks.values()]
        choices = [
            str(label) for _value, label in block.child_blocks["invited"].field.choices
        ]
        assert str(block.label) == "Pozvánka do buddy programu"
        assert fields == ["Nadpis", "Text", "Koho zve"]
        assert choices == ["Nově příchozí i místní", "Nově příchozí", "Místní"]


def test_the_picker_shows_an_example(ostrava: Site) -> None:
    factories.programme(ostrava)
    block = BlogPage._meta.get_field("body").stream_block.child_blocks[
        "buddy_program_invitation"
    ]

    document = parsed_page(
        hub.client_of(hub.editor(ostrava)).get(
            reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}
        )
    )

    assert document.one("h2").text == "Somebody to discover the city with"


# What readers get


def test_an_invitation_says_who_may_apply_and_where(ostrava: Site) -> None:
    factories.programme(ostrava)
    page = hub.standard_page(ostrava, "Who we look for", slug="buddies")
    tomorrow = timezone.localdate() + DAY
    intake(ostrava, about=page, locals_from=tomorrow)

    assert read(ostrava) == {
        "title": "Come along",
        "text": {"text": "Meet a local."},
        "path": "/en/buddy/",
        "forms": [
            {"side": "NEWCOMER", "open": True, "opensOn": None},
            {"side": "LOCAL", "open": False, "opensOn": tomorrow.isoformat()},
        ],
        "program": {
            "contactEmail": "buddies@example.com",
            "about": {"title": "Who we look for", "path": "/en/buddies/"},
        },
    }


@pytest.mark.parametrize("side", Side)
def test_an_invitation_may_be_for_one_side(ostrava: Site, side: Side) -> None:
    factories.programme(ostrava)

    (found,) = read(ostrava, invitation(invited=side.value))

    assert [form["side"] for form in found["forms"]] == [side.name]


@pytest.mark.parametrize(
    ("welcome", "days", "stands"),
    [
        (True, None, (True, None)),
        (True, 0, (True, None)),
        (True, 1, (False, 1)),
        (False, None, (False, None)),
        (False, 1, (False, None)),
    ],
)
def test_a_side_opens_on_the_day_that_was_announced(
    ostrava: Site, welcome: bool, days: int | None, stands: tuple[bool, int | None]
) -> None:
    """Who is told that they can apply can; who is told a day can't before it."""
    factories.programme(ostrava)
    now = timezone.now()
    today = timezone.localdate(now)
    first = None if days is None else today + days * DAY
    intake(ostrava, newcomers_welcome=welcome, newcomers_from=first)

    form = read(ostrava)["forms"][0]
    is_open, ahead = stands
    assert form["open"] is is_open
    assert form["opensOn"] == (None if ahead is None else str(today + ahead * DAY))

    begin = {"site": ostrava, "email": "o@example.com", "side": "newcomer"}
    if is_open:
        application_start(**begin, language="uk", now=now)
    else:
        with pytest.raises(IntakeClosed):
            application_start(**begin, language="uk", now=now)
    assert Participant.objects.count() == int(is_open)
    if ahead is not None:
        application_start(**begin, language="uk", now=now + ahead * DAY)
        assert Participant.objects.count() == 1


def test_without_a_programme_it_answers_nothing(ostrava: Site, brno: Site) -> None:
    factories.programme(brno)

    assert read(ostrava) == NOTHING
    assert read(brno)["path"] == "/en/buddy/"


def test_a_city_that_has_it_off_answers_and_shows_nothing(
    client: Client, ostrava: Site
) -> None:
    factories.programme(ostrava)
    assert "Come along" in shown(client, ostrava).text

    settings = CitySettings.objects.get(site=ostrava)
    settings.disabled_features = ["buddy_program"]
    settings.save()

    assert read(ostrava) == NOTHING
    text = shown(client, ostrava).text
    assert "Come along" not in text
    assert "Meet a local" not in text


def test_the_city_site_says_it_in_the_readers_language(
    client: Client, ostrava: Site
) -> None:
    factories.programme(ostrava)
    intake(ostrava, locals_welcome=False, newcomers_from=dt.date(2099, 9, 1))

    english = shown(client, ostrava).one("section", class_="callout")
    czech = shown(client, ostrava, "cs").one("section", class_="callout")

    assert [each.text for each in english.all("li")] == [
        "Newcomers can apply from 1 September 2099.",
        "Locals can't apply at the moment.",
    ]
    assert [each.text for each in czech.all("li")] == [
        "Nově příchozí se mohou přihlásit od 1. září 2099.",
        "Místní se teď přihlásit nemohou.",
    ]
    assert czech.one("a").attributes["href"] == "/cs/buddy/"


def test_invitations_cost_the_same_for_5_and_for_50(ostrava: Site) -> None:
    """Whatever is asked of the programme is read once for all bodies."""
    factories.programme(ostrava)
    page = hub.standard_page(ostrava, "About", slug="buddies")
    intake(ostrava, about=page, code_of_conduct=page)
    more = """
        program {
            commitment { months } numbers { pairsActive } codeOfConduct { version }
            forms { questions { key } onboarding { path } }
        }
        forms { questions { key } }
    """
    fields = FIELDS.replace("path forms", f"path {more} forms", 1)
    posts = f"blogPosts(first: 50) {{ nodes {{ body {{ {fields} }} }} }}"
    asked = f'{{ site(slug: "ostrava") {{ {posts} }} }}'

    def grow(count: int) -> None:
        for _number in range(count):
            hub.post(ostrava, body=json.dumps([invitation(), invitation()]))

    def act() -> Any:
        answer = execute(asked, {})
        assert "errors" not in answer, answer
        return answer["data"]["site"]["blogPosts"]["nodes"]

    assert_constant_queries(act, grow=grow)
    assert [len(post["body"]) for post in act()] == [2] * 50
