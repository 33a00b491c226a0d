"""What the environment says, and what is said about a wrong value."""

from pathlib import Path

import pytest

from cms.settings.environment import (
    Environment,
    EnvironmentUnusable,
    for_test_worker,
)


def problem(env: Environment) -> str:
    with pytest.raises(EnvironmentUnusable) as caught:
        env.complete()
    return str(caught.value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", True), ("YES", True), ("1", True), ("off", False), ("0", False)],
)
def test_a_flag_knows_the_usual_words(value: str, expected: bool) -> None:
    assert Environment({"A": value}).flag("A", default=not expected) is expected


def test_an_empty_variable_counts_as_unset() -> None:
    env = Environment({"A": " ", "B": "", "C": "", "D": ""})

    assert env.flag("A", default=True) is True
    assert env.number("B", 7) == 7
    assert env.items("C", ["x"]) == ["x"]
    assert env.cache("D")["default"]["BACKEND"].endswith("LocMemCache")
    env.complete()


def test_items_are_stripped_and_empty_ones_dropped() -> None:
    assert Environment({"A": " a, b,,"}).items("A") == ["a", "b"]


@pytest.mark.parametrize("value", ["maybe", "2", "tru"])
def test_a_malformed_flag_is_named(value: str) -> None:
    env = Environment({"A": value})

    assert env.flag("A", default=False) is False
    assert problem(env) == f"A must be true or false, not {value!r}."


@pytest.mark.parametrize("value", ["ten", "-1", "1.5", "²", "4"])
def test_a_malformed_number_is_named(value: str) -> None:
    env = Environment({"A": value})

    assert env.number("A", 10, minimum=5) == 10
    assert problem(env) == f"A must be a whole number from 5, not {value!r}."


def test_all_problems_are_named_at_once() -> None:
    env = Environment({"B": "short"})
    env.required("A", "the first")
    env.required("B", "the second", at_least=6)

    assert problem(env) == (
        "A is missing: the first.\nB needs at least 6 characters: the second."
    )


@pytest.mark.parametrize(
    "url",
    [
        "garbage",
        "mysql://user@host/name",
        "postgres://",
        "postgres://user@host:5432",
        "postgres://user@host:port/name",
        "postgres://user@host:99999/name",
        "postgres://[::1/name",
        "http://example.com/name",
    ],
)
def test_a_database_that_the_hub_does_not_run_on_is_refused(url: str) -> None:
    env = Environment({"DATABASE_URL": url})
    env.database("DATABASE_URL", Path("unused"))

    assert problem(env) == (
        "DATABASE_URL must look like postgres://user:password@host:5432/name "
        "or sqlite:////path/to/file."
    )


def test_a_refused_database_address_keeps_its_password_out_of_the_message() -> None:
    env = Environment({"DATABASE_URL": "postgres://user:hunter2@host:port/name"})
    env.database("DATABASE_URL", Path("unused"))

    assert "hunter2" not in problem(env)


def test_postgresql_is_switched_on_by_its_address() -> None:
    env = Environment({"DATABASE_URL": "postgres://me:p%40ss@db.example.com:6543/hub"})

    config = env.database("DATABASE_URL", Path("unused"))

    env.complete()
    assert config["ENGINE"] == "cms.postgresql"
    assert (config["USER"], config["PASSWORD"]) == ("me", "p@ss")
    assert (config["HOST"], config["PORT"]) == ("db.example.com", 6543)
    assert config["NAME"] == "hub"
    assert config["CONN_HEALTH_CHECKS"] is True


def test_an_address_goes_before_what_is_usual() -> None:
    url = "postgres://me@db/hub?connect_timeout=2&sslmode=require&conn_max_age=0"

    config = Environment({"DATABASE_URL": url}).database("DATABASE_URL", Path("unused"))

    assert config["OPTIONS"] == {
        "connect_timeout": 2,
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 15_000,
        "sslmode": "require",
    }
    assert config["CONN_MAX_AGE"] == 0


