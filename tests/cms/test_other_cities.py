"""Every address of the admin, tried by somebody of another city."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core import serializers
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Comment, Page, Site
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from cms.models import (
    CitySettings,
    CrisisNotice,
    Document,
    GuidePage,
    Image,
    MediaMention,
    Organisation,
    Person,
)
from tests import factories

SEARCHED = "Tajemství"
SECRET = f"{SEARCHED} zvonku"
SEEN = re.compile("zvonku", re.IGNORECASE)
SNIPPETS = (Person, Organisation, CrisisNotice, MediaMention)
NAMES_NOTHING = {
    "app_label",
    "app_name",
    "content_type_app_name",
    "content_type_model_name",
    "model_name",
    "session_id",  # of the user's own
    "token",
    "uidb64",
}
# Wagtail's own answers to a request that its scripts never send.
FAILING = {
    "/admin/api/main/pages/find/": "get",
    "/admin/choose-external-link/": "post",
}
REFUSED = {302, 400, 403, 404, 405}


@dataclass
class City:
    """Content of a city with the secret in every name."""

    site: Site
    guide: GuidePage
    page: Page
    person: Person
    organisation: Organisation
    notice: CrisisNotice
    mention: MediaMention
    image: Image
    document: Document
    translation: Translation
    snippet_translation: Translation
    ids: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def secrets(brno: Site, brno_moderator: Any, settings: Any) -> City:
    user = brno_moderator
    guide = factories.guide(brno, f"{SECRET} guide", live=False)
    guide.live = True
    guide.save()
    guide.save_revision(user=user, log_action=True)
    Comment.objects.create(
        page=guide, user=user, text=SECRET, contentpath="title", position=""
    )
    page = factories.standard_page(brno, f"{SECRET} page", live=False, locked=True)
    page.locked, page.locked_by = True, user
    page.save()
    person = factories.person(brno, f"{SECRET} person")
    person.save_revision(user=user, log_action=True)
    translate_object(guide, [factories.locale("cs")])
    translate_object(person, [factories.locale("cs")])
    workflow = brno.root_page.get_workflow()
    workflow.start(factories.post(brno, f"{SECRET} post", live=False), user)
    translations = Translation.objects.order_by("pk")
    of_guide = translations.filter(source__object_id=guide.translation_key).get()
    of_person = translations.filter(source__object_id=person.translation_key).get()
    city = City(
        site=brno,
        guide=guide,
        page=page,
        person=person,
        organisation=factories.organisation(brno, f"{SECRET} office"),
        notice=factories.notice(brno, title=f"{SECRET} notice"),
        mention=factories.mention(brno, f"{SECRET} mention"),
        image=factories.image(brno, f"{SECRET} image"),
        document=factories.document(brno, f"{SECRET} document"),
        translation=of_guide,
        snippet_translation=of_person,
    )
    CitySettings.objects.filter(site=brno).update(
        tagline={"en": SECRET}, email="zvonku@example.com"
    )
    return city


def admin_patterns(
    resolver: URLResolver, route: str = "", namespaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...], URLPattern]]:
    """Yield every route of the admin with its namespaces."""
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if not (here + "admin/").startswith("admin/"):
            continue
        if isinstance(pattern, URLResolver):
            inner = (
                (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            )
            yield from admin_patterns(pattern, here, inner)
        elif here.startswith("admin/"):
            yield here, namespaces, pattern


def names(pattern: URLPattern, route: str) -> list[str]:
    found = re.findall(r"<(?:\w+:)?(\w+)>", route)
    return list(dict.fromkeys([*found, *pattern.pattern.regex.groupindex]))


def values(city: City, namespaces: tuple[str, ...], wanted: list[str]) -> list[Any]:
    """Return the ways to fill an address's parameters with a city's things."""
    guide = city.guide
    base: dict[str, Any] = {
        "page_id": guide.pk,
        "parent_page_id": guide.get_parent().pk,
        "page_to_move_id": guide.pk,
        "page_pk": guide.pk,
        "destination_id": guide.get_parent().pk,
        "image_id": city.image.pk,
        "document_id": city.document.pk,
        "doc_id": city.document.pk,
        "translation_source_id": city.translation.source_id,
        "translation_id": city.translation.pk,
        "revision_id": guide.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "string_segment_id": city.translation.source.stringsegment_set.first().pk,
        "overridable_segment_id": 1,
        "workflow_pk": 1,
        "workflow_state_id": 1,
        "task_state_id": 1,
        "task_id": 1,
        "session_id": 1,
        "uploaded_file_id": 1,
        "collection_id": city.image.collection_id,
        "redirect_id": 1,
        "content_type_app_name": "cms",
        "content_type_model_name": "guidepage",
        "action_name": "publish",
        "action": "delete",
        "mode": "x",
        "filter_spec": "width-10",
        "uidb64": "x",
        "token": "x",
    }
    namespace = ":".join(namespaces)
    objects: list[Any] = [
        guide,
        city.person,
        city.organisation,
        city.notice,
        city.mention,
        city.image,
        city.document,
    ]
    if "model_name" in wanted and "app_name" in wanted:
        return [
            {
                **base,
                "app_name": "cms",
                "model_name": "citysettings",
                "pk": city.site.pk,
            }
        ]
    if "model_name" in wanted:
        return [
            {
                **base,
                "app_label": "cms",
                "model_name": thing._meta.model_name,
                "pk": thing.pk,
                "object_id": thing.pk,
                "query": f"?id={thing.pk}",
            }
            for thing in objects
        ]
    for thing in objects:
        name = thing._meta.model_name
        if namespace.endswith((f"_{name}", f"{name}s", f"{name}s_chooser")):
            return [{**base, "pk": thing.pk, "query": f"?id={thing.pk}"}]
    return [{**base, "pk": guide.pk, "query": f"?id={guide.pk}"}]


def addresses(city: City) -> Iterator[tuple[str, str, bool]]:
    """Yield requests with a city's things in them, and whether they name any."""
    for route, namespaces, pattern in admin_patterns(get_resolver()):
        if not pattern.name or pattern.name in {
            "wagtailadmin_logout",
            "wagtailadmin_error_test",
        }:
            continue
        wanted = names(pattern, route)
        name = ":".join([*namespaces, pattern.name])
        for filled in values(city, namespaces, wanted):
            kwargs = {key: filled[key] for key in wanted}
            url = reverse(name, kwargs=kwargs)
            named = bool(set(wanted) - NAMES_NOTHING)
            yield "get", url, named
            yield "post", url, named
            if "query" in filled:
                yield "get", url + filled["query"], False
            if not named:
                yield "get", f"{url}?q={SEARCHED}", False
            if pattern.name == "wagtail_bulk_action":
                parent = city.guide.get_parent().pk
                yield "post", f"{url}?id=all&childOf={parent}", False
                yield "post", f"{url}?id=all", False


