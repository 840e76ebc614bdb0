"""The icon of the installed app: our mark as pixels, because telephones want PNG."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

SIZES: Final = (180, 192, 512)
BLUE: Final = "#22409c"  # --blue by day
PAPER: Final = "#fbf8f1"  # --paper by day
# The strokes of ui/mark.svg, on its grid of 32.
_STROKES: Final = (
    ((16, 5), (16, 27)),
    ((9, 11), (16, 5), (23, 11)),
    ((9, 21), (23, 21)),
    ((11, 16), (21, 16)),
    ((23, 21), (23, 27)),
    ((9, 21), (9, 27)),
)
_WIDTH: Final = 2.2
_FINER: Final = 4  # drawn larger and made smaller, for smooth edges


@lru_cache(maxsize=len(SIZES))
def app_icon(size: int) -> bytes:
    """The mark as a PNG of ``size`` pixels; full to the edge, so that every system can cut its own shape (maskable)."""
    large = size * _FINER
    picture = Image.new("RGB", (large, large), BLUE)
    draw = ImageDraw.Draw(picture)
    inner = large * 0.68  # the middle that no shape cuts into
    edge, unit = (large - inner) / 2, inner / 32
    for stroke in _STROKES:
        points = [(edge + x * unit, edge + y * unit) for x, y in stroke]
        draw.line(points, fill=PAPER, width=round(_WIDTH * unit), joint="curve")
        half = _WIDTH * unit / 2
        for x, y in points:
            draw.rectangle((x - half, y - half, x + half, y + half), fill=PAPER)
    out = io.BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
