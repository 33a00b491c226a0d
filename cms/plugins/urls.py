"""The URLs of the plugins, each under its own name.

Include it last: `path("", include("cms.plugins.urls"))`. `PluginUrlsMiddleware`
closes them where a city has the plugin off. The namespace is the plugin's name.
"""

from django.urls import include, path

from cms.plugins.registry import url_modules

urlpatterns = [
    path(f"{name}/", include((module, name), namespace=name))
    for name, module in url_modules()
]
