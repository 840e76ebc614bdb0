"""Clothes: the body, and what hangs over it."""

from __future__ import annotations

from gilde.demo.pictures.canvas import Canvas, Point
from gilde.demo.pictures.palette import BLUE, COLOURS, COPPER, INK, WHITE, mix
from gilde.demo.pictures.portrait.sitter import Sitter


def _shoulders(sitter: Sitter) -> list[Point]:
    broad = 6 if sitter.spec.beard in {"short", "full"} else 0
    half = [(44, 388), (92, 398), (140 + broad, 418), (170 + broad, 462), (182 + broad, 540)]
    right = [(sitter.centre + x, y) for x, y in half]
    left = [(sitter.centre - x, y) for x, y in reversed(half)]
    return [*right, *left]


def draw_body(c: Canvas, sitter: Sitter) -> None:
    """Draw neck, shoulders and what somebody wears."""
    mid, garment = sitter.centre, sitter.spec.garment
    if garment == "hoodie":
        c.blob(
            [(mid - 92, 412), (mid - 70, 352), (mid, 338), (mid + 70, 352), (mid + 92, 412), (mid, 440)], sitter.fold
        )
    c.rectangle(mid - 36, 300, mid + 36, 420, sitter.shade, radius=30)
    c.blob(_shoulders(sitter), sitter.cloth)
    scoop = {"crew": 18, "polo": 14, "hoodie": 22, "scrubs": 8, "dungarees": 22, "scarf": 10}.get(garment, 12)
    c.ellipse(mid, 388, 45, scoop + 8, sitter.fold)
    c.ellipse(mid, 385, 38, scoop + 4, sitter.shade)
    if garment in {"vneck", "scrubs"}:
        c.polygon([(mid - 50, 384), (mid + 50, 384), (mid, 462)], sitter.fold)
        c.polygon([(mid - 40, 380), (mid + 40, 380), (mid, 450)], sitter.shade)
        if garment == "vneck" and sitter.spec.second != "white":
            c.polygon([(mid - 40, 388), (mid, 414), (mid + 40, 388), (mid, 450)], sitter.second)
        if garment == "scrubs":
            c.rectangle(mid + 62, 446, mid + 112, 512, sitter.fold, radius=5)
    elif garment == "shirt":
        c.polygon([(mid - 48, 378), (mid, 420), (mid - 30, 456), (mid - 74, 398)], mix(sitter.cloth, WHITE, 0.25))
        c.polygon([(mid + 48, 378), (mid, 420), (mid + 30, 456), (mid + 74, 398)], mix(sitter.cloth, WHITE, 0.25))
        c.line([(mid, 424), (mid, 520)], sitter.fold, 4)
        for y in (452, 488):
            c.ellipse(mid + 9, y, 4, 4, sitter.fold)
    elif garment == "polo":
        c.polygon([(mid - 46, 380), (mid - 2, 412), (mid - 26, 436), (mid - 66, 398)], sitter.fold)
        c.polygon([(mid + 46, 380), (mid + 2, 412), (mid + 26, 436), (mid + 66, 398)], sitter.fold)
        c.line([(mid, 414), (mid, 462)], sitter.fold, 5)
    elif garment == "blazer":
        c.polygon([(mid - 46, 380), (mid + 46, 380), (mid + 24, 540), (mid - 24, 540)], sitter.second)
        c.polygon([(mid - 34, 378), (mid + 34, 378), (mid, 424)], sitter.shade)
        for s in (-1, 1):
            c.polygon(
                [
                    (mid + s * 46, 376),
                    (mid + s * 86, 402),
                    (mid + s * 78, 446),
                    (mid + s * 92, 454),
                    (mid + s * 14, 540),
                ],
                sitter.fold,
            )
    elif garment == "turtleneck":
        c.rectangle(mid - 43, 346, mid + 43, 412, sitter.cloth, radius=16)
        c.line([(mid - 40, 372), (mid, 380), (mid + 40, 372)], sitter.fold, 4)
    elif garment == "hoodie":
        for s in (-1, 1):
            c.line([(mid + s * 26, 406), (mid + s * 30, 462)], mix(sitter.cloth, WHITE, 0.6), 5)
    elif garment == "dungarees":
        c.blob(_shoulders(sitter), sitter.second)
        c.ellipse(mid, 385, 40, 24, sitter.shade)
        c.rectangle(mid - 74, 452, mid + 74, 560, sitter.cloth, radius=12)
        for s in (-1, 1):
            c.polygon(
                [(mid + s * 52, 462), (mid + s * 80, 462), (mid + s * 104, 400), (mid + s * 80, 394)], sitter.cloth
            )
            c.ellipse(mid + s * 64, 468, 8, 8, COLOURS["ochre"])
    elif garment == "crew":
        c.line([(mid - 148, 540), (mid - 124, 470)], sitter.fold, 4)
        c.line([(mid + 148, 540), (mid + 124, 470)], sitter.fold, 4)


