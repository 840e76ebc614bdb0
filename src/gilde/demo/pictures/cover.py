"""Covers: wide pictures in eleven motifs, for the head of a community's page."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image

from gilde.demo.pictures.canvas import Canvas, Point, shrink, spline, webp
from gilde.demo.pictures.palette import (
    BLUE,
    BRICK,
    COLOURS,
    COPPER,
    DARK,
    HAIRS,
    HOUSE,
    INK,
    LIGHT_BLUE,
    LIGHT_COPPER,
    MID_BLUE,
    MID_COPPER,
    PAPER,
    SKINS,
    SKY,
    WHITE,
    Colour,
    mix,
    oklch,
)


def cover(seed: int, title_initials: str, motif: str, width: int = 1600, height: int = 500) -> bytes:
    """Draw a wide cover with the given motif and a small seal with the initials, as WebP."""
    if motif not in COVER_MOTIFS:
        raise ValueError(f"There is no cover motif {motif!r}.")
    canvas = Canvas(1600, 500, PAPER, scale=2)
    COVER_MOTIFS[motif](canvas, random.Random(f"{motif}/{seed}"))  # noqa: S311 (a drawing, not a secret)
    if title_initials:
        _seal(canvas, title_initials)
    return webp(shrink(canvas.image, width, height), quality=84)


def _seal(c: Canvas, initials: str) -> None:
    # A page shows the middle of a cover, at its widest five times as wide as high: the seal stays well inside that.
    x = c.width - 92
    y = (c.height + c.width / 5) / 2 - 84
    c.ellipse(x, y, 50, 50, PAPER)
    c.ring(x, y, 42, 42, COPPER, 3)
    c.text(x, y + 1, initials, 34, INK)


def _gable(c: Canvas, x: float, base: float, width: float, height: float, colour: Colour, kind: int) -> None:
    """Draw one town house with a stepped, bell, neck or pointed gable."""
    top, roof = base - height, width * 0.55
    c.rectangle(x, top + roof, x + width, base, colour)
    middle = x + width / 2
    if kind == 0:
        steps = 4
        for k in range(steps):
            inset = width / 2 * (k + 1) / (steps + 1)
            c.rectangle(x + inset, top + roof - roof * (k + 1) / steps, x + width - inset, top + roof + 2, colour)
    elif kind == 1:
        c.blob(
            [
                (x, top + roof + 3),
                (x + width * 0.2, top + roof * 0.55),
                (x + width * 0.3, top + 8),
                (middle, top - 8),
                (x + width * 0.7, top + 8),
                (x + width * 0.8, top + roof * 0.55),
                (x + width, top + roof + 3),
                (middle, top + roof + 20),
            ],
            colour,
        )
    elif kind == 2:
        c.rectangle(x + width * 0.24, top, x + width * 0.76, top + roof + 2, colour)
        c.polygon([(x + width * 0.2, top), (middle, top - width * 0.2), (x + width * 0.8, top)], colour)
        for s in (-1, 1):
            c.ellipse(middle + s * width * 0.34, top + roof - width * 0.02, width * 0.15, width * 0.17, colour)
    else:
        c.polygon([(x, top + roof + 2), (middle, top), (x + width, top + roof + 2)], colour)
    pane = mix(colour, PAPER, 0.72)
    rows = max(2, int((height - roof) // 62))
    for row in range(rows):
        for column in range(2 if width < 118 else 3):
            count = 2 if width < 118 else 3
            gap = width / (count + 1)
            wx, wy = x + gap * (column + 1), top + roof + 26 + row * 58
            if wy + 40 < base - 62:
                c.rectangle(wx - 11, wy, wx + 11, wy + 34, pane, radius=2)
    door = mix(colour, INK, 0.45)
    c.rectangle(middle - 15, base - 56, middle + 15, base, door, radius=4)
    c.ellipse(middle, top + roof * 0.62, 8, 8, pane)


def _row_of_houses(c: Canvas, chance: random.Random, base: float, low: float, high: float) -> None:
    x, previous = -30.0, -1
    while x < c.width + 20:
        width = chance.choice((92, 104, 122, 140))
        colour_index = chance.randrange(len(HOUSE))
        while colour_index == previous:
            colour_index = chance.randrange(len(HOUSE))
        previous = colour_index
        _gable(c, x, base, width, chance.uniform(low, high), HOUSE[colour_index], chance.randrange(4))
        x += width + 3


def _cover_gables(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, SKY)
    c.ellipse(1180, 150, 86, 86, LIGHT_COPPER)
    _row_of_houses(c, chance, 448, 230, 356)
    c.rectangle(0, 446, 1600, 500, DARK)
    c.rectangle(0, 446, 1600, 452, mix(DARK, PAPER, 0.3))


def _cover_canal(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, oklch(0.9, 0.04, 250))
    c.ellipse(420, 130, 62, 62, PAPER)
    _row_of_houses(c, chance, 330, 150, 250)
    flipped = c.image.crop((0, 0, c.width * 2, 330 * 2)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    water = Image.new("RGB", flipped.size, BLUE)
    c.image.paste(Image.blend(flipped, water, 0.62), (0, 336 * 2))
    c.rectangle(0, 326, 1600, 340, mix(DARK, PAPER, 0.15))
    for _ in range(26):
        x, y = chance.uniform(0, 1600), chance.uniform(352, 490)
        c.line([(x, y), (x + chance.uniform(40, 130), y)], LIGHT_BLUE, 3)
    c.blob([(690, 404), (960, 404), (930, 446), (720, 446)], COPPER)
    c.rectangle(772, 372, 866, 408, PAPER, radius=5)
    for x in (790, 820, 850):
        c.ellipse(x, 390, 8, 8, BLUE)


def _cover_table(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, oklch(0.88, 0.035, 75))
    for k in range(9):
        c.line([(k * 200, 0), (k * 200 - 60, 500)], oklch(0.85, 0.04, 73), 3)
    c.rectangle(250, 138, 1350, 362, mix(BRICK, PAPER, 0.16), radius=112)
    c.rectangle(266, 152, 1334, 348, MID_COPPER, radius=98)
    tints = [BLUE, DARK, MID_BLUE, COLOURS["moss"], COLOURS["plum"], COLOURS["teal"], COLOURS["ochre"], PAPER]
    for k in range(8):
        for y, s in ((84, 1), (416, -1)):
            x = 350 + k * 128 + chance.uniform(-10, 10)
            colour = tints[(k * 3 + (s + 1) + chance.randrange(2)) % len(tints)]
            c.ellipse(x, y, 53, 28, colour)
            for arm in (-1, 1):
                c.line([(x + arm * 42, y + s * 6), (x + arm * 38, y + s * 42)], colour, 17)
            hair = list(HAIRS.values())[chance.randrange(len(HAIRS))]
            c.ellipse(x, y + s * 4, 26, 27, hair)
            c.ellipse(x, y + s * 16, 17, 12, list(SKINS.values())[chance.randrange(len(SKINS))])
            c.ellipse(x, y + s * 2, 26, 21, hair)
            thing = chance.randrange(4)
            ty = y + s * 100
            if thing == 0:
                c.ellipse(x + 26, ty, 15, 15, WHITE)
                c.ellipse(x + 26, ty, 11, 11, BRICK)
            elif thing < 3:
                c.rectangle(x - 30, ty - 19, x + 18, ty + 19, WHITE, radius=3)
                for line in range(3):
                    c.line([(x - 22, ty - 9 + line * 9), (x + 8, ty - 9 + line * 9)], LIGHT_BLUE, 2.5)
    c.ellipse(800, 250, 36, 36, PAPER)
    c.ellipse(800, 250, 27, 27, BLUE)


def _cover_weave(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, PAPER)
    warp = [BLUE, LIGHT_BLUE, MID_BLUE, DARK]
    weft = [COPPER, LIGHT_COPPER, MID_COPPER, BRICK, PAPER]
    size, gap = 54, 8
    columns, rows = 1600 // (size + gap) + 2, 500 // (size + gap) + 2
    columns_tints = [warp[chance.randrange(4)] for _ in range(columns)]
    row_tints = [weft[chance.randrange(5)] for _ in range(rows)]
    step = size + gap
    for column in range(columns):
        c.rectangle(column * step, 0, column * step + size, 500, columns_tints[column])
    for row in range(rows):
        for column in range(columns):
            if (row + column) % 2 == 0:
                x, y = column * step, row * step
                c.rectangle(x - gap / 2, y, x + size + gap / 2, y + size, row_tints[row], radius=7)
                c.line([(x + 4, y + size - 7), (x + size - 4, y + size - 7)], mix(row_tints[row], INK, 0.1), 3)


def _cover_papercut(c: Canvas, chance: random.Random) -> None:
    layers = [oklch(0.92, 0.04, 75), LIGHT_COPPER, MID_COPPER, COPPER, BRICK, DARK]
    c.rectangle(0, 0, 1600, 500, oklch(0.95, 0.02, 85))
    c.ellipse(1130, 190, 96, 96, BLUE)
    c.ellipse(1130, 190, 74, 74, MID_BLUE)
    for depth, colour in enumerate(layers):
        base = 190 + depth * 52
        points: list[Point] = [(-80, 640)]
        x = -80.0
        while x < 1720:
            points.append((x, base + chance.uniform(-44, 40)))
            x += chance.uniform(120, 230)
        points.extend([(1720, base), (1720, 640)])
        shadow = mix(colour, INK, 0.16)
        curve = spline(points[1:-1], closed=False)
        c.polygon([(-80, 640), *[(px, py - 6) for px, py in curve], (1720, 640)], shadow)
        c.polygon([(-80, 640), *curve, (1720, 640)], colour)
    for k in range(5):
        x, y = 250 + k * 46 + chance.uniform(-8, 8), 96 + abs(k - 2) * 14
        c.line([(x - 17, y - 7), (x - 7, y), (x, y + 4)], INK, 4)
        c.line([(x, y + 4), (x + 7, y), (x + 17, y - 8)], INK, 4)


def _cover_river(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, oklch(0.84, 0.055, 135))
    for _ in range(22):
        x, y = chance.uniform(-60, 1560), chance.uniform(-40, 470)
        tint = chance.choice(
            (oklch(0.88, 0.06, 110), oklch(0.8, 0.06, 140), oklch(0.9, 0.06, 92), oklch(0.76, 0.06, 142))
        )
        w, h = chance.uniform(110, 230), chance.uniform(56, 120)
        c.polygon([(x, y), (x + w, y + 14), (x + w - 26, y + h), (x - 26, y + h - 12)], tint)
    bends = [(-60.0, 330.0), (180, 250), (430, 330), (690, 214), (960, 300), (1220, 180), (1440, 262), (1680, 190)]
    c.line(bends, oklch(0.93, 0.03, 90), 118)
    c.line(bends, BLUE, 92)
    c.line([(x, y - 12) for x, y in bends], MID_BLUE, 26)
    for left, low in ((300, 120), (1040, 110), (760, 400), (1300, 380), (90, 440)):
        for k in range(5):
            hx, hy = left + k * 30 + chance.uniform(-6, 6), low + chance.uniform(-14, 14)
            c.rectangle(hx, hy, hx + 20, hy + 18, PAPER)
            c.polygon([(hx - 4, hy), (hx + 10, hy - 15), (hx + 24, hy)], COPPER if k % 2 else BRICK)
        c.polygon([(left + 66, low - 6), (left + 74, low - 62), (left + 82, low - 6)], DARK)


def _cover_waves(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, PAPER)
    for k in range(5):
        y = 120.0 + k * 62
        c.line([(0, y), (1600, y)], mix(INK, PAPER, 0.72), 3)
    for voice, (colour, shift) in enumerate(((BLUE, 0.0), (COPPER, 0.8), (MID_BLUE, 1.7), (BRICK, 2.5))):
        points = []
        for k in range(41):
            x = k * 40.0
            points.append((x, 244 + math.sin(x / 190 + shift) * 96 + math.sin(x / 83 + shift * 2) * 22))
        c.line(points, colour, 9 if voice < 2 else 6)
        for k in range(3 + voice % 2, 40, 6):
            note_x, note_y = points[k]
            c.ellipse(note_x, note_y, 19, 15, colour)
            stem = 1 if chance.random() < 0.5 else -1
            c.line([(note_x + 16 * stem, note_y), (note_x + 16 * stem, note_y - 66 * stem)], colour, 5)


def _cover_arches(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, oklch(0.9, 0.035, 80))
    for k in range(8):
        x = k * 200 + 100
        rings = (
            [DARK, BLUE, MID_BLUE, LIGHT_BLUE, PAPER]
            if k % 2 == 0
            else [BRICK, COPPER, MID_COPPER, LIGHT_COPPER, PAPER]
        )
        for depth, colour in enumerate(rings):
            r = 96 - depth * 18
            c.ellipse(x, 240, r, r, colour)
            c.rectangle(x - r, 240, x + r, 500, colour)
        if chance.random() < 0.9:
            body = COPPER if k % 2 == 0 else BLUE
            c.blob([(x - 17, 500), (x - 14, 424), (x, 414), (x + 14, 424), (x + 17, 500)], body)
            c.ellipse(x, 398, 12, 13, list(SKINS.values())[chance.randrange(len(SKINS))])
            c.pie(x, 395, 13, 180, 360, list(HAIRS.values())[chance.randrange(len(HAIRS))])


def _cover_bridge(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, oklch(0.91, 0.035, 60))
    c.ellipse(800, 350, 190, 190, LIGHT_COPPER)
    c.ellipse(800, 350, 140, 140, MID_COPPER)
    c.rectangle(0, 372, 1600, 500, BLUE)
    deck = [(0.0, 330.0), (300, 290), (800, 236), (1300, 290), (1600, 330)]
    c.polygon([*spline(deck, closed=False), (1600, 372), (0, 372)], DARK)
    for x, r in ((220.0, 62.0), (470.0, 84.0), (800.0, 116.0), (1130.0, 84.0), (1380.0, 62.0)):
        c.pie(x, 376, r, 180, 360, mix(BLUE, PAPER, 0.22))
        c.rectangle(x - r, 372, x + r, 378, BLUE)
    c.line([(x, y - 34) for x, y in deck], COPPER, 5)
    for k in range(33):
        x = k * 50.0
        y = 330 - 94 * math.sin(math.pi * x / 1600) ** 1.15
        c.line([(x, y - 32), (x, y)], COPPER, 4)
    for s, x in ((1, 742.0), (-1, 858.0)):
        colour = PAPER if s == 1 else COLOURS["ochre"]
        c.blob([(x - 17, 240), (x - 13, 174), (x, 164), (x + 13, 174), (x + 17, 240)], colour)
        c.ellipse(x, 148, 14, 15, SKINS["brown"] if s == 1 else SKINS["fair"])
        c.pie(x, 144, 15, 180, 360, HAIRS["black"] if s == 1 else HAIRS["copper"])
        c.line([(x, 190), (x + s * 40, 196)], colour, 9)
    c.ellipse(800, 194, 12, 9, INK)
    for _ in range(24):
        x, y = chance.uniform(0, 1560), chance.uniform(396, 490)
        c.line([(x, y), (x + chance.uniform(30, 110), y)], MID_BLUE, 3)


def _cover_grid(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, DARK)
    step = 50
    tints = [BLUE, MID_BLUE, LIGHT_BLUE, COPPER, MID_COPPER, LIGHT_COPPER, PAPER]
    for row in range(10):
        for column in range(32):
            x, y = column * step + 25, row * step + 25
            level = 0.5 + 0.5 * math.sin(column / 4.2 + 0.6) * math.cos(row / 3.1 + column / 9)
            r = 4 + level * 17
            if chance.random() < 0.035:
                c.ring(x, y, 14, 14, PAPER, 3)
                continue
            index = min(6, int(level * 5.2 + chance.random() * 1.6))
            c.ellipse(x, y, r, r, tints[index])


def _cover_workshop(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, oklch(0.9, 0.04, 70))
    c.rectangle(0, 0, 1600, 350, oklch(0.86, 0.045, 62))
    for k in range(4):
        x = 90.0 + k * 400
        c.rectangle(x, 46, x + 210, 232, LIGHT_BLUE, radius=6)
        c.rectangle(x + 101, 46, x + 109, 232, oklch(0.86, 0.045, 62))
        c.rectangle(x, 134, x + 210, 142, oklch(0.86, 0.045, 62))
    for k in range(3):
        x = 390.0 + k * 400
        c.line([(x, 0), (x, 118)], INK, 4)
        c.pie(x, 152, 44, 180, 360, COPPER)
        c.ellipse(x, 154, 11, 9, COLOURS["ochre"])
    c.rectangle(0, 404, 1600, 500, BRICK)
    c.rectangle(0, 392, 1600, 414, MID_COPPER)
    x, number = 60.0, 0
    while x < 1440:
        thing = 4 if number % 3 == 1 else chance.randrange(4)
        number += 1
        if thing == 0:
            c.rectangle(x, 330, x + 88, 392, BLUE, radius=6)
            c.rectangle(x + 20, 308, x + 68, 332, DARK, radius=4)
            c.ellipse(x + 44, 360, 18, 18, PAPER)
        elif thing == 1:
            c.rectangle(x + 30, 300, x + 44, 392, DARK)
            c.rectangle(x, 286, x + 76, 312, DARK, radius=5)
        elif thing == 2:
            for k, h in enumerate((70, 92, 56)):
                c.rectangle(x + k * 26, 392 - h, x + k * 26 + 20, 392, (COPPER, MID_BLUE, PAPER)[k], radius=3)
        elif thing == 3:
            c.ellipse(x + 44, 350, 44, 42, COLOURS["ochre"])
            c.rectangle(x, 350, x + 90, 392, COLOURS["ochre"], radius=10)
            c.line([(x + 22, 330), (x + 44, 318), (x + 66, 330)], BRICK, 4)
        else:
            body = chance.choice((BLUE, DARK, COLOURS["moss"], COLOURS["plum"]))
            c.blob([(x + 10, 392), (x + 14, 300), (x + 44, 282), (x + 74, 300), (x + 78, 392)], body)
            c.ellipse(x + 44, 252, 25, 28, list(SKINS.values())[chance.randrange(len(SKINS))])
            c.pie(x + 44, 247, 28, 180, 360, list(HAIRS.values())[chance.randrange(len(HAIRS))])
        x += chance.uniform(116, 146)


COVER_MOTIFS: dict[str, Callable[[Canvas, random.Random], None]] = {
    "gables": _cover_gables,
    "canal": _cover_canal,
    "table": _cover_table,
    "weave": _cover_weave,
    "papercut": _cover_papercut,
    "river": _cover_river,
    "waves": _cover_waves,
    "arches": _cover_arches,
    "bridge": _cover_bridge,
    "grid": _cover_grid,
    "workshop": _cover_workshop,
}
