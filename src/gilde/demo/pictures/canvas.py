"""A surface to draw flat shapes on: thought in small units, drawn large, so that shrinking smooths the edges."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from gilde.demo.pictures.palette import Colour

Point = tuple[float, float]

_OVERSAMPLE = 4


def webp(image: Image.Image, quality: int) -> bytes:
    """Save a drawing as WebP. Quickly rather than small: as an upload it is packed anew."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=2)
    return out.getvalue()


def shrink(image: Image.Image, width: int, height: int) -> Image.Image:
    """What was drawn large, at the size asked for: every point the mean of what it covers, as flat shapes want it."""
    return image.resize((width, height), Image.Resampling.BOX)


def spline(points: Sequence[Point], *, closed: bool = True, steps: int = 12) -> list[Point]:
    """Lay a Catmull-Rom curve through the points."""
    count = len(points)
    result: list[Point] = []
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            p0, p1 = points[max(i - 1, 0)], points[i]
            p2, p3 = points[i + 1], points[min(i + 2, count - 1)]
        for step in range(steps):
            t = step / steps
            result.append(
                (
                    _catmull(p0[0], p1[0], p2[0], p3[0], t),
                    _catmull(p0[1], p1[1], p2[1], p3[1], t),
                )
            )
    if not closed:
        result.append(points[-1])
    return result


def _catmull(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)


def _round(x: float, y: float, rx: float, ry: float) -> list[Point]:
    count = 72 if max(rx, ry) > 60 else 40
    return [(x + rx * math.cos(k * math.tau / count), y + ry * math.sin(k * math.tau / count)) for k in range(count)]


class Canvas:
    """A surface that thinks in small units and draws large; `turn` leans what follows around `pivot`."""

    def __init__(self, width: int, height: int, ground: Colour, scale: int = _OVERSAMPLE) -> None:
        self.width, self.height, self.scale = width, height, scale
        self.image = Image.new("RGB", (width * scale, height * scale), ground)
        self.pen = ImageDraw.Draw(self.image)
        self.turn, self.pivot = 0.0, (0.0, 0.0)

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        if not self.turn:
            return [(x * self.scale, y * self.scale) for x, y in points]
        cos, sin = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        px, py = self.pivot
        return [
            (
                (px + (x - px) * cos + (y - py) * sin) * self.scale,
                (py - (x - px) * sin + (y - py) * cos) * self.scale,
            )
            for x, y in points
        ]

    def polygon(self, points: Sequence[Point], fill: Colour) -> None:
        """Fill an outline."""
        self.pen.polygon(self._scaled(points), fill=fill)

    def blob(self, points: Sequence[Point], fill: Colour) -> None:
        """Fill a smooth shape through the points."""
        self.polygon(spline(points), fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """Fill an ellipse around its middle."""
        self.polygon(_round(x, y, rx, ry), fill)

    def ring(self, x: float, y: float, rx: float, ry: float, colour: Colour, width: float) -> None:
        """Draw the outline of an ellipse."""
        outline = _round(x, y, rx, ry)
        self.line([*outline, outline[0]], colour, width, smooth=False)

    def rectangle(
        self, x0: float, y0: float, x1: float, y1: float, fill: Colour, radius: float = 0, outline: float = 0
    ) -> None:
        """Fill a rectangle, or draw its outline, with round corners if asked."""
        radius = min(radius, (x1 - x0) / 2, (y1 - y0) / 2)
        points: list[Point] = []
        for x, y, start in (
            (x1 - radius, y0 + radius, -90),
            (x1 - radius, y1 - radius, 0),
            (x0 + radius, y1 - radius, 90),
            (x0 + radius, y0 + radius, 180),
        ):
            for step in range(9 if radius else 1):
                angle = math.radians(start + step * 90 / 8)
                points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
        if outline:
            self.line([*points, points[0]], fill, outline, smooth=False)
        else:
            self.polygon(points, fill)

    def line(self, points: Sequence[Point], colour: Colour, width: float, *, smooth: bool = True) -> None:
        """Draw a line with round ends, smooth through its points."""
        path = spline(points, closed=False) if smooth and len(points) > 2 else list(points)
        self.pen.line(self._scaled(path), fill=colour, width=round(width * self.scale), joint="curve")
        for x, y in (path[0], path[-1]):
            self.ellipse(x, y, width / 2, width / 2, colour)

    def pie(self, x: float, y: float, r: float, start: float, end: float, fill: Colour) -> None:
        """Fill a slice of a circle."""
        points = []
        for step in range(33):
            angle = math.radians(start + (end - start) * step / 32)
            points.append((x + r * math.cos(angle), y + r * math.sin(angle)))
        self.polygon([(x, y), *points], fill)

    def text(self, x: float, y: float, words: str, size: float, colour: Colour) -> None:
        """Write words around a point."""
        font = ImageFont.load_default(size * self.scale)
        self.pen.text((x * self.scale, y * self.scale), words, font=font, fill=colour, anchor="mm")
