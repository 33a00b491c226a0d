"""Scenes of an ordinary week: papers, keys, tea, friends."""

from __future__ import annotations

from math import cos, pi, sin

from cms.demo.pictures.canvas import Box, Canvas, Point
from cms.demo.pictures.shapes import (
    CREAM,
    INK,
    LIT,
    SKIN,
    Figure,
    birds,
    cloud,
    cup,
    hill,
    house,
    person,
    sheet,
    steam,
    terrace,
    tree,
)

WIDTH, HEIGHT = 1600, 900


def scattered(count: int, width: float, height: float) -> list[Point]:
    """Return points spread evenly but without a pattern, the same each time."""
    return [
        (number * 0.7548776662 % 1 * width, number * 0.5698402910 % 1 * height)
        for number in range(1, count + 1)
    ]


def table(c: Canvas, y: float, wood: str, edge: str) -> None:
    """Draw a table top from `y` to the lower edge."""
    c.rect((0, y, c.width, c.height), wood)
    c.rect((0, y, c.width, y + 16), edge)
    for number in range(5):
        line = y + 60 + number * 62
        c.rect(
            ((number * 331) % 500, line, (number * 331) % 500 + 620, line + 5),
            "#00000010",
            radius=3,
        )


def key(c: Canvas, at: Point, size: float, colour: str) -> None:
    """Draw a key that hangs down from its bow at `at`."""
    x, y = at
    c.ring((x, y), size * 0.3, colour, width=size * 0.1)
    c.rect(
        (x - size * 0.05, y + size * 0.28, x + size * 0.05, y + size * 1.25),
        colour,
        radius=6,
    )
    for tooth in (0.86, 1.0, 1.14):
        c.rect(
            (
                x,
                y + size * tooth,
                x + size * (0.2 if tooth != 1.0 else 0.14),
                y + size * (tooth + 0.08),
            ),
            colour,
            radius=4,
        )


def documents() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#e8eef1", "#d3e0e6"))
    c.circle((1250, 240), 330, "#c6d8e1")
    table(c, 640, "#b98d63", "#cfa57b")
    sheet(c, (250, 130, 640, 690), lines=7)
    sheet(c, (700, 190, 1060, 700), lines=6, paper="#fffdf5")
    c.circle((945, 600), 70, "#e4572e33")
    c.ring((945, 600), 70, "#e4572e", width=8)
    c.ring((945, 600), 50, "#e4572e", width=4)
    c.line([(916, 602), (938, 626), (978, 576)], "#e4572e", width=10)
    c.rect((1150, 300, 1430, 690), "#00000022", radius=22)
    c.rect((1140, 286, 1420, 676), "#7a1730", radius=22)
    c.frame((1160, 306, 1400, 656), "#d9a441", width=4, radius=14)
    c.ring((1280, 440), 66, "#d9a441", width=7)
    for spoke in range(8):
        angle = spoke * pi / 4
        c.line(
            [(1280, 440), (1280 + 60 * cos(angle), 440 + 60 * sin(angle))],
            "#d9a441",
            width=4,
        )
    c.rect((1200, 550, 1360, 566), "#d9a441", radius=8)
    c.rect((1225, 584, 1335, 596), "#d9a441", radius=6)
    c.rect((90, 590, 210, 640), "#4a3b32", radius=10)
    c.rect((126, 470, 174, 600), "#7a5638", radius=14)
    c.circle((150, 452), 42, "#8d6544")
    c.rect((76, 636, 224, 656), "#e4572e", radius=6)
    return c


def health() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#dff1ee", "#c2e3df"))
    c.circle((800, 470), 400, "#eef8f6")
    for x, y, s in ((240, 220, 60), (1380, 260, 80), (1300, 720, 54), (260, 700, 74)):
        c.rect((x - s, y - s / 3, x + s, y + s / 3), "#ffffff", radius=12)
        c.rect((x - s / 3, y - s, x + s / 3, y + s), "#ffffff", radius=12)
    tube = "#2f6f7e"
    for x in (380, 560):
        c.line([(x, 330), (x, 190)], "#8a97a3", width=18)
        c.circle((x, 180), 20, INK)
    c.arc((365, 200, 575, 440), tube, angles=(0, 180), width=30)
    c.line([(470, 430), (470, 500)], tube, width=30)
    c.arc((455, 170, 1145, 840), tube, angles=(0, 180), width=30)
    c.line([(1130, 505), (1130, 400)], tube, width=30)
    c.circle((1130, 350), 78, "#8a97a3")
    c.circle((1130, 350), 58, "#dfe5e9")
    c.circle((1130, 350), 32, "#b7c2ca")
    heart(c, (800, 460), 200, "#e0464f")
    c.line(
        [
            (650, 460),
            (724, 460),
            (754, 396),
            (800, 546),
            (844, 424),
            (868, 460),
            (950, 460),
        ],
        "#ffffff",
        width=15,
    )
    return c


def heart(c: Canvas, middle: Point, size: float, colour: str) -> None:
    """Draw a heart around its middle."""
    x, y = middle
    points = []
    for step in range(120):
        angle = step / 120 * 2 * pi
        across = 16 * sin(angle) ** 3
        down = -(
            13 * cos(angle) - 5 * cos(2 * angle) - 2 * cos(3 * angle) - cos(4 * angle)
        )
        points.append((x + across * size / 16, y + down * size / 16))
    c.polygon(points, colour)
    c.ellipse(
        (x - size * 0.66, y - size * 0.62, x - size * 0.3, y - size * 0.34), "#ffffff44"
    )


def keys() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#f6d9b5", "#f2b98a", "#e0926f"))
    c.circle((1260, 260), 120, "#fff0cf")
    hill(c, (800, 860), (1100, 200), "#a8756a")
    house(c, (160, 380, 560, 860), "#f4e3c8", "#8b3f36")
    c.rect((320, 700, 400, 860), "#7a4a35", radius=6)
    c.circle((386, 786), 7, LIT)
    c.rect((0, 850, WIDTH, HEIGHT), "#5f7a5c")
    tree(c, (80, 860), 210, "#6c8d62")
    tree(c, (680, 860), 170, "#789b6b")
    c.ring((1090, 330), 96, "#8a97a3", width=18)
    key(c, (1040, 500), 230, "#d9a441")
    key(c, (1180, 480), 190, "#b7c2ca")
    c.line([(1060, 420), (1044, 440)], "#8a97a3", width=10)
    c.rect((1250, 430, 1370, 620), "#e4572e", radius=26)
    c.circle((1310, 462), 14, "#f2b98a")
    c.line([(1180, 360), (1304, 456)], "#8a97a3", width=8)
    c.polygon([(1276, 556), (1310, 520), (1344, 556)], CREAM)
    c.rect((1286, 552, 1334, 592), CREAM)
    return c


