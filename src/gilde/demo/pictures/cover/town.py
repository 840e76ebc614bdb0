"""Motifs of a town: its houses, its water, its bridge."""

from __future__ import annotations

import math
import random

from PIL import Image

from gilde.demo.pictures.canvas import Canvas, spline
from gilde.demo.pictures.palette import (
    BLUE,
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
    Colour,
    mix,
    oklch,
)


def draw_gables(c: Canvas, chance: random.Random) -> None:
    """A row of town houses under a copper sun."""
    c.rectangle(0, 0, 1600, 500, SKY)
    c.ellipse(1180, 150, 86, 86, LIGHT_COPPER)
    _row_of_houses(c, chance, 448, 230, 356)
    c.rectangle(0, 446, 1600, 500, DARK)
    c.rectangle(0, 446, 1600, 452, mix(DARK, PAPER, 0.3))


def draw_canal(c: Canvas, chance: random.Random) -> None:
    """Houses mirrored in a canal with a boat."""
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


def draw_bridge(c: Canvas, chance: random.Random) -> None:
    """Two people who meet on a bridge."""
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