def everything(site: Site) -> str:
    """Return all of a city's content, to see that nothing has changed."""
    home = factories.home(site)
    pages = Page.objects.filter(
        path__startswith=home.path[:4],
        locale__in=[factories.locale("en"), factories.locale("cs")],
    )
    rows: list[Any] = [*pages.specific().order_by("pk"), *Translation.objects.all()]
    models: list[Any] = [*SNIPPETS, Image, Document, CitySettings, Site]
    for model in models:
        rows += sorted(model._default_manager.all(), key=lambda row: row.pk)
    return str(serializers.serialize("json", rows))


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_no_address_of_the_admin_shows_or_changes_another_citys_content(
    secrets: City, ostrava: Site, role: str
) -> None:
    user = getattr(factories, role)(ostrava)
    client = factories.client_of(user)
    client.raise_request_exception = False
    before = everything(secrets.site)

    leaks = []
    for method, url, names_something in addresses(secrets):
        response = getattr(client, method)(url)
        text = b"".join(response).decode(errors="replace")
        broken = response.status_code >= 500 and FAILING.get(url) != method
        if SEEN.search(text) or broken:
            leaks.append((method, url, response.status_code, "shows"))
        elif names_something and response.status_code not in REFUSED:
            leaks.append((method, url, response.status_code, "opens"))
        if "_auth_user_id" not in client.session:
            client.force_login(user)

    assert not leaks, "\n".join(map(str, leaks))
    assert everything(secrets.site) == before


def test_nobody_who_is_not_logged_in_gets_into_the_admin(
    secrets: City, client: Client
) -> None:
    for _method, url, _named in addresses(secrets):
        response = client.get(url)
        assert not SEEN.search(b"".join(response).decode(errors="replace"))


OWN_PAGES = (
    ("wagtailadmin_explore", "index"),
    ("wagtailadmin_pages:edit", "guide"),
    ("wagtailadmin_pages:history", "guide"),
    ("wagtailadmin_pages:usage", "guide"),
    ("wagtailadmin_pages:copy", "guide"),
    ("wagtailadmin_pages:edit", "home"),
    ("wagtailadmin_choose_page_child", "home"),
    ("submit_page_translation", "guide"),
)