def keys_on_table() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#c99c72", "#b98a60"))
    for number in range(6):
        y = 80 + number * 150
        c.rect((0, y, WIDTH, y + 5), "#00000014")
        c.rect(
            ((number * 433) % 900, y + 60, (number * 433) % 900 + 520, y + 64),
            "#00000010",
            radius=3,
        )
    for number, (size, colour) in enumerate(
        ((330, "#d9a441"), (330, "#d9a441"), (390, "#b7c2ca"), (230, "#e8e1d3"))
    ):
        x = 330 + number * 315
        key(c, (x + 12, 292), size, "#00000026")
        key(c, (x, 276), size, colour)
    return c


def badge() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#1d4e6b", "#2f7391"))
    c.circle((800, 480), 420, "#ffffff10")
    c.circle((800, 480), 300, "#ffffff10")
    for side in (-1, 1):
        c.line([(800 + side * 210, -20), (800 + side * 16, 250)], "#e4572e", width=38)
    c.rect((770, 236, 830, 300), "#b7c2ca", radius=12)
    c.rect((532, 300, 1084, 812), "#00000033", radius=34)
    c.rect((520, 284, 1072, 796), "#fdfaf2", radius=34)
    c.rect((520, 284, 1072, 372), "#e4572e", radius=34)
    c.rect((520, 340, 1072, 372), "#e4572e")
    c.rect((740, 312, 852, 332), "#fdfaf2", radius=10)
    c.rect((566, 420, 776, 690), "#bcd9e4", radius=18)
    c.slice((576, 590, 766, 830), "#2f6f7e", angles=(180, 360))
    c.rect((566, 690, 776, 740), "#fdfaf2")
    c.rect((650, 560, 692, 620), SKIN[1])
    c.circle((671, 525), 62, SKIN[1])
    c.slice((604, 448, 738, 590), "#33241c", angles=(180, 360))
    for number, end in enumerate((1020, 960, 1000, 920)):
        y = 430 + number * 66
        c.rect(
            (820, y, end, y + 22), "#3d5568" if number == 0 else "#c5ced6", radius=11
        )
    for bar in range(22):
        width = 4 + (bar * 7) % 9
        c.rect((820 + bar * 10, 700, 820 + bar * 10 + width, 750), INK)
    return c


def classroom() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#fbf0da", "#f6e3c0"))
    c.rect((0, 720, WIDTH, HEIGHT), "#c99a6b")
    c.rect((0, 720, WIDTH, 738), "#b3855a")
    c.rect((330, 110, 1150, 480), "#9a6b3f", radius=14)
    c.rect((352, 132, 1128, 458), "#3f7a5e", radius=6)
    c.text((530, 290), "a", "#fdfaf2", size=170)
    c.text((740, 290), "b", "#fdfaf2", size=170)
    c.text((950, 290), "c", "#fdfaf2", size=170)
    for number, colour in enumerate(("#f2b134", "#e4572e", "#9cc5a1")):
        c.line([(450 + number * 210, 400), (610 + number * 210, 400)], colour, width=8)
    c.rect((352, 458, 1128, 478), "#b98a5c")
    c.rect((1220, 190, 1560, 206), "#9a6b3f", radius=8)
    for number, colour in enumerate(("#c8553d", "#3d7ea6", "#e0a72e")):
        x = 1270 + number * 112
        c.circle((x, 212), 10, INK)
        c.polygon(
            [(x, 216), (x - 50, 290), (x - 46, 430), (x + 46, 430), (x + 50, 290)],
            colour,
        )
        c.line([(x, 240), (x, 428)], "#00000033", width=5)
    c.circle((170, 230), 84, "#fdfaf2")
    c.ring((170, 230), 84, "#9a6b3f", width=14)
    c.line([(170, 180), (170, 230), (206, 250)], INK, width=8)
    for number in range(3):
        x = 250 + number * 420
        c.rect((x, 600, x + 330, 634), "#d9a86c", radius=10)
        c.rect((x, 600, x + 330, 612), "#e8bd85", radius=6)
        for leg in (24, 282):
            c.rect((x + leg, 634, x + leg + 24, 840), "#6d7a86")
        c.rect(
            (x + 60, 690, x + 270, 716),
            ("#c8553d", "#3d7ea6", "#588b5b")[number],
            radius=10,
        )
        c.rect(
            (x + 86, 562, x + 216, 600),
            ("#3d7ea6", "#e0a72e", "#c8553d")[number],
            radius=6,
        )
        c.rect((x + 96, 570, x + 206, 578), "#ffffff88", radius=4)
    return c


def books() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#fce9d4", "#f7d3b0"))
    c.circle((620, 520), 380, "#ffffff44")
    table(c, 740, "#8d5a3b", "#a66e4a")
    stack = (
        ("#c8553d", 560, 0),
        ("#2f6f7e", 500, 40),
        ("#e0a72e", 540, 10),
        ("#588b5b", 440, 70),
        ("#7a3f6b", 480, 30),
    )
    for number, (colour, length, shift) in enumerate(stack):
        top = 668 - number * 78
        left = 300 + shift
        c.rect((left, top, left + length, top + 74), colour, radius=12)
        c.rect(
            (left + length - 44, top + 12, left + length + 6, top + 62), CREAM, radius=6
        )
        c.rect((left + 40, top + 16, left + 58, top + 58), "#ffffff66", radius=4)
        c.rect((left + 110, top + 30, left + 300, top + 44), "#ffffff55", radius=7)
    c.rect((890, 150, 1450, 470), "#00000018", radius=70)
    c.polygon([(980, 440), (900, 570), (1100, 440)], "#fffdf7")
    c.rect((880, 136, 1440, 456), "#fffdf7", radius=70)
    c.text((1160, 296), "Ahoj!", "#c8553d", size=170)
    cup(c, (1230, 800), 150, "#2f6f7e")
    steam(c, (1220, 660), 90, "#ffffffcc")
    return c


def bunting(c: Canvas, start: Point, end: Point) -> None:
    """Hang little flags on a string between two points."""
    colours = ("#e4572e", "#f2b134", "#2f7fb8", "#588b5b", "#c5283d")
    string = []
    for step in range(13):
        part = step / 12
        sag = 90 * sin(pi * part)
        string.append(
            (
                start[0] + (end[0] - start[0]) * part,
                start[1] + (end[1] - start[1]) * part + sag,
            )
        )
    c.line(string, "#6d5a4a", width=4)
    for number, (x, y) in enumerate(string[1:-1]):
        c.polygon([(x - 26, y), (x + 26, y), (x, y + 56)], colours[number % 5])


