"""Portraits of invented people: a few shapes, nobody's face."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.shapes import INK

SIZE = 800


@dataclass(frozen=True)
class Look:
    """What somebody looks like. Colours are #rrggbb."""

    background: str
    skin: str
    hair: str
    clothes: str
    style: str
    glasses: bool = False
    beard: bool = False
    moustache: bool = False
    earrings: str = ""


LOOKS: Mapping[str, Look] = {
    "person-lenka": Look(
        "#f6d7b0", "#f1c7a3", "#6b4226", "#0b3c5d", "bob", earrings="#e4572e"
    ),
    "person-bohdan": Look(
        "#cfe0e8", "#edbd95", "#5a3a22", "#588b5b", "short", glasses=True, beard=True
    ),
    "person-amara": Look(
        "#fbe3a7", "#7d4a2d", "#1d130d", "#e4572e", "curls", earrings="#f2c14e"
    ),
    "person-ravi": Look(
        "#d3e8d2", "#b37a4f", "#17100c", "#7a3f6b", "short", moustache=True
    ),
    "person-klara": Look("#d9d3ee", "#f4cfae", "#e0b65c", "#c5283d", "long"),
    "person-oksana": Look(
        "#f3cfd2", "#f0c4a0", "#33221a", "#2f6f7e", "bun", glasses=True
    ),
    "person-mateo": Look("#f8dcb4", "#c08552", "#20150f", "#4d7d4f", "swept"),
    "person-elif": Look("#d6e8e4", "#e8b68d", "#7a1730", "#33475b", "scarf"),
    "person-ester": Look(
        "#e6dfc8",
        "#f3ccab",
        "#a9adb1",
        "#1f3d2b",
        "bob",
        glasses=True,
        earrings="#d8a31a",
    ),
    "person-linh": Look("#f9d5c4", "#ecc19a", "#14110f", "#e0a72e", "long"),
    "person-samuel": Look(
        "#cfdcec", "#6a4029", "#15100c", "#c8553d", "cropped", beard=True
    ),
    "person-halyna": Look("#dfe9c9", "#f5d0b3", "#b5522a", "#3d7ea6", "plait"),
}


def portrait(look: Look) -> Canvas:
    """Draw a portrait, 800 pixels wide and high."""
    c = Canvas(SIZE, SIZE, background=(look.background,))
    c.circle((400, 400), 330, "#ffffff55")
    _hair_behind(c, look)
    c.rect((160, 610, 640, 960), look.clothes, radius=190)
    c.rect((340, 500, 460, 680), _darker(look.skin), radius=50)
    c.slice((318, 570, 482, 700), look.skin, angles=(0, 180))
    c.rect((342, 480, 458, 640), look.skin, radius=50)
    c.ellipse((342, 470, 458, 590), "#00000018")
    for side in (-1, 1) if look.style != "scarf" else ():
        c.circle((400 + side * 148, 400), 32, look.skin)
        if look.earrings:
            c.circle((400 + side * 150, 448), 13, look.earrings)
    c.rect((258, 214, 542, 560), look.skin, radius=138)
    _face(c, look)
    _hair_in_front(c, look)
    return c


