"""Faces: cheeks, beard, eyes, nose and mouth."""

from __future__ import annotations

from gilde.demo.pictures.canvas import Canvas, Point, spline
from gilde.demo.pictures.palette import HAIRS, INK, WHITE, mix
from gilde.demo.pictures.portrait.sitter import Sitter


def draw_face(c: Canvas, sitter: Sitter) -> None:
    """Draw the bare face and all that is on it, without hair and glasses."""
    c.blob(_outline(sitter), sitter.skin)
    _cheeks(c, sitter)
    _beard(c, sitter)
    _features(c, sitter)


def _outline(sitter: Sitter) -> list[Point]:
    rx, ry, cy = sitter.rx, sitter.ry, sitter.cy
    half = [
        (0.0, -ry),
        (rx * 0.58, -ry * 0.83),
        (rx * 0.97, -ry * 0.3),
        (rx * 0.98, ry * 0.18),
        (rx * sitter.jaw, ry * 0.6),
        (rx * 0.46 * (sitter.jaw + 0.16), ry * 0.93),
        (0.0, ry * 1.02),
    ]
    right = [(sitter.centre + x, cy + y) for x, y in half]
    left = [(sitter.centre - x, cy + y) for x, y in reversed(half[1:-1])]
    return [*right, *left]


def _cheeks(c: Canvas, sitter: Sitter) -> None:
    mid, cy = sitter.centre, sitter.cy
    warm = mix(sitter.skin, (214, 84, 72), 0.24 if sitter.spec.skin in {"porcelain", "fair", "rosy"} else 0.14)
    for s in (-1, 1):
        c.ellipse(mid + s * 46, cy + 30, 17, 12, warm)
    if sitter.spec.age == "older":
        for s in (-1, 1):
            c.line([(mid + s * 30, cy + 26), (mid + s * 42, cy + 42), (mid + s * 43, cy + 56)], sitter.shade, 3)
            c.line([(mid + s * 22, cy + 14), (mid + s * 33, cy + 17), (mid + s * 43, cy + 12)], sitter.shade, 2.5)
        for y in (-52, -43):
            c.line([(mid - 22, cy + y + 1), (mid, cy + y - 2), (mid + 22, cy + y + 1)], sitter.shade, 2.5)


def _beard(c: Canvas, sitter: Sitter) -> None:
    kind, mid, cy, rx, ry = sitter.spec.beard, sitter.centre, sitter.cy, sitter.rx, sitter.ry
    if kind in {"stubble", "short", "full"}:
        colour = mix(sitter.skin, sitter.hair, 0.34) if kind == "stubble" else sitter.hair
        length = {"stubble": 1.02, "short": 1.1, "full": 1.32}[kind]
        half = [
            (rx * 0.99, ry * 0.08),
            (rx * (sitter.jaw + 0.06), ry * 0.58),
            (rx * 0.56, ry * (length - 0.08)),
            (0.0, ry * length),
        ]
        inner = [(0.0, 32.0), (26.0, 31.0), (46.0, 44.0), (rx * 0.84, ry * 0.1)]
        right = spline([(mid + x, cy + y) for x, y in half], closed=False)
        left = [(2 * mid - x, y) for x, y in reversed(right)]
        inside_right = spline([(mid + x, cy + y) for x, y in inner], closed=False)
        inside_left = [(2 * mid - x, y) for x, y in reversed(inside_right)]
        c.polygon([*right, *left, *inside_left, *inside_right], colour)
    elif kind == "goatee":
        c.blob(
            [
                (mid - 24, cy + 66),
                (mid, cy + 60),
                (mid + 24, cy + 66),
                (mid + 17, cy + ry + 8),
                (mid, cy + ry + 18),
                (mid - 17, cy + ry + 8),
            ],
            sitter.hair,
        )
    if kind in {"moustache", "goatee", "full"}:
        colour = sitter.hair if kind != "full" else sitter.strand
        for s in (-1, 1):
            c.blob(
                [
                    (mid, cy + 35),
                    (mid + s * 22, cy + 33),
                    (mid + s * 37, cy + 46),
                    (mid + s * 16, cy + 46),
                    (mid, cy + 44),
                ],
                colour,
            )


