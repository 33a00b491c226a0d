from __future__ import annotations

import pytest

from blocks.media import VideoBlock
from blocks.video import UnknownVideo, VideoEmbed, video_embed
from tests.blocks.support import errors_of

YOUTUBE = VideoEmbed(
    provider="youtube",
    video_id="dQw4w9WgXcQ",
    embed_url="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "http://youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=42s",
        "https://m.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ?si=abc",
        "https://www.youtube.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/live/dQw4w9WgXcQ?feature=share",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "  https://youtu.be/dQw4w9WgXcQ  ",
    ],
)
def test_addresses_of_youtube_lead_to_the_player_without_cookies(url: str) -> None:
    assert video_embed(url) == YOUTUBE


@pytest.mark.parametrize(
    ("url", "embed_url"),
    [
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        (
            "https://vimeo.com/channels/staffpicks/76979871",
            "https://player.vimeo.com/video/76979871?dnt=1",
        ),
        (
            "https://vimeo.com/76979871/8272103f6e",
            "https://player.vimeo.com/video/76979871?dnt=1&h=8272103f6e",
        ),
        (
            "https://player.vimeo.com/video/76979871?h=8272103f6e&badge=0",
            "https://player.vimeo.com/video/76979871?dnt=1&h=8272103f6e",
        ),
        (
            "https://player.vimeo.com/video/76979871?h=%22onload%3D",
            "https://player.vimeo.com/video/76979871?dnt=1",
        ),
    ],
)
def test_addresses_of_vimeo_ask_not_to_be_tracked(url: str, embed_url: str) -> None:
    assert video_embed(url) == VideoEmbed("vimeo", "76979871", embed_url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "dQw4w9WgXcQ",
        "https://example.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com.example.com/watch?v=dQw4w9WgXcQ",
        "https://example.com@evil.example/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/@channel",
        "https://www.youtube.com/playlist?list=PL1",
        "https://www.youtube.com/watch?v=short",
        "https://youtu.be/dQw4w9WgXcQ/../x",
        "https://vimeo.com/about",
        "https://vimeo.com/76979871/not-a-key",
        "javascript:alert('https://youtu.be/dQw4w9WgXcQ')",
        "//youtu.be/dQw4w9WgXcQ",
        "https://[youtu.be/dQw4w9WgXcQ",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(UnknownVideo):
        video_embed(url)


@pytest.mark.parametrize(
    "url", ["https://example.com/film.mp4", "javascript:alert(1)", "not an address"]
)
def test_a_block_with_another_address_is_refused_at_the_address(url: str) -> None:
    errors = errors_of(VideoBlock(), {"url": url, "title": "Film"})

    assert errors == {
        "url": [
            (
                "This is not the address of a video on YouTube or Vimeo. "
                "Copy it from the page that plays the video."
            )
        ]
    }


def test_a_wrong_address_is_refused_in_a_draft_too() -> None:
    errors = errors_of(
        VideoBlock(), {"url": "https://example.com/", "title": ""}, draft=True
    )

    assert list(errors) == ["url"]