def stall(c: Canvas, at: Point, colour: str, skin: str) -> None:
    """Draw a market stall with somebody behind its counter."""
    x, y = at
    c.rect((x - 140, y - 330, x - 126, y), "#8d6544")
    c.rect((x + 126, y - 330, x + 140, y), "#8d6544")
    c.rect((x - 30, y - 200, x + 30, y - 100), "#3d5568", radius=24)
    c.circle((x, y - 226), 32, skin)
    c.slice((x - 35, y - 264, x + 35, y - 194), "#33241c", angles=(180, 360))
    c.rect((x - 140, y - 130, x + 140, y), "#d9b48a", radius=6)
    c.rect((x - 150, y - 144, x + 150, y - 122), "#b98a5c", radius=6)
    for stripe in range(8):
        left = x - 176 + stripe * 44
        shade = colour if stripe % 2 == 0 else "#fdfaf2"
        c.rect((left, y - 380, left + 44, y - 316), shade)
        c.slice((left, y - 338, left + 44, y - 294), shade, angles=(0, 180))


def welcome_day() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#8fcbe0", "#c9e6ea", "#f9efd6"))
    cloud(c, (1230, 130), 120)
    cloud(c, (520, 110), 90)
    terrace(
        c,
        -30,
        620,
        ("#e8d2b5", "#d99b7c", "#c8d3c0", "#e6c69c", "#c9856a", "#efdcb8", "#a9b8b0"),
        "#8f4a3d",
    )
    terrace(
        c,
        820,
        620,
        ("#d99b7c", "#e8d2b5", "#b9c7bd", "#e6c69c", "#c9856a", "#efdcb8", "#d99b7c"),
        "#8f4a3d",
    )
    c.rect((0, 615, WIDTH, HEIGHT), "#d8c3a0")
    c.ellipse((-100, 600, WIDTH + 100, 680), "#cdb68f")
    bunting(c, (-20, 120), (800, 150))
    bunting(c, (800, 150), (1620, 110))
    for number, colour in enumerate(("#e4572e", "#2f7fb8", "#588b5b", "#f2b134")):
        stall(c, (230 + number * 380, 740), colour, SKIN[number])
    crowd = (
        (150, Figure(SKIN[0], "#2f7fb8", "#7a5638")),
        (420, Figure(SKIN[2], "#f2b134", "#22180f", skirt=True)),
        (610, Figure(SKIN[1], "#588b5b", "#22180f")),
        (900, Figure(SKIN[3], "#c5283d", "#4a2f1d", skirt=True)),
        (1030, Figure(SKIN[4], "#e4572e", "#16100b")),
        (1290, Figure(SKIN[0], "#7a3f6b", "#b98a3f", skirt=True)),
        (1470, Figure(SKIN[1], "#2f6f7e", "#33241c")),
    )
    for number, (x, figure) in enumerate(crowd):
        person(c, (x, 880), 250 + (number * 17) % 40, figure)
    for x, y, colour in (
        (700, 300, "#e4572e"),
        (760, 250, "#f2b134"),
        (820, 310, "#2f7fb8"),
    ):
        c.line([(x, y + 40), (760, 620)], "#6d5a4a88", width=3)
        c.ellipse((x - 38, y - 48, x + 38, y + 48), colour)
        c.ellipse((x - 22, y - 32, x - 4, y - 8), "#ffffff66")
    return c


def teapot(c: Canvas, at: Point, size: float, colour: str) -> None:
    """Draw a round teapot standing at `at`."""
    x, y = at
    c.ring((x - size * 0.62, y - size * 0.52), size * 0.3, colour, width=size * 0.11)
    c.polygon(
        [
            (x + size * 0.4, y - size * 0.52),
            (x + size * 1.02, y - size * 0.98),
            (x + size * 0.92, y - size * 0.76),
            (x + size * 0.42, y - size * 0.2),
        ],
        colour,
    )
    c.ellipse((x - size * 0.66, y - size, x + size * 0.66, y), colour)
    c.ellipse(
        (x - size * 0.46, y - size * 0.82, x - size * 0.12, y - size * 0.44),
        "#ffffff2e",
    )
    c.ellipse(
        (x - size * 0.3, y - size * 1.06, x + size * 0.3, y - size * 0.9), "#00000022"
    )
    c.slice(
        (x - size * 0.3, y - size * 1.2, x + size * 0.3, y - size * 0.86),
        colour,
        angles=(180, 360),
    )
    c.circle((x, y - size * 1.22), size * 0.075, "#e0a72e")
    for number in range(5):
        c.circle(
            (x - size * 0.4 + number * size * 0.2, y - size * 0.3),
            size * 0.045,
            "#ffffff88",
        )


def tea() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#f3d5c2", "#efc3ae"))
    c.circle((800, 380), 420, "#f8e4d6")
    c.rect((0, 560, WIDTH, HEIGHT), "#2f6f7e")
    c.rect((0, 560, WIDTH, 580), "#3b8292")
    for number in range(9):
        x = number * 200 - 40
        c.circle((x + 60, 700), 8, "#ffffff22")
        c.circle((x + 140, 820), 8, "#ffffff22")
    c.ellipse((570, 600, 1030, 680), "#00000022")
    teapot(c, (800, 650), 340, "#c8553d")
    steam(c, (1156, 330), 110, "#ffffff")
    for x, y, colour in (
        (250, 700, "#e0a72e"),
        (520, 830, "#fbf3e4"),
        (860, 850, "#588b5b"),
        (1180, 800, "#f2a0a0"),
        (1400, 690, "#a7c7d9"),
    ):
        cup(c, (x, y), 150, colour)
        steam(c, (x, y - 140), 76, "#ffffffb0")
    c.ellipse((130, 800, 390, 880), "#fbf3e4")
    for number, colour in enumerate(
        ("#d9a86c", "#a8683a", "#e8c48f", "#d9a86c", "#a8683a")
    ):
        c.circle((190 + number * 36, 826 + (number % 2) * 14), 24, colour)
    return c


