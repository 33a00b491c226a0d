"""Plain HTTP beside the City API."""

from django.http import Http404, HttpRequest, HttpResponse

from cms.selectors.city import city_by_hostname
from cms.selectors.reader import Reader
from vitej_example.selectors import cafes


def cafe_list(request: HttpRequest) -> HttpResponse:
    """Answer with the titles of a city's cafés, one a line."""
    city = city_by_hostname(request.get_host().partition(":")[0])
    if city is None:
        raise Http404
    reader = Reader(city=city, locale=city.locales[0])
    lines = "".join(f"{cafe.title}\n" for cafe in cafes(reader))
    return HttpResponse(lines, content_type="text/plain; charset=utf-8")
