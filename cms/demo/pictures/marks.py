"""Logos of the demo centres, and stand-ins where a funder's logo belongs."""

from __future__ import annotations

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.cities import headframe, petrov
from cms.demo.pictures.shapes import LIT

SIZE = 512


def logo_ostrava() -> Canvas:
    c = Canvas(SIZE, SIZE, background=("#0b3c5d",))
    c.circle((256, 300), 128, "#e4572e")
    headframe(c, (238, 420), 320, "#fdfaf2")
    c.rect((0, 418, SIZE, SIZE), "#0b3c5d")
    c.rect((96, 412, 416, 426), "#fdfaf2", radius=7)
    c.cut_circle()
    return c


def logo_brno() -> Canvas:
    c = Canvas(SIZE, SIZE, background=("#7a1730",))
    c.circle((256, 270), 150, "#f2b134")
    petrov(c, (292, 410), 210, "#fdfaf2")
    for x in (208, 258):
        c.rect((x - 4, 246, x + 4, 280), LIT, radius=4)
    c.rect((0, 408, SIZE, SIZE), "#7a1730")
    c.rect((110, 404, 402, 416), "#fdfaf2", radius=6)
    c.cut_circle()
    return c


def logo_praha() -> Canvas:
    c = Canvas(SIZE, SIZE, background=("#1f3d2b",))
    c.circle((256, 214), 104, "#d8a31a")
    c.rect((0, 250, SIZE, 330), "#fdfaf2")
    for number in range(5):
        left = -50 + number * 126
        c.slice((left, 262, left + 106, 440), "#1f3d2b", angles=(180, 360))
        c.rect((left - 20, 320, left, 372), "#fdfaf2", radius=4)
        c.rect((left - 16, 220, left - 4, 252), "#fdfaf2")
        c.circle((left - 10, 212), 11, "#fdfaf2")
    for number in range(3):
        y = 396 + number * 30
        c.rect((130 + number * 36, y, 382 - number * 36, y + 9), "#8fb39a", radius=5)
    c.cut_circle()
    return c


def _stand_in(colour: str, line: str) -> Canvas:
    c = Canvas(900, 240, background=("#ffffff",))
    c.frame((4, 4, 896, 236), colour, width=6, radius=22)
    c.rect((30, 40, 190, 200), colour, radius=18)
    c.text((540, 96), "Logo of the funder", "#3d5568", size=62)
    c.text((540, 166), line, "#6d7a86", size=40)
    return c


def funding_city() -> Canvas:
    c = _stand_in("#2f6f7e", "stand-in, supported by the city")
    for x, high in ((58, 70), (92, 104), (126, 56)):
        c.rect((x, 176 - high, x + 32, 176), "#ffffff")
        c.polygon(
            [(x - 2, 176 - high), (x + 16, 156 - high), (x + 34, 176 - high)], "#ffffff"
        )
    return c


def funding_region() -> Canvas:
    c = _stand_in("#588b5b", "stand-in, supported by the region")
    c.slice((44, 100, 134, 250), "#ffffff", angles=(180, 360))
    c.slice((90, 76, 180, 274), "#e6f0df", angles=(180, 360))
    c.rect((30, 176, 190, 200), "#588b5b")
    return c


def funding_project() -> Canvas:
    c = _stand_in("#2b4c9b", "stand-in, co-funded project")
    for x, y in ((70, 120), (110, 80), (150, 120), (110, 160)):
        c.circle((x, y), 20, "#ffffff")
    c.line(
        [(70, 120), (110, 80), (150, 120), (110, 160), (70, 120)], "#ffffff", width=6
    )
    return c
