"""Reading a city over the City API, in process."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.request import split_domain_port

from city_api.execution import execute
from microsite.operations import document

Site = dict[str, Any]
"""The `Site` of an answer, as the operation asked for it."""


class CityNotFound(Exception):
    """No city is served at this hostname."""


class LocaleNotOffered(Exception):
    """The city isn't written in this language."""


class BrokenText(Exception):
    """The visitor sent what is no text, such as NUL in a path."""


class BadCursor(Exception):
    """The visitor asked for a page of a list that can't be."""


class CityApiFailed(Exception):
    """The City API answered with an error that no visitor can cause."""


REFUSALS = {
    "SITE_NOT_FOUND": CityNotFound,
    "LOCALE_NOT_OFFERED": LocaleNotOffered,
    "BAD_CURSOR": BadCursor,
    "BROKEN_TEXT": BrokenText,
}


def hostname(request: HttpRequest) -> str:
    """Return the host that was asked, without its port."""
    return split_domain_port(request.get_host())[0]


def read(
    request: HttpRequest, operation: str, *, preview: Any = None, **variables: Any
) -> Site:
    """Return the city at the request's hostname, as a persisted operation asks.

    `preview` is a page that stands in for its saved self.

    Raises:
        CityNotFound: if no city is served at the hostname.
        LocaleNotOffered: if the variable `locale` is no language of the city.
        BadCursor: if the variable `after` is no cursor of the list.
        BrokenText: if a variable is no text.
        CityApiFailed: if the operation went wrong otherwise.
    """
    variables.setdefault("hostname", hostname(request))
    answer = execute(
        document(operation),
        variables,
        request=request,
        **({"preview": preview} if preview is not None else {}),
    )
    for error in answer.get("errors") or ():
        code = (error.get("extensions") or {}).get("code", "")
        raise REFUSALS.get(code, CityApiFailed)(error["message"])
    site: Site | None = answer["data"]["site"]
    if site is None:
        raise CityNotFound(variables["hostname"])
    return site
