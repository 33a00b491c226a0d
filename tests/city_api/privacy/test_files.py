"""No edge leads to an image or a document that is not public.

Files are shared by all cities of the hub, unless their collection, or one above
it, is private.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from wagtail.models import Collection, Site

from cms.models import CitySettings, Funding
from tests import factories
from tests.city_api.privacy import links
from tests.city_api.privacy.conftest import Ask
from tests.city_api.privacy.kinds import COLLECTIONS, SECRET

ALT = f"What {SECRET} shows"
IMAGE = (
    "{ id alt credit rendition(preset: CARD) { url } srcSet(widths: [320]) { url } }"
)
DOCUMENT = "{ title filename url }"


@dataclass(frozen=True)
class Edge:
    """A way to a file: what must be there for it, and what then is asked."""

    link: Callable[[Site, Any], object]
    fields: str


def on_home(site: Site, image: Any) -> None:
    _change(factories.home(site), hero_image=image)


def shared_with_home(site: Site, image: Any) -> None:
    _change(factories.home(site), share_image=image)


def _change(thing: Any, **columns: Any) -> None:
    type(thing).objects.filter(pk=thing.pk).update(**columns)


def on_guide(site: Site, image: Any) -> None:
    factories.guide(site, "Reader", slug="reader", hero_image=image)


def on_post(site: Site, image: Any) -> None:
    factories.post(site, "Reader", slug="reader", hero_image=image)


def in_body(body: Callable[[Any], links.Body]) -> Callable[[Site, Any], object]:
    return lambda site, file: links.body_of(site, body(file))


def picture(image: Any) -> links.Body:
    return [links.block("image", links.pictured(image))]


def gallery(image: Any) -> links.Body:
    return [links.block("gallery", {"images": links.listed(links.pictured(image))})]


def poster(image: Any) -> links.Body:
    video = {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "Welcome"}
    return [links.block("video", {**video, "poster": image.pk, "transcript": ""})]


def download(document: Any) -> links.Body:
    return [links.block("download", {"document": document.pk, "title": ""})]


def photo(site: Site, image: Any) -> None:
    factories.person(site, "Jana Nová", photo=image)


def logo(site: Site, image: Any) -> None:
    factories.organisation(site, "The office", logo=image)


def brand(site: Site, image: Any) -> None:
    factories.set_settings(site, logo=image)


def funder(site: Site, image: Any) -> None:
    organisation = factories.organisation(site, "The town", logo=image)
    _fund(site, organisation=organisation)


def funding(site: Site, image: Any) -> None:
    organisation = factories.organisation(site, "The town")
    _fund(site, organisation=organisation, logo=image)


def _fund(site: Site, **columns: Any) -> None:
    Funding.objects.create(settings=CitySettings.objects.get(site=site), **columns)


def guide_step(site: Site, document: Any) -> None:
    step = {"title": "First", "text": links.text_linking("document", document)}
    factories.guide(site, "Reader", slug="reader", steps=[links.block("step", step)])


def linking_text(name: str) -> Edge:
    body, selection = links.TEXTS[name]
    return Edge(
        in_body(lambda file: body(links.text_linking("document", file))),
        links.in_reader(selection),
    )


IMAGE_EDGES: Mapping[str, Edge] = {
    "the home's main picture": Edge(on_home, f"home {{ heroImage {IMAGE} }}"),
    "the home's shared picture": Edge(
        shared_with_home, f"home {{ seo {{ image {IMAGE} }} }}"
    ),
    "the main picture, for sharing": Edge(
        on_home, f"home {{ seo {{ image {IMAGE} }} }}"
    ),
    "a guide's main picture": Edge(
        on_guide, f'guide(slug: "reader") {{ heroImage {IMAGE} }}'
    ),
    "a post's main picture": Edge(
        on_post, f'blogPost(slug: "reader") {{ heroImage {IMAGE} }}'
    ),
    "a picture in a body": Edge(
        in_body(picture), links.in_reader(f"... on ImageBlock {{ alt image {IMAGE} }}")
    ),
    "a gallery": Edge(
        in_body(gallery),
        links.in_reader(f"... on GalleryBlock {{ images {{ alt image {IMAGE} }} }}"),
    ),
    "a video's poster": Edge(
        in_body(poster), links.in_reader(f"... on VideoBlock {{ poster {IMAGE} }}")
    ),
    "a person's photo": Edge(photo, f"people {{ nodes {{ photo {IMAGE} }} }}"),
    "an organisation's logo": Edge(
        logo, f"organisations {{ nodes {{ logo {IMAGE} }} }}"
    ),
    "the city's logo": Edge(brand, f"settings {{ brand {{ logo {IMAGE} }} }}"),
    "a funding's logo": Edge(funding, f"settings {{ fundings {{ logo {IMAGE} }} }}"),
    "a funder's logo": Edge(funder, f"settings {{ fundings {{ logo {IMAGE} }} }}"),
}
DOCUMENT_EDGES: Mapping[str, Edge] = {
    "a download": Edge(
        in_body(download),
        links.in_reader(f"... on DownloadBlock {{ title document {DOCUMENT} }}"),
    ),
    "a button": Edge(
        in_body(lambda file: links.button(document=file.pk)),
        links.in_reader("... on ButtonBlock { link { url } }"),
    ),
    **{f"a link in {name}": linking_text(name) for name in links.TEXTS},
    "a link in a guide's step": Edge(
        guide_step, 'guide(slug: "reader") { steps { text { html } } }'
    ),
}


def staff_collection() -> Collection:
    return factories.collection(name="Staff", parent=Collection.get_first_root_node())


@pytest.mark.parametrize("kind", COLLECTIONS)
@pytest.mark.parametrize("name", IMAGE_EDGES)
def test_no_edge_leads_to_an_image_in_a_private_collection(
    ostrava: Site, ask: Ask, name: str, kind: str
) -> None:
    edge = IMAGE_EDGES[name]
    collection = staff_collection()
    image = factories.image(within=collection, description=ALT, credit=SECRET)
    edge.link(ostrava, image)
    assert SECRET in ask(edge.fields)
    assert f"/images/{image.pk}/" in ask(edge.fields)

    COLLECTIONS[kind](collection)

    answer = ask(edge.fields)
    assert SECRET not in answer
    assert "/images/" not in answer


@pytest.mark.parametrize("kind", COLLECTIONS)
@pytest.mark.parametrize("name", DOCUMENT_EDGES)
def test_no_edge_leads_to_a_document_in_a_private_collection(
    ostrava: Site, ask: Ask, name: str, kind: str
) -> None:
    edge = DOCUMENT_EDGES[name]
    collection = staff_collection()
    document = factories.document(
        within=collection, title=f"The {SECRET} form", filename=f"{SECRET}.txt"
    )
    edge.link(ostrava, document)
    assert SECRET in ask(edge.fields)

    COLLECTIONS[kind](collection)

    answer = ask(edge.fields)
    assert SECRET not in answer
    assert "/documents/" not in answer


def test_where_the_shared_picture_is_private_the_main_one_is_shared(
    ostrava: Site, ask: Ask
) -> None:
    private = staff_collection()
    factories.restrict(private)
    shared_with_home(ostrava, factories.image(within=private, description=ALT))
    on_home(ostrava, factories.image(description="The main square"))

    answer = ask(f"home {{ seo {{ image {IMAGE} }} }}")

    assert "The main square" in answer
    assert SECRET not in answer


def test_the_words_beside_a_private_file_stay_and_its_own_do_not(
    ostrava: Site, ask: Ask
) -> None:
    private = staff_collection()
    factories.restrict(private)
    image = factories.image(within=private, description=ALT)
    document = factories.document(within=private, title=f"The {SECRET} form")
    picture = {**links.pictured(image), "caption": "Line 8"}
    links.body_of(
        ostrava,
        [
            links.block("image", picture),
            links.block("download", {"document": document.pk, "title": "The form"}),
        ],
    )

    answer = ask(
        links.in_reader(
            "... on ImageBlock { alt caption image { alt } }"
            " ... on DownloadBlock { title document { title } }"
        )
    )

    assert "Line 8" in answer
    assert "The form" in answer
    assert SECRET not in answer


def test_images_of_other_cities_are_shared(ostrava: Site, brno: Site, ask: Ask) -> None:
    on_home(ostrava, factories.image(brno, description="Shared by Brno"))

    assert "Shared by Brno" in ask("home { heroImage { alt } }")


def test_a_private_root_collection_hides_every_file(ostrava: Site, ask: Ask) -> None:
    on_home(ostrava, factories.image(ostrava, description=ALT))
    assert SECRET in ask(f"home {{ heroImage {IMAGE} }}")

    factories.restrict(Collection.get_first_root_node())

    assert SECRET not in ask(f"home {{ heroImage {IMAGE} }}")
