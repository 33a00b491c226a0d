"""A gate before every view of the admin: what an address names must be the user's.

Wagtail's views check permissions one by one, and mostly on the kind of thing, not
on the thing. Here the objects that an address or its `id`s name are looked up first.
An address that names something by a word that the gate doesn't know is refused, so
that a view nobody thought of stays shut; `access.looks_after_itself` opens it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.viewsets import viewsets
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import TranslationSource

from cms import access
from cms.models import Document, Image

ADMINISTRATORS_ONLY = {
    "wagtailadmin_collections",
    "wagtailadmin_workflows",
    "wagtaillocales",
    "wagtailredirects",
    "wagtailsites",
    "wagtailusers_groups",
    "wagtailusers_users",
}
ADMINISTRATORS_ONLY_VIEWS = {
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:site_history_results",
}
FILES_API = ("wagtailadmin_api:documents", "wagtailadmin_api:images")

MODEL_OF_PARAMETER: dict[str, type[Model]] = {
    "page_id": Page,
    "page_pk": Page,
    "parent_page_id": Page,
    "page_to_move_id": Page,
    "destination_id": Page,
    "image_id": Image,
    "document_id": Document,
    "doc_id": Document,
}
MODEL_OF_NAMESPACE: dict[str, type[Model]] = {
    "wagtailadmin_pages": Page,
    "wagtailadmin_api:pages": Page,
    "wagtaildocs_chooser": Document,
    "wagtailimages_chooser": Image,
}
# What these name belongs to the object that is named beside them, or to the user;
# Wagtail sees to it.
HARMLESS = {
    "action",
    "action_name",
    "app_label",
    "app_name",
    "content_type_app_name",
    "content_type_model_name",
    "filter_spec",
    "mode",
    "model_name",
    "overridable_segment_id",
    "revision_id",
    "revision_id_a",
    "revision_id_b",
    "session_id",
    "string_segment_id",
    "task_id",
    "task_state_id",
    "token",
    "uidb64",
    "uploaded_file_id",
    "workflow_state_id",
}
# What it takes to open a view of a snippet; anything not listed takes "change".
ACTIONS = {
    "chosen": "choose",
    "copy": "view",
    "delete": "delete",
    "inspect": "view",
    "lock": "lock",
    "revisions_unschedule": "publish",
    "submit_snippet_translation": "change",
    "unlock": "unlock",
    "unpublish": "publish",
    "usage": "view",
}
ENDS_A_HOME = {
    "convert_alias",
    "convert_to_alias",
    "delete",
    "move",
    "move_confirm",
    "unpublish",
}


class CityGate:
    """Middleware that refuses, in the admin, what is another city's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not match.route.startswith("admin/"):
            return None
        if not request.user.is_authenticated:
            return None
        if access.is_hub_administrator(request.user):
            return None
        if getattr(view, "looks_after_itself", False):
            return None
        try:
            check(request, match)
        except PermissionDenied:
            return permission_denied(request)
        return None


def check(request: Any, match: Any) -> None:
    """Refuse what the address names if it is not the user's.

    Raises:
        Http404: if the user may not know of it.
        PermissionDenied: if the user may not do this to it.
    """
    closed = match.namespace.startswith(FILES_API) or match.args
    hub_only = (
        match.namespace in ADMINISTRATORS_ONLY
        or match.view_name in ADMINISTRATORS_ONLY_VIEWS
    )
    if closed or hub_only:
        raise PermissionDenied
    for name, value in match.kwargs.items():
        _check_parameter(request.user, match, name, value)
    _check_ids(request, match)
    _check_homes(request, match)


def _check_parameter(user: Any, match: Any, name: str, value: Any) -> None:
    if name in MODEL_OF_PARAMETER:
        see(user, MODEL_OF_PARAMETER[name], value)
    elif name == "pk":
        _check_pk(user, match, value)
    elif name == "object_id":
        see(user, _model(match), unquote(value))
    elif name in ("translation_id", "translation_source_id"):
        _check_translation(user, name, value)
    elif name not in HARMLESS:
        raise PermissionDenied


def see(user: Any, model: type[Model], key: Any) -> Any:
    """Return an instance that the user may see.

    Raises:
        Http404: if there is none.
    """
    try:
        return access.visible(user, model).get(pk=key)
    except (model.DoesNotExist, ValueError, TypeError):  # type: ignore[attr-defined]
        raise Http404 from None


