"""The addresses of the hub and of its city sites."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from cms.documentation import documentation
from cms.image_view import image
from cms.media_views import document, media

urlpatterns = [
    path("admin/", include(admin_urls)),
    re_path(
        r"^documents/(?P<document_id>[0-9]{1,18})/(?P<document_filename>[^/]+)$",
        document,
    ),
    path("documents/", include(document_urls)),
    path("media/<path:path>", media),
    path("graphql/", include("city_api.urls")),
    re_path(
        r"^images/(?P<pk>[0-9]{1,18})/(?P<name>[a-z0-9_-]+)/(?P<version>[0-9a-f]{12})"
        r"/(?P<signature>[A-Za-z0-9_-]{20})\.(?P<suffix>[a-z]{3,4})$",
        image,
        name="image",
    ),
    path("documentation/<path:path>", documentation, name="documentation"),
    # Wagtail sends those who must log in here, for a document of a private collection.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True),
        name="wagtailcore_login",
    ),
    path("", include("cms.plugins.urls")),
    path("", include("microsite.urls")),
    *i18n_patterns(path("", include("microsite.page_urls"))),
]
