"""Illustrations: what people would have photographed beside a contribution."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from gilde.demo.pictures.canvas import Canvas, shrink, webp
from gilde.demo.pictures.palette import (
    BLUE,
    BRICK,
    COLOURS,
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
    WHITE,
    Colour,
    mix,
    oklch,
)


def illustration(name: str, seed: int = 0) -> bytes:
    """Draw an illustration (whiteboard, postits, meeting, notebook, chart, landscape) as WebP of 1200 by 800."""
    if name not in ILLUSTRATIONS:
        raise ValueError(f"There is no illustration {name!r}.")
    canvas = Canvas(1200, 800, PAPER, scale=2)
    ILLUSTRATIONS[name](canvas, random.Random(f"{name}/{seed}"))  # noqa: S311 (a drawing, not a secret)
    return webp(shrink(canvas.image, 1200, 800), quality=84)


def _scribble(
    c: Canvas, chance: random.Random, x: float, y: float, width: float, colour: Colour, pen: float = 4
) -> None:
    """Draw a line of handwriting that cannot be read."""
    end = x + width
    while x < end:
        word = min(chance.uniform(26, 84), end - x)
        points = [(x + k * 7.0, y + chance.uniform(-6, 5)) for k in range(max(3, int(word / 7)))]
        c.line(points, colour, pen)
        x += word + 16


def _little_person(c: Canvas, x: float, y: float, size: float, colour: Colour, pen: float = 6) -> None:
    c.ring(x, y - size, size * 0.34, size * 0.34, colour, pen)
    c.line([(x, y - size * 0.64), (x, y)], colour, pen)
    c.line([(x - size * 0.42, y - size * 0.3), (x, y - size * 0.5), (x + size * 0.42, y - size * 0.3)], colour, pen)
    c.line([(x - size * 0.32, y + size * 0.5), (x, y), (x + size * 0.32, y + size * 0.5)], colour, pen)


def _whiteboard(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1200, 800, oklch(0.87, 0.035, 75))
    c.rectangle(84, 74, 1116, 654, mix(INK, PAPER, 0.25), radius=14)
    c.rectangle(98, 88, 1102, 640, WHITE, radius=6)
    c.rectangle(280, 654, 920, 676, mix(INK, PAPER, 0.4), radius=6)
    for k, colour in enumerate((BLUE, COPPER, INK)):
        c.rectangle(340 + k * 120, 642, 424 + k * 120, 656, colour, radius=6)
    c.rectangle(170, 170, 330, 310, BLUE, radius=4, outline=7)
    c.line([(170, 170), (218, 128), (378, 128), (330, 170)], BLUE, 6, smooth=False)
    c.line([(378, 128), (378, 266), (330, 310)], BLUE, 6, smooth=False)
    c.line([(250, 420), (250, 336)], COPPER, 9)
    c.line([(222, 364), (250, 332), (278, 364)], COPPER, 9, smooth=False)
    for k in range(3):
        _little_person(c, 190 + k * 72, 520, 52, INK)
    c.line([(430, 330), (520, 290), (600, 334)], COPPER, 7)
    c.line([(572, 304), (602, 336), (560, 346)], COPPER, 7, smooth=False)
    for k in range(6):
        _scribble(c, chance, 660, 176 + k * 50, chance.uniform(210, 380), (BLUE, INK, COPPER)[k % 3], 5)
    c.line([(650, 486), (740, 520), (840, 470), (940, 528), (1040, 482)], BLUE, 7)
    c.blob([(700, 590), (740, 560), (800, 566), (840, 548), (880, 572), (930, 572), (936, 604), (800, 614)], LIGHT_BLUE)


def _postits(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1200, 800, oklch(0.91, 0.025, 85))
    c.rectangle(0, 716, 1200, 800, oklch(0.8, 0.05, 65))
    tints = (oklch(0.89, 0.10, 95), LIGHT_BLUE, LIGHT_COPPER, oklch(0.86, 0.06, 145))
    for column in range(7):
        for row in range(4):
            if chance.random() < 0.14:
                continue
            colour = tints[(column // 2 + (chance.random() < 0.25)) % 4]
            x = 96 + column * 150 + chance.uniform(-14, 14)
            y = 72 + row * 158 + (column - 3) ** 2 * 3 + chance.uniform(-12, 12)
            lean = chance.uniform(-7, 7)
            c.polygon(
                [(x + 5 + lean, y + 8), (x + 129 + lean, y + 10), (x + 126 - lean, y + 128), (x + 2 - lean, y + 130)],
                oklch(0.84, 0.03, 80),
            )
            c.polygon(
                [(x + lean, y), (x + 124 + lean, y + 2), (x + 120 - lean, y + 120), (x - 4 - lean, y + 122)], colour
            )
            for k in range(chance.choice((2, 3))):
                _scribble(c, chance, x + 18, y + 36 + k * 28, chance.uniform(50, 84), INK, 3.5)
    c.line([(150, 690), (420, 560), (700, 600), (1060, 372)], COPPER, 8)
    c.line([(1024, 376), (1064, 370), (1050, 408)], COPPER, 8, smooth=False)


def _meeting(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1200, 800, oklch(0.87, 0.035, 75))
    for k in range(8):
        c.line([(k * 170, 0), (k * 170 - 40, 800)], oklch(0.84, 0.04, 73), 3)
    c.ellipse(600, 408, 332, 232, mix(BRICK, PAPER, 0.2))
    c.ellipse(600, 396, 330, 230, MID_COPPER)
    tints = [BLUE, DARK, COLOURS["moss"], COLOURS["plum"], COLOURS["teal"], BRICK, COLOURS["ochre"], PAPER, MID_BLUE]
    count = 9
    for k in range(count):
        angle = math.radians(k * 360 / count + 12)
        x, y = 600 + 424 * math.cos(angle), 398 + 308 * math.sin(angle)
        nx, ny = -math.cos(angle), -math.sin(angle)
        px, py = -ny, nx
        colour = tints[k % len(tints)]
        oval = [(84 * math.cos(t * math.tau / 40), 44 * math.sin(t * math.tau / 40)) for t in range(40)]
        c.polygon([(x + px * u + nx * v, y + py * u + ny * v) for u, v in oval], colour)
        for arm in (-1, 1):
            shoulder = (x + px * 66 * arm + nx * 8, y + py * 66 * arm + ny * 8)
            hand = (x + px * 58 * arm + nx * 70, y + py * 58 * arm + ny * 70)
            c.line([shoulder, hand], colour, 26)
        skin = list(SKINS.values())[chance.randrange(len(SKINS))]
        hair = list(HAIRS.values())[chance.randrange(len(HAIRS))]
        c.ellipse(x + nx * 24, y + ny * 24, 34, 34, skin)
        c.ellipse(x + nx * 8, y + ny * 8, 41, 41, hair)
        tx, ty = x + nx * 150, y + ny * 138
        if k % 3 == 0:
            c.ellipse(tx, ty, 24, 24, WHITE)
            c.ellipse(tx, ty, 17, 17, BRICK)
        else:
            c.polygon([(tx - 36, ty - 24), (tx + 30, ty - 28), (tx + 36, ty + 24), (tx - 30, ty + 28)], WHITE)
            for line in range(3):
                c.line([(tx - 22, ty - 10 + line * 11), (tx + 20, ty - 12 + line * 11)], LIGHT_BLUE, 3)
    c.ellipse(600, 396, 54, 54, PAPER)
    c.ellipse(600, 396, 42, 42, BLUE)
    c.ellipse(588, 384, 15, 15, COLOURS["ochre"])
    c.ellipse(614, 402, 13, 13, COPPER)


def _notebook(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1200, 800, oklch(0.62, 0.07, 55))
    for k in range(7):
        c.line([(0, k * 130 + 30), (1200, k * 130 + 10)], oklch(0.59, 0.075, 54), 3)
    c.rectangle(174, 72, 1044, 752, DARK, radius=22)
    c.rectangle(190, 62, 1030, 738, WHITE, radius=14)
    c.line([(610, 64), (610, 736)], mix(WHITE, INK, 0.14), 5)
    for k in range(15):
        y = 128 + k * 39
        c.line([(226, y), (584, y)], mix(WHITE, BLUE, 0.16), 2)
        c.line([(636, y), (994, y)], mix(WHITE, BLUE, 0.16), 2)
    c.rectangle(262, 140, 520, 398, COPPER, radius=8, outline=6)
    for k in range(3):
        _scribble(c, chance, 292, 204 + k * 62, chance.uniform(120, 190), INK, 4.5)
    c.line([(400, 560), (400, 430)], BLUE, 7)
    c.line([(370, 466), (400, 428), (430, 466)], BLUE, 7, smooth=False)
    for k in range(4):
        _little_person(c, 298 + k * 68, 646, 44, INK, 5)
    for k in range(8):
        _scribble(c, chance, 660, 148 + k * 39, chance.uniform(180, 310), INK, 4)
    c.ring(820, 590, 84, 70, COPPER, 6)
    for k in range(5):
        angle = math.radians(k * 72)
        c.ellipse(820 + 52 * math.cos(angle), 590 + 42 * math.sin(angle), 13, 13, BLUE)
    c.rectangle(1070, 250, 1092, 660, COPPER, radius=10)
    c.polygon([(1070, 652), (1081, 706), (1092, 652)], PAPER)
    c.polygon([(1077, 686), (1081, 706), (1085, 686)], INK)


def _chart(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1200, 800, PAPER)
    c.rectangle(90, 70, 1110, 730, WHITE, radius=14)
    for k in range(6):
        c.line([(190, 620 - k * 94), (1030, 620 - k * 94)], mix(WHITE, INK, 0.12), 2.5)
    c.line([(190, 130), (190, 620), (1040, 620)], INK, 5, smooth=False)
    values = (1.6, 1.2, 2.0, 2.5, 2.1, 3.6, 3.2, 4.5, 3.9, 3.1, 4.8)
    points = [(236 + k * 76.0, 620 - value * 94 + chance.uniform(-6, 6)) for k, value in enumerate(values)]
    c.line([(190, 620 - 2.9 * 94), (1030, 620 - 2.9 * 94)], COPPER, 4)
    c.line(points, BLUE, 7, smooth=False)
    for x, y in points:
        c.ellipse(x, y, 14, 14, BLUE)
        c.ellipse(x, y, 6, 6, WHITE)
        c.line([(x, 614), (x, 628)], INK, 4)
    _scribble(c, chance, 236, 150, 130, INK, 4.5)
    x, y = points[5]
    c.line([(x - 96, y - 116), (x - 50, y - 70), (x - 12, y - 26)], COPPER, 5)
    _scribble(c, chance, x - 190, y - 134, 110, COPPER, 4.5)
    c.ring(990, 650, 54, 50, oklch(0.86, 0.04, 60), 7)


def _landscape(c: Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1200, 800, oklch(0.91, 0.035, 230))
    c.ellipse(900, 196, 84, 84, LIGHT_COPPER)
    for x, y in ((220.0, 150.0), (520.0, 100.0), (1060.0, 330.0)):
        for k in range(4):
            c.ellipse(x + k * 44, y + (k % 2) * 10, 46, 24, WHITE)
    c.rectangle(0, 400, 1200, 800, oklch(0.82, 0.06, 135))
    for k in range(7):
        x = 40.0 + k * 92
        c.rectangle(x, 378, x + 52, 404, PAPER)
        c.polygon([(x - 6, 380), (x + 26, 350), (x + 58, 380)], BRICK if k % 2 else COPPER)
    c.rectangle(376, 330, 402, 402, DARK)
    c.polygon([(374, 332), (389, 246), (404, 332)], DARK)
    c.polygon([(0, 474), (420, 440), (1200, 452), (1200, 560), (700, 530), (0, 600)], BLUE)
    for _ in range(14):
        x, y = chance.uniform(20, 1100), chance.uniform(478, 530)
        c.line([(x, y), (x + chance.uniform(30, 90), y)], MID_BLUE, 3)
    c.polygon([(0, 600), (700, 530), (1200, 560), (1200, 800), (0, 800)], COLOURS["moss"])
    path = [(140.0, 820.0), (420, 700), (640, 640), (860, 590), (1220, 574)]
    c.line(path, oklch(0.9, 0.04, 80), 54)
    for x, y, colour in ((560, 640, COPPER), (622, 622, BLUE), (686, 606, COLOURS["ochre"])):
        c.blob([(x - 17, y + 12), (x - 13, y - 48), (x, y - 58), (x + 13, y - 48), (x + 17, y + 12)], colour)
        c.ellipse(x, y - 72, 14, 15, list(SKINS.values())[chance.randrange(len(SKINS))])
        c.pie(x, y - 75, 15, 180, 360, list(HAIRS.values())[chance.randrange(len(HAIRS))])
    for x, y in ((980, 520), (1090, 512), (860, 500)):
        c.line([(x, y + 60), (x, y)], BRICK, 8)
        c.ellipse(x, y - 22, 32, 46, oklch(0.45, 0.07, 148))


ILLUSTRATIONS: dict[str, Callable[[Canvas, random.Random], None]] = {
    "whiteboard": _whiteboard,
    "postits": _postits,
    "meeting": _meeting,
    "notebook": _notebook,
    "chart": _chart,
    "landscape": _landscape,
}
