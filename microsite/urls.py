"""The addresses of a city site. Include them last: the final one takes the rest."""

from django.urls import path, re_path

from microsite.views import files, pages, search

app_name = "microsite"

COLOUR = "[0-9a-f]{6}"
LANGUAGE = "(?P<language>[a-z]{2,3}(-[a-z0-9]{2,8})*)"

urlpatterns = [
    path("", pages.root, name="root"),
    re_path(
        rf"^brand/(?P<primary>{COLOUR})-(?P<accent>{COLOUR})\.css$",
        files.brand,
        name="brand",
    ),
    path("robots.txt", files.robots, name="robots"),
    path("sitemap.xml", files.sitemap, name="sitemap"),
    re_path(rf"^{LANGUAGE}/search/$", search.search, name="search"),
    re_path(rf"^{LANGUAGE}/feed\.xml$", files.Posts(), name="feed"),
    path("<path:path>", pages.page, name="page"),
]
