"""The three cities and their trams."""

from __future__ import annotations

from cms.demo.pictures.canvas import Canvas, Point
from cms.demo.pictures.shapes import (
    LIT,
    Livery,
    birds,
    cloud,
    hill,
    house,
    rails,
    terrace,
    tram,
    tree,
)

WIDTH, HEIGHT = 1600, 900


def headframe(c: Canvas, at: Point, size: float, colour: str) -> None:
    """Draw a mining tower whose feet stand around `at`."""
    x, y = at
    top = y - size
    beam = size * 0.035
    for foot, head in ((-0.20, -0.08), (0.14, 0.08)):
        c.line(
            [(x + size * foot, y), (x + size * head, top + size * 0.1)],
            colour,
            width=beam * 1.3,
        )
    c.line(
        [(x + size * 0.62, y), (x + size * 0.1, top + size * 0.12)],
        colour,
        width=beam * 1.5,
    )
    c.line(
        [(x + size * 0.46, y), (x + size * 0.08, top + size * 0.3)], colour, width=beam
    )
    for level in (0.28, 0.48, 0.68, 0.88):
        reach = 0.08 + 0.12 * level
        c.line(
            [
                (x - size * reach, top + size * level),
                (x + size * (0.08 + 0.06 * level), top + size * level),
            ],
            colour,
            width=beam * 0.8,
        )
    for level in (0.28, 0.48, 0.68):
        c.line(
            [
                (x - size * (0.08 + 0.12 * level), top + size * level),
                (x + size * (0.08 + 0.06 * (level + 0.2)), top + size * (level + 0.2)),
            ],
            colour,
            width=beam * 0.55,
        )
    for side in (-0.07, 0.09):
        middle = (x + size * side, top + size * 0.09)
        c.ring(middle, size * 0.11, colour, width=beam)
        for dx, dy in ((1, 0), (0, 1), (0.7, 0.7), (0.7, -0.7)):
            reach = size * 0.1
            c.line(
                [
                    (middle[0] - dx * reach, middle[1] - dy * reach),
                    (middle[0] + dx * reach, middle[1] + dy * reach),
                ],
                colour,
                width=beam * 0.35,
            )
    c.polygon(
        [
            (x - size * 0.26, top - size * 0.02),
            (x + size * 0.01, top - size * 0.12),
            (x + size * 0.28, top - size * 0.02),
        ],
        colour,
    )


def town_hall(c: Canvas, at: Point, size: float) -> None:
    """Draw Ostrava's town hall with its slim tower."""
    x, y = at
    c.rect((x - size * 0.55, y - size * 0.34, x + size * 0.55, y), "#c9b79c")
    for column in range(9):
        left = x - size * 0.5 + column * size * 0.115
        for row in (0.28, 0.17):
            c.rect(
                (left, y - size * row, left + size * 0.05, y - size * (row - 0.07)),
                "#5b6b78",
            )
    c.rect((x - size * 0.11, y - size * 0.92, x + size * 0.11, y), "#d8c8ae")
    c.rect((x + size * 0.03, y - size * 0.92, x + size * 0.11, y), "#c2b093")
    for row in range(5):
        top = y - size * (0.58 - row * 0.1)
        c.rect((x - size * 0.02, top, x + size * 0.02, top + size * 0.055), "#5b6b78")
    c.circle((x, y - size * 0.76), size * 0.075, "#fdf6e6")
    c.ring((x, y - size * 0.76), size * 0.075, "#3f6f62", width=size * 0.012)
    c.line(
        [
            (x, y - size * 0.81),
            (x, y - size * 0.76),
            (x + size * 0.035, y - size * 0.74),
        ],
        "#22313f",
        width=size * 0.012,
    )
    c.rect(
        (x - size * 0.13, y - size * 0.95, x + size * 0.13, y - size * 0.9), "#3f6f62"
    )
    c.rect(
        (x - size * 0.085, y - size * 1.05, x + size * 0.085, y - size * 0.95),
        "#4d8475",
    )
    c.slice(
        (x - size * 0.085, y - size * 1.14, x + size * 0.085, y - size * 0.96),
        "#3f6f62",
        angles=(180, 360),
    )
    c.line([(x, y - size * 1.13), (x, y - size * 1.28)], "#3f6f62", width=size * 0.014)
    c.circle((x, y - size * 1.28), size * 0.018, "#e0a72e")


