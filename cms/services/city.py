"""Adding a city to the hub."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
    RegexValidator,
)
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

from cms.choices import Region
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
from cms.models.site import MUNICIPALITY_CODE
from cms.services.content import content_transaction
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
    """A city of this short name, name or hostname is there already."""


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


@content_transaction()
def city_add(*, city: NewCity) -> Site:
    """Add a city: site, settings, pages in every language, collection, groups.

    Raises:
        CityExists: if its short name, name or hostname is taken.
        ValidationError: if values are wrong, by field; nothing has changed then.
    """
    new_city_check(city=city)
    locales = [_locale(code) for code in dict.fromkeys(city.languages)]
    homes = _add_homes(city, locales)
    site = Site(
        hostname=city.hostname.lower(),
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
        _grant(group, kind, site=site, collection=collection)
        _grant_pages(group, kind, homes)
    _add_workflow(city, moderators=groups[1], homes=homes)
    return site


@content_transaction()
def city_language_add(*, site: Site, locale: Locale) -> CityHomePage:
    """Give a city its home, guides and blog in one more language, if it has none.

    The city's groups work there as in its other languages.
    """
    home = CityHomePage.objects.get(pk=site.root_page_id)
    found = CityHomePage.objects.filter(
        translation_key=home.translation_key, locale=locale
    ).first()
    if found is not None:
        return found
    translated: CityHomePage = _translated_home(home, locale)
    for index in home.get_children().type(GuideIndexPage, BlogIndexPage).specific():
        _add_index(type(index), translated, key=index.translation_key)
    translated.save_revision().publish()
    translated.refresh_from_db()
    for kind, group in city_groups(site).items():
        _grant_pages(group, CityRole.Kind(kind), [translated])
    workflow = home.get_workflow()
    if workflow is not None:
        WorkflowPage.objects.get_or_create(
            page=translated.page_ptr, defaults={"workflow": workflow}
        )
    return translated


def new_city_check(*, city: NewCity) -> None:
    """Refuse a city that is there already, or of which something is wrong.

    Raises:
        CityExists: if its short name, name or hostname is taken.
        ValidationError: by field.
    """
    errors: dict[str, ValidationError] = {}
    for name, validators in VALIDATORS.items():
        try:
            for validate in validators:
                validate(getattr(city, name))
        except ValidationError as error:
            errors[name] = error
    unknown = [code for code in city.languages if code not in content_languages()]
    if not city.languages:
        errors["languages"] = ValidationError(_("Choose at least one language."))
    elif unknown:
        errors["languages"] = ValidationError(
            _("“%(code)s” is no language that content is written in here."),
            params={"code": unknown[0]},
        )
    if errors:
        raise ValidationError(errors)
    _refuse_existing(city)


def content_languages() -> list[str]:
    """Return the codes of the languages that content is written in."""
    return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def _validate_region(value: str) -> None:
    if value not in Region.values:
        raise ValidationError(
            _("“%(value)s” is no region of Czechia, such as CZ-80."),
            params={"value": value},
        )


def _validate_name(value: str) -> None:
    if not value.strip():
        raise ValidationError(_("Give the name of the city."))
    ProhibitNullCharactersValidator()(value)


VALIDATORS: dict[str, list[Callable[[Any], Any]]] = {
    "slug": [
        RegexValidator(
            r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
            _("Write lower-case letters, digits and hyphens, such as ostrava."),
        ),
        MaxLengthValidator(40),
    ],
    "name": [_validate_name, MaxLengthValidator(100)],
    "hostname": [
        RegexValidator(
            r"^(?=.{1,253}\Z)[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
            r"(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\Z",
            _("Write a host name without a scheme or a path, such as ostrava.cz."),
        )
    ],
    "region": [_validate_region],
    "municipality_code": [MUNICIPALITY_CODE],
    "port": [MinValueValidator(1), MaxValueValidator(65535)],
}


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
        or Page.objects.filter(depth=2, slug__in=_home_slugs(city)).exists(),
        "name": Site.objects.filter(site_name=city.name).exists()
        or Group.objects.filter(name__in=_group_names(city.name).values()).exists(),
        "hostname": Site.objects.filter(hostname=city.hostname.lower()).exists(),
    }
    messages = {
        "slug": _("A city with the short name “%(value)s” exists already."),
        "name": _("A city with the name “%(value)s” exists already."),
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
    return Locale.objects.get_or_create(language_code=code)[0]


def _home_slugs(city: NewCity) -> list[str]:
    return [city.slug, *(f"{city.slug}-{code}" for code in city.languages[1:])]


def _add_homes(city: NewCity, locales: Sequence[Locale]) -> list[CityHomePage]:
    root = Page.get_first_root_node()
    home = CityHomePage(title=city.name, slug=city.slug, locale=locales[0])
    root.add_child(instance=home)
    homes = [home, *(_translated_home(home, locale) for locale in locales[1:])]
    for model in (GuideIndexPage, BlogIndexPage):
        first = _add_index(model, home)
        for translated in homes[1:]:
            _add_index(model, translated, key=first.translation_key)
    for page in homes:
        page.save_revision().publish()
    return homes


def _translated_home(home: CityHomePage, locale: Locale) -> CityHomePage:
    translated: CityHomePage = home.copy_for_translation(locale)
    translated.slug = f"{home.slug}-{locale.language_code}"
    return translated


def _add_index(model: type[Page], home: CityHomePage, *, key: Any = None) -> Page:
    """Give a home its list of guides or its blog, as a translation if `key` says so."""
    with override(home.locale.language_code):
        title = (
            gettext("Guides")
            if model is GuideIndexPage
            else pgettext("a page's title", "Blog")
        )
    page = model(title=title, slug=romanised(title), locale=home.locale)
    if key is not None:
        page.translation_key = key
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _add_settings(city: NewCity, site: Site, locales: Sequence[Locale]) -> None:
    made = CitySettings(
        site=site,
        slug=city.slug,
        name={locales[0].language_code: city.name},
        region=city.region,
        municipality_code=city.municipality_code,
    )
    made.languages = [
        SiteLanguage(locale=locale, sort_order=number)
        for number, locale in enumerate(locales)
    ]
    made.full_clean()
    made.save()


def _add_group(site: Site, city: NewCity, kind: CityRole.Kind) -> Group:
    group = Group.objects.create(name=_group_names(city.name)[kind])
    CityRole.objects.create(group=group, site=site, kind=kind)
    return group


def _group_names(city: str) -> dict[CityRole.Kind, str]:
    return {
        CityRole.Kind.EDITOR: gettext("%(city)s: editors") % {"city": city},
        CityRole.Kind.MODERATOR: gettext("%(city)s: moderators") % {"city": city},
    }


def _grant(
    group: Group,
    kind: CityRole.Kind,
    *,
    site: Site,
    collection: Collection,
) -> None:
    actions = ACTIONS[kind]
    group.permissions.add(
        _permission("wagtailadmin", "access_admin"),
        _permission("wagtail_localize", "submit_translation"),
        *(
            permission
            for model in CITY_SNIPPETS
            for permission in _permissions(model, actions["snippet"])
        ),
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


def _grant_pages(
    group: Group, kind: CityRole.Kind, homes: Sequence[CityHomePage]
) -> None:
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=home.page_ptr, permission=permission)
        for home in homes
        for permission in _permissions(Page, ACTIONS[kind]["page"])
    )


def _permission(app: str, codename: str) -> Permission:
    found = Permission.objects.filter(content_type__app_label=app, codename=codename)
    return found.get()


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
