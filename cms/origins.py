"""Origins: what browsers take for one web site."""

from urllib.parse import urlsplit


def origin_of(address: str) -> str:
    """Return the origin of an address, written as browsers do; empty if it has none."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (
        f":{port}" if port not in {None, usual} else ""
    )
