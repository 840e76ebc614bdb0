"""The head as a whole: ears, face, hair, scarf, and what somebody wears on it."""

from __future__ import annotations

from gilde.demo.pictures.canvas import Canvas, spline
from gilde.demo.pictures.palette import COLOURS, COPPER, INK, WHITE, mix
from gilde.demo.pictures.portrait.face import draw_face
from gilde.demo.pictures.portrait.hair import draw_hair_front
from gilde.demo.pictures.portrait.sitter import Sitter


def draw_head(c: Canvas, sitter: Sitter) -> None:
    """Draw the head with everything on it, except the hair that falls behind it."""
    mid, cy, rx, _ry, spec = sitter.centre, sitter.cy, sitter.rx, sitter.ry, sitter.spec
    covered = spec.style == "headscarf"
    if covered:
        _scarf(c, sitter)
    if not covered:
        for s in (-1, 1):
            c.ellipse(mid + s * (rx + 3), cy + 12, 14, 20, sitter.shade)
            c.ellipse(mid + s * (rx + 1), cy + 12, 12, 18, sitter.skin)
    draw_face(c, sitter)
    if not covered:
        draw_hair_front(c, sitter)
    else:
        band = mix(COLOURS[spec.second], INK, 0.28)
        outer = sitter.outer(1, 158, 22)
        inner = spline(
            [(mid - 62, cy - 40), (mid - 30, cy - 66), (mid + 30, cy - 66), (mid + 62, cy - 40)], closed=False
        )
        c.polygon([*outer, *reversed(inner)], band)
    _glasses(c, sitter)
    if spec.accessory == "earrings" and not covered:
        for s in (-1, 1):
            c.ellipse(mid + s * (rx + 6), cy + 40, 6, 9, COLOURS["ochre"] if spec.background != "ochre" else COPPER)
    if spec.accessory == "headphones":
        arc = sitter.outer(17, 176, 4, lift=12)
        c.line(arc, INK, 9, smooth=False)
        for s in (-1, 1):
            c.rectangle(mid + s * (rx + 12) - 15, cy - 18, mid + s * (rx + 12) + 15, cy + 42, COPPER, radius=14)


def _scarf(c: Canvas, sitter: Sitter) -> None:
    mid, cy, rx, ry = sitter.centre, sitter.cy, sitter.rx, sitter.ry
    tint = COLOURS[sitter.spec.second]
    half = [
        (0.0, -ry - 22),
        (rx * 0.74, -ry * 0.92),
        (rx + 20, -ry * 0.2),
        (rx + 20, ry * 0.5),
        (rx + 2, ry * 1.12),
        (rx * 0.5, ry * 1.36),
    ]
    right = [(mid + x, cy + y) for x, y in half]
    left = [(mid - x, cy + y) for x, y in reversed(half[1:])]
    c.blob([*right, *left], tint)
    dark = mix(tint, INK, 0.16)
    c.line([(mid + rx + 10, cy - 20), (mid + rx + 8, cy + 50), (mid + 40, cy + 112)], dark, 4)
    c.line([(mid - 30, cy - ry - 14), (mid - rx - 4, cy - 40), (mid - rx - 10, cy + 30)], dark, 3)


def _glasses(c: Canvas, sitter: Sitter) -> None:
    kind, mid, cy, e = sitter.spec.glasses, sitter.centre, sitter.cy - 2, sitter.eye
    if kind == "none":
        return
    frame = {"round": INK, "square": mix(INK, COPPER, 0.25), "half": COPPER, "cat": COLOURS["plum"]}[kind]
    if sitter.spec.skin in {"brown", "deep"} and kind in {"round", "square"}:
        frame = COLOURS["ochre"] if kind == "round" else WHITE
    for s in (-1, 1):
        x = mid + s * (e + 1)
        if kind == "round":
            c.ring(x, cy, 25, 25, frame, 4)
        elif kind == "square":
            c.rectangle(x - 26, cy - 19, x + 26, cy + 20, frame, radius=8, outline=4.5)
        elif kind == "half":
            c.line([(x - 22, cy + 6), (x - 18, cy + 20), (x, cy + 25), (x + 18, cy + 20), (x + 22, cy + 6)], frame, 4)
            c.line([(x - 22, cy + 6), (x + 22, cy + 6)], frame, 3)
        else:
            shape = [
                (x - s * 24, cy - 14),
                (x + s * 8, cy - 19),
                (x + s * 32, cy - 27),
                (x + s * 27, cy + 8),
                (x, cy + 20),
                (x - s * 22, cy + 10),
            ]
            ring = spline(shape)
            c.line([*ring, ring[0]], frame, 5, smooth=False)
        c.line([(x + s * 25, cy - 3), (mid + s * (sitter.rx - 1), cy - 1)], frame, 3.5)
    bridge = cy + 6 if kind == "half" else cy - 3
    c.line([(mid - e + 25, bridge), (mid, bridge - 4), (mid + e - 25, bridge)], frame, 4)
