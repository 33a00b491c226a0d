"""Who may do what in which city."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, Page, Site
from wagtail.permissions import policy_registry
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation
from wagtail_localize.operations import translate_object

from cms import access
from cms.models import (
    BlogPage,
    CrisisNotice,
    GuidePage,
    Image,
    MediaMention,
    Organisation,
    Person,
    Topic,
    User,
)
from tests import factories


@pytest.fixture
def both(ostrava: Site, brno: Site) -> User:
    return factories.editor(ostrava, brno)


def test_cities_come_from_roles(
    ostrava: Site,
    brno: Site,
    ostrava_editor: User,
    both: User,
    administrator: User,
) -> None:
    assert set(access.cities_of(ostrava_editor)) == {ostrava}
    assert set(access.cities_of(both)) == {ostrava, brno}
    assert set(access.cities_of(administrator)) == {ostrava, brno}
    assert set(access.cities_of(factories.user())) == set()
    assert set(access.cities_of(AnonymousUser())) == set()


def test_an_account_that_is_switched_off_has_no_city(ostrava_editor: User) -> None:
    ostrava_editor.is_active = False
    ostrava_editor.is_superuser = True

    assert not access.cities_of(ostrava_editor).exists()
    assert not access.is_hub_administrator(ostrava_editor)


@pytest.mark.parametrize("model", [Person, Organisation, MediaMention])
def test_what_belongs_to_a_city_is_that_citys(
    ostrava: Site, brno: Site, ostrava_moderator: User, model: Any
) -> None:
    make: Any = {
        Person: factories.person,
        Organisation: factories.organisation,
        MediaMention: factories.mention,
    }[model]
    own, foreign = make(ostrava), make(brno)
    policy = policy_registry.get_by_type(model)

    for action in ("choose", "view", "change", "delete", "publish"):
        allowed = policy.instances_user_has_permission_for(ostrava_moderator, action)
        assert list(allowed) == [own]
        for instance, expected in ((own, True), (foreign, False)):
            assert expected == policy.user_has_permission_for_instance(
                ostrava_moderator, action, instance
            )


def test_editors_do_not_publish_or_delete(ostrava: Site, ostrava_editor: User) -> None:
    person = factories.person(ostrava)
    policy = policy_registry.get_by_type(Person)

    allowed = {
        action
        for action in ("add", "change", "delete", "publish", "lock")
        if policy.user_has_permission_for_instance(ostrava_editor, action, person)
    }

    assert allowed == {"add", "change"}


def test_a_notice_of_several_cities_is_seen_in_each_and_changed_by_who_has_all(
    ostrava: Site, brno: Site, ostrava_editor: User, both: User
) -> None:
    notice = factories.notice(ostrava, brno)
    nowhere = factories.notice()
    policy = policy_registry.get_by_type(CrisisNotice)

    def may(user: User, action: str) -> list[CrisisNotice]:
        return list(policy.instances_user_has_permission_for(user, action))

    assert may(ostrava_editor, "view") == [notice]
    assert may(ostrava_editor, "change") == []
    assert may(both, "change") == [notice]
    assert not policy.user_has_permission_for_instance(both, "view", nowhere)


def test_topics_are_chosen_by_all_and_changed_for_all(
    ostrava: Site, ostrava_moderator: User, administrator: User
) -> None:
    topic = factories.topic()
    policy = policy_registry.get_by_type(Topic)

    assert policy.user_has_permission(ostrava_moderator, "choose")
    assert not policy.user_has_permission(ostrava_moderator, "change")
    assert policy.user_has_permission_for_instance(administrator, "change", topic)
    assert not policy.user_has_permission(factories.user(), "choose")


def test_those_who_may_act_on_something_are_its_citys(
    ostrava: Site, brno: Site, ostrava_moderator: User, brno_moderator: User
) -> None:
    person = factories.person(ostrava)
    policy = policy_registry.get_by_type(Person)

    found = policy.users_with_permission_for_instance("publish", person)

    assert set(found) == {ostrava_moderator}


def test_a_page_knows_its_city_in_every_language(ostrava: Site, brno: Site) -> None:
    czech = factories.guide(ostrava, language="cs")

    assert access.city_of_page(czech) == ostrava
    assert access.city_of_page(factories.home(brno, "cs")) == brno
    assert access.city_of_page(Page.get_first_root_node()) is None


def test_a_file_belongs_to_the_city_of_its_collection(
    ostrava: Site, brno: Site, ostrava_editor: User
) -> None:
    own = factories.image(within=factories.collection(ostrava, "Deeper"))
    factories.image(brno)
    factories.image()

    assert list(access.visible(ostrava_editor, Image)) == [own]
    found = access.choosable(ostrava_editor, Image)
    assert found is not None
    assert list(found) == [own]


def test_choosing_is_what_makes_a_collection_reach_a_group(
    ostrava: Site, brno: Site, ostrava_editor: User
) -> None:
    granted = GroupCollectionPermission.objects.filter(group__user=ostrava_editor)

    assert {row.collection.name for row in granted} == {"Ostrava"}


# Pages: where they may go


def messages(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_a_page_is_not_made_below_another_city(
    as_ostrava_moderator: Client, brno: Site
) -> None:
    index = factories.guide_index(brno)
    url = reverse("wagtailadmin_pages:add", args=["cms", "guidepage", index.pk])
    before = Page.objects.count()

    response = as_ostrava_moderator.post(url, {"title": "Mine", "slug": "mine"})

    assert response.status_code == 404
    assert Page.objects.count() == before


def test_a_page_is_not_moved_to_another_city(
    as_ostrava_moderator: Client, ostrava: Site, brno: Site
) -> None:
    guide = factories.guide(ostrava)
    there = factories.guide_index(brno)
    path = guide.path

    confirmed = as_ostrava_moderator.post(
        reverse("wagtailadmin_pages:move_confirm", args=[guide.pk, there.pk])
    )
    as_ostrava_moderator.post(
        reverse("wagtailadmin_pages:move", args=[guide.pk]),
        {"new_parent_page": there.pk},
    )
    as_ostrava_moderator.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        + f"?id={guide.pk}",
        {"chooser": there.pk},
    )

    guide.refresh_from_db()
    assert confirmed.status_code == 404
    assert guide.path == path


def test_a_page_is_not_copied_to_another_city(
    as_ostrava_moderator: Client, ostrava: Site, brno: Site
) -> None:
    guide = factories.guide(ostrava)
    there = factories.guide_index(brno)

    response = as_ostrava_moderator.post(
        reverse("wagtailadmin_pages:copy", args=[guide.pk]),
        {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": there.pk,
            "publish_copies": "on",
        },
    )
    by_api = as_ostrava_moderator.post(
        reverse("wagtailadmin_api:pages:action", args=[guide.pk, "copy"]),
        {"destination_page_id": there.pk, "slug": "copy"},
        content_type="application/json",
    )

    assert set(response.context["form"].errors) == {"new_parent_page"}
    assert by_api.status_code in {400, 403}
    assert there.get_children().count() == 0


def test_a_page_is_translated_into_the_languages_of_its_city_only(
    as_brno_moderator: Client, brno: Site
) -> None:
    guide = factories.guide(brno)
    url = reverse("submit_page_translation", args=[guide.pk])

    shown = as_brno_moderator.get(url)
    offered = list(shown.context["form"].fields["locales"].queryset)
    refused = as_brno_moderator.post(url, {"locales": [factories.locale("uk").pk]})
    allowed = as_brno_moderator.post(url, {"locales": [factories.locale("cs").pk]})

    assert [locale.language_code for locale in offered] == ["cs"]
    assert refused.status_code == 200
    assert allowed.status_code == 302
    languages = guide.get_translations().values_list("locale__language_code", flat=True)
    assert list(languages) == ["cs"]


@pytest.mark.parametrize(("foreign", "status"), [(True, 403), (False, 201)])
def test_a_translation_refers_to_nothing_of_another_city(
    as_ostrava_editor: Client, ostrava: Site, brno: Site, status: int, *, foreign: bool
) -> None:
    guide = factories.guide(ostrava, hero_image=factories.image(ostrava))
    translate_object(guide, [factories.locale("cs")])
    other = factories.image(brno if foreign else ostrava)
    translation = Translation.objects.get()
    segment = OverridableSegment.objects.get(context__path="hero_image")

    response = as_ostrava_editor.put(
        reverse("edit_override", args=[translation.pk, segment.pk]),
        f"value={other.pk}",
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code == status
    kept = [json.loads(row.data_json) for row in SegmentOverride.objects.all()]
    assert kept == ([] if foreign else [str(other.pk)])


@pytest.mark.parametrize(
    ("parent", "model", "allowed"),
    [
        ("home", "standardpage", True),
        ("home", "guidepage", False),
        ("home", "blogpage", False),
        ("home", "guideindexpage", False),  # there is one
        ("guides", "guidepage", True),
        ("guides", "blogpage", False),
        ("guides", "standardpage", False),
        ("blog", "blogpage", True),
        ("blog", "guidepage", False),
        ("home", "cityhomepage", False),
        ("root", "standardpage", False),
        ("root", "cityhomepage", True),
    ],
)
def test_pages_are_made_where_they_belong(
    as_administrator: Client, ostrava: Site, parent: str, model: str, *, allowed: bool
) -> None:
    parents: dict[str, Page] = {
        "root": Page.get_first_root_node(),
        "home": factories.home(ostrava),
        "guides": factories.guide_index(ostrava),
        "blog": factories.blog_index(ostrava),
    }

    response = as_administrator.get(
        reverse("wagtailadmin_pages:add", args=["cms", model, parents[parent].pk])
    )

    assert (response.status_code == 200) == allowed


@pytest.mark.parametrize("model", [GuidePage, BlogPage])
def test_guides_and_posts_have_nothing_below_them(model: Any) -> None:
    assert model.allowed_subpage_models() == []
