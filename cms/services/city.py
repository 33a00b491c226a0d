"""Adding a city to the hub."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, override, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.models import (
    BlogIndexPage,
    CityHomePage,
    CityRole,
    CitySettings,
    CrisisNotice,
    Document,
    GuideIndexPage,
    Image,
    MediaMention,
    Organisation,
    Person,
    SiteLanguage,
)
from cms.slugs import romanised

CITY_SNIPPETS = (Person, Organisation, CrisisNotice, MediaMention)
ACTIONS = {
    CityRole.Kind.EDITOR: {
        "page": ("add", "change"),
        "file": ("add", "change", "choose"),
        "snippet": ("add", "change"),
    },
    CityRole.Kind.MODERATOR: {
        "page": ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        "file": ("add", "change", "choose"),
        "snippet": ("add", "change", "delete", "publish", "lock", "unlock"),
    },
}


class CityExists(ValidationError):
    """A city of this short name, hostname or title is there already."""


@dataclass(frozen=True, kw_only=True)
class NewCity:
    """What must be known of a city before it can be added.

    `languages` are codes of content languages; the first is the city's default.
    """

    slug: str
    name: str
    hostname: str
    region: str
    municipality_code: str
    languages: Sequence[str] = ("en", "cs", "uk")
    port: int = 80


@transaction.atomic
def city_add(*, city: NewCity) -> Site:
    """Add a city: site, settings, pages in every language, collection, groups.

    Raises:
        CityExists: if the short name or the hostname is taken.
        ValidationError: if a value is wrong, by field; nothing has changed then.
    """
    _refuse_existing(city)
    locales = [_locale(code) for code in dict.fromkeys(city.languages)]
    if not locales:
        raise ValidationError({"languages": _("Choose at least one language.")})
    homes = _add_homes(city, locales)
    site = Site(
        hostname=city.hostname,
        port=city.port,
        site_name=city.name,
        root_page=homes[0].page_ptr,
        is_default_site=False,
    )
    site.full_clean()
    site.save()
    _add_settings(city, site, locales)
    collection = Collection.get_first_root_node().add_child(name=city.name)
    groups = [_add_group(site, city, kind) for kind in CityRole.Kind]
    for group, kind in zip(groups, CityRole.Kind, strict=True):
        _grant(group, kind, site=site, homes=homes, collection=collection)
    _add_workflow(city, moderators=groups[1], homes=homes)
    return site


def city_groups(site: Site) -> dict[str, Group]:
    """Return a city's groups by the kind of their role."""
    roles = CityRole.objects.filter(site=site).select_related("group")
    return {role.kind: role.group for role in roles}


def city_collection(site: Site) -> Collection:
    """Return the collection that holds a city's images and documents.

    Raises:
        Collection.DoesNotExist: if the city's groups may use none.
    """
    granted = GroupCollectionPermission.objects.filter(group__city_role__site=site)
    collections = Collection.objects.filter(pk__in=granted.values("collection"))
    found: Collection = collections.order_by("path")[:1].get()
    return found


def _refuse_existing(city: NewCity) -> None:
    taken = {
        "slug": CitySettings.objects.filter(slug=city.slug).exists()
        or Page.objects.filter(depth=2, slug=city.slug).exists(),
        "hostname": Site.objects.filter(hostname=city.hostname.lower()).exists(),
    }
    messages = {
        "slug": _("A city with the short name “%(value)s” exists already."),
        "hostname": _("A city with the hostname “%(value)s” exists already."),
    }
    errors = {
        field: ValidationError(
            messages[field], code="exists", params={"value": getattr(city, field)}
        )
        for field, is_taken in taken.items()
        if is_taken
    }
    if errors:
        raise CityExists(errors)


def _locale(code: str) -> Locale:
    locale = Locale.objects.filter(language_code=code).first() or Locale(
        language_code=code
    )
    try:
        locale.full_clean()
    except ValidationError as error:
        message = _("“%(code)s” is no language that content is written in here.")
        raise ValidationError(
            {"languages": ValidationError(message, params={"code": code})}
        ) from error
    locale.save()
    return locale


def _add_homes(city: NewCity, locales: Sequence[Locale]) -> list[CityHomePage]:
    root = Page.get_first_root_node()
    home = CityHomePage(title=city.name, slug=city.slug, locale=locales[0])
    root.add_child(instance=home)
    homes = [home]
    for locale in locales[1:]:
        translated = home.copy_for_translation(locale)
        translated.slug = f"{city.slug}-{locale.language_code}"
        homes.append(translated)
    _add_indexes(homes)
    for page in homes:
        page.save_revision().publish()
    return homes


def _add_indexes(homes: Sequence[CityHomePage]) -> None:
    """Give each home its list of guides and its blog, as translations of each other."""
    for model in (GuideIndexPage, BlogIndexPage):
        first: Page | None = None
        for home in homes:
            with override(home.locale.language_code):
                title = (
                    gettext("Guides")
                    if model is GuideIndexPage
                    else pgettext("a page's title", "Blog")
                )
            page = model(title=title, slug=romanised(title), locale=home.locale)
            if first is not None:
                page.translation_key = first.translation_key
            home.add_child(instance=page)
            page.save_revision().publish()
            first = first or page


def _add_settings(city: NewCity, site: Site, locales: Sequence[Locale]) -> None:
    settings = CitySettings(
        site=site,
        slug=city.slug,
        name={locales[0].language_code: city.name},
        region=city.region,
        municipality_code=city.municipality_code,
    )
    settings.languages = [
        SiteLanguage(locale=locale, sort_order=number)
        for number, locale in enumerate(locales)
    ]
    settings.full_clean()
    settings.save()


def _add_group(site: Site, city: NewCity, kind: CityRole.Kind) -> Group:
    names = {
        CityRole.Kind.EDITOR: gettext("%(city)s: editors"),
        CityRole.Kind.MODERATOR: gettext("%(city)s: moderators"),
    }
    group = Group.objects.create(name=names[kind] % {"city": city.name})
    CityRole.objects.create(group=group, site=site, kind=kind)
    return group


def _grant(
    group: Group,
    kind: CityRole.Kind,
    *,
    site: Site,
    homes: Sequence[CityHomePage],
    collection: Collection,
) -> None:
    actions = ACTIONS[kind]
    group.permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="submit_translation"),
        *(
            permission
            for model in CITY_SNIPPETS
            for permission in _permissions(model, actions["snippet"])
        ),
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=home.page_ptr, permission=permission)
        for home in homes
        for permission in _permissions(Page, actions["page"])
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(
            group=group, collection=collection, permission=permission
        )
        for model in (Image, Document)
        for permission in _permissions(model, actions["file"])
    )
    for permission in _permissions(CitySettings, ("change",)):
        GroupSitePermission.objects.create(
            group=group, site=site, permission=permission
        )


def _permissions(model: type, actions: Sequence[str]) -> list[Permission]:
    names = [f"{action}_{model._meta.model_name}" for action in actions]  # type: ignore[attr-defined]
    content_type = ContentType.objects.get_for_model(model)
    return list(
        Permission.objects.filter(content_type=content_type, codename__in=names)
    )


def _add_workflow(
    city: NewCity, *, moderators: Group, homes: Sequence[CityHomePage]
) -> None:
    name = gettext("%(city)s: approval") % {"city": city.name}
    task = GroupApprovalTask.objects.create(name=name)
    task.groups.add(moderators)
    workflow = Workflow.objects.create(name=name)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for home in homes:
        WorkflowPage.objects.create(workflow=workflow, page=home.page_ptr)
