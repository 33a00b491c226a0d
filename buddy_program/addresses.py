"""Where participants find what mails lead them to."""

from __future__ import annotations


def personal_url(root_url: str, language: str, token: str) -> str:
    """Return the address of somebody's area on their city's web site.

    The token stands behind the `#`: browsers send that to no server, so that it gets
    into no log and no Referer.
    """
    return f"{root_url}/{language}/buddy/#{token}"
