"""Covers: wide pictures in eleven motifs, for the head of a community's page."""

from __future__ import annotations

import random
from collections.abc import Callable

from gilde.demo.pictures.canvas import Canvas, shrink, webp
from gilde.demo.pictures.cover.patterns import draw_arches, draw_grid, draw_papercut, draw_waves, draw_weave
from gilde.demo.pictures.cover.places import draw_river, draw_table, draw_workshop
from gilde.demo.pictures.cover.town import draw_bridge, draw_canal, draw_gables
from gilde.demo.pictures.palette import COPPER, INK, PAPER

COVER_MOTIFS: dict[str, Callable[[Canvas, random.Random], None]] = {
    "gables": draw_gables,
    "canal": draw_canal,
    "table": draw_table,
    "weave": draw_weave,
    "papercut": draw_papercut,
    "river": draw_river,
    "waves": draw_waves,
    "arches": draw_arches,
    "bridge": draw_bridge,
    "grid": draw_grid,
    "workshop": draw_workshop,
}


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