def _features(c: Canvas, sitter: Sitter) -> None:
    mid, cy, spec, e = sitter.centre, sitter.cy, sitter.spec, sitter.eye
    look = spec.expression
    brow = mix(sitter.hair, INK, 0.35) if spec.hair not in {"white", "silver"} else mix(sitter.hair, INK, 0.3)
    if spec.style == "headscarf":
        brow = mix(HAIRS[spec.hair], sitter.skin, 0.1)
    thick = 5.5 + sitter.chance.uniform(-1, 1.5) + (1.5 if spec.beard != "none" else 0)
    for s in (-1, 1):
        raised = 8 if look == "wry" and s == 1 else 0
        arch = 5 if look in {"laugh", "grin"} else 2
        c.line(
            [
                (mid + s * (e - 14), cy - 29 - raised * 0.4),
                (mid + s * (e + 2), cy - 32 - arch * 0.5 - raised),
                (mid + s * (e + 17), cy - 23 - raised * 0.5),
            ],
            brow,
            thick,
        )
        if look == "laugh":
            c.line([(mid + s * (e - 12), cy - 1), (mid + s * e, cy - 11), (mid + s * (e + 12), cy - 1)], INK, 5.5)
            continue
        tall = {"calm": 7.0, "wry": 7.5, "grin": 8.5, "smile": 9.0}[look]
        if spec.skin in {"brown", "deep"}:
            c.ellipse(mid + s * e, cy - 4, 11.5, tall - 0.5, mix(WHITE, sitter.skin, 0.08))
        c.ellipse(mid + s * e, cy - 4, 7.2, tall, INK)
        c.ellipse(mid + s * e + 2.4, cy - 7, 2.2, 2.4, WHITE)
        if look == "calm":
            c.line([(mid + s * (e - 12), cy - 9), (mid + s * e, cy - 13), (mid + s * (e + 12), cy - 8)], sitter.deep, 3)
        if (
            spec.beard == "none"
            and spec.glasses == "none"
            and spec.style
            in {"long", "wavy", "bun", "fringe", "afro", "curly", "headscarf", "ponytail", "bob", "braids"}
        ):
            c.line([(mid + s * (e + 6), cy - 9), (mid + s * (e + 12), cy - 12)], INK, 2.8)
    nose = sitter.chance.randrange(3)
    if nose == 0:
        c.line([(mid + 2, cy + 2), (mid + 9, cy + 24), (mid - 3, cy + 27)], sitter.deep, 3.4)
    elif nose == 1:
        c.line([(mid - 9, cy + 23), (mid, cy + 29), (mid + 9, cy + 23)], sitter.deep, 3.6)
    else:
        c.line([(mid - 2, cy + 4), (mid - 9, cy + 23), (mid + 4, cy + 27)], sitter.deep, 3.4)
    _mouth(c, sitter, look)


def _mouth(c: Canvas, sitter: Sitter, look: str) -> None:
    mid, y = sitter.centre, sitter.cy + 52
    lip = mix(sitter.skin, (150, 40, 48), 0.55)
    if look == "smile":
        c.line([(mid - 23, y - 2), (mid - 10, y + 8), (mid + 10, y + 8), (mid + 23, y - 2)], lip, 5)
    elif look == "calm":
        c.line([(mid - 17, y + 3), (mid, y + 6), (mid + 17, y + 2)], lip, 5)
    elif look == "wry":
        c.line([(mid - 20, y + 6), (mid - 2, y + 7), (mid + 14, y + 3), (mid + 23, y - 5)], lip, 5)
    else:
        depth = 17 if look == "grin" else 25
        width = 27 if look == "grin" else 30
        rim = spline([(mid - width, y - 5), (mid, y - 1), (mid + width, y - 5)], closed=False)
        under = spline(
            [
                (mid + width, y - 5),
                (mid + width * 0.62, y + depth * 0.75),
                (mid, y + depth),
                (mid - width * 0.62, y + depth * 0.75),
                (mid - width, y - 5),
            ],
            closed=False,
        )
        c.polygon([*rim, *under], mix(lip, INK, 0.55))
        teeth = spline(
            [
                (mid + width * 0.86, y - 4),
                (mid + width * 0.6, y + 5),
                (mid, y + 8),
                (mid - width * 0.6, y + 5),
                (mid - width * 0.86, y - 4),
            ],
            closed=False,
        )
        c.polygon([*[(x, py) for x, py in rim if abs(x - mid) < width * 0.88], *teeth], WHITE)
        if look == "laugh":
            c.ellipse(mid, y + depth - 6, 13, 5.5, (204, 96, 92))