def _check_pk(user: Any, match: Any, key: Any) -> None:
    if match.namespace == "wagtailsettings":
        _check_setting(user, match, key)
        return
    model = MODEL_OF_NAMESPACE.get(match.namespace) or _model(match)
    instance = see(user, model, unquote(str(key)))
    if model in (Page, Image, Document):
        return
    action = ACTIONS.get(match.url_name, "change")
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_permission_for_instance(user, action, instance):
        raise PermissionDenied


def _check_setting(user: Any, match: Any, key: Any) -> None:
    """The key is the site's, where the setting is one of a site."""
    model = _model(match, app="app_name")
    if not issubclass(model, BaseSiteSetting):
        raise PermissionDenied
    if not access.cities_of(user).filter(pk=key).exists():
        raise Http404


def _check_translation(user: Any, name: str, key: Any) -> None:
    source = (
        TranslationSource.objects.filter(pk=key)
        if name == "translation_source_id"
        else TranslationSource.objects.filter(translations__pk=key)
    ).first()
    if source is None:
        raise Http404
    try:
        instance = source.get_source_instance()
    except source.specific_content_type.model_class().DoesNotExist:
        raise Http404 from None
    see(user, Page if isinstance(instance, Page) else type(instance), instance.pk)
    if not access.may_change(user, instance):
        raise PermissionDenied


def _check_ids(request: Any, match: Any) -> None:
    """Check the `id`s of a bulk action or of several things chosen at once."""
    keys = request.GET.getlist("id")
    if match.view_name == "wagtail_bulk_action":
        model = _model(match)
        if "all" in keys:
            _narrow_all(request, match, model)
            return
    elif match.view_name == "wagtailadmin_choose_page_chosen_multiple":
        model = Page
    elif match.url_name == "chosen_multiple":
        model = MODEL_OF_NAMESPACE.get(match.namespace) or _model(match)
    else:
        return
    for key in keys:
        see(request.user, model, key)


def _narrow_all(request: Any, match: Any, model: type[Model]) -> None:
    """Narrow a bulk action on "all" down to what the user sees of the listing."""
    parent = request.GET.get("childOf")
    if parent is not None or model is Page:
        see(request.user, Page, parent)
    action = bulk_action_registry.get_bulk_action_class(
        model._meta.app_label, model._meta.model_name, match.kwargs["action"]
    )
    if action is None:
        raise Http404
    listed = action(request, model).get_all_objects_in_listing_query(parent)
    keys = {getattr(each, "pk", each) for each in listed}
    mine: Any = access.visible(request.user, model).values_list("pk", flat=True)
    query = request.GET.copy()
    query.setlist("id", [str(key) for key in mine if key in keys])
    request.GET = query


def _check_homes(request: Any, match: Any) -> None:
    """Leave it to hub administrators to end a city, in whatever language."""
    ending = {match.kwargs.get("action_name"), match.kwargs.get("action")}
    if not ({match.url_name} | ending) & ENDS_A_HOME:
        return
    named = [match.kwargs.get(name) for name in ("page_id", "page_to_move_id", "pk")]
    if match.view_name == "wagtail_bulk_action" and issubclass(_model(match), Page):
        named += request.GET.getlist("id")
    elif match.namespace not in (
        "wagtailadmin_pages",
        "wagtailadmin_api:pages",
        "wagtail_localize",
    ):
        return
    keys = [key for key in named if key is not None]
    if Page.objects.filter(pk__in=keys, depth=2).exists():
        raise PermissionDenied


def _model(match: Any, app: str = "app_label") -> type[Model]:
    """Return the model that an address is about.

    Raises:
        Http404: if there is no such model.
        PermissionDenied: if the address doesn't say.
    """
    if "model_name" in match.kwargs:
        try:
            return apps.get_model(match.kwargs[app], match.kwargs["model_name"])
        except (LookupError, KeyError):
            raise Http404 from None
    for viewset in viewsets.viewsets:
        if not viewset.name:  # It has no addresses; Wagtail's own for pages.
            continue
        if match.namespace == viewset.url_namespace and viewset.model is not None:
            model = viewset.model
            return apps.get_model(model) if isinstance(model, str) else model
    raise PermissionDenied
