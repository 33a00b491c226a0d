"""No edge leads to a person, an office, a topic, … that is not public.

As with pages: every edge is walked while the snippet is public, when it must be
seen, and after it has been hidden, when nothing of it may be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Site

from cms.models import CitySettings, Funding
from tests import factories
from tests.city_api.privacy import links
from tests.city_api.privacy.conftest import Ask
from tests.city_api.privacy.kinds import (
    A_DAY,
    SECRET,
    SNIPPETS,
    snippet_to_another_city,
)
from tests.support.ids import opaque

NAME = f"The {SECRET} name"


def person(site: Site) -> Model:
    return factories.person(
        site, NAME, bio=f"The {SECRET} life", email=f"{SECRET}@example.com"
    )


def organisation(site: Site) -> Model:
    return factories.organisation(site, NAME, description=f"What {SECRET} does")


def topic(_site: Site) -> Model:
    return factories.topic(NAME, slug=SECRET)


def notice(site: Site) -> Model:
    return factories.notice(site, title=NAME, text=f"What {SECRET} happened")


def mention(site: Site) -> Model:
    return factories.mention(site, NAME, url=f"https://example.com/{SECRET}")


@dataclass(frozen=True)
class Edge:
    """A way to a snippet: what must be there for it, and what then is asked."""

    make: Callable[[Site], Model]
    fields: str
    link: Callable[[Site, Any], object] = lambda _site, _snippet: None


def write_post(site: Site, author: Any) -> None:
    factories.post(site, "Reader", slug="reader", authors=[author])


def employ(site: Site, employer: Any) -> None:
    factories.person(site, "Somebody", organisation=employer)


def decide(site: Site, authority: Any) -> None:
    factories.guide(site, "Reader", slug="reader", authority=authority)


def file_under(site: Site, topic: Any) -> None:
    factories.guide(site, "Reader", slug="reader", topic=topic)


def run_by(site: Site, organisation: Any) -> None:
    factories.set_settings(site, organisation=organisation)


def paid_by(site: Site, organisation: Any) -> None:
    settings = CitySettings.objects.get(site=site)
    Funding.objects.create(
        settings=settings, organisation=organisation, programme="Together"
    )


PERSON = "{ name bio email jobTitle }"
ORGANISATION = "{ name description }"
EDGES: Mapping[str, Edge] = {
    "the people": Edge(person, f"people {{ totalCount nodes {PERSON} }}"),
    "a post's authors": Edge(
        person, f'blogPost(slug: "reader") {{ authors {PERSON} }}', write_post
    ),
    "a contact card's person": Edge(
        person,
        links.in_reader(f"... on ContactCardBlock {{ person {PERSON} }}"),
        lambda site, it: links.body_of(site, links.contact(person=it.pk)),
    ),
    "the organisations": Edge(
        organisation, f"organisations {{ totalCount nodes {ORGANISATION} }}"
    ),
    "the organisations of a kind": Edge(
        organisation,
        f"organisations(kind: OTHER, role: PARTNER) {{ nodes {ORGANISATION} }}",
    ),
    "a person's organisation": Edge(
        organisation, f"people {{ nodes {{ organisation {ORGANISATION} }} }}", employ
    ),
    "a contact card's organisation": Edge(
        organisation,
        links.in_reader(f"... on ContactCardBlock {{ organisation {ORGANISATION} }}"),
        lambda site, it: links.body_of(site, links.contact(organisation=it.pk)),
    ),
    "a guide's authority": Edge(
        organisation,
        f'guide(slug: "reader") {{ authority {ORGANISATION} }}',
        decide,
    ),
    "the operator": Edge(
        organisation,
        f"settings {{ contact {{ organisation {ORGANISATION} }} }}",
        run_by,
    ),
    "the funders": Edge(
        organisation,
        f"settings {{ fundings {{ organisation {ORGANISATION} programme }} }}",
        paid_by,
    ),
    "the topics": Edge(topic, "topics { id name slug description }"),
    "a guide's topic": Edge(
        topic, 'guide(slug: "reader") { topic { id name slug } }', file_under
    ),
    "the notices": Edge(notice, "notices { id title text }"),
    "the media mentions": Edge(
        mention, "mediaMentions { totalCount nodes { title url } }"
    ),
}
CASES = [
    (name, kind)
    for name, edge in EDGES.items()
    for kind, hide in SNIPPETS.items()
    # Topics are shared by all cities; mentions aren't translated.
    if not (edge.make is topic and hide is snippet_to_another_city)
    and not (edge.make is mention and "language" in kind)
]


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_no_edge_leads_to_a_private_snippet(
    ostrava: Site, ask: Ask, name: str, kind: str
) -> None:
    edge = EDGES[name]
    snippet = edge.make(ostrava)
    edge.link(ostrava, snippet)
    assert SECRET in ask(edge.fields)

    SNIPPETS[kind](snippet)

    assert SECRET not in ask(edge.fields)


@pytest.mark.parametrize("kind", [each for each in SNIPPETS if "city" not in each])
@pytest.mark.parametrize("by", ["topic", "topicSlug"])
def test_a_private_topic_cannot_be_guessed_by_asking_for_its_guides(
    ostrava: Site, ask: Ask, by: str, kind: str
) -> None:
    topic = factories.topic(NAME, slug=SECRET)
    factories.guide(ostrava, "Reader", topic=topic)
    asked = topic.slug if by == "topicSlug" else topic.translation_key
    fields = f'guides({by}: "{asked}") {{ totalCount nodes {{ title }} }}'
    assert "Reader" in ask(fields)

    SNIPPETS[kind](topic)

    assert ask(fields) == ask(
        f'guides({by}: "{NOBODY[by]}") {{ totalCount nodes {{ title }} }}'
    )


NOBODY = {"topic": "00000000-0000-4000-8000-000000000000", "topicSlug": "no-such-topic"}


@pytest.mark.parametrize("kind", SNIPPETS)
def test_a_private_person_cannot_be_tied_to_the_posts_they_wrote(
    ostrava: Site, ask: Ask, kind: str
) -> None:
    author = factories.person(ostrava, NAME)
    factories.post(ostrava, "Reader", authors=[author])
    fields = 'blogPosts(author: "%s") { totalCount nodes { title } }'
    known = opaque("Person", author.pk)
    assert "Reader" in ask(fields % known)

    SNIPPETS[kind](author)

    assert ask(fields % known) == ask(fields % opaque("Person", 10**12))


def test_a_notice_that_is_over_or_has_not_begun_is_not_shown(
    ostrava: Site, ask: Ask
) -> None:
    now = timezone.now()
    factories.notice(ostrava, title="Now", ends_at=now + A_DAY)
    factories.notice(ostrava, title=NAME, starts_at=now + A_DAY)
    factories.notice(
        ostrava, title=NAME, starts_at=now - 2 * A_DAY, ends_at=now - A_DAY
    )

    shown = ask("notices { title text }")

    assert "Now" in shown
    assert SECRET not in shown


def test_a_hidden_notice_of_another_city_takes_no_place_of_ours(
    ostrava: Site, brno: Site, ask: Ask
) -> None:
    english = factories.notice(brno, title=NAME)
    czech = factories.translate(english, "cs", title="Povodeň")
    czech.cities = [ostrava]
    czech.save()

    shown = ask("notices { title }")

    assert "Povodeň" in shown
    assert SECRET not in shown


def test_a_shared_organisation_is_seen_in_every_city(
    ostrava: Site, brno: Site, ask: Ask
) -> None:
    factories.organisation(None, "The ministry")
    factories.organisation(ostrava, "Our office")
    factories.organisation(brno, NAME)

    shown = ask("organisations { totalCount nodes { name } }")

    assert "The ministry" in shown
    assert "Our office" in shown
    assert '"totalCount": 2' in shown
    assert SECRET not in shown


def test_unsaved_words_about_a_public_person_are_not_shown(
    ostrava: Site, ask: Ask
) -> None:
    person = factories.person(ostrava, "Jana Nová", bio="Advises on housing.")
    person.bio = f"The {SECRET} life"
    person.save_revision()

    shown = ask("people { nodes { name bio } }")

    assert "Advises on housing." in shown
    assert SECRET not in shown


def test_of_a_person_with_one_private_translation_the_other_is_shown(
    ostrava: Site, ask: Ask
) -> None:
    english = factories.person(ostrava, "Jana Nová", bio=f"The {SECRET} life")
    factories.translate(english, "cs", bio="Radí s bydlením.")
    SNIPPETS["one that was never published"](english)

    for language in ("en", "cs"):
        shown = ask("people { totalCount nodes { name bio } }", locale=language)
        assert "Radí s bydlením." in shown
        assert '"totalCount": 1' in shown
        assert SECRET not in shown
