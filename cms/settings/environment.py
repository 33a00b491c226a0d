"""What the environment says, read once; a wrong value is named, never guessed.

A value that is missing or malformed is noted and its default used meanwhile, so that
the settings can be read to their end and `env.complete()` names everything at once.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    ),
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}
# Opening the file and saying all this takes longer than most questions to it.
SQLITE = {"OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": 60}
# So is a server noticed that is gone; one that is silent, by `cms.postgresql`.
POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
POSTGRESQL = {
    "ENGINE": "cms.postgresql",
    "OPTIONS": POSTGRESQL_OPTIONS,
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
}
DATABASES: dict[str, dict[str, Any]] = {
    "sqlite": SQLITE,
    "postgres": POSTGRESQL,
    "postgresql": POSTGRESQL,
}
MAIL_SCHEMES = ("smtp", "smtp+tls", "smtp+ssl", "consolemail", "dummymail", "filemail")
MEMORY_CACHE = "django.core.cache.backends.locmem.LocMemCache"
REDIS_CACHE = "django.core.cache.backends.redis.RedisCache"
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


class EnvironmentUnusable(ImproperlyConfigured):
    """Environment variables are missing or malformed; the message names them all."""


class Environment:
    """Reads variables by type; an empty variable counts as one that isn't set."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._problems: dict[str, str] = {}

    def complete(self) -> None:
        """Stop here if anything that was read is missing or malformed.

        Raises:
            EnvironmentUnusable: with one line for each such variable.
        """
        if self._problems:
            lines = [f"{name} {what}" for name, what in self._problems.items()]
            raise EnvironmentUnusable("\n".join(lines))

    def refuse(self, name: str, what: str) -> None:
        """Note what is wrong with a variable, as the end of a sentence."""
        self._problems.setdefault(name, what)

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, "").strip() or default

    def required(self, name: str, what: str, *, at_least: int = 1) -> str:
        """Return a text that has to be set and `at_least` so many characters long."""
        value = self.text(name)
        if not value:
            self.refuse(name, f"is missing: {what}.")
        elif len(value) < at_least:
            self.refuse(name, f"needs at least {at_least} characters: {what}.")
        return value

    def needs_package(self, name: str, package: str, extra: str) -> None:
        """Refuse a variable that switches on what isn't installed."""
        if self.text(name) and not is_installed(package):
            self.refuse(
                name, f"needs a package that is missing: pip install 'vitej[{extra}]'."
            )

    def items(self, name: str, default: list[str] | None = None) -> list[str]:
        """Return the parts of a text that is separated by commas."""
        parts = [part.strip() for part in self.text(name).split(",")]
        return [part for part in parts if part] or list(default or [])

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name).lower()
        if value in TRUE | FALSE:
            return value in TRUE
        if value:
            self.refuse(name, f"must be true or false, not {value!r}.")
        return default

    def number(self, name: str, default: int, *, minimum: int = 0) -> int:
        value = self.text(name)
        if not value:
            return default
        if value.isascii() and value.isdigit() and int(value) >= minimum:
            return int(value)
        self.refuse(name, f"must be a whole number from {minimum}, not {value!r}.")
        return default

    def web_address(self, name: str, default: str = "") -> str:
        """Return an http(s) address without the slash at its end."""
        value = self.text(name, default).rstrip("/")
        if value and not (
            has_scheme(value, "http", "https") and urlsplit(value).hostname
        ):
            self.refuse(name, "must look like https://hub.example.com.")
        return value

    def origins(self, name: str) -> list[str]:
        """Return origins (`https://host[:port]`), separated by commas in the text."""
        found = [part.rstrip("/") for part in self.items(name)]
        for part in found:
            if not is_origin(part):
                self.refuse(name, f"must name origins, not {part!r}.")
        return found

    def directory(self, name: str, default: Path) -> Path:
        """Return a folder, made when it isn't there yet."""
        folder = Path(self.text(name, str(default))).absolute()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.refuse(name, f"names a folder that can't be made: {error.strerror}.")
        return folder

    def database(self, name: str, default: Path) -> dict[str, Any]:
        """Return Django's settings for PostgreSQL or SQLite; SQLite at `default`."""
        url = self.text(name, f"sqlite:///{default.as_posix()}")
        config = parsed_database(url)
        if config is None:
            self.refuse(
                name,
                "must look like postgres://user:password@host:5432/name "
                "or sqlite:////path/to/file.",
            )
            return {"ENGINE": "django.db.backends.dummy"}
        return config

    def cache(self, name: str) -> dict[str, Any]:
        """Return Django's settings for Redis, or for a cache in the process."""
        url = self.text(name)
        if not url:
            return {"default": {"BACKEND": MEMORY_CACHE}}
        if not has_scheme(url, "redis", "rediss", "unix"):
            self.refuse(name, "must look like redis://host:6379/0.")
        return {"default": {"BACKEND": REDIS_CACHE, "LOCATION": url}}

    def email(self, name: str, default: str) -> dict[str, Any]:
        """Return Django's mail settings (`EMAIL_…`) for an address of a mail server."""
        url = self.text(name, default)
        if not has_scheme(url, *MAIL_SCHEMES):
            self.refuse(name, "must look like smtp+tls://user:password@host:587.")
            return {}
        config: dict[str, Any] = dict(environ.Env.email_url_config(url))
        if url.startswith("smtp") and not config["EMAIL_HOST"]:
            self.refuse(name, "names no mail server.")
        return {key: value for key, value in config.items() if value is not None}


def is_installed(package: str) -> bool:
    """Say whether a package can be imported, which `a.b` can't without its `a`."""
    with suppress(ModuleNotFoundError):
        return find_spec(package) is not None
    return False


def parsed_database(url: str) -> dict[str, Any] | None:
    """Return Django's settings for a database the hub runs on, or nothing."""
    if not has_scheme(url, *DATABASES):
        return None
    config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if not config.get("NAME"):
        return None
    usual = DATABASES[urlsplit(url).scheme]
    # What the address says of its own goes before what is usual.
    options = {**usual["OPTIONS"], **config.get("OPTIONS", {})}
    engine = usual.get("ENGINE", config["ENGINE"])
    return {**usual, **config, "ENGINE": engine, "OPTIONS": options}


def has_scheme(url: str, *schemes: str) -> bool:
    """Say whether an address has one of the schemes, and a port that can be one."""
    with suppress(ValueError):
        parts = urlsplit(url)
        return parts.scheme in schemes and parts.port != 0
    return False


def is_origin(text: str) -> bool:
    """Say whether a text is a scheme and a host, perhaps a port, and nothing else."""
    if not has_scheme(text, "http", "https"):
        return False
    parts = urlsplit(text)
    return (
        bool(parts.hostname)
        and "@" not in text
        and text == f"{parts.scheme}://{parts.netloc}".lower()
    )


def for_test_worker(caches: dict[str, Any], worker: str) -> dict[str, Any]:
    """Give each of pytest's workers (`gw0`, `gw1`, …) a Redis database of its own.

    Counted down from the one in the address, as clearing a cache empties its database.
    """
    place, _, database = caches["default"].get("LOCATION", "").rpartition("/")
    if not worker or not database.isdigit():
        return caches
    number = max(int(database) - int(worker.removeprefix("gw")), 0)
    return {"default": caches["default"] | {"LOCATION": f"{place}/{number}"}}


env = Environment(os.environ)