def ostrava_skyline() -> Canvas:
    c = Canvas(
        WIDTH,
        HEIGHT,
        background=("#7fb0c4", "#bcd4cf", "#f6d9b0", "#f5b183", "#e98f6b"),
    )
    c.glow((1120, 560), 360, "#fff2c9")
    c.circle((1120, 560), 96, "#fff3d0")
    cloud(c, (300, 180), 120, "#d7e6e8")
    cloud(c, (1340, 190), 90, "#d3e2e0")
    birds(c, [(820, 210), (890, 180), (950, 240)], "#33475b")
    hill(c, (1330, 760), (560, 250), "#b98a86")
    hill(c, (1420, 770), (360, 330), "#8d6a72")
    for x, y, r in ((1400, 418, 34), (1430, 376, 46), (1480, 330, 60), (1550, 286, 74)):
        c.circle((x, y), r, "#ffffff66")
    hill(c, (240, 780), (520, 170), "#9c8089")
    # The blast furnaces of Vítkovice behind the tower.
    for left, top, width in ((640, 470, 46), (716, 430, 46), (800, 500, 38)):
        c.rect((left, top, left + width, 760), "#6b5462")
        c.rect((left - 6, top, left + width + 6, top + 18), "#574352")
    c.line([(560, 640), (663, 540), (740, 560), (860, 640)], "#6b5462", width=22)
    c.rect((600, 610, 900, 780), "#5f4a58", radius=10)
    headframe(c, (420, 790), 520, "#2e3a4a")
    town_hall(c, (1010, 790), 440)
    walls = ("#e8d2b5", "#c96f4f", "#dcb78b", "#8fa6a3", "#e6c69c", "#b9604a")
    terrace(c, -20, 830, walls[:3], "#7d3f36")
    terrace(c, 560, 830, walls[2:5], "#7d3f36")
    terrace(c, 1240, 830, walls[1:], "#7d3f36")
    c.rect((0, 825, WIDTH, HEIGHT), "#47624f")
    for number in range(14):
        tree(
            c,
            (40 + number * 122, 880),
            84 + (number * 29) % 40,
            ("#5d8060", "#6f9268", "#527456")[number % 3],
        )
    return c


def ostrava_tram() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#9fd0dc", "#cfe7e3", "#f7ead0"))
    cloud(c, (1250, 150), 130)
    cloud(c, (320, 220), 100)
    for number in range(4):
        left = -30 + number * 420
        wall = ("#e9c9a2", "#d99b7c", "#c8d3c0", "#e7d8b4")[number]
        house(c, (left, 300, left + 410, 560), wall, "#8f4a3d")
        c.rect((left, 540, left + 410, 700), wall)
        for arch in range(3):
            middle = left + 75 + arch * 130
            c.rect((middle - 44, 610, middle + 44, 700), "#4a5a66")
            c.slice((middle - 44, 566, middle + 44, 654), "#4a5a66", angles=(180, 360))
    rails(c, 700)
    tram(c, (380, 740), Livery(body="#2f7fb8", band="#f4f6f7"), length=840)
    tree(c, (150, 720), 210, "#6a9a6b")
    tree(c, (1470, 720), 230, "#5d8c62")
    return c


