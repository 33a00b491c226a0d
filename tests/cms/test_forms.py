"""Forms refuse what is another city's, and say what is wrong at its field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.panels import get_edit_handler
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.models import (
    BlogPage,
    CitySettings,
    CrisisNotice,
    GuidePage,
    MediaMention,
    Organisation,
    Person,
    User,
)
from tests import factories


def bound(instance: Any, user: User, **data: Any) -> Any:
    """Return the admin's form of an instance with what is stored, and changes."""
    model = type(instance)
    handler = (
        model.get_edit_handler()
        if isinstance(instance, Page)
        else get_edit_handler(model)
    )
    form_class = handler.get_form_class()
    blank = form_class(instance=instance, for_user=user)
    stored: dict[str, Any] = {}
    for name, field in blank.fields.items():
        value = blank[name].value()
        if hasattr(field, "block"):
            stored[name] = json.loads(json.dumps(raw_stream(value)))
        elif value is not None and value is not False:
            stored[name] = getattr(value, "pk", value)
    formsets = {name: inline_formset([]) for name in blank.formsets}
    texts = {name: value for name, value in stored.items() if isinstance(value, dict)}
    flat = {
        f"{name}_{code}": text
        for name, languages in texts.items()
        for code, text in languages.items()
        if name in ("name", "tagline", "opening_note")
    }
    streams = {
        name: streamfield([])
        for name, field in blank.fields.items()
        if hasattr(field, "block")
    }
    lists = {name: value for name, value in data.items() if isinstance(value, list)}
    posted = nested_form_data({**stored, **streams, **formsets, **flat, **data}) | lists
    return form_class(posted, instance=instance, for_user=user)


def raw_stream(value: Any) -> Any:
    return list(value.raw_data) if hasattr(value, "raw_data") else []


@pytest.fixture
def mine(ostrava: Site, ostrava_editor: User) -> GuidePage:
    return factories.guide(ostrava, "Mine")


def test_the_only_city_is_chosen_and_no_other_offered(
    ostrava: Site, brno: Site, ostrava_editor: User
) -> None:
    form_class = get_edit_handler(Person).get_form_class()
    form = form_class(instance=Person(), for_user=ostrava_editor)

    assert list(form.fields["site"].queryset) == [ostrava]
    assert form["site"].value() in (ostrava, ostrava.pk)


@pytest.mark.parametrize("model", [Person, Organisation])
def test_a_forged_city_is_an_error_at_its_field(
    as_ostrava_editor: Client, brno: Site, model: type[Any]
) -> None:
    url = reverse(f"wagtailsnippets_cms_{model._meta.model_name}:add")
    data = {
        "site": brno.pk,
        "name": "Forged",
        "kind": "other",
        "role": "partner",
        "action-publish": "1",
    }

    response = as_ostrava_editor.post(url, data)

    assert set(response.context["form"].errors) == {"site"}
    assert not model.objects.filter(name="Forged").exists()


def test_an_editor_cannot_make_something_that_all_cities_share(
    ostrava: Site, ostrava_editor: User
) -> None:
    form = bound(Organisation(name="Mine"), ostrava_editor, site="")

    assert set(form.errors) == {"site"}


def test_an_editor_cannot_give_something_to_another_city(
    as_ostrava_editor: Client, ostrava: Site, brno: Site
) -> None:
    person = factories.person(ostrava, "Jana")
    url = reverse("wagtailsnippets_cms_person:edit", args=[person.pk])

    response = as_ostrava_editor.post(url, {"site": brno.pk, "name": "Forged"})

    person.refresh_from_db()
    assert set(response.context["form"].errors) == {"site"}
    assert (person.site, person.name) == (ostrava, "Jana")


def test_a_notice_is_for_the_users_cities_only(
    as_ostrava_editor: Client, ostrava: Site, brno: Site
) -> None:
    url = reverse("wagtailsnippets_cms_crisisnotice:add")
    data = {
        "title": "Flood",
        "text": "Stay at home.",
        "severity": "warning",
        "starts_at": "2026-11-21 12:00",
        "cities": [ostrava.pk, brno.pk],
    }

    refused = as_ostrava_editor.post(url, data)
    nobody = as_ostrava_editor.post(url, data | {"cities": []})
    made = as_ostrava_editor.post(url, data | {"cities": [ostrava.pk]})

    assert set(refused.context["form"].errors) == {"cities"}
    assert set(nobody.context["form"].errors) == {"cities"}
    assert made.status_code == 302
    assert [list(notice.cities.all()) for notice in CrisisNotice.objects.all()] == [
        [ostrava]
    ]


