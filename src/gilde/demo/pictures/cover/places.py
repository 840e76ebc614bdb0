"""Motifs of places where people do something together: a table, a river land, a workshop."""

from __future__ import annotations

import random

from gilde.demo.pictures.canvas import Canvas
from gilde.demo.pictures.palette import (
    BLUE,
    BRICK,
    COLOURS,
    COPPER,
    DARK,
    HAIRS,
    INK,
    LIGHT_BLUE,
    MID_BLUE,
    MID_COPPER,
    PAPER,
    SKINS,
    WHITE,
    mix,
    oklch,
)


def draw_table(c: Canvas, chance: random.Random) -> None:
    """A long table from above, with people around it."""
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


def draw_river(c: Canvas, chance: random.Random) -> None:
    """A river through fields and villages."""
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


def draw_workshop(c: Canvas, chance: random.Random) -> None:
    """A workbench with tools and people."""
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