def draw_over_body(c: Canvas, sitter: Sitter) -> None:
    """Draw what hangs over clothes: scarf, braids, lanyard, necklace, pin."""
    mid, spec = sitter.centre, sitter.spec
    if spec.style == "headscarf":
        tint = COLOURS[spec.second]
        dark = mix(tint, INK, 0.18)
        c.blob(
            [
                (mid - 78, 340),
                (mid - 30, 362),
                (mid + 40, 358),
                (mid + 80, 336),
                (mid + 104, 410),
                (mid + 30, 446),
                (mid - 60, 440),
                (mid - 108, 408),
            ],
            tint,
        )
        c.line([(mid + 74, 350), (mid + 10, 398), (mid - 80, 414)], dark, 4)
        c.line([(mid - 70, 356), (mid - 6, 380), (mid + 60, 384)], dark, 3)
    if spec.garment == "scarf":
        dark = mix(sitter.second, INK, 0.2)
        c.polygon([(mid + 18, 396), (mid + 62, 390), (mid + 74, 520), (mid + 26, 520)], dark)
        c.blob(
            [
                (mid - 72, 376),
                (mid - 30, 358),
                (mid + 34, 358),
                (mid + 74, 374),
                (mid + 66, 412),
                (mid, 428),
                (mid - 68, 412),
            ],
            sitter.second,
        )
        c.line([(mid - 58, 386), (mid, 402), (mid + 60, 384)], dark, 4)
    if spec.style == "braids":
        for s in (-1, 1):
            for k in range(6):
                c.ellipse(mid + s * (sitter.rx + 12 - k * 1.5), sitter.cy + 44 + k * 27, 16, 18, sitter.hair)
                c.line(
                    [
                        (mid + s * (sitter.rx + 2 - k), sitter.cy + 38 + k * 27),
                        (mid + s * (sitter.rx + 18 - k), sitter.cy + 50 + k * 27),
                    ],
                    sitter.strand,
                    2.5,
                )
            c.ellipse(mid + s * (sitter.rx + 3), sitter.cy + 44 + 5.6 * 27, 9, 7, COPPER)
    if spec.accessory == "lanyard":
        for s in (-1, 1):
            c.line([(mid + s * 52, 396), (mid + s * 10, 496)], BLUE if spec.clothing != "blue" else COPPER, 7)
        c.rectangle(mid - 28, 484, mid + 28, 540, WHITE, radius=6)
    elif spec.accessory == "necklace":
        c.line([(mid - 46, 398), (mid - 24, 434), (mid, 444), (mid + 24, 434), (mid + 46, 398)], COLOURS["ochre"], 3)
        c.ellipse(mid, 448, 9, 9, COPPER)
    elif spec.accessory == "pin":
        c.ellipse(mid - 92, 450, 11, 11, COLOURS["ochre"])
        c.ellipse(mid - 92, 450, 5, 5, COPPER)