def test_options_of_sqlite_survive_beside_the_usual(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/hub.sqlite3?timeout=5"

    config = Environment({"DATABASE_URL": url}).database("DATABASE_URL", Path("unused"))

    assert config["OPTIONS"]["timeout"] == 5
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_sqlite_is_the_default(tmp_path: Path) -> None:
    config = Environment({}).database("DATABASE_URL", tmp_path / "hub.sqlite3")

    assert config["ENGINE"] == "django.db.backends.sqlite3"
    assert config["NAME"] == str(tmp_path / "hub.sqlite3")
    assert config["CONN_MAX_AGE"] == 60


def test_redis_is_switched_on_by_its_address() -> None:
    env = Environment({"CACHE_URL": "redis://cache.example.com:6379/3"})

    cache = env.cache("CACHE_URL")["default"]

    env.complete()
    assert cache == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://cache.example.com:6379/3",
    }


@pytest.mark.parametrize("url", ["memcached://host", "redis//host", "redis://host:x/0"])
def test_a_cache_that_is_not_redis_is_refused(url: str) -> None:
    env = Environment({"CACHE_URL": url})
    env.cache("CACHE_URL")

    assert problem(env) == "CACHE_URL must look like redis://host:6379/0."


@pytest.mark.parametrize(
    "url", ["hub.example.com", "ftp://x", "https://", "http://a:b"]
)
def test_a_malformed_web_address_is_refused(url: str) -> None:
    env = Environment({"VITEJ_BASE_URL": url})
    env.web_address("VITEJ_BASE_URL")

    assert problem(env) == "VITEJ_BASE_URL must look like https://hub.example.com."


def test_a_folder_is_made_when_it_is_missing(tmp_path: Path) -> None:
    folder = Environment({}).directory("VITEJ_VAR_DIR", tmp_path / "a" / "b")

    assert folder.is_dir()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    env = Environment({"VITEJ_VAR_DIR": str(tmp_path / "file" / "below")})
    env.directory("VITEJ_VAR_DIR", tmp_path)

    assert problem(env).startswith("VITEJ_VAR_DIR names a folder that can't be made: ")


def test_mail_goes_to_the_server_of_its_address() -> None:
    env = Environment({"EMAIL_URL": "smtp+tls://me:secret@mail.example.com:587"})

    config = env.email("EMAIL_URL", "dummymail://")

    env.complete()
    assert config["EMAIL_HOST"] == "mail.example.com"
    assert (config["EMAIL_PORT"], config["EMAIL_USE_TLS"]) == (587, True)


@pytest.mark.parametrize("url", ["mail.example.com", "smtp://host:port", "smtp://"])
def test_a_malformed_mail_server_is_named(url: str) -> None:
    env = Environment({"EMAIL_URL": url})
    env.email("EMAIL_URL", "dummymail://")

    assert problem(env).startswith("EMAIL_URL ")


def test_each_test_worker_has_a_redis_database_of_its_own() -> None:
    caches = {"default": {"LOCATION": "redis://host:6379/15"}}

    first = for_test_worker(caches, "gw0")["default"]["LOCATION"]
    third = for_test_worker(caches, "gw2")["default"]["LOCATION"]

    assert first == "redis://host:6379/15"
    assert third == "redis://host:6379/13"
    assert for_test_worker(caches, "") == caches
    assert for_test_worker({"default": {}}, "gw1") == {"default": {}}


@pytest.mark.parametrize("package", ["no_such_package", "no_such_package.part"])
def test_what_switches_on_a_missing_package_is_refused(package: str) -> None:
    env = Environment({"SENTRY_DSN": "https://public@sentry.example.com/1"})
    env.needs_package("SENTRY_DSN", package, "sentry")
    env.needs_package("NOT_SET", package, "sentry")
    env.needs_package("SENTRY_DSN", "json.decoder", "sentry")

    with pytest.raises(EnvironmentUnusable) as refused:
        env.complete()

    assert str(refused.value) == (
        "SENTRY_DSN needs a package that is missing: pip install 'vitej[sentry]'."
    )


def test_origins_have_a_scheme_and_a_host_and_nothing_else() -> None:
    env = Environment({"A": "https://a.example.com/, http://localhost:8000"})

    assert env.origins("A") == ["https://a.example.com", "http://localhost:8000"]
    env.complete()


@pytest.mark.parametrize(
    "value",
    [
        "a.example.com",
        "https://a.example.com/x",
        "https://me@a.example.com",
        "https://",
    ],
)
def test_what_is_no_origin_is_named(value: str) -> None:
    env = Environment({"A": value})
    env.origins("A")

    assert problem(env).startswith("A must name origins")
