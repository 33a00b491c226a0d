"""Whatever is private, a query for everything shows nothing of it.

The query is made from the schema, so it also asks for what is added to it later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import transaction
from graphql import execute_sync, parse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from city_api.context import Context
from city_api.engine.compiled.context import CompiledContext
from city_api.execution import graphql_schema
from cms.models import Funding
from cms.models.blog import RelatedGuide
from cms.models.home import FeaturedPage
from tests import factories
from tests.city_api.privacy import links
from tests.city_api.privacy.kinds import (
    COLLECTIONS,
    PAGES,
    PAGES_IN_PLACE,
    SECRET,
    SNIPPETS,
    for_members,
    snippet_to_another_city,
)
from tests.support.everything import Everything
from tests.support.ids import opaque
from tests.use_it_map import factories as places

SHARED_SNIPPETS = {
    name: hide for name, hide in SNIPPETS.items() if hide is not snippet_to_another_city
}
WAYS: Mapping[str, Mapping[str, Callable[[Any], object]]] = {
    "page": PAGES,
    "guide": PAGES,
    "post": PAGES,
    "place": PAGES,
    "czech": {**PAGES_IN_PLACE, "a page for members": for_members},
    "image": COLLECTIONS,
    "document": COLLECTIONS,
    "person": SNIPPETS,
    "organisation": SNIPPETS,
    "topic": SHARED_SNIPPETS,
    "category": SHARED_SNIPPETS,
    "notice": SNIPPETS,
    "mention": {
        name: hide for name, hide in SNIPPETS.items() if "language" not in name
    },
}
# Deep enough to see everything that is public; one more takes ten times as long.
DEPTH = 1
MARK = re.compile(rf"{SECRET}(\w+?)x")


def mark(name: str) -> str:
    """Return the word that only the thing of a name carries."""
    return f"{SECRET}{name}x"


@pytest.fixture(scope="module")
def things(_cities: None) -> dict[str, Any]:
    """One thing of each kind, each with its mark, linked with each other."""
    site = Site.objects.get(hostname="ostrava.localhost")
    folders = {
        name: factories.collection(site, name.title()) for name in ("image", "document")
    }
    image = factories.image(
        within=folders["image"], description=mark("image"), credit=mark("image")
    )
    document = factories.document(
        within=folders["document"],
        title=mark("document"),
        filename=f"{mark('document')}.txt",
    )
    organisation = factories.organisation(site, mark("organisation"), logo=image)
    person = factories.person(
        site, mark("person"), photo=image, organisation=organisation
    )
    topic = factories.topic(mark("topic"), slug=mark("topic"))
    things: dict[str, Any] = {
        **folders,
        "organisation": organisation,
        "person": person,
        "topic": topic,
        "notice": factories.notice(site, title=mark("notice")),
        "mention": factories.mention(site, mark("mention")),
    }
    page = factories.standard_page(site, mark("page"), slug=mark("page"))
    guide = factories.guide(
        site,
        mark("guide"),
        slug=mark("guide"),
        summary=mark("guide"),
        topic=topic,
        authority=organisation,
        hero_image=image,
    )
    post = factories.post(
        site,
        mark("post"),
        slug=mark("post"),
        intro=mark("post"),
        authors=[person],
        share_image=image,
        body=body(page, image, document, person, organisation),
    )
    post.tags.add(mark("post"))
    post.save_revision().publish()
    source = factories.standard_page(site, "Housing", slug="housing")
    things |= {"page": page, "guide": guide, "post": post}
    things |= place_and_category(site)
    things["czech"] = factories.translate(
        source, "cs", title=mark("czech"), slug=mark("czech")
    )
    reader = factories.standard_page(
        site,
        "Reader",
        slug="reader",
        hero_image=image,
        body=body(page, image, document, person, organisation),
    )
    for each in (page, guide, post, reader):
        FeaturedPage.objects.create(home=factories.home(site), page=each)
    blog = factories.post(site, "Reader's post", slug="readers-post", authors=[person])
    RelatedGuide.objects.create(post=blog, guide=guide)
    connect(site, page, organisation, image)
    return things


def place_and_category(site: Site) -> dict[str, Any]:
    """Return a place and its category; who keeps the place is shown to nobody."""
    category = places.category(mark("category"))
    place = places.place(
        site,
        mark("place"),
        slug=mark("place"),
        category=category,
        languages=["uk"],
        opening_hours="24/7",
        owner_email=f"{mark('owner')}@example.com",
        maintainer=factories.user(mark("maintainer")),
    )
    places.place(site, "Another place", category=category)
    return {"place": place, "category": category}


def body(
    page: Page, image: Any, document: Any, person: Any, organisation: Any
) -> links.Body:
    """Return a body that leads to all of them."""
    text = links.text_linking("page", page) + links.text_linking("document", document)
    blocks = [block for make, _fields in links.TEXTS.values() for block in make(text)]
    return [
        *blocks,
        *links.button(page=page.pk),
        *links.button(document=document.pk),
        *links.cards(page),
        *links.contact(person=person.pk, organisation=organisation.pk),
        links.block("image", links.pictured(image)),
        links.block("gallery", {"images": links.listed(links.pictured(image))}),
        links.block("download", {"document": document.pk, "title": ""}),
    ]


def connect(site: Site, page: Page, organisation: Any, image: Any) -> None:
    """Lead to things from the city's settings and redirects."""
    item = links.menu(
        {"page": page.pk, "children": []},
        {
            "page": factories.home(site).pk,
            "children": links.listed({**links.empty_item(), "page": page.pk}),
        },
    )
    links.set_menu(site, "main_navigation", item)
    links.set_menu(site, "footer_navigation", item)
    found = factories.set_settings(site, organisation=organisation, logo=image)
    Funding.objects.create(settings=found, organisation=organisation)
    Redirect.add_redirect("/old", page, site=site)