def _darker(colour: str) -> str:
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{part * 85 // 100:02x}" for part in parts)


def _face(c: Canvas, look: Look) -> None:
    shade = _darker(look.skin)
    if look.beard:
        c.slice((258, 300, 542, 590), look.hair, angles=(0, 180))
        c.rect((258, 396, 300, 450), look.hair)
        c.rect((500, 396, 542, 450), look.hair)
        c.ellipse((300, 380, 500, 500), look.skin)
    for side in (-1, 1):
        x = 400 + side * 58
        c.ellipse((x - 13, 384, x + 13, 416), INK)
        c.circle((x + 4, 394), 4, "#ffffff")
        c.line(
            [(x - 26, 352), (x + 26, 350)],
            _darker(look.hair) if look.style != "scarf" else INK,
            width=9,
        )
        if not look.beard:
            c.circle((400 + side * 88, 462), 27, "#e0464f22")
    c.line([(400, 410), (394, 452), (408, 454)], shade, width=8)
    c.slice((352, 448, 448, 530), "#ffffff", angles=(10, 170))
    c.arc((352, 448, 448, 530), "#9b3d3a", angles=(8, 172), width=8)
    if look.moustache:
        c.slice((344, 458, 404, 506), look.hair, angles=(180, 360))
        c.slice((396, 458, 456, 506), look.hair, angles=(180, 360))
    if look.glasses:
        for side in (-1, 1):
            c.ring((400 + side * 60, 402), 46, INK, width=8)
            c.line([(400 + side * 106, 398), (400 + side * 144, 390)], INK, width=7)
        c.arc((378, 384, 422, 416), INK, angles=(180, 360), width=8)


def _hair_behind(c: Canvas, look: Look) -> None:
    hair = look.hair
    if look.style == "bob":
        c.rect((222, 180, 578, 560), hair, radius=150)
    elif look.style in {"long", "plait"}:
        c.rect((216, 176, 584, 700 if look.style == "long" else 520), hair, radius=160)
    elif look.style == "curls":
        for x, y in (
            (230, 330),
            (220, 420),
            (240, 510),
            (570, 330),
            (580, 420),
            (560, 510),
            (300, 220),
            (500, 220),
            (400, 180),
        ):
            c.circle((x, y), 92, hair)
    elif look.style == "bun":
        c.circle((400, 150), 84, hair)
        c.rect((240, 190, 560, 470), hair, radius=150)
    elif look.style == "scarf":
        c.rect((214, 150, 586, 700), hair, radius=170)


def _hair_in_front(c: Canvas, look: Look) -> None:
    FRINGES[look.style](c, look)


def _short(c: Canvas, look: Look) -> None:
    rise = 40 if look.style == "short" else 12
    c.slice((248, 196 - rise, 552, 440), look.hair, angles=(180, 360))
    c.rect((248, 300, 280, 380), look.hair, radius=10)
    c.rect((520, 300, 552, 380), look.hair, radius=10)


def _swept(c: Canvas, look: Look) -> None:
    c.slice((246, 176, 554, 480), look.hair, angles=(180, 360))
    for x, y, radius in (
        (300, 226, 50),
        (352, 196, 56),
        (418, 184, 60),
        (482, 206, 56),
        (526, 252, 40),
    ):
        c.circle((x, y), radius, look.hair)
    c.slice((252, 290, 420, 400), look.skin, angles=(180, 360))


def _parted_aside(c: Canvas, look: Look) -> None:
    c.slice((240, 176, 560, 480), look.hair, angles=(180, 360))
    c.slice((284, 276, 542, 404), look.skin, angles=(180, 360))
    c.slice((340, 200, 556, 400), look.hair, angles=(225, 350))


def _parted(c: Canvas, look: Look) -> None:
    for side in (-1, 1):
        points = [(154, 360), (138, 236), (0, 176), (-9, 176), (75, 305)]
        c.polygon([(400 + side * x, y) for x, y in points], look.hair)


def _plait(c: Canvas, look: Look) -> None:
    _parted(c, look)
    for knot in range(5):
        x, y = 556 + knot * 4, 520 + knot * 52
        c.circle((x, y), 40 - knot * 3, look.hair)
        box = (x - 26, y - 10, x + 28, y + 40)
        c.arc(box, _darker(look.hair), angles=(200, 340), width=6)
    c.rect((554, 762, 592, 784), "#f2c14e", radius=8)


def _curls(c: Canvas, look: Look) -> None:
    for x, y in ((290, 250), (350, 216), (412, 206), (472, 220), (520, 256)):
        c.circle((x, y), 56, look.hair)


def _scarf(c: Canvas, look: Look) -> None:
    c.arc((212, 160, 588, 640), look.hair, angles=(120, 420), width=66)
    c.slice((236, 168, 564, 420), look.hair, angles=(180, 360))
    c.polygon(
        [(268, 560), (400, 690), (532, 560), (560, 700), (400, 800), (240, 700)],
        look.hair,
    )
    c.line([(300, 600), (400, 690), (510, 600)], _darker(look.hair), width=8)


FRINGES: Mapping[str, Callable[[Canvas, Look], None]] = {
    "bob": _parted_aside,
    "bun": _parted_aside,
    "cropped": _short,
    "curls": _curls,
    "long": _parted,
    "plait": _plait,
    "scarf": _scarf,
    "short": _short,
    "swept": _swept,
}
