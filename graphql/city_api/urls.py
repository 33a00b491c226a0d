"""The addresses of the City API."""

from django.urls import path

from city_api.views import graphql

urlpatterns = [path("", graphql, name="graphql")]
