"""The print edition at the press of a button."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import access
from cms.models import CitySettings
from cms.selectors.city import city_by_slug
from cms.selectors.reader import Reader
from use_it_map.printing.edition import PAPERS, NothingToPrint, edition
from use_it_map.printing.ground import GroundUnusable

logger = logging.getLogger(__name__)


@require_safe
def print_map(request: HttpRequest) -> HttpResponse:
    """Answer with the PDF of a city of the user's.

    The address has `?city=ostrava&language=cs`, and `&paper=a2` for another than A3.
    """
    slug = request.GET.get("city", "")
    mine = CitySettings.objects.filter(site__in=access.cities_of(request.user))
    city = city_by_slug(slug) if mine.filter(slug=slug).exists() else None
    locale = city.locale(request.GET.get("language", "")) if city else None
    paper = request.GET.get("paper", "a3")
    if city is None or locale is None or paper not in PAPERS:
        raise Http404
    year = timezone.localdate().year
    try:
        [pdf] = edition(Reader(city, locale), year=year, paper=paper)
    except NothingToPrint:
        return HttpResponse(_("No public place to print."), status=409)
    except GroundUnusable:
        logger.exception("VITEJ_MAP_PRINT_TILES can't be used.")
        said = _("The base map can't be used. Ask who runs the hub to look at it.")
        return HttpResponse(said, status=503)
    name = f"{slug}-{locale.language_code}-{year}.pdf"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=disposition)
