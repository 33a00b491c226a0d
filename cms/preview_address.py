"""Where a city's microsite shows previews: an address with a place for the token."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

PLACE = "{token}"
EXAMPLE = "https://ostrava.example.com/preview#{token}"
_is_address = URLValidator(schemes=["http", "https"])


def origin(address: str) -> str:
    """Return scheme, host and port of a web address, as browsers compare them.

    Raises:
        ValueError: if it has none.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(address)
    standard = {"http": 80, "https": 443}[parts.scheme]
    port = parts.port or standard
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port != standard else "")


def check_preview_address(
    address: str, *, microsite_url: str, allowed: Collection[str]
) -> None:
    """Refuse an address to which no token should be sent.

    It must hold `{token}` once, behind the host, and lead to the city's own web site
    or to one of the origins in `allowed`.

    Raises:
        ValidationError: saying what is wrong with it.
    """
    filled = address.replace(PLACE, "token")
    if address.count(PLACE) != 1 or "{" in filled or "}" in filled:
        raise ValidationError(
            _("Write {token} once, where the token belongs: %(example)s"),
            params={"example": EXAMPLE},
        )
    _is_address(filled)
    try:
        there = origin(filled)
        parts = urlsplit(filled)
        mine = {origin(microsite_url)} if microsite_url else set()
    except ValueError as error:
        raise ValidationError(_("This is no web address.")) from error
    if parts.username is not None or PLACE in urlsplit(address).netloc:
        raise ValidationError(_("The token can't be part of the host."))
    if there not in mine | set(allowed):
        raise ValidationError(
            _("Previews are shown by the city's own web site: %(origins)s"),
            params={"origins": ", ".join(sorted(mine | set(allowed))) or "—"},
        )


def with_token(address: str, token: str) -> str:
    """Return the address with the token in its place."""
    return address.replace(PLACE, token)
