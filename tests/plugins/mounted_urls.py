"""The URLs of a hub with one plugin that has some, and a page of the admin."""

from django.urls import include, path

from cms.plugins.urls import mounted
from tests.plugins import samples

urlpatterns = [
    path("admin/samples/", include((samples, "use_it_map"), namespace="use_it_map")),
    *mounted([("buddy_program", samples)]),
    path("plain/", samples.view),
    path("graphql/", include("city_api.urls")),
]
