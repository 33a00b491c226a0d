"""Mounted under /vitej_example/."""

from django.urls import path

from vitej_example.views import cafe_list

urlpatterns = [path("cafes.txt", cafe_list, name="cafes")]
