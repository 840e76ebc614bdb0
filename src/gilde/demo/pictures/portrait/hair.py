"""Hair: what falls behind the head, and what lies on it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gilde.demo.pictures.canvas import Canvas, Point, spline
from gilde.demo.pictures.palette import WHITE, mix
from gilde.demo.pictures.portrait.sitter import Sitter


def _cap(
    c: Canvas, sitter: Sitter, hairline: Sequence[Point], grow: float = 9, drop: float = 8, lift: float = 0
) -> None:
    """Cover the skull from ear to ear over the top, down to the hairline (offsets from the middle of the face)."""
    outer = sitter.outer(grow, 180 + drop, -drop, lift)
    inner = spline([(sitter.centre + x, sitter.cy + y) for x, y in hairline], closed=False)
    c.polygon([*outer, *reversed(inner)], sitter.hair)


def draw_hair_behind(c: Canvas, sitter: Sitter) -> None:
    """Draw the hair that falls behind the head and the shoulders."""
    style, mid, cy, rx, ry = sitter.spec.style, sitter.centre, sitter.cy, sitter.rx, sitter.ry
    if style in {"long", "fringe", "wavy", "locs"}:
        length = {"long": 452, "fringe": 372, "wavy": 420, "locs": 430}[style]
        flare = {"long": 26, "fringe": 20, "wavy": 36, "locs": 28}[style]
        right = [
            (mid + rx * 0.7, cy - ry * 0.95),
            (mid + rx + 17, cy - 20),
            (mid + rx + flare, cy + 80),
            (mid + rx + flare - 4, length - 24),
            (mid + rx - 16, length),
        ]
        left = [(2 * mid - x, y) for x, y in reversed(right)]
        c.blob([(mid, cy - ry - 18), *right, (mid, length - 30), *left], sitter.hair)
        if style == "wavy":
            for side in (-1, 1):
                for k, y in enumerate(range(int(cy - 10), length, 38)):
                    c.ellipse(mid + side * (rx + 18 + (k % 2) * 9), y, 27, 28, sitter.hair)
        if style == "locs":
            for side in (-1, 1):
                for k in range(4):
                    x = mid + side * (rx - 14 + k * 13)
                    c.line([(x, cy), (x + side * 4, cy + 90), (x + side * 2, length - k * 10)], sitter.strand, 3)
    elif style == "bob":
        right = [
            (mid + rx * 0.7, cy - ry * 0.97),
            (mid + rx + 18, cy - 20),
            (mid + rx + 22, cy + 52),
            (mid + rx + 8, cy + 92),
            (mid + rx - 26, cy + 98),
        ]
        left = [(2 * mid - x, y) for x, y in reversed(right)]
        c.blob([(mid, cy - ry - 18), *right, (mid, cy + 80), *left], sitter.hair)
    elif style == "afro":
        c.ellipse(mid, cy - 32, rx + 62, ry + 42, sitter.hair)
        for k in range(26):
            angle = math.radians(k * 360 / 26)
            c.ellipse(mid + (rx + 56) * math.cos(angle), cy - 32 - (ry + 36) * math.sin(angle), 19, 19, sitter.hair)
    elif style == "curly":
        for k in range(19):
            angle = math.radians(-38 + k * 256 / 18)
            size = 28 + (k * 7 % 3) * 4
            c.ellipse(mid + (rx + 8) * math.cos(angle), cy - (ry + 2) * math.sin(angle), size, size, sitter.hair)
    elif style in {"bun", "topknot"}:
        size = 40 if style == "bun" else 29
        c.ellipse(mid, cy - ry - size * 0.62, size, size * 0.9, sitter.hair)
        c.line([(mid - size * 0.6, cy - ry - 6), (mid, cy - ry + 2), (mid + size * 0.6, cy - ry - 6)], sitter.strand, 4)
    elif style == "ponytail":
        tail = [
            (mid + rx * 0.3, cy - ry * 0.86),
            (mid + rx + 34, cy - 66),
            (mid + rx + 58, cy + 18),
            (mid + rx + 44, cy + 116),
            (mid + rx + 24, cy + 128),
            (mid + rx + 20, cy + 20),
        ]
        c.blob(tail, sitter.hair)


def draw_hair_front(c: Canvas, sitter: Sitter) -> None:
    """Draw the hair that lies on the head, down to the hairline."""
    style, mid, cy, rx, ry = sitter.spec.style, sitter.centre, sitter.cy, sitter.rx, sitter.ry
    side = rx - 5
    plain = [(-side - 4, -4), (-side + 8, -40), (-40, -62), (0, -68), (40, -62), (side - 8, -40), (side + 4, -4)]
    if style in {"short", "crop"}:
        grow = 10 if style == "short" else 5
        _cap(c, sitter, plain, grow, drop=4, lift=8 if style == "short" else 0)
        if style == "short":
            c.line([(mid - 30, cy - ry + 10), (mid - 8, cy - ry - 2), (mid + 22, cy - ry + 4)], sitter.strand, 3)
    elif style == "buzz":
        stubble = mix(sitter.skin, sitter.hair, 0.62)
        outer, inner = sitter.outer(2, 182, -2), [(mid + x, cy + y) for x, y in plain]
        c.polygon([*outer, *reversed(spline(inner, closed=False))], stubble)
    elif style == "balding":
        for s in (-1, 1):
            c.blob(
                [
                    (mid + s * (rx - 8), cy - 52),
                    (mid + s * (rx + 10), cy - 30),
                    (mid + s * (rx + 12), cy + 12),
                    (mid + s * (rx - 1), cy + 26),
                    (mid + s * (rx - 12), cy - 10),
                ],
                sitter.hair,
            )
        c.line([(mid - 22, cy - ry + 16), (mid - 4, cy - ry + 10)], mix(sitter.skin, WHITE, 0.4), 5)
    elif style == "bald":
        c.line([(mid - 30, cy - ry + 22), (mid - 6, cy - ry + 13)], mix(sitter.skin, WHITE, 0.4), 6)
    elif style == "sidepart":
        line = [
            (-side - 4, 0),
            (-side + 6, -44),
            (-34, -72),
            (-20, -52),
            (26, -46),
            (side - 12, -54),
            (side + 4, 0),
        ]
        _cap(c, sitter, line, 11, drop=4, lift=10)
        c.line([(mid - 34, cy - 72), (mid - 30, cy - ry - 6)], sitter.strand, 3)
    elif style == "quiff":
        _cap(c, sitter, plain, 8, drop=2, lift=10)
        c.blob(
            [
                (mid - 62, cy - 60),
                (mid - 58, cy - ry - 20),
                (mid - 10, cy - ry - 44),
                (mid + 52, cy - ry - 30),
                (mid + 66, cy - ry + 12),
                (mid + 30, cy - 66),
                (mid - 20, cy - 58),
            ],
            sitter.hair,
        )
        c.line([(mid - 34, cy - ry + 12), (mid - 2, cy - ry - 18), (mid + 40, cy - ry - 14)], sitter.strand, 3)
    elif style == "pixie":
        line = [
            (-side - 6, 22),
            (-side + 4, -30),
            (-50, -58),
            (10, -36),
            (44, -70),
            (side - 4, -36),
            (side + 5, 18),
        ]
        _cap(c, sitter, line, 13, drop=10, lift=10)
        c.line([(mid + 44, cy - 72), (mid + 10, cy - ry + 8), (mid - 34, cy - ry + 14)], sitter.strand, 3)
    elif style in {"fringe"}:
        line = [(-side - 6, 40), (-side + 9, -10), (-50, -36), (0, -32), (50, -36), (side - 9, -10), (side + 6, 40)]
        _cap(c, sitter, line, 13, drop=14, lift=6)
        for x in (-34, -6, 24):
            c.line([(mid + x, cy - 40), (mid + x * 0.8, cy - ry + 22)], sitter.strand, 2.5)
    elif style == "bob":
        line = [
            (-side - 6, 46),
            (-side + 8, -14),
            (-46, -56),
            (-24, -70),
            (20, -44),
            (side - 8, -12),
            (side + 6, 46),
        ]
        _cap(c, sitter, line, 13, drop=16, lift=6)
        c.line([(mid - 26, cy - 70), (mid - 22, cy - ry - 4)], sitter.strand, 3)
    elif style in {"long", "wavy", "locs"}:
        line = [(-side - 6, 40), (-side + 8, -20), (-42, -58), (0, -76), (42, -58), (side - 8, -20), (side + 6, 40)]
        _cap(c, sitter, line, 13, drop=14, lift=6)
        c.line([(mid, cy - 76), (mid, cy - ry - 6)], sitter.strand, 3)
    elif style in {"bun", "topknot", "ponytail"}:
        _cap(c, sitter, plain, 9, drop=6, lift=4)
        for x in (-30, 0, 30):
            c.line([(mid + x * 1.2, cy - 68), (mid + x * 0.5, cy - ry + 4)], sitter.strand, 2.5)
    elif style == "braids":
        line = [(-side - 6, 20), (-side + 6, -30), (-40, -62), (0, -78), (40, -62), (side - 6, -30), (side + 6, 20)]
        _cap(c, sitter, line, 11, drop=12, lift=6)
        c.line([(mid, cy - 78), (mid, cy - ry - 4)], sitter.strand, 3)
    elif style == "afro":
        _cap(c, sitter, plain, 14, drop=10, lift=10)
    elif style == "curly":
        for k, x in enumerate((-66, -44, -18, 10, 38, 62)):
            c.ellipse(mid + x, cy - 66 - (k % 2) * 9 + abs(x) * 0.22, 21, 20, sitter.hair)
        _cap(c, sitter, [(x, y - 14) for x, y in plain], 10, drop=0, lift=8)