@pytest.mark.parametrize(("name", "page"), OWN_PAGES)
def test_editors_reach_their_own_pages(
    as_ostrava_editor: Client, ostrava: Site, name: str, page: str
) -> None:
    pages = {
        "guide": factories.guide(ostrava),
        "home": factories.home(ostrava),
        "index": factories.guide_index(ostrava),
    }

    response = as_ostrava_editor.get(reverse(name, args=[pages[page].pk]))

    assert response.status_code == 200


SNIPPET_VIEWS = ("edit", "history", "usage", "inspect", "copy")


@pytest.mark.parametrize("model", SNIPPETS)
def test_editors_reach_their_own_snippets(
    as_ostrava_editor: Client, ostrava: Site, model: type[Any]
) -> None:
    made = {
        Person: lambda: factories.person(ostrava),
        Organisation: lambda: factories.organisation(ostrava),
        CrisisNotice: lambda: factories.notice(ostrava),
        MediaMention: lambda: factories.mention(ostrava),
    }[model]()
    namespace = f"wagtailsnippets_cms_{model._meta.model_name}"
    choosers = f"wagtailsnippetchoosers_cms_{model._meta.model_name}"

    statuses = {
        name: as_ostrava_editor.get(
            reverse(f"{namespace}:{name}", args=[made.pk])
        ).status_code
        for name in SNIPPET_VIEWS
    }
    listed = as_ostrava_editor.get(reverse(f"{namespace}:list"))
    chosen = as_ostrava_editor.get(reverse(f"{choosers}:chosen", args=[made.pk]))

    assert statuses == dict.fromkeys(SNIPPET_VIEWS, 200)
    assert str(made) in listed.content.decode()
    assert chosen.status_code == 200


def test_inspecting_shows_nothing_that_only_programs_read(
    as_ostrava_editor: Client, ostrava: Site
) -> None:
    person = factories.person(ostrava)

    url = reverse("wagtailsnippets_cms_person:inspect", args=[person.pk])
    shown = as_ostrava_editor.get(url).context["fields"]

    names = {field["label"].lower() for field in shown}
    assert "job title" in names
    assert not names & {"sort key", "translation key", "latest revision"}


def test_editors_reach_their_own_files_settings_and_translations(
    as_ostrava_editor: Client, ostrava: Site
) -> None:
    image = factories.image(ostrava)
    document = factories.document(ostrava)
    guide = factories.guide(ostrava)
    translate_object(guide, [factories.locale("cs")])
    own = (
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages:image_usage", args=[image.pk]),
        reverse("wagtailimages_chooser:chosen", args=[image.pk]),
        reverse("wagtaildocs:edit", args=[document.pk]),
        reverse("wagtaildocs_chooser:chosen", args=[document.pk]),
        reverse("wagtailsettings:edit", args=["cms", "citysettings", ostrava.pk]),
        reverse(
            "wagtailadmin_pages:edit",
            args=[guide.get_translation(factories.locale("cs")).pk],
        ),
        reverse("wagtail_localize:translations_report"),
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_reports:aging_pages"),
    )

    assert {url: as_ostrava_editor.get(url).status_code for url in own} == (
        dict.fromkeys(own, 200)
    )


def test_what_all_cities_share_is_chosen_but_not_changed_by_editors(
    as_ostrava_moderator: Client,
) -> None:
    office = factories.organisation(name="Shared office")
    namespace = "wagtailsnippets_cms_organisation"

    chosen = as_ostrava_moderator.get(
        reverse("wagtailsnippetchoosers_cms_organisation:chosen", args=[office.pk])
    )
    statuses = {
        name: as_ostrava_moderator.post(
            reverse(f"{namespace}:{name}", args=[office.pk]), {"name": "Mine"}
        ).status_code
        for name in ("edit", "delete", "unpublish", "lock")
    }

    office.refresh_from_db()
    assert chosen.status_code == 200
    assert set(statuses.values()) == {302}
    assert (office.name, office.live, office.locked) == ("Shared office", True, False)


@pytest.mark.parametrize("name", ["delete", "unpublish", "move"])
def test_moderators_cannot_end_their_city(
    as_ostrava_moderator: Client, ostrava: Site, name: str
) -> None:
    home = factories.home(ostrava, "cs")

    response = as_ostrava_moderator.post(
        reverse(f"wagtailadmin_pages:{name}", args=[home.pk])
    )
    in_bulk = as_ostrava_moderator.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", name])
        + f"?id={home.pk}"
    )

    home.refresh_from_db()
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("wagtailadmin_home")
    assert in_bulk.headers["Location"] == reverse("wagtailadmin_home")
    assert home.live
