"""The addresses of the City API."""

from django.urls import path

from city_api.previewing import with_preview
from city_api.views import graphql

urlpatterns = [path("", with_preview(graphql), name="graphql")]