def arguments(things: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what to ask the fields with that take required arguments."""
    pages = [things[name] for name in ("page", "guide", "post", "place", "czech")]
    words = [*(f"secretword{name}x" for name in things), "Reader", "Housing"]
    return {
        "Site.route": [
            '(path: "/en/")',
            '(path: "/cs/")',
            '(path: "/old")',
            '(path: "/en/housing/")',
            '(path: "/en/reader/")',
            *(f'(path: "{path_of(page)}")' for page in pages),
        ],
        "Site.page": [
            *(f'(id: "{opaque("Page", page.pk)}")' for page in pages),
            *(f'(id: "{page.translation_key}")' for page in pages),
        ],
        "Site.guide": [f'(slug: "{mark("guide")}")'],
        "Site.blogPost": [f'(slug: "{mark("post")}")', '(slug: "readers-post")'],
        "Site.place": [f'(slug: "{mark("place")}")', '(slug: "another-place")'],
        "Site.placeClusters": ["(zoom: 20)"],
        "Place.distance": ["(latitude: 49.8, longitude: 18.2)"],
        "Site.search": [f'(query: "{word}", first: 100)' for word in words],
        "Site.suggestions": [f'(query: "{word}")' for word in words],
        "Image.rendition": ["(preset: CARD)"],
        "Image.srcSet": ["(widths: [160])"],
    }


def path_of(page: Page) -> str:
    below = page.url_path.strip("/").split("/")[1:]
    return "/" + "/".join([page.locale.language_code, *below]) + "/"


def shown(things: Mapping[str, Any]) -> set[str]:
    """Return the names of the things of which anything is shown in any language."""
    schema = graphql_schema()
    found: set[str] = set()
    for locale in ("en", "cs"):
        document = Everything(schema, arguments(things)).document(
            f'site(slug: "ostrava", locale: "{locale}")', DEPTH
        )
        result = execute_sync(
            schema,
            parse(document),
            context_value=Context(),
            execution_context_class=CompiledContext,
        )
        assert not result.errors, result.errors[:3]
        found |= set(MARK.findall(json.dumps(result.data, default=str)))
    return found


def test_everything_public_is_shown(things: dict[str, Any], db: None) -> None:
    assert shown(things) == set(things)


HIDDEN = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(sorted(ways)) for name, ways in WAYS.items()}
)


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[
        Phase.explicit,
        Phase.generate,
    ],  # To shrink takes minutes, and tells little.
    suppress_health_check=list(HealthCheck),
)
@given(hidden=HIDDEN)
def test_whatever_is_private_all_else_is_shown(
    things: dict[str, Any], db: None, hidden: dict[str, str]
) -> None:
    with transaction.atomic():
        for name, kind in hidden.items():
            WAYS[name][kind](fresh(things[name]))

        found = shown(refreshed(things))

        transaction.set_rollback(True)
    assert found == set(things) - set(hidden)


def fresh(thing: Any) -> Any:
    """Return a thing as the database has it now."""
    return type(thing)._default_manager.get(pk=thing.pk)


def refreshed(things: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fresh(thing) for name, thing in things.items()}
