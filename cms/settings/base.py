"""Settings that every installation shares.

What differs between installations comes from the environment; `environment.py`
reads it and names what is wrong.
"""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cms.plugins.discovery import discovered_apps
from cms.settings.environment import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = env.directory("VITEJ_VAR_DIR", BASE_DIR / "var")

# Names of plugins that this installation has, but doesn't run.
VITEJ_DISABLED_PLUGINS = env.items("VITEJ_DISABLED_PLUGINS")

INSTALLED_APPS = [
    *discovered_apps(disabled=VITEJ_DISABLED_PLUGINS),
    "microsite",
    "city_api",
    "cms",
    "blocks",
    "wagtail_localize",
    "wagtail_localize.locales",  # in place of wagtail.locales
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "graphene_django",
    "graphene_django_graphiql_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.AdminLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.admin.gate.CityGate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.plugins.middleware.PluginUrlsMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "vitej.sqlite3")}
CACHES = env.cache("CACHE_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "cms.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("cs", _("Czech")), ("uk", _("Ukrainian"))]
TIME_ZONE = "Europe/Prague"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"

# A long page with many blocks posts more fields than Django's default allows.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_SITE_NAME = "Vítej"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", _("English")), ("cs", _("Czech"))]
WAGTAILADMIN_BASE_URL = env.web_address("VITEJ_BASE_URL", "http://localhost:8000")
# The admin asks nobody outside: no avatars, no look for newer versions.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_IMAGE_MODEL = "cms.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.Document"
# Documents leave through a view that checks the collection's privacy.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# A translation follows its source only when somebody translates it.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "cms.search",
        "SEARCH_CONFIG": "vitej",
    }
}

# What the plugin contract, which knows nothing of the hub, asks the hub.
VITEJ_DISABLED_FEATURES = "cms.features.disabled_features"

# Only development and tests may be filled with invented people and known passwords.
VITEJ_DEMO_ALLOWED = False

GRAPHENE = {"SCHEMA": "city_api.schema.build.schema"}

# The view that draws a page or snippet in the editor's preview.
VITEJ_PREVIEW_VIEW = "microsite.preview.preview"

# Which web sites may read the City API from a browser: what it holds is public.
CITY_API_ALLOW_ORIGIN = env.text("VITEJ_API_ALLOW_ORIGIN", "*")

# What one operation of the City API may ask for; docs/reference/city-api.md says how
# each is counted.
CITY_API_MAX_BYTES = env.number("VITEJ_API_MAX_BYTES", 64 * 1024, minimum=1)
CITY_API_MAX_TOKENS = env.number("VITEJ_API_MAX_TOKENS", 2_000, minimum=1)
CITY_API_MAX_DEPTH = env.number("VITEJ_API_MAX_DEPTH", 15, minimum=1)
CITY_API_MAX_ALIASES = env.number("VITEJ_API_MAX_ALIASES", 100, minimum=1)
CITY_API_MAX_FIELDS = env.number("VITEJ_API_MAX_FIELDS", 2_000, minimum=1)
CITY_API_MAX_COST = env.number("VITEJ_API_MAX_COST", 50_000, minimum=1)
# Whether everybody may ask for the schema and open the explorer, or staff only.
CITY_API_EXPLORER_FOR_ALL = True