def petrov(c: Canvas, at: Point, size: float, colour: str) -> None:
    """Draw the cathedral with its two needle spires."""
    x, y = at
    c.rect((x - size * 0.5, y - size * 0.4, x + size * 0.5, y), colour)
    c.polygon(
        [
            (x - size * 0.52, y - size * 0.4),
            (x - size * 0.34, y - size * 0.66),
            (x + size * 0.36, y - size * 0.66),
            (x + size * 0.54, y - size * 0.4),
        ],
        colour,
    )
    for side in (-0.4, -0.16):
        left = x + size * side
        c.rect((left - size * 0.085, y - size * 0.9, left + size * 0.085, y), colour)
        c.polygon(
            [
                (left - size * 0.1, y - size * 0.88),
                (left, y - size * 1.62),
                (left + size * 0.1, y - size * 0.88),
            ],
            colour,
        )
        for corner in (-0.09, 0.09):
            c.polygon(
                [
                    (left + size * (corner - 0.03), y - size * 0.88),
                    (left + size * corner, y - size * 1.06),
                    (left + size * (corner + 0.03), y - size * 0.88),
                ],
                colour,
            )
        c.rect(
            (left - size * 0.02, y - size * 0.78, left + size * 0.02, y - size * 0.62),
            LIT,
            radius=6,
        )
    for window in (0.02, 0.16, 0.30, 0.44):
        c.rect(
            (
                x + size * window,
                y - size * 0.3,
                x + size * (window + 0.045),
                y - size * 0.1,
            ),
            LIT,
            radius=8,
        )


def spilberk(c: Canvas, at: Point, size: float, colour: str) -> None:
    """Draw the broad castle on its walls."""
    x, y = at
    c.polygon(
        [
            (x - size * 0.95, y),
            (x - size * 0.85, y - size * 0.2),
            (x + size * 0.85, y - size * 0.2),
            (x + size * 0.95, y),
        ],
        "#5a3550",
    )
    c.rect((x - size * 0.7, y - size * 0.44, x + size * 0.7, y - size * 0.18), colour)
    c.polygon(
        [
            (x - size * 0.74, y - size * 0.43),
            (x - size * 0.62, y - size * 0.56),
            (x + size * 0.62, y - size * 0.56),
            (x + size * 0.74, y - size * 0.43),
        ],
        "#70304a",
    )
    c.rect((x + size * 0.2, y - size * 0.78, x + size * 0.36, y - size * 0.2), colour)
    c.polygon(
        [
            (x + size * 0.17, y - size * 0.77),
            (x + size * 0.28, y - size * 0.98),
            (x + size * 0.39, y - size * 0.77),
        ],
        "#70304a",
    )
    for window in range(11):
        left = x - size * 0.62 + window * size * 0.115
        c.rect(
            (left, y - size * 0.36, left + size * 0.04, y - size * 0.28),
            LIT if window % 3 else "#3f2440",
        )


def brno_skyline() -> Canvas:
    c = Canvas(
        WIDTH,
        HEIGHT,
        background=("#3d2b56", "#7a3f6b", "#c8605f", "#f0955a", "#fbc97a"),
    )
    for x, y in (
        (120, 90),
        (300, 150),
        (520, 70),
        (760, 130),
        (980, 60),
        (1180, 140),
        (1420, 80),
        (1540, 180),
    ):
        c.circle((x, y), 3, "#ffffffaa")
    c.glow((1360, 160), 170, "#fde9c2")
    c.circle((1360, 160), 58, "#fde9c2")
    for x, y, r in ((1342, 146, 11), (1376, 172, 15), (1370, 134, 7)):
        c.circle((x, y), r, "#f0d3a2")
    c.glow((800, 700), 420, "#ffdc9a")
    hill(c, (420, 800), (560, 330), "#5f3358")
    hill(c, (1220, 800), (620, 300), "#522b4f")
    for number in range(12):
        c.circle(
            (840 + number * 70, 640 + (number * 31) % 60 + abs(number - 5) * 8),
            46,
            "#4a2848",
        )
        c.circle(
            (90 + number * 62, 650 + (number * 23) % 40 + abs(number - 5) * 9),
            38,
            "#55304f",
        )
    petrov(c, (470, 540), 300, "#4a2443")
    spilberk(c, (1200, 540), 300, "#8a4258")
    walls = ("#d98e5f", "#e8b98a", "#b5654f", "#f0cf9e", "#c97a56", "#a8574c")
    terrace(c, -40, 900, walls, "#8b2f2f")
    terrace(c, 650, 900, walls[::-1], "#8b2f2f")
    terrace(c, 1340, 900, walls[:3], "#8b2f2f")
    return c


