"""Motifs that are a pattern: woven, cut from paper, sung, arched, dotted."""

from __future__ import annotations

import math
import random

from gilde.demo.pictures.canvas import Canvas, Point, spline
from gilde.demo.pictures.palette import (
    BLUE,
    BRICK,
    COPPER,
    DARK,
    HAIRS,
    INK,
    LIGHT_BLUE,
    LIGHT_COPPER,
    MID_BLUE,
    MID_COPPER,
    PAPER,
    SKINS,
    mix,
    oklch,
)


def draw_weave(c: Canvas, chance: random.Random) -> None:
    """Warp and weft in blue and copper."""
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


def draw_papercut(c: Canvas, chance: random.Random) -> None:
    """Hills cut from layers of paper, and birds."""
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


def draw_waves(c: Canvas, chance: random.Random) -> None:
    """Voices of a choir as waves with notes."""
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


def draw_arches(c: Canvas, chance: random.Random) -> None:
    """People under arches."""
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


def draw_grid(c: Canvas, chance: random.Random) -> None:
    """Dots that swell and shrink."""
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
