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
    "leaflet",  # for its static files
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
    "cms.health.HealthMiddleware",
    "cms.middleware.RouteMiddleware",
    "cms.content_security.ContentSecurityMiddleware",
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
    # Last, as it calls the view.
    "cms.middleware.ContentTransactionMiddleware",
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

# The view that draws a page or snippet in the editor's preview, where the city has no
# microsite that does.
VITEJ_PREVIEW_VIEW = "microsite.preview.preview"
# How long a token of the editor's preview lasts, and a link to a draft at the most.
VITEJ_PREVIEW_MINUTES = env.number("VITEJ_PREVIEW_MINUTES", 15, minimum=1)
VITEJ_PREVIEW_LINK_DAYS = env.number("VITEJ_PREVIEW_LINK_DAYS", 14, minimum=1)
# Where previews may be shown beside the cities' own web sites.
VITEJ_PREVIEW_ORIGINS = env.origins("VITEJ_PREVIEW_ORIGINS")

# Whether webhooks may go to private addresses and by plain HTTP. Never where editors
# aren't trusted with the hub's own network.
VITEJ_WEBHOOK_PRIVATE = env.flag("VITEJ_WEBHOOK_PRIVATE", default=False)
# What a CDN is purged with: a class such as cms.purging.Fastly, the address that it
# asks and the password for it.
VITEJ_PURGE_BACKEND = env.text("VITEJ_PURGE_BACKEND")
VITEJ_PURGE_URL = env.web_address("VITEJ_PURGE_URL")
VITEJ_PURGE_TOKEN = env.text("VITEJ_PURGE_TOKEN")
if VITEJ_PURGE_BACKEND and not VITEJ_PURGE_URL:
    env.refuse("VITEJ_PURGE_URL", "is missing: the address that a purge is asked at.")
# A cache such as Varnish or Squid that is asked to forget single pages with `PURGE`.
# Another backend of Wagtail's takes a settings module of one's own.
VITEJ_PURGE_PAGES_AT = env.web_address("VITEJ_PURGE_PAGES_AT")
WAGTAILFRONTENDCACHE = {
    name: {
        "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
        "LOCATION": address,
    }
    for name, address in [("pages", VITEJ_PURGE_PAGES_AT)]
    if address
}
WAGTAILFRONTENDCACHE_LANGUAGES: list[str] = []  # Each language has slugs of its own.
# How many days what was delivered, or given up, stays in the list.
VITEJ_OUTBOX_DAYS = env.number("VITEJ_OUTBOX_DAYS", 30, minimum=1)

# Where the maps of the admin get their tiles, such as
# https://tile.example.com/{z}/{x}/{y}.png, and who made them; without it they have a
# plain grid. A server that finds addresses as Nominatim does; without it there is none.
VITEJ_MAP_TILES = env.web_address("VITEJ_MAP_TILES")
VITEJ_MAP_TILES_ATTRIBUTION = env.text("VITEJ_MAP_TILES_ATTRIBUTION")
if VITEJ_MAP_TILES and not all(
    part in VITEJ_MAP_TILES for part in ("{z}", "{x}", "{y}")
):
    env.refuse("VITEJ_MAP_TILES", "must have {z}, {x} and {y} in it.")
if VITEJ_MAP_TILES and not VITEJ_MAP_TILES_ATTRIBUTION:
    env.refuse("VITEJ_MAP_TILES_ATTRIBUTION", "is missing: who made the tiles.")
# A file of raster tiles that the printed map may show, and who made them.
VITEJ_MAP_PRINT_TILES = env.text("VITEJ_MAP_PRINT_TILES")
VITEJ_MAP_PRINT_ATTRIBUTION = env.text("VITEJ_MAP_PRINT_ATTRIBUTION")
if VITEJ_MAP_PRINT_TILES and not VITEJ_MAP_PRINT_ATTRIBUTION:
    env.refuse("VITEJ_MAP_PRINT_ATTRIBUTION", "is missing: who made the tiles.")