def evening() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#1d2446", "#3a2f63", "#7a3f6b"))
    for number, place in enumerate(scattered(40, WIDTH, 330)):
        c.circle(place, 2 + number % 2, "#ffffff99")
    c.line(
        [(0, 90), (400, 190), (800, 120), (1200, 200), (1600, 80)], "#0f1430", width=5
    )
    for number, (x, y, colour) in enumerate(
        (
            (150, 190, "#f2a13c"),
            (400, 270, "#e4572e"),
            (640, 220, "#f2c14e"),
            (880, 210, "#d8436a"),
            (1150, 280, "#f2a13c"),
            (1430, 210, "#8ac6a4"),
        )
    ):
        size = 74 + (number % 3) * 14
        c.glow((x, y), size * 2.4, colour)
        c.line([(x, y - 120), (x, y - size)], "#0f1430", width=4)
        c.ellipse((x - size * 0.8, y - size, x + size * 0.8, y + size), colour)
        for rib in (0.28, 0.56):
            c.ellipse(
                (x - size * 0.8 * rib, y - size, x + size * 0.8 * rib, y + size),
                "#ffffff1e",
            )
        c.rect((x - 24, y - size - 8, x + 24, y - size + 8), "#5a2b35", radius=4)
        c.rect((x - 24, y + size - 8, x + 24, y + size + 8), "#5a2b35", radius=4)
    guests = (
        ("#2f7fb8", "#22180f"),
        ("#e0a72e", "#16100b"),
        ("#588b5b", "#4a2f1d"),
        ("#c5283d", "#22180f"),
        ("#8a63a8", "#b98a3f"),
        ("#e4572e", "#16100b"),
        ("#3d9ca6", "#33241c"),
    )
    for number, (clothes, hair) in enumerate(guests):
        x = 160 + number * 214
        skin = SKIN[(number * 2 + 1) % 5]
        c.rect((x - 66, 560, x + 66, 760), clothes, radius=56)
        c.rect((x - 17, 520, x + 17, 590), skin)
        c.circle((x, 486), 52, skin)
        c.slice((x - 57, 424, x + 57, 540), hair, angles=(180, 360))
        c.circle((x - 18, 492), 5, INK)
        c.circle((x + 18, 492), 5, INK)
        c.arc((x - 18, 492, x + 18, 520), INK, angles=(20, 160), width=5)
    table(c, 690, "#6b4030", "#84523c")
    for number in range(7):
        x = 130 + number * 220
        colour = ("#fbf3e4", "#e0a72e", "#8ac6a4")[number % 3]
        food = ("#e8a13c", "#7a9b4c", "#c8553d", "#f2d28a")[number % 4]
        c.ellipse((x - 86, 762, x + 86, 826), "#00000033")
        c.ellipse((x - 74, 736, x + 74, 776), food)
        c.slice((x - 84, 680, x + 84, 822), colour, angles=(0, 180))
        c.ellipse((x - 84, 734, x + 84, 770), food)
        steam(c, (x, 726), 52, "#ffffff66")
    return c


def laptop() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#d9e6e2", "#c3d7d2"))
    c.rect((980, 110, 1380, 470), "#fdfaf2", radius=12)
    c.rect((1000, 130, 1360, 450), "#a8d3e6")
    hill(c, (1180, 450), (180, 120), "#8bb48a")
    c.circle((1290, 200), 34, "#fff3c4")
    c.rect((1172, 130, 1188, 450), "#fdfaf2")
    c.rect((1000, 282, 1360, 296), "#fdfaf2")
    table(c, 690, "#b5835a", "#c99a6b")
    c.rect((470, 330, 1030, 690), INK, radius=22)
    c.rect((492, 352, 1008, 668), "#f4f8fa", radius=8)
    c.rect((530, 390, 740, 420), "#e4572e", radius=8)
    for number in range(4):
        c.rect(
            (530, 450 + number * 46, 740 - (number * 37) % 80, 468 + number * 46),
            "#c5ced6",
            radius=8,
        )
    for number, high in enumerate((70, 120, 96, 170)):
        c.rect(
            (790 + number * 50, 630 - high, 826 + number * 50, 630),
            ("#2f7fb8", "#588b5b", "#e0a72e", "#e4572e")[number],
            radius=6,
        )
    c.polygon([(400, 720), (470, 688), (1030, 688), (1100, 720)], "#b7c2ca")
    c.rect((400, 716, 1100, 734), "#8a97a3", radius=8)
    c.line([(250, 700), (250, 420), (380, 300)], "#3d5568", width=16)
    c.polygon([(330, 250), (450, 330), (380, 390), (280, 310)], "#e0a72e")
    c.glow((430, 400), 170, "#fff3c4")
    c.rect((180, 690, 320, 712), "#3d5568", radius=10)
    plant(c, (1270, 700), 200)
    cup(c, (1160, 800), 110, "#c8553d")
    steam(c, (1160, 700), 66)
    return c


def plant(c: Canvas, at: Point, size: float) -> None:
    """Draw a plant in a pot that stands at `at`."""
    x, y = at
    for side, high in ((-0.5, 0.9), (0.5, 0.95), (-0.24, 1.25), (0.26, 1.3), (0, 1.5)):
        tip = (x + size * side, y - size * high)
        c.polygon(
            [
                (x, y - size * 0.4),
                (tip[0] - size * 0.13, tip[1] + size * 0.3),
                tip,
                (tip[0] + size * 0.13, tip[1] + size * 0.3),
            ],
            "#4f8a62" if side < 0 else "#5f9c6f",
        )
    c.polygon(
        [
            (x - size * 0.32, y - size * 0.5),
            (x + size * 0.32, y - size * 0.5),
            (x + size * 0.24, y),
            (x - size * 0.24, y),
        ],
        "#c8704f",
    )
    c.rect(
        (x - size * 0.36, y - size * 0.56, x + size * 0.36, y - size * 0.44),
        "#d98563",
        radius=6,
    )


def bare_tree(c: Canvas, at: Point, size: float) -> None:
    """Draw a tree without leaves, with snow on its boughs."""
    x, y = at
    c.line([(x, y), (x, y - size)], "#5b4a4a", width=size * 0.06)
    for level, reach in ((0.4, 0.34), (0.58, 0.28), (0.76, 0.2)):
        for side in (-1, 1):
            start = (x, y - size * level)
            end = (x + side * size * reach, y - size * (level + 0.24))
            c.line([start, end], "#5b4a4a", width=size * 0.035)
            c.line(
                [(start[0] + side * 12, start[1] - 14), (end[0], end[1] - 8)],
                "#f4f8fa",
                width=size * 0.016,
            )


def winter() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#5f7a96", "#93a9bd", "#d5dee6"))
    terrace(
        c,
        -30,
        660,
        ("#a8828a", "#8f9fae", "#b59a8a", "#7f93a3", "#a38d93", "#97a5ad", "#b08f86"),
        "#eef3f6",
    )
    terrace(
        c,
        860,
        660,
        ("#8f9fae", "#a8828a", "#97a5ad", "#b59a8a", "#7f93a3", "#a38d93", "#a8828a"),
        "#eef3f6",
    )
    c.rect((0, 650, WIDTH, HEIGHT), "#eef3f6")
    hill(c, (360, 700), (560, 70), "#f8fbfc")
    hill(c, (1280, 700), (620, 90), "#f8fbfc")
    c.polygon([(640, 900), (760, 655), (860, 655), (1040, 900)], "#d2dde5")
    for number in range(9):
        c.ellipse(
            (
                770 + (number % 2) * 46 - number * 2,
                690 + number * 24,
                792 + (number % 2) * 46 - number * 2,
                702 + number * 24,
            ),
            "#b4c3cf",
        )
    bare_tree(c, (210, 780), 380)
    bare_tree(c, (1420, 800), 430)
    c.rect((556, 300, 572, 780), INK)
    c.glow((564, 290), 260, "#ffe7ae")
    c.polygon([(530, 320), (598, 320), (584, 240), (544, 240)], LIT)
    c.polygon([(530, 240), (598, 240), (564, 204)], INK)
    person(c, (1010, 850), 300, Figure(SKIN[2], "#c8553d", "#e0a72e"))
    c.rect((964, 622, 1056, 648), "#e0a72e", radius=12)
    for number, place in enumerate(scattered(90, WIDTH, 890)):
        c.circle(place, 4 + number % 4, "#ffffffdd")
    return c


