"""A public installation starts with all it needs, or says what is missing."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cms.static_files import HashedStaticFiles
from tests.support.processes import manage, run

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST",
    "VITEJ_ALLOWED_HOSTS": "hub.example.com, .city.example.com",
    "VITEJ_BASE_URL": "https://hub.example.com",
    "DATABASE_URL": "postgres://hub@db.example.com/hub",
    "CACHE_URL": "redis://cache.example.com:6379/0",
    "EMAIL_URL": "smtp+tls://hub:secret@mail.example.com:587",
    "VITEJ_MAIL_FROM": "hub@example.com",
}


def with_static_files(folder: Path) -> dict[str, str]:
    """Return a complete environment whose static files have been collected."""
    (folder / "static").mkdir(parents=True)
    (folder / "static" / "staticfiles.json").write_text(
        json.dumps({"version": "1.1", "paths": {}, "hash": ""})
    )
    return COMPLETE | {"VITEJ_VAR_DIR": str(folder)}


def settings(env: Mapping[str, str], *names: str) -> dict[str, Any]:
    """Return some settings as a new process reads them."""
    code = (
        "import json; from django.conf import settings as s;"
        f"print(json.dumps({{n: getattr(s, n, None) for n in {names!r}}}))"
    )
    done = run("-c", code, env=env)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_everything_that_is_missing_is_named_at_once() -> None:
    done = manage("check", env={"DJANGO_SETTINGS_MODULE": "cms.settings.production"})

    assert done.returncode == 1
    assert done.stdout == ""
    first, *lines = done.stderr.splitlines()
    assert first == "The hub can't start:"
    assert [line.split()[0] for line in lines] == [
        "SECRET_KEY",
        "VITEJ_ALLOWED_HOSTS",
        "VITEJ_BASE_URL",
        "DATABASE_URL",
        "VITEJ_VAR_DIR",
    ]
    assert all("is missing" in line for line in lines)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY needs at least 50 characters"),
        ("VITEJ_ALLOWED_HOSTS", "*", "VITEJ_ALLOWED_HOSTS must name the hosts"),
        ("VITEJ_BASE_URL", "hub", "VITEJ_BASE_URL must look like"),
        ("VITEJ_HSTS_SECONDS", "long", "VITEJ_HSTS_SECONDS must be a whole number"),
        ("VITEJ_BEHIND_PROXY", "perhaps", "VITEJ_BEHIND_PROXY must be true or false"),
        ("VITEJ_MAIL_FROM", "", "VITEJ_MAIL_FROM is missing"),
    ],
)
def test_a_wrong_value_is_named(
    tmp_path: Path, variable: str, value: str, said: str
) -> None:
    env = COMPLETE | {"VITEJ_VAR_DIR": str(tmp_path), variable: value}

    done = run("-c", "import cms.settings.production", env=env)

    assert done.returncode == 1
    assert said in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("variable", "value"),
    [("DATABASE_URL", "garbage"), ("CACHE_URL", "garbage")],
)
@pytest.mark.parametrize("command", ["check", "migrate", "runserver"])
def test_a_malformed_address_ends_any_command_in_one_line(
    tmp_path: Path, command: str, variable: str, value: str
) -> None:
    env = {"VITEJ_VAR_DIR": str(tmp_path), variable: value}

    done = manage(command, env=env)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[0] == "The hub can't start:"
    assert done.stderr.splitlines()[1].startswith(f"{variable} must look like")


def test_a_server_without_settings_says_so_in_plain_words() -> None:
    done = run("-c", "import cms.wsgi", env={})

    assert done.returncode == 1
    assert done.stderr.startswith("The hub can't start:\nSECRET_KEY is missing: ")
    assert "Traceback" not in done.stderr


def test_static_files_leave_the_names_of_source_maps_alone() -> None:
    css, scripts = HashedStaticFiles.patterns

    assert css[0] == "*.css"
    assert [str(pattern).count("url") > 0 for pattern in css[1]] == [True, True]
    assert scripts == ("*.js", ())


def test_the_deployment_checks_are_clean(tmp_path: Path) -> None:
    env = with_static_files(tmp_path)

    done = manage("check", "--deploy", "--fail-level", "WARNING", env=env)

    assert done.returncode == 0, done.stderr


def test_the_deployment_checks_name_what_is_left_out(tmp_path: Path) -> None:
    env = COMPLETE | {
        "VITEJ_VAR_DIR": str(tmp_path),
        "CACHE_URL": "",
        "EMAIL_URL": "",
    }

    done = manage("check", "--deploy", env=env)

    assert done.returncode == 1
    assert all(
        id_ in done.stderr
        for id_ in ("settings.E001", "settings.W001", "settings.W002")
    )


def test_cookies_and_connections_are_for_https_only(tmp_path: Path) -> None:
    found = settings(
        COMPLETE | {"VITEJ_VAR_DIR": str(tmp_path)},
        "DEBUG",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_PROXY_SSL_HEADER",
        "ALLOWED_HOSTS",
        "VITEJ_DEMO_ALLOWED",
    )

    assert found == {
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 2_592_000,
        "SECURE_PROXY_SSL_HEADER": None,
        "ALLOWED_HOSTS": ["hub.example.com", ".city.example.com"],
        "VITEJ_DEMO_ALLOWED": False,
    }


def test_the_proxy_is_believed_only_when_told_so(tmp_path: Path) -> None:
    env = COMPLETE | {"VITEJ_VAR_DIR": str(tmp_path), "VITEJ_BEHIND_PROXY": "true"}

    found = settings(env, "SECURE_PROXY_SSL_HEADER")

    assert found == {"SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"]}


@pytest.mark.parametrize(
    ("variables", "traces"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, True),
        (
            {
                "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318",
                "OTEL_SDK_DISABLED": "true",
            },
            False,
        ),
    ],
)
def test_traces_leave_where_they_have_somewhere_to_go(
    tmp_path: Path, variables: dict[str, str], *, traces: bool
) -> None:
    env = COMPLETE | {"VITEJ_VAR_DIR": str(tmp_path)} | variables

    found = settings(env, "VITEJ_TRACES", "VITEJ_SENTRY_DSN")

    assert found == {"VITEJ_TRACES": traces, "VITEJ_SENTRY_DSN": ""}


def test_two_checks_are_silenced_and_no_more(tmp_path: Path) -> None:
    found = settings(
        COMPLETE | {"VITEJ_VAR_DIR": str(tmp_path)}, "SILENCED_SYSTEM_CHECKS"
    )

    assert found == {"SILENCED_SYSTEM_CHECKS": ["security.W005", "security.W021"]}
