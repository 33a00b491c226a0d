"""Addresses of videos, read without asking anybody over the network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, parse_qs, urlsplit

YOUTUBE_HOSTS = {
    "youtube.com",
    "www.youtube.com",
    "m.youtube.com",
    "youtube-nocookie.com",
    "www.youtube-nocookie.com",
}
YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v)/([^/]+)/?")
YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
VIMEO_PATH = re.compile(r"/(?:channels/[\w-]+/)?(\d+)(?:/([0-9a-f]+))?/?", re.ASCII)
VIMEO_PLAYER_PATH = re.compile(r"/video/(\d+)/?", re.ASCII)
VIMEO_HASH = re.compile(r"[0-9a-f]+")


class UnknownVideo(ValueError):
    """The address is not that of one video on YouTube or Vimeo."""


@dataclass(frozen=True)
class VideoEmbed:
    """A video and the address of its player that sets no cookies.

    Attributes:
        provider: who serves it.
        video_id: the provider's own id.
        embed_url: https address for an iframe; load it only when the reader asks.
    """

    provider: Literal["youtube", "vimeo"]
    video_id: str
    embed_url: str


def video_embed(url: str) -> VideoEmbed:
    """Return the player of the video at `url`.

    Raises:
        UnknownVideo: if the address leads elsewhere, or to no single video.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError as error:
        raise UnknownVideo(url) from error
    if parts.scheme not in {"http", "https"}:
        raise UnknownVideo(url)
    embed = _youtube(host, parts) or _vimeo(host, parts)
    if embed is None:
        raise UnknownVideo(url)
    return embed


def _youtube(host: str, parts: SplitResult) -> VideoEmbed | None:
    if host == "youtu.be":
        video_id = parts.path.strip("/")
    elif host not in YOUTUBE_HOSTS:
        return None
    elif parts.path.rstrip("/") == "/watch":
        video_id = parse_qs(parts.query).get("v", [""])[0]
    else:
        match = YOUTUBE_PATH.fullmatch(parts.path)
        video_id = match[1] if match else ""
    if not YOUTUBE_ID.fullmatch(video_id):
        return None
    return VideoEmbed(
        provider="youtube",
        video_id=video_id,
        embed_url=f"https://www.youtube-nocookie.com/embed/{video_id}",
    )


def _vimeo(host: str, parts: SplitResult) -> VideoEmbed | None:
    if host in {"vimeo.com", "www.vimeo.com"}:
        match = VIMEO_PATH.fullmatch(parts.path)
        key = match[2] if match else None
    elif host == "player.vimeo.com":
        match = VIMEO_PLAYER_PATH.fullmatch(parts.path)
        key = None
    else:
        return None
    if match is None:
        return None
    # The key of an unlisted video: without it the player refuses.
    key = key or parse_qs(parts.query).get("h", [""])[0]
    suffix = f"&h={key}" if VIMEO_HASH.fullmatch(key) else ""
    return VideoEmbed(
        provider="vimeo",
        video_id=match[1],
        embed_url=f"https://player.vimeo.com/video/{match[1]}?dnt=1{suffix}",
    )
