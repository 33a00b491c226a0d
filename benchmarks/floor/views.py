"""The view that answers the cases."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse

from benchmarks.floor.city import CityFacts, city_facts
from benchmarks.floor.posts import full20, list20, one
from benchmarks.floor.routes import route


def floor(request: HttpRequest, case: str) -> JsonResponse:
    """Answer a case of those with a floor; the variables stand in the query string."""
    asked = request.GET
    by = (
        {"slug": asked["slug"]}
        if "slug" in asked
        else {"site__hostname": asked["hostname"]}
    )
    base_url = request.build_absolute_uri("/").rstrip("/")
    city = city_facts(base_url, asked["locale"], **by)
    return JsonResponse(
        {"data": {"site": answer(case, city, asked)}},
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


def answer(case: str, city: CityFacts, asked: Any) -> Any:
    if case == "list20":
        return list20(city)
    if case == "full20":
        return full20(city)
    if case == "one":
        return one(city, asked["post"])
    return {"route": route(city, asked["path"])}
