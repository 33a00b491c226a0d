"""The search for an address beside the map of the form."""

from __future__ import annotations

import logging

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cms import access
from use_it_map import conf
from use_it_map.geocoding import GeocoderFailed, search

MAX_QUERY = 200
logger = logging.getLogger("vitej.map")


@require_GET
def search_address(request: HttpRequest) -> JsonResponse:
    """Answer with what the installation's geocoder finds, in one of the user's cities.

    `q` is the address, `city` the id of the city; 502 where the geocoder fails.
    """
    query = request.GET.get("q", "").strip()[:MAX_QUERY]
    key = request.GET.get("city", "")
    cities = access.cities_of(request.user).select_related("citysettings")
    city = cities.filter(pk=key).first() if key.isascii() and key.isdigit() else None
    if not (query and city and conf.geocoder()):
        return JsonResponse({"error": _("Nothing to search for.")}, status=400)
    try:
        found = search(query, city=getattr(city, "citysettings", None))
    except GeocoderFailed:
        logger.warning("The geocoder gave no usable answer.", exc_info=True)
        error = _("The search for addresses doesn't answer. Click on the map instead.")
        return JsonResponse({"error": error}, status=502)
    return JsonResponse({"results": [vars(each) for each in found]})
