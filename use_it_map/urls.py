"""The map's own addresses, below `/use_it_map/`."""

from django.urls import path, re_path

from use_it_map.owner_page import OwnerView
from use_it_map.views import export

urlpatterns = [
    re_path(
        r"^(?P<city>[a-z0-9-]{1,60})/(?P<collection>places|osm)"
        r"\.(?P<suffix>geojson|csv|kml|gpx|zip)$",
        export,
        name="export",
    ),
    path("place/<str:token>/", OwnerView.as_view(), name="owner"),
]