def brno_tram() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#f7c873", "#f9dca5", "#fdf0d8"))
    cloud(c, (280, 160), 110, "#fdeccb")
    hill(c, (1180, 700), (620, 330), "#8ba678")
    hill(c, (380, 710), (560, 210), "#a5ba86")
    spilberk(c, (1180, 420), 210, "#b5636b")
    terrace(c, -20, 700, ("#e8b98a", "#d98e5f", "#f0dcb8", "#c97a56"), "#8b2f2f")
    tree(c, (620, 700), 170, "#7c9c68")
    tree(c, (1500, 700), 200, "#6f9160")
    rails(c, 690)
    tram(c, (420, 735), Livery(body="#c5283d", band="#fdf6ec"), length=860)
    return c


def bridge(c: Canvas, y: float, *, stone: str, shade: str) -> None:
    """Draw a stone bridge across the whole picture; `y` is its roadway."""
    c.rect((0, y, c.width, y + 170), stone)
    c.rect((0, y + 26, c.width, y + 34), shade)
    for number in range(-1, 8):
        left = number * 232 + 96
        arch = (left, y + 62, left + 176, y + 300)
        c.slice(arch, "#4f7182", angles=(180, 360))
        c.arc(arch, shade, angles=(180, 360), width=10)
        foot = left - 28
        c.polygon([(foot - 44, y + 196), (foot, y + 110), (foot + 44, y + 196)], shade)
    for number in range(14):
        x = 40 + number * 118
        c.rect((x, y - 24, x + 16, y), shade)
        c.circle((x + 8, y - 32), 9, shade)


def prague_castle(c: Canvas, at: Point, size: float, colour: str) -> None:
    """Draw the castle with its cathedral, the ridge's foot at `at`."""
    x, y = at
    c.rect((x - size * 1.5, y - size * 0.3, x + size * 1.3, y), colour)
    c.polygon(
        [
            (x - size * 1.52, y - size * 0.3),
            (x - size * 1.44, y - size * 0.4),
            (x + size * 1.24, y - size * 0.4),
            (x + size * 1.32, y - size * 0.3),
        ],
        "#a4624f",
    )
    for window in range(26):
        left = x - size * 1.42 + window * size * 0.104
        c.rect((left, y - size * 0.22, left + size * 0.035, y - size * 0.12), "#6d5a6e")
    c.rect(
        (x - size * 0.32, y - size * 0.72, x + size * 0.62, y - size * 0.3), "#6f5f78"
    )
    c.polygon(
        [
            (x - size * 0.32, y - size * 0.72),
            (x - size * 0.2, y - size * 0.88),
            (x + size * 0.5, y - size * 0.88),
            (x + size * 0.62, y - size * 0.72),
        ],
        "#574a64",
    )
    for side in (-0.3, -0.08):
        left = x + size * side
        c.rect(
            (left - size * 0.075, y - size * 1.08, left + size * 0.075, y - size * 0.3),
            "#6f5f78",
        )
        c.polygon(
            [
                (left - size * 0.09, y - size * 1.06),
                (left, y - size * 1.5),
                (left + size * 0.09, y - size * 1.06),
            ],
            "#574a64",
        )
    left = x + size * 0.26
    c.rect(
        (left - size * 0.1, y - size * 1.16, left + size * 0.1, y - size * 0.3),
        "#7b6a84",
    )
    c.slice(
        (left - size * 0.12, y - size * 1.32, left + size * 0.12, y - size * 1.02),
        "#4f8a78",
        angles=(180, 360),
    )
    c.rect(
        (left - size * 0.05, y - size * 1.4, left + size * 0.05, y - size * 1.26),
        "#4f8a78",
        radius=6,
    )
    c.polygon(
        [
            (left - size * 0.04, y - size * 1.38),
            (left, y - size * 1.72),
            (left + size * 0.04, y - size * 1.38),
        ],
        "#4f8a78",
    )
    c.circle((left, y - size * 1.72), size * 0.016, "#e0a72e")


