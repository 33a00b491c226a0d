"""Importing places in the admin: a form, a preview, and then step by step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Site

from cms import access
from cms.models import CitySettings
from use_it_map.importing.limits import MAX_BYTES
from use_it_map.importing.reasons import reason
from use_it_map.importing.rows import FileRefused
from use_it_map.models import ImportState, PlaceImport
from use_it_map.services.import_jobs import (
    TooManyAtOnce,
    import_start,
    import_step,
    upload_of,
)
from use_it_map.services.importing import (
    ImportOptions,
    NoMap,
    NotAllowed,
    Preview,
    RowsRefused,
    Upload,
    import_preview,
)

SHOWN = 500
"""The most rows of each kind that the preview shows; it counts them all."""


class ImportForm(forms.Form):
    """A file with places, and how it is to be imported."""

    site = forms.ModelChoiceField(label=_("City"), queryset=Site.objects.none())
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, GeoJSON, KML, GPX, OSM XML or Overpass JSON."),
    )
    language = forms.ChoiceField(label=_("Language of the texts"))
    on_error = forms.ChoiceField(
        label=_("If rows are bad"),
        widget=forms.RadioSelect,
        choices=[
            ("nothing", _("Import nothing")),
            ("skip", _("Skip them, import the others")),
        ],
    )
    publish = forms.BooleanField(
        label=_("Publish the places"),
        required=False,
        help_text=_("Otherwise they are drafts."),
    )
    overwrite = forms.BooleanField(
        label=_("Overwrite what was changed or deleted here since"), required=False
    )
    duplicates = forms.BooleanField(
        label=_("Add places although one of the same name is nearby"), required=False
    )
    external_source = forms.CharField(
        label=_("Whose ids the file has"),
        max_length=40,
        initial="file",
        help_text=_("The same for each file from there, so that it finds its places."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cities = access.cities_of(user).order_by("site_name")
        first = cities.select_related("root_page__locale").first()
        site: Any = self.fields["site"]
        site.queryset = cities
        site.initial = first
        codes = CitySettings.objects.filter(site__in=cities).values_list(
            "languages__locale__language_code", flat=True
        )
        language: Any = self.fields["language"]
        language.choices = [(code, code) for code in sorted(set(codes) - {None})]
        if first is not None:
            language.initial = first.root_page.locale.language_code

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            most = {"most": str(MAX_BYTES // 1024 // 1024)}
            raise forms.ValidationError(reason("file_too_large", most))
        return file

    @property
    def options(self) -> ImportOptions:
        said = self.cleaned_data
        names = ("language", "publish", "overwrite", "duplicates", "external_source")
        return ImportOptions(
            skip_bad=said["on_error"] == "skip", **{name: said[name] for name in names}
        )


def import_places(request: HttpRequest) -> HttpResponse:
    """Show the form, keep a file, or, with `?job=`, preview and import it."""
    if not access.cities_of(request.user).exists():
        raise PermissionDenied
    if request.GET.get("job"):
        return _job(request, _mine(request))
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        job = _start(request, form)
        if job is not None:
            return redirect(_address(job))
    context = {
        "form": form,
        "editions": _editions(request.user),
        "page_title": _("Import places"),
        "header_icon": "upload",
    }
    return render(request, "use_it_map/admin/import.html", context)


def _editions(user: Any) -> list[tuple[str, str]]:
    """Return short name and language of each edition that the user may print."""
    mine = CitySettings.objects.filter(site__in=access.cities_of(user))
    found = mine.order_by("slug", "languages__sort_order")
    rows = found.values_list("slug", "languages__locale__language_code")
    return [(slug, code) for slug, code in rows if code]


def _start(request: HttpRequest, form: ImportForm) -> PlaceImport | None:
    file = form.cleaned_data["file"]
    try:
        return import_start(
            upload=Upload(
                form.cleaned_data["site"], file.read(), file.name, form.options
            ),
            user=request.user,
            now=timezone.now(),
        )
    except NoMap:
        form.add_error("language", _("The city has no map in this language."))
    except NotAllowed:
        form.add_error("publish", _("You may not add or publish places there."))
    return None


def _mine(request: HttpRequest) -> PlaceImport:
    """Return the import that an address names, if it is of a city of the user's."""
    try:
        mine = PlaceImport.objects.filter(site__in=access.cities_of(request.user))
        return mine.select_related("site").get(pk=request.GET["job"])
    except (PlaceImport.DoesNotExist, ValueError):
        raise Http404 from None


def _job(request: HttpRequest, job: PlaceImport) -> HttpResponse:
    try:
        if request.method == "POST":
            return _act(request, job)
        preview = import_preview(upload=upload_of(job), today=timezone.localdate())
    except FileRefused as refused:
        words = reason(refused.code, refused.params)
        where = gettext("Line %(line)s: ") % {"line": refused.line}
        messages.error(request, f"{where if refused.line else ''}{words}")
        job.delete()
        return redirect("use_it_map_import")
    except NoMap:
        raise Http404 from None
    except NotAllowed:
        raise PermissionDenied from None
    context = _shown(job, preview) | {
        "page_title": _("Import places"),
        "page_subtitle": job.filename,
        "header_icon": "upload",
    }
    return render(request, "use_it_map/admin/import_preview.html", context)


def _act(request: HttpRequest, job: PlaceImport) -> HttpResponse:
    if request.POST.get("do") == "drop":
        job.delete()
        messages.success(request, _("Nothing was imported; the file is gone."))
        return redirect("use_it_map_import")
    try:
        import_step(job=job, user=request.user, today=timezone.localdate())
    except RowsRefused:
        messages.error(request, _("Nothing was imported: rows are bad."))
        return redirect(_address(job))
    except TooManyAtOnce:
        messages.error(
            request,
            _(
                "So many rows can't be imported as a whole here. Choose to skip bad "
                "rows, or use the command import_places."
            ),
        )
        return redirect(_address(job))
    if job.state == ImportState.RUNNING:
        return redirect(_address(job))
    job.delete()
    messages.success(request, _("The places are imported."))
    return redirect("use_it_map_import")


def _shown(job: PlaceImport, preview: Preview) -> dict[str, Any]:
    options = upload_of(job).options
    written = [row for row in preview.planned if row.action.value in ("add", "change")]
    return {
        "job": job,
        "counts": preview.counts,
        "errors": [
            (error, reason(error.code, error.params))
            for error in preview.errors[:SHOWN]
        ],
        "more_errors": max(0, len(preview.errors) - SHOWN),
        "rows": written[:SHOWN],
        "more_rows": max(0, len(written) - SHOWN),
        "twins": [row for row in preview.planned if row.twin][:SHOWN],
        "kept": [row for row in preview.planned if row.kept][:SHOWN],
        "running": job.state == ImportState.RUNNING,
        "may_import": bool(preview.to_write)
        and (options.skip_bad or not preview.errors),
        "skip_bad": options.skip_bad,
    }


def _address(job: PlaceImport) -> str:
    return f"{reverse('use_it_map_import')}?job={job.pk}"


class ImportMenuItem(MenuItem):
    """Shown to those who work for a city."""

    def __init__(self) -> None:
        super().__init__(
            _("Import places"),
            reverse("use_it_map_import"),
            name="import-places",
            icon_name="upload",
            order=170,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return access.cities_of(request.user).exists()
