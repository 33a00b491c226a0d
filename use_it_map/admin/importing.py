"""Importing places in the admin: a form, a preview, and then step by step."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.models import Site

from cms import access
from cms.languages import language_name
from cms.models import CitySettings
from use_it_map.exporting.tables import csv_line
from use_it_map.importing.limits import MAX_BYTES
from use_it_map.importing.reasons import reason
from use_it_map.importing.rows import FileRefused
from use_it_map.models import ImportState, PlaceImport
from use_it_map.printing.edition import PAPERS
from use_it_map.services.import_jobs import (
    MOST_AT_ONCE,
    Busy,
    import_drop,
    import_skip_bad,
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
        language.choices = [
            (code, language_name(code)) for code in sorted(set(codes) - {None})
        ]
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


@transaction.non_atomic_requests  # A step writes batch by batch.
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
        "unfinished": unfinished_imports(request.user),
        "editions": _editions(request.user),
        "papers": list(PAPERS),
        "page_title": _("Import places"),
        "header_icon": "upload",
    }
    return render(request, "use_it_map/admin/import.html", context)


def unfinished_imports(user: Any) -> QuerySet[PlaceImport]:
    """Return the imports of the user's cities that wait or were broken off."""
    found = PlaceImport.objects.filter(site__in=access.cities_of(user))
    unfinished: QuerySet[PlaceImport] = (
        found.exclude(state=ImportState.DONE)
        .select_related("site", "user")
        .defer("data")
    )
    return unfinished


def _editions(user: Any) -> list[dict[str, str]]:
    """Return the editions that the user may print, by city and language."""
    mine = CitySettings.objects.filter(site__in=access.cities_of(user))
    rows = mine.order_by("slug", "languages__sort_order").values_list(
        "slug", "site__site_name", "languages__locale__language_code"
    )
    return [
        {
            "slug": slug,
            "city": name or slug,
            "code": code,
            "tongue": language_name(code),
        }
        for slug, name, code in rows
        if code
    ]


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
            return _answer(request, job, _act(request, job))
        if job.state == ImportState.RUNNING and not request.GET.get("rows"):
            return _page(request, job, {"job": job, "running": True})
        preview = import_preview(upload=upload_of(job), today=timezone.localdate())
    except FileRefused as refused:
        words = reason(refused.code, refused.params)
        where = gettext("Line %(line)s: ") % {"line": refused.line}
        messages.error(request, f"{where if refused.line else ''}{words}")
        job.delete()
        return redirect("use_it_map_import")
    except Busy:
        return _busy(request, job)
    except NoMap:
        raise Http404 from None
    except NotAllowed:
        raise PermissionDenied from None
    if request.GET.get("rows") == "csv":
        return _bad_rows(preview)
    return _page(request, job, _shown(job, preview))


def _page(
    request: HttpRequest, job: PlaceImport, context: dict[str, Any]
) -> HttpResponse:
    about = {
        "page_title": _("Import places"),
        "page_subtitle": job.filename,
        "header_icon": "upload",
    }
    return render(request, "use_it_map/admin/import_preview.html", context | about)


def _act(request: HttpRequest, job: PlaceImport) -> str:
    """Do what a button asks; return the address to go to, or "" to go on."""
    act, now = request.POST.get("do"), timezone.now()
    try:
        if act == "drop":
            import_drop(job=job, now=now)
            messages.success(request, _dropped(job))
            return reverse("use_it_map_import")
        if act == "skip":
            import_skip_bad(job=job)
        import_step(job=job, user=request.user, now=now, today=timezone.localdate())
    except RowsRefused:
        if job.state == ImportState.RUNNING:
            said = _("Rows have become bad since the import began. It has stopped.")
        else:
            said = _("Nothing was imported: rows are bad.")
        messages.error(request, said)
        return f"{_address(job)}&rows=bad"
    if job.state == ImportState.RUNNING:
        return ""
    job.delete()
    messages.success(request, _done(job))
    return reverse("use_it_map_import")


def _answer(request: HttpRequest, job: PlaceImport, address: str) -> HttpResponse:
    """Tell the script how far an import is, or lead on who has none."""
    if "application/json" not in request.headers.get("Accept", ""):
        return redirect(address or _address(job))
    far = {name: job.result.get(name, 0) for name in ("done", "total")}
    return JsonResponse({**far, "next": address})


def _busy(request: HttpRequest, job: PlaceImport) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"busy": True}, status=HTTPStatus.CONFLICT)
    said = _("An import of this city is being written at the moment. Try again soon.")
    messages.warning(request, said)
    return redirect(_address(job))


def _dropped(job: PlaceImport) -> str:
    if not (done := job.result.get("done", 0)):
        return gettext("Nothing was imported; the file is gone.")
    said = ngettext(
        "The import has ended early: %(count)s row of it is in, and stays.",
        "The import has ended early: %(count)s rows of it are in, and stay.",
        done,
    )
    return said % {"count": done}


def _done(job: PlaceImport) -> str:
    counts = job.result.get("counts", {})
    added, changed = counts.get("add", 0), counts.get("change", 0)
    said = gettext("The places are imported. New: %(added)s. Changed: %(changed)s.")
    return said % {"added": added, "changed": changed}


def _bad_rows(preview: Preview) -> HttpResponse:
    """Answer with all bad rows as a table; the page shows the first ones."""
    head = [gettext(name) for name in ("Line", "Column", "Field", "Reason")]
    rows = [
        (str(each.position.line), str(each.position.column), each.field, words)
        for each in preview.errors
        for words in [str(reason(each.code, each.params))]
    ]
    name = {"Content-Disposition": 'attachment; filename="bad-rows.csv"'}
    table = "\ufeff" + "".join(csv_line(cells) for cells in [head, *rows])
    return HttpResponse(table, content_type="text/csv; charset=utf-8", headers=name)


def _shown(job: PlaceImport, preview: Preview) -> dict[str, Any]:
    skip_bad = upload_of(job).options.skip_bad
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
        "begun": job.state == ImportState.RUNNING,
        "may_import": bool(preview.to_write) and (skip_bad or not preview.errors),
        "skip_bad": skip_bad,
        "in_steps": len(preview.to_write) > MOST_AT_ONCE,
    }


def _address(job: PlaceImport) -> str:
    return f"{reverse('use_it_map_import')}?job={job.pk}"