def prague_skyline() -> Canvas:
    c = Canvas(
        WIDTH,
        HEIGHT,
        background=("#8fb8d0", "#c4d3de", "#f5d5c4", "#f8c39f", "#f6b48c"),
    )
    c.glow((300, 420), 330, "#fff1cf")
    c.circle((300, 430), 80, "#fff0d0")
    cloud(c, (1330, 170), 130, "#dfe7ec")
    cloud(c, (660, 130), 90, "#d9e4eb")
    birds(c, [(470, 240), (530, 210), (590, 260)], "#55576f")
    hill(c, (1000, 690), (900, 300), "#93a58d")
    hill(c, (260, 700), (520, 180), "#a9b59b")
    prague_castle(c, (1010, 450), 215, "#d9c3b4")
    for number in range(26):
        x = 30 + number * 64
        y = 560 + (number * 47) % 50
        c.rect(
            (x, y, x + 62, 690),
            ("#e6c6a4", "#d9a987", "#ecd9bd", "#cf9a7c")[number % 4],
        )
        c.polygon(
            [(x - 4, y), (x + 31, y - 34), (x + 66, y)],
            ("#b4533f", "#a34936", "#c0604a")[number % 3],
        )
    for number in range(9):
        tree(c, (60 + number * 190, 690), 90, "#7b9a73")
    c.rect((0, 686, WIDTH, HEIGHT), "#6f97a8")
    bridge(c, 670, stone="#b59f85", shade="#7a6d61")
    c.rect((0, 830, WIDTH, HEIGHT), "#6f97a8")
    for number in range(22):
        x = (number * 211) % WIDTH
        y = 842 + (number * 17) % 52
        c.rect((x, y, x + 90 + (number * 13) % 70, y + 5), "#ffffff44", radius=3)
    c.rect((70, 470, 190, 680), "#9c8871")
    c.rect((100, 580, 160, 680), "#5b5148")
    c.slice((100, 550, 160, 610), "#5b5148", angles=(180, 360))
    c.polygon([(56, 474), (96, 360), (164, 360), (204, 474)], "#4a4a56")
    c.polygon([(90, 362), (130, 300), (170, 362)], "#4a4a56")
    c.line([(130, 300), (130, 268)], "#e0a72e", width=5)
    return c


def prague_tram() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#a8d3e6", "#d5e9ee", "#f9efd9"))
    cloud(c, (380, 140), 120)
    hill(c, (1080, 560), (760, 250), "#9fb693")
    prague_castle(c, (1090, 350), 150, "#d9c3b4")
    c.rect((0, 540, WIDTH, 640), "#86b1c0")
    for number in range(12):
        x = (number * 307) % WIDTH
        c.rect(
            (x, 560 + (number * 19) % 70, x + 120, 565 + (number * 19) % 70),
            "#ffffff55",
            radius=3,
        )
    c.rect((0, 626, WIDTH, 700), "#cdbfa8")
    for number in range(21):
        c.rect((number * 80, 590, number * 80 + 12, 640), "#5f6b73")
    c.rect((0, 584, WIDTH, 594), "#5f6b73")
    rails(c, 700)
    tram(
        c,
        (330, 742),
        Livery(body="#c62f2f", band="#c62f2f", roof="#f3e7cf"),
        length=880,
    )
    c.rect((330, 676, 1210, 708), "#f6ead2")
    tree(c, (130, 705), 220, "#74986c")
    tree(c, (1480, 705), 240, "#688c62")
    return c