def car() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#9fd3e6", "#d6edf0"))
    cloud(c, (380, 170), 130)
    cloud(c, (1180, 130), 100)
    c.circle((1420, 170), 70, "#fff0bf")
    hill(c, (300, 720), (620, 300), "#8bb67f")
    hill(c, (1250, 740), (760, 360), "#7aa873")
    hill(c, (760, 760), (560, 220), "#98c08a")
    for x, y, size in (
        (180, 560, 110),
        (1040, 520, 100),
        (1380, 470, 120),
        (1220, 440, 90),
        (420, 520, 90),
    ):
        tree(c, (x, y), size, "#5d8c62")
    c.rect((0, 690, WIDTH, HEIGHT), "#5f6b73")
    c.rect((0, 680, WIDTH, 700), "#84919c")
    for number in range(8):
        c.rect((40 + number * 220, 806, 160 + number * 220, 820), "#f4f1e6", radius=4)
    c.ellipse((480, 752, 1140, 800), "#00000033")
    body = "#f2b134"
    c.polygon([(600, 560), (680, 430), (930, 430), (1030, 560)], body)
    c.circle((690, 440), 18, body)
    c.rect((500, 552, 1130, 730), body, radius=60)
    c.polygon([(640, 560), (700, 456), (792, 456), (792, 560)], "#cfeaf3")
    c.polygon([(816, 456), (916, 456), (988, 560), (816, 560)], "#cfeaf3")
    c.circle((880, 530), 30, SKIN[1])
    c.slice((846, 494, 914, 562), "#33241c", angles=(180, 360))
    c.rect((500, 640, 1130, 664), "#00000018")
    c.rect((760, 590, 830, 604), "#c98a1f", radius=6)
    c.circle((1112, 612), 20, "#fff6d8")
    c.rect((496, 600, 516, 640), "#e4572e", radius=6)
    for x in (640, 990):
        c.circle((x, 734), 74, INK)
        c.circle((x, 734), 40, "#b7c2ca")
        c.circle((x, 734), 14, INK)
    c.rect((1390, 440, 1404, 700), "#8a97a3")
    c.circle((1397, 410), 62, "#fdfaf2")
    c.ring((1397, 410), 62, "#c5283d", width=14)
    c.text((1397, 412), "50", INK, size=58)
    return c


