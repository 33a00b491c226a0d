"""No spelling of an address, no forged id and no login opens what is private."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Site

from city_api.execution import graphql_schema
from cms.images import image_path, sign
from tests import factories
from tests.city_api.privacy.conftest import Ask, AskSite
from tests.city_api.privacy.kinds import COLLECTIONS, SECRET, for_members
from tests.support.ids import opaque

TITLE = f"The {SECRET} title"
SPELLINGS = [
    "/en/hidden/",
    "/en/hidden",
    "en/hidden",
    "//en//hidden//",
    "/en/hidden/?preview=true",
    "/en/hidden/#top",
    "/en/./hidden/",
    "/en/guides/../hidden/",
    "/EN/hidden/",
    "/en/HIDDEN/",
    "/en/%68idden/",
    "/en/hidden%2F",
    "/en/hidden/%00",
    "/cs/hidden/",
    "/uk/hidden/",
    "/hidden/",
    "/ostrava/hidden/",
    "http://ostrava.localhost/en/hidden/",
    "/en/hidden;a=b/",
]


@pytest.mark.parametrize("path", SPELLINGS)
def test_no_spelling_of_its_path_opens_a_private_page(
    ostrava: Site, ask: Ask, path: str
) -> None:
    page = factories.standard_page(ostrava, TITLE, slug="hidden")
    fields = f'route(path: "{path}") {{ __typename ... on Page {{ title }} }}'
    assert SECRET in ask(fields.replace(path, "/en/hidden/"))

    for_members(page)

    assert SECRET not in ask(fields)


@pytest.mark.parametrize(
    "path", ["/en/hidden/", "/en/ostrava/hidden/", "/en/brno/hidden/"]
)
def test_another_citys_page_is_not_found_by_its_path(
    ostrava: Site, brno: Site, site: AskSite, path: str
) -> None:
    factories.standard_page(brno, TITLE, slug="hidden")

    assert site(f'route(path: "{path}") {{ __typename }}') == {"route": None}


def test_a_private_page_is_answered_like_one_that_does_not_exist(
    ostrava: Site, brno: Site, ask: Ask
) -> None:
    page = factories.standard_page(ostrava, TITLE, slug="hidden")
    for_members(page)
    other = factories.standard_page(brno, TITLE)
    by_id = 'page(id: "{}") {{ title }}'
    nothing = ask(by_id.format(opaque("Page", 10**15)))

    for key in (
        opaque("Page", page.pk),
        opaque("Page", other.pk),
        opaque("Page", 1),
        page.translation_key,
        other.translation_key,
    ):
        assert ask(by_id.format(key)) == nothing


def test_private_pages_change_neither_counts_nor_cursors(
    ostrava: Site, ask: Ask
) -> None:
    for number in range(3):
        factories.guide(ostrava, f"Guide {number}")
        factories.post(ostrava, f"Post {number}")
    fields = """
        guides(first: 2) { totalCount pageInfo { endCursor } edges { cursor } }
        blogPosts(first: 2) { totalCount pageInfo { endCursor } edges { cursor } }
        sitemap(first: 100) { totalCount edges { cursor } }
        search(query: "guide") { totalCount edges { cursor } }
        home { children(first: 2) { totalCount edges { cursor } } }
        tags { name } topics { name }
    """
    before = ask(fields)

    for number in range(3):
        for_members(factories.guide(ostrava, f"Guide {number}"))
        factories.post(ostrava, f"Post {number}", live=False)
        factories.standard_page(ostrava, "Guide", live=False)

    assert ask(fields) == before


def test_a_city_prefers_its_own_redirect_to_that_of_all_sites(
    ostrava: Site, site: AskSite
) -> None:
    Redirect.add_redirect("/old", "/en/shared/", site=None)
    Redirect.add_redirect("/old", "/en/ours/", site=ostrava)

    assert site('route(path: "/old") { ... on Redirect { to } }') == {
        "route": {"to": "/en/ours/"}
    }


def test_a_redirect_of_another_city_is_not_followed(
    ostrava: Site, brno: Site, site: AskSite
) -> None:
    Redirect.add_redirect("/old", f"/en/{SECRET}/", site=brno)

    assert site('route(path: "/old") { __typename }') == {"route": None}


def test_unpublished_changes_of_a_public_page_are_not_shown(
    ostrava: Site, ask: Ask
) -> None:
    guide = factories.guide(ostrava, "Housing", slug="housing", summary="What to do.")
    post = factories.post(ostrava, "Spring", slug="spring", intro="It is warm.")
    hidden = factories.person(ostrava, f"{SECRET} author")
    hidden.live = False
    hidden.save()
    for page, text in ((guide, "summary"), (post, "intro")):
        page.title = TITLE
        page.slug = f"{SECRET}-slug"
        page.search_description = SECRET
        setattr(page, text, f"The {SECRET} text")
        heading = ("heading", {"text": SECRET, "level": "2"})
        setattr(page, "body", [heading])  # noqa: B010  (a BodyField takes a list)
    post.tags.add(f"{SECRET}-tag")
    post.author_links.create(person=hidden)
    for page in (guide, post):
        page.save_revision()

    answer = ask(
        f"""
        guide(slug: "housing") {{ title slug summary seo {{ description }}
          body {{ ... on HeadingBlock {{ text }} }} }}
        blogPost(slug: "spring") {{ title slug intro tags {{ name }}
          authors {{ name }} body {{ ... on HeadingBlock {{ text }} }} }}
        guides {{ nodes {{ title path }} }}
        sitemap {{ nodes {{ path }} }}
        tags {{ name }}
        search(query: "{SECRET}") {{ totalCount nodes {{ title excerpt }} }}
        suggestions(query: "{SECRET}") {{ title }}
        moved: route(path: "/en/guides/{SECRET}-slug/") {{ __typename }}
        """
    )

    assert "Housing" in answer
    assert "Spring" in answer
    assert '"totalCount": 0' in answer
    assert '"moved": null' in answer
    assert SECRET not in answer


def test_somebody_who_is_logged_in_sees_no_more_than_anybody(
    ostrava: Site, client: Client
) -> None:
    page = factories.standard_page(ostrava, TITLE, slug="hidden")
    for_members(page)
    factories.guide(ostrava, TITLE, live=False)
    document = """{ site(slug: "ostrava") { guides { totalCount }
        route(path: "/en/hidden/") { __typename } sitemap { nodes { path } } } }"""
    asked = {"query": document}
    anybody = client.get("/graphql/", asked).content

    client.force_login(factories.administrator())

    assert client.get("/graphql/", asked).content == anybody
    assert SECRET.encode() not in anybody


@pytest.mark.parametrize("name", ["preview", "token", "in_preview_panel", "draft"])
def test_nothing_in_a_request_asks_for_a_preview(
    ostrava: Site, client: Client, name: str
) -> None:
    factories.standard_page(ostrava, TITLE, slug="hidden", live=False)
    document = '{ site(slug: "ostrava") { route(path: "/en/hidden/") { __typename } } }'
    body = {"query": document, name: "true", "extensions": {name: True}}

    response = client.post(
        f"/graphql/?{name}=true",
        body,
        content_type="application/json",
        headers={name.replace("_", "-"): "true"},
    )

    assert response.json()["data"]["site"] == {"route": None}


PRIVATE_NAMES = {
    "maintainer",
    "owner",
    "user",
    "username",
    "uploadedbyuser",
    "uploadedby",
    "password",
    "permissions",
    "groups",
    "revision",
    "revisions",
    "latestrevision",
    "liverevision",
    "drafttitle",
    "live",
    "expireat",
    "goliveat",
    "expired",
    "hasunpublishedchanges",
    "locked",
    "lockedby",
    "collection",
    "file",
    "filehash",
    "viewrestrictions",
    "comments",
    "workflow",
    "aliasof",
    "preview",
}


def test_the_schema_names_nothing_private() -> None:
    kinds: dict[str, Any] = graphql_schema().type_map
    fields = {
        f"{kind.name}.{name}"
        for kind in kinds.values()
        if not kind.name.startswith("__")
        for name in getattr(kind, "fields", {})
    }

    named = {each for each in fields if each.split(".")[1].lower() in PRIVATE_NAMES}

    assert "Guide.title" in fields
    # Only the holder of a token sees it; `test_preview_tokens` holds it to that.
    assert named == {"Site.preview"}
    assert {name.lower() for name in kinds} & PRIVATE_NAMES == {"preview"}


# The addresses of the files themselves


@pytest.fixture
def folder(ostrava: Site) -> Collection:
    return factories.collection(ostrava, "Staff")


@pytest.mark.parametrize("kind", COLLECTIONS)
def test_the_address_of_an_image_closes_with_its_collection(
    client: Client, folder: Collection, kind: str
) -> None:
    image = factories.image(within=folder)
    address = image_path(image, "fill-640x360")
    assert client.get(address).status_code == 200

    COLLECTIONS[kind](folder)

    assert client.get(address).status_code == 404
    assert client.head(address).status_code == 404


@pytest.mark.parametrize("kind", COLLECTIONS)
def test_the_address_of_a_document_closes_with_its_collection(
    client: Client, folder: Collection, kind: str
) -> None:
    document = factories.document(within=folder, content=SECRET.encode())
    opened: Any = client.get(document.url)
    assert SECRET.encode() in b"".join(opened.streaming_content)

    COLLECTIONS[kind](folder)

    closed = client.get(document.url)  # A form, where a password opens it.
    assert closed.status_code == (200 if "password" in kind else 404)
    assert SECRET.encode() not in closed.content


@pytest.mark.parametrize("kind", [None, *COLLECTIONS])
def test_nobody_gets_an_original_under_media(
    client: Client, folder: Collection, kind: str | None
) -> None:
    files: list[Any] = [
        factories.image(within=folder),
        factories.document(within=folder),
    ]
    if kind:
        COLLECTIONS[kind](folder)

    for file in files:
        assert client.get(f"/media/{file.file.name}").status_code == 404


def test_an_image_is_served_under_its_signed_address_alone(
    client: Client, ostrava: Site
) -> None:
    image = factories.image(ostrava)
    other = factories.image(ostrava)
    address = image_path(image, "fill-640x360")
    _, _, pk, spec, version, last = address.split("/")
    signature, suffix = last.split(".")
    assert client.get(address).status_code == 200

    wrong = [
        f"/images/{other.pk}/{spec}/{version}/{last}",
        f"/images/{pk}/fill-1600x900/{version}/{last}",
        f"/images/{pk}/{spec}/{'0' * 12}/{last}",
        f"/images/{pk}/{spec}/{version}/{'A' * 20}.{suffix}",
        f"/images/{pk}/{spec}/{version}/{signature}.webp",
        f"/images/{pk}/{spec}/{version}/{last}/",
        f"/images/0{pk}/{spec}/{version}/{last}x",
        f"/images/{pk}/original/{version}/{sign(image.pk, 'original', version)}.png",
        f"/images/{pk}/width-7/{version}/{sign(image.pk, 'width-7', version)}.png",
    ]
    for path in wrong:
        assert client.get(path).status_code == 404, path


def test_an_address_ends_with_the_version_of_its_image(
    client: Client, ostrava: Site
) -> None:
    image = factories.image(ostrava)
    address = image_path(image, "fill-640x360")

    type(image).objects.filter(pk=image.pk).update(
        focal_point_x=1, focal_point_y=1, file_hash=F("file_hash")
    )

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("path", ["/en/%00/", "/en/hidden%00/", "/en/%ED%A0%80/"])
def test_a_broken_address_of_a_city_site_is_not_found(
    ostrava: Site, client: Client, path: str
) -> None:
    client.raise_request_exception = False

    response = client.get(path, headers={"host": "ostrava.localhost"})

    assert response.status_code in {400, 404}
