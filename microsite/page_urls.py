"""The address by which Wagtail knows pages, relative to their language.

`cms.urls` puts it behind a language prefix, so that Wagtail's own links (the admin's
"View live", redirects, sitemaps of other packages) name the language of the page.
It only reverses: the addresses of `microsite.urls` come first and take the requests.
"""

from django.urls import re_path

from microsite.views.pages import page

urlpatterns = [re_path(r"^((?:[\w\-]+/)*)$", page, name="wagtail_serve")]
