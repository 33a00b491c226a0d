"""What the environment says, read once; a wrong value is named, never guessed."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

SQLITE_OPTIONS = {
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    ),
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}


def database(*, default: Path) -> dict[str, Any]:
    """Return Django's settings for `DATABASE_URL`, or for SQLite at `default`.

    Raises:
        ImproperlyConfigured: if the URL names no database that the hub runs on.
    """
    url = env.str("DATABASE_URL", default="")
    config: dict[str, Any] = dict(
        env.db_url_config(url or f"sqlite:///{default.as_posix()}")
    )
    engine = config.get("ENGINE", "")
    if engine == "django.db.backends.sqlite3":
        return config | {"OPTIONS": SQLITE_OPTIONS}
    if engine == "django.db.backends.postgresql" and config.get("NAME"):
        return config | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    message = (
        "DATABASE_URL must look like postgres://user:password@host:5432/name "
        "or sqlite:////path/to/file."
    )
    raise ImproperlyConfigured(message)


def cache() -> dict[str, Any]:
    """Return Django's settings for `CACHE_URL` (Redis), or for a cache in process.

    Raises:
        ImproperlyConfigured: if the URL is not one of Redis.
    """
    url = env.str("CACHE_URL", default="")
    if not url:
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    if not url.startswith(("redis://", "rediss://", "unix://")):
        message = "CACHE_URL must look like redis://host:6379/0."
        raise ImproperlyConfigured(message)
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
        }
    }