def test_an_editor_drafts_and_a_moderator_publishes(
    as_ostrava_editor: Client, as_ostrava_moderator: Client, ostrava: Site
) -> None:
    url = reverse("wagtailsnippets_cms_mediamention:add")
    data = {
        "site": ostrava.pk,
        "title": "A centre",
        "outlet": "The Daily",
        "published_on": "2026-11-20",
        "url": "https://example.com/",
        "language": "en",
        "action-publish": "1",
    }

    as_ostrava_editor.post(url, data)
    as_ostrava_moderator.post(url, data)

    live = MediaMention.objects.order_by("pk").values_list("live", flat=True)
    assert list(live) == [False, True]


def test_a_moderator_of_one_city_publishes_only_there(
    ostrava: Site, brno: Site
) -> None:
    user = factories.editor(brno)
    user.groups.add(*factories.moderator(ostrava).groups.all())
    client = factories.client_of(user)
    person = factories.person(brno, "Brno", live=False)
    add = reverse("wagtailsnippets_cms_person:add")
    edit = reverse("wagtailsnippets_cms_person:edit", args=[person.pk])

    refused = client.post(add, {"site": brno.pk, "name": "X", "action-publish": "1"})
    client.post(edit, {"site": brno.pk, "name": "Brno", "action-publish": "1"})

    person.refresh_from_db()
    assert set(refused.context["form"].errors) == {"site"}
    assert not person.live
    assert not Person.objects.filter(name="X").exists()


FOREIGN = ("hero_image", "authority", "maintainer")


@pytest.mark.parametrize("field", FOREIGN)
def test_a_page_refers_to_nothing_of_another_city(
    mine: GuidePage, ostrava_editor: User, brno: Site, brno_editor: User, field: str
) -> None:
    foreign = {
        "hero_image": lambda: factories.image(brno),
        "authority": lambda: factories.organisation(brno),
        "maintainer": lambda: brno_editor,
    }[field]()

    form = bound(mine, ostrava_editor, **{field: foreign.pk})

    assert set(form.errors) == {field}
    assert str(foreign) not in form[field].as_widget()


@pytest.mark.parametrize("field", FOREIGN)
def test_a_page_refers_to_its_own_city(
    mine: GuidePage, ostrava_editor: User, ostrava: Site, field: str
) -> None:
    own = {
        "hero_image": lambda: factories.image(ostrava),
        "authority": factories.organisation,
        "maintainer": lambda: ostrava_editor,
    }[field]()

    form = bound(mine, ostrava_editor, **{field: own.pk})

    assert form.errors == {}


def rich(link: str) -> str:
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": json.loads(link)}
    block = {
        "key": "aaaaa",
        "text": "here",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 0, "length": 4}],
    }
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def body_of(kind: str, target: Any) -> Any:
    if kind == "link":
        data = json.dumps({"id": target.pk, "parentId": 1, "url": "/"})
        return streamfield([("rich_text", rich(data))])
    return streamfield(
        [("download", {"document": target.pk, "title": ""})]
        if kind == "download"
        else [
            (
                "link_cards",
                {
                    "title": "",
                    "cards": {
                        **inline_formset([]),
                        "count": "1",
                        "0-id": "",
                        "0-deleted": "",
                        "0-order": "0",
                        "0-type": "item",
                        "0-value": {"page": target.pk, "title": "", "summary": ""},
                    },
                },
            )
        ]
    )


@pytest.mark.parametrize("kind", ["link", "download", "link_cards"])
def test_blocks_and_links_refer_to_nothing_of_another_city(
    mine: GuidePage, ostrava_editor: User, ostrava: Site, brno: Site, kind: str
) -> None:
    def target(site: Site) -> Any:
        if kind == "download":
            return factories.document(site)
        return factories.guide(site, live=False)

    refused = bound(mine, ostrava_editor, body=body_of(kind, target(brno)))
    allowed = bound(mine, ostrava_editor, body=body_of(kind, target(ostrava)))

    assert set(refused.errors) == {"body"}
    assert refused.errors.as_data()["body"][0].code == "foreign"
    assert allowed.errors == {}


@pytest.mark.parametrize("kind", ["link", "download", "link_cards"])
@pytest.mark.parametrize("broken", [False, True])
def test_a_stream_that_is_refused_names_nothing_of_another_city(
    mine: GuidePage, ostrava_editor: User, brno: Site, kind: str, broken: bool
) -> None:
    secret: Any = (
        factories.document(brno, title="Secret")
        if kind == "download"
        else factories.guide(brno, "Secret", live=False)
    )
    body = body_of(kind, secret)
    if broken:
        body = {**body, **added_to(body, "heading", {"text": "", "level": "2"})}

    form = bound(mine, ostrava_editor, body=body)

    assert set(form.errors) == {"body"}
    assert "Secret" not in form["body"].as_widget()


def added_to(stream: Any, kind: str, value: Any) -> Any:
    """Return what a second block adds to a posted stream of one."""
    second = {"1-id": "", "1-deleted": "", "1-order": "1"}
    return {**second, "1-type": kind, "1-value": value, "count": "2"}