VITEJ_MAP_GEOCODER = env.web_address("VITEJ_MAP_GEOCODER")
# How many days a link in a mail to a place's owner works, and how long what visitors
# suggested keeps the address that they left.
VITEJ_MAP_LINK_DAYS = env.number("VITEJ_MAP_LINK_DAYS", 30, minimum=1)
VITEJ_MAP_CONTACT_DAYS = env.number("VITEJ_MAP_CONTACT_DAYS", 90, minimum=1)
# How much work a visitor's browser does before it may suggest something: rounds of
# PBKDF2 for each of about 256 tries.
VITEJ_MAP_CHALLENGE_COST = env.number("VITEJ_MAP_CHALLENGE_COST", 5_000, minimum=1)

# How many days a link opens the personal area of somebody in the buddy programme.
VITEJ_BUDDY_LINK_DAYS = env.number("VITEJ_BUDDY_LINK_DAYS", 14, minimum=1)

# Traces and reports of errors leave from public installations only.
VITEJ_TRACES = False
VITEJ_SENTRY_DSN = ""
VITEJ_SENTRY_ENVIRONMENT = ""

# Whether a proxy of ours sets X-Request-ID, so that it may stand in the log.
VITEJ_TRUST_REQUEST_ID = env.flag("VITEJ_BEHIND_PROXY", default=False)

# Which web sites may read the City API from a browser, as what it holds is public: `*`,
# one origin, or `cities`: those of the cities that were asked for.
CITY_API_ALLOW_ORIGIN = env.text("VITEJ_API_ALLOW_ORIGIN", "*")

# A folder with further persisted operations, for this installation's own microsites;
# whether nothing but persisted operations may be asked for; how many documents of
# clients are kept by hash (0: none), and for how long.
CITY_API_OPERATIONS = env.text("VITEJ_API_OPERATIONS")
CITY_API_ONLY_PERSISTED = env.flag("VITEJ_API_ONLY_PERSISTED", default=False)
CITY_API_KEPT_DOCUMENTS = env.number("VITEJ_API_KEPT_DOCUMENTS", 512)
CITY_API_KEPT_SECONDS = env.number("VITEJ_API_KEPT_SECONDS", 86_400, minimum=1)

# How many mutations a minute are taken from one address and for one city, and how many
# proxies stand in front: each adds to X-Forwarded-For whom it was asked by.
CITY_API_MUTATIONS_PER_ADDRESS = env.number(
    "VITEJ_API_MUTATIONS_PER_ADDRESS", 30, minimum=1
)
CITY_API_MUTATIONS_PER_SITE = env.number("VITEJ_API_MUTATIONS_PER_SITE", 600, minimum=1)
CITY_API_PROXIES = env.number(
    "VITEJ_PROXIES", int(env.flag("VITEJ_BEHIND_PROXY", default=False))
)

# What one operation of the City API may ask for; docs/reference/city-api.md says how
# each is counted.
CITY_API_MAX_BYTES = env.number("VITEJ_API_MAX_BYTES", 64 * 1024, minimum=1)
CITY_API_MAX_TOKENS = env.number("VITEJ_API_MAX_TOKENS", 2_000, minimum=1)
CITY_API_MAX_DEPTH = env.number("VITEJ_API_MAX_DEPTH", 15, minimum=1)
CITY_API_MAX_ALIASES = env.number("VITEJ_API_MAX_ALIASES", 100, minimum=1)
CITY_API_MAX_FIELDS = env.number("VITEJ_API_MAX_FIELDS", 2_000, minimum=1)
CITY_API_MAX_SECONDS = env.number("VITEJ_API_MAX_SECONDS", 10, minimum=1)
CITY_API_MAX_VALUES = env.number("VITEJ_API_MAX_VALUES", 1_000, minimum=1)
CITY_API_MAX_COST = env.number("VITEJ_API_MAX_COST", 50_000, minimum=1)
# Whether everybody may ask for the schema and open the explorer, or staff only.
CITY_API_EXPLORER_FOR_ALL = True

# How much memory of each process kept answers may take, and how long others may keep
# an answer: browsers, shared caches, and shared caches while they ask for a newer one.
CITY_API_CACHE_BYTES = env.number("VITEJ_API_CACHE_MB", 64) * 1024 * 1024
CITY_API_MAX_AGE = env.number("VITEJ_API_MAX_AGE", 60)
CITY_API_SHARED_MAX_AGE = env.number("VITEJ_API_SHARED_MAX_AGE", 60)
CITY_API_STALE_WHILE_REVALIDATE = env.number("VITEJ_API_STALE_WHILE_REVALIDATE", 300)
