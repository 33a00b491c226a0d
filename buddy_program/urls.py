"""The programme's own addresses, below `/buddy_program/`."""

from django.urls import re_path

from buddy_program.area_page import AreaView, SendView

CITY = r"^(?P<city>[a-z0-9-]{1,60})/(?P<language>[a-z]{2,3}(-[a-z0-9]{2,8})*)"

urlpatterns = [
    re_path(rf"{CITY}/send/$", SendView.as_view(), name="send"),
    re_path(rf"{CITY}/area/$", AreaView.as_view(), name="area"),
]