def test_what_stood_there_before_may_stay(
    mine: GuidePage, ostrava_editor: User, brno: Site
) -> None:
    office = factories.organisation(brno)
    GuidePage.objects.filter(pk=mine.pk).update(authority=office)
    mine.refresh_from_db()

    form = bound(mine, ostrava_editor, authority=office.pk)

    assert form.errors == {}


def test_a_post_is_by_people_of_its_city(
    ostrava: Site, brno: Site, ostrava_editor: User
) -> None:
    post = factories.post(ostrava)

    def by(person: Person) -> Any:
        return bound(
            post, ostrava_editor, author_links=inline_formset([{"person": person.pk}])
        )

    refused = by(factories.person(brno))
    allowed = by(factories.person(ostrava))

    assert not refused.is_valid()
    assert refused.formsets["author_links"].errors == [
        {"person": [refused.formsets["author_links"].forms[0].errors["person"][0]]}
    ]
    assert allowed.is_valid()


def test_even_administrators_keep_a_citys_content_to_itself(
    ostrava: Site, brno: Site, administrator: User
) -> None:
    post = factories.post(ostrava)
    links = inline_formset([{"person": factories.person(brno).pk}])

    assert not bound(post, administrator, author_links=links).is_valid()
    assert BlogPage.objects.get(pk=post.pk).author_links.count() == 0


def settings_form(site: Site, user: User, **data: Any) -> Any:
    settings = factories.settings_of(site)
    kept = {row.locale.language_code: row.pk for row in settings.languages.all()}
    rows = [
        {"id": kept.get(code, ""), "locale": factories.locale(code).pk}
        for code in data.pop("codes", kept)
    ]
    languages = inline_formset(rows, initial=len(kept))
    data.setdefault("name_en", "Ostrava")
    return bound(settings, user, languages=languages, **data)


def test_settings_list_the_plugins_that_can_be_switched_off(
    ostrava: Site, ostrava_moderator: User
) -> None:
    form = settings_form(ostrava, ostrava_moderator, disabled_features=["use_it_map"])
    unknown = settings_form(ostrava, ostrava_moderator, disabled_features=["nothing"])

    assert [name for name, _title in form.fields["disabled_features"].choices] == [
        "buddy_program",
        "use_it_map",
    ]
    assert form.errors == {}
    assert form.cleaned_data["disabled_features"] == ["use_it_map"]
    assert set(unknown.errors) == {"disabled_features"}


def test_a_plugin_that_is_gone_stays_switched_off(
    ostrava: Site, ostrava_moderator: User
) -> None:
    CitySettings.objects.filter(site=ostrava).update(disabled_features=["gone"])

    form = settings_form(ostrava, ostrava_moderator, disabled_features=[])

    assert form.is_valid(), form.errors
    assert form.cleaned_data["disabled_features"] == ["gone"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"south": "50", "north": "49"}, "north"),
        ({"west": "18.5", "east": "18.1"}, "east"),
        ({"latitude": "91"}, "latitude"),
        ({"zoom": "23"}, "zoom"),
        ({"colour_primary": "red"}, "colour_primary"),
        ({"municipality_code": "12"}, "municipality_code"),
        ({"slug": "brno"}, "slug"),
        ({"name_en": ""}, "name"),
    ],
)
def test_settings_say_what_is_wrong_at_its_field(
    ostrava: Site, brno: Site, ostrava_moderator: User, wrong: Any, field: str
) -> None:
    form = settings_form(ostrava, ostrava_moderator, **wrong)

    assert set(form.errors) == {field}


def test_a_language_is_offered_once(ostrava: Site, ostrava_moderator: User) -> None:
    form = settings_form(ostrava, ostrava_moderator, codes=["en", "cs", "uk", "en"])

    assert not form.is_valid()


def test_a_menu_leads_to_the_citys_own_pages(
    ostrava: Site, brno: Site, ostrava_moderator: User
) -> None:
    def menu(page: Page) -> Any:
        item = {
            "page": page.pk,
            "url": "",
            "label": {},
            "label_en": "",
            "label_cs": "",
            "label_uk": "",
            "children-count": "0",
        }
        return settings_form(
            ostrava, ostrava_moderator, main_navigation=streamfield([("item", item)])
        )

    assert set(menu(factories.guide(brno)).errors) == {"main_navigation"}
    assert menu(factories.guide(ostrava)).errors == {}


def test_a_new_language_brings_its_home(brno: Site, as_brno_moderator: Client) -> None:
    user = User.objects.get(username="brno-moderator")
    form = settings_form(brno, user, codes=["en", "cs", "uk"], name_en="Brno")

    assert form.is_valid(), form.errors
    form.save()

    assert factories.home(brno, "uk").live
    assert factories.guide_index(brno, "uk").live