def phone() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#e9e1f2", "#d5c8e6"))
    c.circle((820, 460), 390, "#f4effa")
    c.rect((950, 300, 1450, 610), "#00000022", radius=34)
    c.rect((940, 284, 1440, 594), "#2f6f7e", radius=34)
    c.slice((1130, 150, 1600, 620), "#ffffff14", angles=(0, 360))
    c.rect((990, 360, 1070, 424), "#e0a72e", radius=12)
    c.line([(990, 392), (1070, 392)], "#b5821a", width=4)
    c.line([(1030, 360), (1030, 424)], "#b5821a", width=4)
    for number in range(4):
        c.rect(
            (990 + number * 106, 468, 1070 + number * 106, 490), "#ffffffcc", radius=10
        )
    c.rect((990, 530, 1150, 550), "#ffffff88", radius=10)
    c.circle((1330, 536), 32, "#e4572e")
    c.circle((1374, 536), 32, "#f2b134cc")
    c.polygon([(180, 560), (560, 500), (590, 690), (210, 750)], "#fdfaf2")
    c.polygon([(180, 560), (256, 548), (286, 738), (210, 750)], "#588b5b")
    for number in range(3):
        c.line(
            [(310, 590 + number * 44), (500 - number * 40, 560 + number * 46)],
            "#c5ced6",
            width=14,
        )
    c.rect((652, 152, 968, 772), "#00000026", radius=50)
    c.rect((640, 136, 956, 756), INK, radius=50)
    c.rect((660, 160, 936, 732), "#f4f8fa", radius=34)
    c.rect((750, 172, 846, 192), INK, radius=10)
    c.rect((690, 226, 906, 330), "#e4572e", radius=20)
    c.rect((714, 250, 820, 268), "#ffffffcc", radius=8)
    c.rect((714, 284, 880, 300), "#ffffff88", radius=8)
    for number, colour in enumerate(
        ("#2f7fb8", "#588b5b", "#e0a72e", "#7a3f6b", "#c5283d", "#2f6f7e")
    ):
        x = 690 + (number % 3) * 76
        y = 362 + (number // 3) * 84
        c.rect((x, y, x + 62, y + 62), colour, radius=16)
    for bar in range(4):
        c.rect(
            (716 + bar * 46, 668 - bar * 26, 748 + bar * 46, 690), "#3d7ea6", radius=6
        )
    return c


def diploma() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#dfe6ee", "#c5d1de"))
    c.circle((800, 430), 410, "#edf2f6")
    table(c, 730, "#7a5638", "#94694a")
    c.rect((372, 176, 1012, 676), "#00000022", radius=16)
    c.rect((360, 160, 1000, 660), "#fffaf0", radius=16)
    c.frame((388, 188, 972, 632), "#d9a441", width=6, radius=8)
    c.rect((520, 250, 840, 284), "#3d5568", radius=10)
    for number, (left, right) in enumerate(
        ((460, 900), (500, 860), (460, 900), (540, 820))
    ):
        c.rect((left, 340 + number * 46, right, 354 + number * 46), "#c5ced6", radius=7)
    c.line([(440, 570), (500, 548), (540, 580), (610, 552)], "#2f6f7e", width=6)
    for side in (-1, 1):
        c.polygon(
            [
                (870 + side * 6, 560),
                (870 + side * 64, 720),
                (870 + side * 30, 704),
                (870 + side * 4, 728),
            ],
            "#c5283d",
        )
    for spike in range(16):
        angle = spike * pi / 8
        c.circle((870 + 58 * cos(angle), 560 + 58 * sin(angle)), 17, "#e0a72e")
    c.circle((870, 560), 62, "#f2c14e")
    c.ring((870, 560), 44, "#d9a441", width=5)
    c.polygon([(1120, 520), (1290, 440), (1460, 520), (1290, 600)], "#26354a")
    c.polygon(
        [(1190, 560), (1290, 606), (1390, 560), (1390, 640), (1290, 690), (1190, 640)],
        "#33465f",
    )
    c.line([(1290, 520), (1430, 556), (1430, 660)], "#e0a72e", width=7)
    c.rect((1416, 650, 1444, 720), "#e0a72e", radius=8)
    return c


def friends() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#f9e2b8", "#fbeed3", "#e3edd2"))
    c.circle((300, 220), 90, "#fff6dc")
    hill(c, (300, 740), (700, 190), "#b7cf9c")
    hill(c, (1300, 750), (760, 240), "#a5c48d")
    c.rect((0, 720, WIDTH, HEIGHT), "#86ab74")
    tree(c, (1180, 760), 560, "#6f9f66")
    for x, y in ((960, 330), (1330, 250), (1250, 430), (1040, 210)):
        c.circle((x, y), 10, "#f2b134")
    c.rect((430, 590, 1130, 622), "#a66e4a", radius=10)
    c.rect((430, 480, 1130, 506), "#a66e4a", radius=10)
    c.rect((430, 530, 1130, 556), "#a66e4a", radius=10)
    for x in (480, 1060):
        c.rect((x, 480, x + 22, 760), "#7a5638", radius=6)
    sitter(c, (640, 600), Figure(SKIN[3], "#c8553d", "#5a2d1a", skirt=True), 1)
    sitter(c, (900, 600), Figure(SKIN[0], "#3d7ea6", "#d5d8da"), -1)
    birds(c, [(560, 170), (640, 140), (700, 190)], "#7a6a58")
    for number in range(12):
        x = 60 + (number * 137) % 1500
        y = 800 + (number * 53) % 80
        c.circle((x, y), 9, ("#ffffff", "#f2b134", "#e4572e")[number % 3])
    return c


def sitter(c: Canvas, seat: Point, figure: Figure, side: int) -> None:
    """Draw somebody sitting, turned to the right (1) or left (-1), with a cup."""
    x, y = seat
    c.rect((x - 66, y - 190, x + 66, y + 10), figure.clothes, radius=58)
    for leg in (-30, 34):
        c.line(
            [
                (x + leg, y - 10),
                (x + leg + side * 26, y + 14),
                (x + leg + side * 30, y + 140),
            ],
            "#33475b",
            width=46,
        )
        c.rect(
            (x + leg + side * 30 - 30, y + 132, x + leg + side * 30 + 34, y + 166),
            INK,
            radius=12,
        )
    c.rect((x - 20, y - 226, x + 20, y - 160), figure.skin)
    if figure.skirt:
        c.rect((x - 66, y - 300, x + 66, y - 170), figure.hair, radius=50)
        c.rect((x - 20, y - 216, x + 20, y - 164), figure.skin)
    c.circle((x, y - 262), 58, figure.skin)
    c.slice((x - 64, y - 330, x + 64, y - 202), figure.hair, angles=(180, 360))
    for eye in (-16, 22):
        c.circle((x + eye * side, y - 252), 6, INK)
    c.arc(
        (x - 16 + side * 4, y - 250, x + 20 + side * 4, y - 222),
        INK,
        angles=(20, 160),
        width=5,
    )
    c.line(
        [(x + side * 50, y - 140), (x + side * 84, y - 70), (x + side * 104, y - 112)],
        figure.clothes,
        width=36,
    )
    c.circle((x + side * 106, y - 120), 20, figure.skin)
    c.rect(
        (x + side * 106 - 24, y - 172, x + side * 106 + 24, y - 122), CREAM, radius=8
    )
    steam(c, (x + side * 106, y - 182), 44, "#ffffff")


def pile(c: Canvas, box: Box, radius: float, colours: tuple[str, ...]) -> None:
    """Heap round things in a crate."""
    left, top, right, bottom = box
    columns = int((right - left) / (radius * 1.7))
    for row in range(3):
        for column in range(columns - row):
            x = left + radius + column * radius * 1.7 + row * radius * 0.85
            y = top - row * radius * 1.1
            c.circle((x, y), radius, colours[(row + column) % len(colours)])
            c.circle((x - radius * 0.3, y - radius * 0.3), radius * 0.25, "#ffffff44")
    c.rect((left - 14, top + radius * 0.2, right + 14, bottom), "#b98a5c", radius=8)
    for plank in (0.42, 0.72):
        y = top + (bottom - top) * plank
        c.rect((left - 14, y, right + 14, y + 6), "#94694a")


def inset(x: float) -> float:
    """Return where a line of the awning that ends at `x` begins, further in."""
    return 810 + (x - 810) * 0.92


def market() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#fbe6c2", "#f6d5a4"))
    terrace(
        c,
        -20,
        640,
        ("#e9cfae", "#dcb08c", "#efdcbc", "#d3a184", "#e9cfae", "#dcb08c", "#efdcbc"),
        "#b57a62",
    )
    terrace(
        c,
        850,
        640,
        ("#dcb08c", "#efdcbc", "#e9cfae", "#d3a184", "#dcb08c", "#e9cfae", "#efdcbc"),
        "#b57a62",
    )
    c.rect((0, 630, WIDTH, HEIGHT), "#c9b392")
    for post in (190, 1390):
        c.rect((post, 250, post + 24, 820), "#7a5638")
    c.rect((720, 420, 880, 640), "#588b5b", radius=60)
    c.rect((776, 380, 824, 450), SKIN[0])
    c.circle((800, 346), 66, SKIN[0])
    c.slice((726, 264, 874, 412), "#c8553d", angles=(180, 360))
    c.rect((728, 330, 872, 348), "#c8553d", radius=8)
    c.circle((778, 362), 7, INK)
    c.circle((822, 362), 7, INK)
    c.arc((776, 356, 824, 396), INK, angles=(20, 160), width=6)
    for stripe in range(12):
        left = 150 + stripe * 110
        shade = "#c5283d" if stripe % 2 == 0 else "#fdfaf2"
        c.polygon(
            [
                (inset(left), 110),
                (inset(left + 110), 110),
                (left + 110, 238),
                (left, 238),
            ],
            shade,
        )
        c.slice((left, 190, left + 110, 280), shade, angles=(0, 180))
    pile(c, (230, 640, 520, 830), 46, ("#9bbf6b", "#86ad5a", "#aed07c"))
    pile(c, (570, 670, 800, 830), 24, ("#6a3d7c", "#7d4a92", "#5a3069"))
    pile(c, (850, 670, 1080, 830), 28, ("#c5283d", "#d94a4a", "#b01f33"))
    pile(c, (1130, 640, 1380, 830), 46, ("#e88a2e", "#f09f45", "#d97a20"))
    return c


def family() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#bfe3ea", "#e4f2ea", "#f7f1d8"))
    cloud(c, (300, 160), 120)
    cloud(c, (1300, 190), 100)
    hill(c, (380, 760), (760, 230), "#b3d19a")
    hill(c, (1280, 770), (720, 280), "#a1c48c")
    c.rect((0, 740, WIDTH, HEIGHT), "#8bb277")
    c.ellipse((200, 770, 1400, 880), "#d9c9a4")
    tree(c, (150, 780), 340, "#74a368")
    tree(c, (1470, 790), 300, "#679a62")
    person(c, (560, 850), 470, Figure(SKIN[1], "#e4572e", "#33241c", skirt=True))
    person(c, (910, 850), 500, Figure(SKIN[3], "#2f6f7e", "#5a3a22"))
    person(c, (735, 852), 290, Figure(SKIN[1], "#f2b134", "#33241c"))
    c.circle((1090, 820), 40, INK)
    c.circle((1240, 820), 40, INK)
    c.circle((1090, 820), 20, "#b7c2ca")
    c.circle((1240, 820), 20, "#b7c2ca")
    c.line([(1060, 690), (1000, 600), (970, 606)], INK, width=12)
    c.slice((1050, 540, 1290, 820), "#7a3f6b", angles=(0, 180))
    c.slice((1050, 540, 1290, 820), "#94568a", angles=(270, 360))
    c.circle((1130, 664), 34, SKIN[2])
    c.slice((1094, 664, 1180, 720), "#fbf3e4", angles=(180, 360))
    heart(c, (735, 380), 42, "#e0464f")
    return c


def coins() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#e3eedd", "#cfe1c6"))
    c.circle((1130, 420), 360, "#edf5e8")
    table(c, 720, "#5f7a5c", "#739170")
    sheet(c, (880, 150, 1340, 730), lines=8)
    c.rect((910, 640, 1130, 690), "#f2c14e55", radius=10)
    c.text((1020, 666), "= 0", "#3d5568", size=44)
    c.line([(1380, 330), (1250, 640)], "#c8553d", width=26)
    c.polygon([(1238, 632), (1262, 642), (1236, 680)], "#33241c")
    for stack, high in enumerate((5, 9, 7)):
        x = 300 + stack * 180
        for number in range(high):
            y = 720 - number * 38
            c.rect((x - 76, y - 30, x + 76, y + 6), "#c98f1f", radius=18)
            c.ellipse((x - 76, y - 54, x + 76, y - 8), "#e0a72e")
        top = 720 - (high - 1) * 38
        c.ellipse((x - 56, top - 46, x + 56, top - 16), "#f2c14e")
    plant(c, (140, 730), 150)
    return c


def suitcase() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#f5ddc4", "#eecbab"))
    c.rect((0, 750, WIDTH, HEIGHT), "#9a6b4a")
    c.rect((0, 750, WIDTH, 766), "#b5835a")
    c.rect((960, 90, 1420, 752), "#fdfaf2", radius=8)
    c.rect((990, 120, 1390, 752), "#a8d3e6")
    c.circle((1260, 260), 60, "#fff3c4")
    hill(c, (1150, 752), (240, 240), "#8bb67f")
    hill(c, (1330, 752), (200, 180), "#7aa873")
    birds(c, [(1080, 240), (1140, 210)], "#3d5568")
    c.rect((1385, 120, 1395, 752), "#fdfaf2")
    c.polygon([(990, 120), (870, 170), (870, 820), (990, 752)], "#c8704f")
    c.circle((892, 500), 12, LIT)
    c.frame((430, 210, 610, 380), INK, width=22, radius=34)
    c.ellipse((210, 800, 840, 850), "#00000033")
    c.rect((220, 340, 820, 820), "#2f6f7e", radius=46)
    c.rect((220, 340, 820, 420), "#367f90", radius=46)
    for x in (310, 700):
        c.rect((x, 340, x + 44, 820), "#24565f")
        c.rect((x - 6, 540, x + 50, 600), "#e0a72e", radius=8)
    c.circle((480, 520), 66, "#e4572e")
    c.text((480, 522), "Ahoj", CREAM, size=46)
    c.rect((540, 610, 680, 710), "#fbf3e4", radius=12)
    c.polygon([(556, 694), (600, 640), (630, 674), (646, 656), (668, 694)], "#588b5b")
    heart(c, (430, 700), 46, "#f2a0a0")
    for x in (290, 720):
        c.rect((x, 812, x + 54, 842), INK, radius=8)
    plant(c, (120, 800), 190)
    return c


def menu() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#e9d7bd", "#dec39f"))
    c.rect((1010, 70, 1470, 600), "#7a5638", radius=16)
    c.rect((1036, 96, 1444, 574), "#2c3b36", radius=6)
    c.text((1240, 170), "MENU", "#fdfaf2", size=82)
    for number, length in enumerate((220, 260, 190, 240)):
        y = 260 + number * 78
        c.line([(1080, y), (1080 + length, y)], "#fdfaf2bb", width=9)
        c.text((1390, y), ("1", "2", "3", "4")[number], "#f2c14e", size=44)
    table(c, 560, "#c8553d", "#b5452f")
    for column in range(0, 1700, 160):
        c.rect((column, 576, column + 80, HEIGHT), "#ffffff22")
    for row in range(600, 900, 120):
        c.rect((0, row, WIDTH, row + 60), "#ffffff22")
    c.ellipse((300, 610, 960, 860), "#00000022")
    c.ellipse((290, 590, 950, 840), "#fdfaf2")
    c.ellipse((350, 614, 890, 804), "#efe6d6")
    c.ellipse((380, 660, 640, 796), "#d98a3c")
    c.ellipse((420, 640, 600, 740), "#7a4a2e")
    c.ellipse((440, 650, 560, 700), "#94603f")
    for number in range(4):
        x = 640 + number * 52
        c.ellipse((x - 52, 640 + number * 14, x + 52, 740 + number * 14), "#d9c7a0")
        c.ellipse((x - 48, 636 + number * 14, x + 48, 728 + number * 14), "#f6ecd2")
    c.circle((520, 700), 20, "#c5283d")
    c.ellipse((1010, 700, 1390, 830), "#00000022")
    c.slice((1020, 560, 1380, 830), "#fbf3e4", angles=(0, 180))
    c.ellipse((1020, 650, 1380, 740), "#fdfaf2")
    c.ellipse((1044, 662, 1356, 730), "#e8b34c")
    for x, y in ((1120, 690), (1190, 706), (1260, 684), (1310, 704)):
        c.circle((x, y), 13, "#e4572e")
        c.circle((x + 30, y + 4), 8, "#588b5b")
    for x in (1140, 1220, 1300):
        steam(c, (x, 640), 70, "#ffffff99")
    c.rect((230, 610, 248, 850), "#b7c2ca", radius=9)
    for tine in (-16, 0, 16):
        c.rect((234 + tine, 560, 244 + tine, 640), "#b7c2ca", radius=5)
    return c


def park() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#a9d8ea", "#d8eeee", "#fbf1d5"))
    cloud(c, (420, 140), 120)
    cloud(c, (1180, 200), 100)
    c.circle((1380, 150), 66, "#fff3c4")
    for number in range(22):
        x = number * 76 - 20
        high = 60 + (number * 47) % 80
        c.rect(
            (x, 520 - high, x + 72, 560),
            ("#d9b7a0", "#cfa58f", "#e2c7ad", "#c99a86")[number % 4],
        )
        c.polygon(
            [(x - 4, 520 - high), (x + 36, 486 - high), (x + 76, 520 - high)], "#b4664f"
        )
    for x, high in ((330, 200), (720, 240), (1080, 210)):
        c.rect((x - 14, 520 - high, x + 14, 560), "#a98f8a")
        c.polygon(
            [(x - 20, 520 - high), (x, 430 - high), (x + 20, 520 - high)], "#5f8a7c"
        )
    hill(c, (350, 760), (800, 250), "#a8cc8c")
    hill(c, (1280, 780), (820, 290), "#97c07e")
    c.rect((0, 740, WIDTH, HEIGHT), "#86b270")
    c.polygon(
        [(520, 900), (900, 700), (1010, 560), (1040, 560), (1010, 710), (860, 900)],
        "#ecdcb4",
    )
    for x, y, size in (
        (170, 780, 330),
        (400, 700, 220),
        (1200, 690, 210),
        (1430, 800, 360),
    ):
        tree(c, (x, y), size, "#5f965f" if size > 300 else "#6fa568")
    c.rect((1040, 760, 1250, 780), "#a66e4a", radius=8)
    c.rect((1040, 710, 1250, 728), "#a66e4a", radius=8)
    for x in (1060, 1218):
        c.rect((x, 710, x + 14, 830), "#5b4a3c")
    person(c, (790, 810), 190, Figure(SKIN[0], "#c8553d", "#33241c", skirt=True))
    person(c, (850, 812), 110, Figure(SKIN[0], "#2f7fb8", "#33241c"))
    for number in range(16):
        x = (number * 173) % 1600
        if not 480 < x < 900:
            c.circle(
                (x, 820 + (number * 37) % 70),
                9,
                ("#ffffff", "#f2b134", "#e4572e", "#d58ac0")[number % 4],
            )
    return c


def bubble(
    c: Canvas, box: Box, colour: str, *, tail: float, sign: tuple[str, str]
) -> None:
    """Draw a speech bubble whose tail hangs down at x `tail`; a sign has a colour."""
    left, top, right, bottom = box
    c.rect((left + 10, top + 14, right + 10, bottom + 14), "#00000016", radius=56)
    c.polygon(
        [(tail - 30, bottom - 20), (tail + 40, bottom - 20), (tail - 40, bottom + 60)],
        colour,
    )
    c.rect(box, colour, radius=56)
    text, ink = sign
    c.text(
        ((left + right) / 2, (top + bottom) / 2), text, ink, size=(bottom - top) * 0.62
    )


def questions() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#fbe3cf", "#f6cdb4"))
    c.circle((820, 520), 400, "#ffffff3a")
    c.rect((0, 760, WIDTH, HEIGHT), "#b5835a")
    c.rect((0, 760, WIDTH, 778), "#c99a6b")
    bubble(c, (180, 120, 520, 330), "#fffdf7", tail=440, sign=("?", "#c8553d"))
    bubble(c, (620, 70, 980, 300), "#2f6f7e", tail=740, sign=("?", "#fffdf7"))
    bubble(c, (1080, 130, 1430, 340), "#f2b134", tail=1180, sign=("!", "#7a1730"))
    c.rect((400, 520, 1200, 700), "#7a3f6b", radius=60)
    c.rect((360, 600, 1240, 770), "#8f5080", radius=50)
    for left in (300, 1200):
        c.rect((left, 560, left + 110, 780), "#7a3f6b", radius=50)
    for left in (350, 1210):
        c.rect((left, 770, left + 34, 824), INK, radius=8)
    sitter(c, (560, 640), Figure(SKIN[0], "#588b5b", "#b98a3f", skirt=True), 1)
    sitter(c, (800, 640), Figure(SKIN[4], "#e0a72e", "#16100b"), 1)
    sitter(c, (1040, 640), Figure(SKIN[1], "#3d7ea6", "#33241c"), -1)
    plant(c, (1440, 790), 230)
    c.rect((150, 470, 164, 790), INK)
    c.polygon([(80, 480), (234, 480), (200, 360), (114, 360)], LIT)
    c.glow((157, 450), 190, "#fff3c4")
    return c


def shelter() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, background=("#5d7f99", "#93b2c2", "#d9e2d8"))
    for number, (x, y) in enumerate(scattered(70, WIDTH, 760)):
        c.line([(x, y), (x - 12, y + 40 + number % 3 * 8)], "#ffffff55", width=5)
    hill(c, (360, 860), (760, 190), "#8fae8b")
    hill(c, (1280, 870), (760, 230), "#7d9f7c")
    c.rect((0, 800, WIDTH, HEIGHT), "#6d9270")
    c.slice((360, 130, 1240, 930), "#f2b134", angles=(180, 360))
    c.slice((580, 130, 1020, 930), "#f7c65e", angles=(180, 360))
    for number, colour in enumerate(("#f2b134", "#f7c65e", "#f7c65e", "#f2b134")):
        left = 360 + number * 220
        c.slice((left, 490, left + 220, 570), colour, angles=(0, 180))
    c.line([(800, 120), (800, 760)], "#5b4a3c", width=16)
    c.arc((700, 700, 816, 800), "#5b4a3c", angles=(0, 180), width=16)
    c.circle((800, 118), 16, "#5b4a3c")
    person(c, (590, 850), 380, Figure(SKIN[3], "#2f6f7e", "#7a5638", skirt=True))
    person(c, (1010, 850), 400, Figure(SKIN[0], "#7a1730", "#a9adb1"))
    person(c, (700, 852), 240, Figure(SKIN[3], "#e4572e", "#7a5638"))
    c.rect((1090, 730, 1190, 850), "#33475b", radius=18)
    c.frame((1120, 690, 1160, 740), INK, width=8, radius=10)
    heart(c, (890, 640), 34, "#e0464f")
    return c
