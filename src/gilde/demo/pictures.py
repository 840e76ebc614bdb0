"""Drawn pictures for the demo: portraits, covers and illustrations, made with Pillow alone.

Everything is flat shapes in the colours of the house, drawn four times too large and then shrunk,
so that edges are smooth. The same input gives the same bytes, so a second start makes no second file.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from PIL import Image, ImageDraw, ImageFont

Point = tuple[float, float]
Colour = tuple[int, int, int]

_OVERSAMPLE = 4


def _oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """Turn the oklch notation of the style sheet into an sRGB colour."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )

    def encode(value: float) -> int:
        value = min(1.0, max(0.0, value))
        return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))

    red, green, blue = linear
    return (encode(red), encode(green), encode(blue))


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    """Blend `share` of the other colour into one."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


PAPER = _oklch(0.965, 0.015, 85)
INK = _oklch(0.26, 0.022, 265)
BLUE = _oklch(0.48, 0.15, 255)
COPPER = _oklch(0.62, 0.12, 50)
WHITE = (255, 253, 249)

COLOURS: dict[str, Colour] = {
    "blue": BLUE,
    "copper": COPPER,
    "ink": INK,
    "navy": _oklch(0.36, 0.09, 262),
    "ochre": _oklch(0.76, 0.12, 80),
    "moss": _oklch(0.50, 0.07, 145),
    "plum": _oklch(0.42, 0.09, 350),
    "sand": _oklch(0.84, 0.05, 80),
    "rose": _oklch(0.74, 0.08, 25),
    "teal": _oklch(0.55, 0.08, 200),
    "white": WHITE,
}
SKINS: dict[str, Colour] = {
    "porcelain": (248, 221, 203),
    "fair": (241, 205, 178),
    "rosy": (238, 190, 165),
    "olive": (217, 172, 132),
    "tan": (198, 144, 103),
    "brown": (150, 98, 66),
    "deep": (101, 64, 46),
}
HAIRS: dict[str, Colour] = {
    "black": (35, 31, 36),
    "darkbrown": (64, 43, 36),
    "brown": (101, 67, 47),
    "chestnut": (133, 76, 47),
    "copper": (184, 96, 48),
    "blond": (222, 182, 112),
    "sand": (190, 156, 112),
    "grey": (139, 137, 138),
    "silver": (186, 186, 190),
    "white": (233, 230, 226),
}
BACKGROUNDS: dict[str, tuple[Colour, Colour]] = {
    "paper": (_oklch(0.93, 0.025, 85), _oklch(0.88, 0.04, 80)),
    "blue": (_oklch(0.86, 0.05, 250), _oklch(0.78, 0.08, 252)),
    "copper": (_oklch(0.87, 0.05, 55), _oklch(0.78, 0.08, 52)),
    "moss": (_oklch(0.87, 0.04, 140), _oklch(0.79, 0.055, 143)),
    "rose": (_oklch(0.90, 0.035, 20), _oklch(0.83, 0.06, 22)),
    "ochre": (_oklch(0.90, 0.07, 88), _oklch(0.83, 0.10, 84)),
    "sand": (_oklch(0.90, 0.03, 75), _oklch(0.84, 0.045, 72)),
    "night": (_oklch(0.42, 0.07, 262), _oklch(0.48, 0.09, 258)),
}
_STYLES = (
    "short crop buzz bald balding bob long wavy curly afro bun ponytail braids sidepart quiff pixie headscarf locs "
    "fringe topknot"
)


@dataclass(frozen=True)
class PortraitSpec:
    """What somebody looks like, in words a writer can choose from; `seed` varies what the words leave open."""

    seed: int = 0
    skin: str = "fair"
    hair: str = "brown"
    style: str = "short"
    garment: str = "crew"
    clothing: str = "blue"
    second: str = "white"
    glasses: str = "none"
    beard: str = "none"
    age: str = "middle"
    expression: str = "smile"
    accessory: str = "none"
    background: str = "paper"

    @staticmethod
    def allowed() -> dict[str, frozenset[str]]:
        """Tell which words each field knows."""
        return {
            "skin": frozenset(SKINS),
            "hair": frozenset(HAIRS),
            "style": frozenset(_STYLES.split()),
            "garment": frozenset(
                ["crew", "shirt", "turtleneck", "blazer", "hoodie", "vneck", "scarf", "polo", "scrubs", "dungarees"]
            ),
            "clothing": frozenset(COLOURS),
            "second": frozenset(COLOURS),
            "glasses": frozenset(["none", "round", "square", "half", "cat"]),
            "beard": frozenset(["none", "stubble", "short", "full", "moustache", "goatee"]),
            "age": frozenset(["young", "middle", "older"]),
            "expression": frozenset(["smile", "grin", "calm", "wry", "laugh"]),
            "accessory": frozenset(["none", "earrings", "lanyard", "headphones", "necklace", "pin"]),
            "background": frozenset(BACKGROUNDS),
        }

    def __post_init__(self) -> None:
        known = self.allowed()
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name in known and value not in known[item.name]:
                raise ValueError(f"A portrait knows no {item.name} {value!r}.")


def portrait(spec: PortraitSpec, size: int = 512) -> bytes:
    """Draw a portrait and give it as WebP."""
    return _webp(_Portrait(spec).draw().resize((size, size), Image.Resampling.LANCZOS), quality=86)


def cover(seed: int, title_initials: str, motif: str, width: int = 1600, height: int = 500) -> bytes:
    """Draw a wide cover with the given motif and a small seal with the initials, as WebP."""
    if motif not in COVER_MOTIFS:
        raise ValueError(f"There is no cover motif {motif!r}.")
    canvas = _Canvas(1600, 500, PAPER, scale=2)
    COVER_MOTIFS[motif](canvas, random.Random(f"{motif}/{seed}"))  # noqa: S311 (a drawing, not a secret)
    if title_initials:
        _seal(canvas, title_initials)
    return _webp(canvas.image.resize((width, height), Image.Resampling.LANCZOS), quality=84)


def illustration(name: str, seed: int = 0) -> bytes:
    """Draw an illustration (whiteboard, postits, meeting, notebook, chart, landscape) as WebP of 1200 by 800."""
    if name not in ILLUSTRATIONS:
        raise ValueError(f"There is no illustration {name!r}.")
    canvas = _Canvas(1200, 800, PAPER, scale=2)
    ILLUSTRATIONS[name](canvas, random.Random(f"{name}/{seed}"))  # noqa: S311 (a drawing, not a secret)
    return _webp(canvas.image.resize((1200, 800), Image.Resampling.LANCZOS), quality=84)


def _webp(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()


def _smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 12) -> list[Point]:
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


class _Canvas:
    """A surface that thinks in small units and draws large."""

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
        self.pen.polygon(self._scaled(points), fill=fill)

    def blob(self, points: Sequence[Point], fill: Colour) -> None:
        self.polygon(_smooth(points), fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        self.polygon(_round(x, y, rx, ry), fill)

    def ring(self, x: float, y: float, rx: float, ry: float, colour: Colour, width: float) -> None:
        outline = _round(x, y, rx, ry)
        self.line([*outline, outline[0]], colour, width, smooth=False)

    def rectangle(
        self, x0: float, y0: float, x1: float, y1: float, fill: Colour, radius: float = 0, outline: float = 0
    ) -> None:
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
        path = _smooth(points, closed=False) if smooth and len(points) > 2 else list(points)
        self.pen.line(self._scaled(path), fill=colour, width=round(width * self.scale), joint="curve")
        for x, y in (path[0], path[-1]):
            self.ellipse(x, y, width / 2, width / 2, colour)

    def pie(self, x: float, y: float, r: float, start: float, end: float, fill: Colour) -> None:
        points = []
        for step in range(33):
            angle = math.radians(start + (end - start) * step / 32)
            points.append((x + r * math.cos(angle), y + r * math.sin(angle)))
        self.polygon([(x, y), *points], fill)

    def text(self, x: float, y: float, words: str, size: float, colour: Colour) -> None:
        font = ImageFont.load_default(size * self.scale)
        self.pen.text((x * self.scale, y * self.scale), words, font=font, fill=colour, anchor="mm")


class _Portrait:
    """One head and shoulders on a square of 512."""

    centre = 256.0

    def __init__(self, spec: PortraitSpec) -> None:
        self.spec = spec
        words = "/".join(str(getattr(spec, item.name)) for item in fields(spec))
        self.chance = random.Random(words)  # noqa: S311 (a drawing, not a secret)
        self.skin = SKINS[spec.skin]
        self.shade = _mix(self.skin, (120, 50, 40), 0.18 if spec.skin not in {"brown", "deep"} else 0.22)
        self.deep = _mix(self.skin, (90, 35, 35), 0.42)
        self.hair = HAIRS[spec.hair]
        self.strand = _mix(self.hair, INK, 0.25) if spec.hair not in {"black"} else _mix(self.hair, WHITE, 0.16)
        self.cloth = COLOURS[spec.clothing]
        self.fold = _mix(self.cloth, INK, 0.16) if spec.clothing != "ink" else _mix(self.cloth, WHITE, 0.14)
        self.second = COLOURS[spec.second]
        slim = {"young": 0, "middle": 2, "older": 3}[spec.age]
        self.rx = 76 + slim + self.chance.uniform(-6, 6)
        self.ry = 97 + self.chance.uniform(-6, 7)
        self.cy = 240.0
        self.jaw = self.chance.uniform(0.78, 0.93) + (0.04 if spec.beard in {"short", "full", "stubble"} else 0)
        self.tilt = self.chance.choice((-5.0, -3.0, 2.0, 4.0, 5.5))
        self.eye = 31 + self.chance.uniform(-2, 3)

    def draw(self) -> Image.Image:
        ground, shape = BACKGROUNDS[self.spec.background]
        c = _Canvas(512, 512, ground)
        c.pivot = (self.centre, 350)
        self._backdrop(c, shape)
        c.turn = self.tilt
        self._hair_behind(c)
        c.turn = 0.0
        self._body(c)
        c.turn = self.tilt
        self._head(c)
        c.turn = 0.0
        self._over_body(c)
        # A little closer: faces are mostly seen small.
        edge = 44 * c.scale
        return c.image.crop((edge, edge + 8 * c.scale, 512 * c.scale - edge, 512 * c.scale - edge + 8 * c.scale))

    # Behind everything

    def _backdrop(self, c: _Canvas, shape: Colour) -> None:
        form = self.chance.randrange(5)
        if form == 0:
            c.ellipse(256, 262, 196, 196, shape)
        elif form == 1:
            c.rectangle(84, 92, 428, 620, shape, radius=172)
        elif form == 2:
            c.ellipse(384, 150, 118, 118, shape)
            c.blob([(-40, 400), (120, 330), (280, 380), (420, 320), (560, 370), (560, 560), (-40, 560)], shape)
        elif form == 3:
            c.polygon([(0, 512), (0, 250), (512, 60), (512, 512)], shape)
        else:
            c.polygon([(70, 560), (70, 230), (256, 50), (442, 230), (442, 560)], shape)

    # Hair

    def _outer(self, grow: float, start: float, end: float, lift: float = 0) -> list[Point]:
        """Give the outline of the skull from one angle to another over the top (180 is left, 0 right)."""
        points = []
        for step in range(25):
            angle = math.radians(start + (end - start) * step / 24)
            x = self.centre + (self.rx + grow) * math.cos(angle)
            y = self.cy - (self.ry + grow) * math.sin(angle) - lift * max(0.0, math.sin(angle)) ** 2
            points.append((x, y))
        return points

    def _cap(self, c: _Canvas, hairline: Sequence[Point], grow: float = 9, drop: float = 8, lift: float = 0) -> None:
        """Cover the skull from ear to ear over the top, down to the hairline (offsets from the middle of the face)."""
        outer = self._outer(grow, 180 + drop, -drop, lift)
        inner = _smooth([(self.centre + x, self.cy + y) for x, y in hairline], closed=False)
        c.polygon([*outer, *reversed(inner)], self.hair)

    def _hair_behind(self, c: _Canvas) -> None:
        style, mid, cy, rx, ry = self.spec.style, self.centre, self.cy, self.rx, self.ry
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
            c.blob([(mid, cy - ry - 18), *right, (mid, length - 30), *left], self.hair)
            if style == "wavy":
                for side in (-1, 1):
                    for k, y in enumerate(range(int(cy - 10), length, 38)):
                        c.ellipse(mid + side * (rx + 18 + (k % 2) * 9), y, 27, 28, self.hair)
            if style == "locs":
                for side in (-1, 1):
                    for k in range(4):
                        x = mid + side * (rx - 14 + k * 13)
                        c.line([(x, cy), (x + side * 4, cy + 90), (x + side * 2, length - k * 10)], self.strand, 3)
        elif style == "bob":
            right = [
                (mid + rx * 0.7, cy - ry * 0.97),
                (mid + rx + 18, cy - 20),
                (mid + rx + 22, cy + 52),
                (mid + rx + 8, cy + 92),
                (mid + rx - 26, cy + 98),
            ]
            left = [(2 * mid - x, y) for x, y in reversed(right)]
            c.blob([(mid, cy - ry - 18), *right, (mid, cy + 80), *left], self.hair)
        elif style == "afro":
            c.ellipse(mid, cy - 32, rx + 62, ry + 42, self.hair)
            for k in range(26):
                angle = math.radians(k * 360 / 26)
                c.ellipse(mid + (rx + 56) * math.cos(angle), cy - 32 - (ry + 36) * math.sin(angle), 19, 19, self.hair)
        elif style == "curly":
            for k in range(19):
                angle = math.radians(-38 + k * 256 / 18)
                size = 28 + (k * 7 % 3) * 4
                c.ellipse(mid + (rx + 8) * math.cos(angle), cy - (ry + 2) * math.sin(angle), size, size, self.hair)
        elif style in {"bun", "topknot"}:
            size = 40 if style == "bun" else 29
            c.ellipse(mid, cy - ry - size * 0.62, size, size * 0.9, self.hair)
            c.line(
                [(mid - size * 0.6, cy - ry - 6), (mid, cy - ry + 2), (mid + size * 0.6, cy - ry - 6)], self.strand, 4
            )
        elif style == "ponytail":
            tail = [
                (mid + rx * 0.3, cy - ry * 0.86),
                (mid + rx + 34, cy - 66),
                (mid + rx + 58, cy + 18),
                (mid + rx + 44, cy + 116),
                (mid + rx + 24, cy + 128),
                (mid + rx + 20, cy + 20),
            ]
            c.blob(tail, self.hair)

    def _hair_front(self, c: _Canvas) -> None:
        style, mid, cy, rx, ry = self.spec.style, self.centre, self.cy, self.rx, self.ry
        side = rx - 5
        plain = [(-side - 4, -4), (-side + 8, -40), (-40, -62), (0, -68), (40, -62), (side - 8, -40), (side + 4, -4)]
        if style in {"short", "crop"}:
            grow = 10 if style == "short" else 5
            self._cap(c, plain, grow, drop=4, lift=8 if style == "short" else 0)
            if style == "short":
                c.line([(mid - 30, cy - ry + 10), (mid - 8, cy - ry - 2), (mid + 22, cy - ry + 4)], self.strand, 3)
        elif style == "buzz":
            stubble = _mix(self.skin, self.hair, 0.62)
            outer, inner = self._outer(2, 182, -2), [(mid + x, cy + y) for x, y in plain]
            c.polygon([*outer, *reversed(_smooth(inner, closed=False))], stubble)
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
                    self.hair,
                )
            c.line([(mid - 22, cy - ry + 16), (mid - 4, cy - ry + 10)], _mix(self.skin, WHITE, 0.4), 5)
        elif style == "bald":
            c.line([(mid - 30, cy - ry + 22), (mid - 6, cy - ry + 13)], _mix(self.skin, WHITE, 0.4), 6)
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
            self._cap(c, line, 11, drop=4, lift=10)
            c.line([(mid - 34, cy - 72), (mid - 30, cy - ry - 6)], self.strand, 3)
        elif style == "quiff":
            self._cap(c, plain, 8, drop=2, lift=10)
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
                self.hair,
            )
            c.line([(mid - 34, cy - ry + 12), (mid - 2, cy - ry - 18), (mid + 40, cy - ry - 14)], self.strand, 3)
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
            self._cap(c, line, 13, drop=10, lift=10)
            c.line([(mid + 44, cy - 72), (mid + 10, cy - ry + 8), (mid - 34, cy - ry + 14)], self.strand, 3)
        elif style in {"fringe"}:
            line = [(-side - 6, 40), (-side + 9, -10), (-50, -36), (0, -32), (50, -36), (side - 9, -10), (side + 6, 40)]
            self._cap(c, line, 13, drop=14, lift=6)
            for x in (-34, -6, 24):
                c.line([(mid + x, cy - 40), (mid + x * 0.8, cy - ry + 22)], self.strand, 2.5)
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
            self._cap(c, line, 13, drop=16, lift=6)
            c.line([(mid - 26, cy - 70), (mid - 22, cy - ry - 4)], self.strand, 3)
        elif style in {"long", "wavy", "locs"}:
            line = [(-side - 6, 40), (-side + 8, -20), (-42, -58), (0, -76), (42, -58), (side - 8, -20), (side + 6, 40)]
            self._cap(c, line, 13, drop=14, lift=6)
            c.line([(mid, cy - 76), (mid, cy - ry - 6)], self.strand, 3)
        elif style in {"bun", "topknot", "ponytail"}:
            self._cap(c, plain, 9, drop=6, lift=4)
            for x in (-30, 0, 30):
                c.line([(mid + x * 1.2, cy - 68), (mid + x * 0.5, cy - ry + 4)], self.strand, 2.5)
        elif style == "braids":
            line = [(-side - 6, 20), (-side + 6, -30), (-40, -62), (0, -78), (40, -62), (side - 6, -30), (side + 6, 20)]
            self._cap(c, line, 11, drop=12, lift=6)
            c.line([(mid, cy - 78), (mid, cy - ry - 4)], self.strand, 3)
        elif style == "afro":
            self._cap(c, plain, 14, drop=10, lift=10)
        elif style == "curly":
            for k, x in enumerate((-66, -44, -18, 10, 38, 62)):
                c.ellipse(mid + x, cy - 66 - (k % 2) * 9 + abs(x) * 0.22, 21, 20, self.hair)
            self._cap(c, [(x, y - 14) for x, y in plain], 10, drop=0, lift=8)

    # Body

    def _shoulders(self) -> list[Point]:
        broad = 6 if self.spec.beard in {"short", "full"} else 0
        half = [(44, 388), (92, 398), (140 + broad, 418), (170 + broad, 462), (182 + broad, 540)]
        right = [(self.centre + x, y) for x, y in half]
        left = [(self.centre - x, y) for x, y in reversed(half)]
        return [*right, *left]

    def _body(self, c: _Canvas) -> None:
        mid, garment = self.centre, self.spec.garment
        if garment == "hoodie":
            c.blob(
                [(mid - 92, 412), (mid - 70, 352), (mid, 338), (mid + 70, 352), (mid + 92, 412), (mid, 440)], self.fold
            )
        c.rectangle(mid - 36, 300, mid + 36, 420, self.shade, radius=30)
        c.blob(self._shoulders(), self.cloth)
        scoop = {"crew": 18, "polo": 14, "hoodie": 22, "scrubs": 8, "dungarees": 22, "scarf": 10}.get(garment, 12)
        c.ellipse(mid, 388, 45, scoop + 8, self.fold)
        c.ellipse(mid, 385, 38, scoop + 4, self.shade)
        if garment in {"vneck", "scrubs"}:
            c.polygon([(mid - 50, 384), (mid + 50, 384), (mid, 462)], self.fold)
            c.polygon([(mid - 40, 380), (mid + 40, 380), (mid, 450)], self.shade)
            if garment == "vneck" and self.spec.second != "white":
                c.polygon([(mid - 40, 388), (mid, 414), (mid + 40, 388), (mid, 450)], self.second)
            if garment == "scrubs":
                c.rectangle(mid + 62, 446, mid + 112, 512, self.fold, radius=5)
        elif garment == "shirt":
            c.polygon([(mid - 48, 378), (mid, 420), (mid - 30, 456), (mid - 74, 398)], _mix(self.cloth, WHITE, 0.25))
            c.polygon([(mid + 48, 378), (mid, 420), (mid + 30, 456), (mid + 74, 398)], _mix(self.cloth, WHITE, 0.25))
            c.line([(mid, 424), (mid, 520)], self.fold, 4)
            for y in (452, 488):
                c.ellipse(mid + 9, y, 4, 4, self.fold)
        elif garment == "polo":
            c.polygon([(mid - 46, 380), (mid - 2, 412), (mid - 26, 436), (mid - 66, 398)], self.fold)
            c.polygon([(mid + 46, 380), (mid + 2, 412), (mid + 26, 436), (mid + 66, 398)], self.fold)
            c.line([(mid, 414), (mid, 462)], self.fold, 5)
        elif garment == "blazer":
            c.polygon([(mid - 46, 380), (mid + 46, 380), (mid + 24, 540), (mid - 24, 540)], self.second)
            c.polygon([(mid - 34, 378), (mid + 34, 378), (mid, 424)], self.shade)
            for s in (-1, 1):
                c.polygon(
                    [
                        (mid + s * 46, 376),
                        (mid + s * 86, 402),
                        (mid + s * 78, 446),
                        (mid + s * 92, 454),
                        (mid + s * 14, 540),
                    ],
                    self.fold,
                )
        elif garment == "turtleneck":
            c.rectangle(mid - 43, 346, mid + 43, 412, self.cloth, radius=16)
            c.line([(mid - 40, 372), (mid, 380), (mid + 40, 372)], self.fold, 4)
        elif garment == "hoodie":
            for s in (-1, 1):
                c.line([(mid + s * 26, 406), (mid + s * 30, 462)], _mix(self.cloth, WHITE, 0.6), 5)
        elif garment == "dungarees":
            c.blob(self._shoulders(), self.second)
            c.ellipse(mid, 385, 40, 24, self.shade)
            c.rectangle(mid - 74, 452, mid + 74, 560, self.cloth, radius=12)
            for s in (-1, 1):
                c.polygon(
                    [(mid + s * 52, 462), (mid + s * 80, 462), (mid + s * 104, 400), (mid + s * 80, 394)], self.cloth
                )
                c.ellipse(mid + s * 64, 468, 8, 8, COLOURS["ochre"])
        elif garment == "crew":
            c.line([(mid - 148, 540), (mid - 124, 470)], self.fold, 4)
            c.line([(mid + 148, 540), (mid + 124, 470)], self.fold, 4)

    def _over_body(self, c: _Canvas) -> None:
        """Draw what hangs over clothes: scarf, braids, lanyard, necklace, pin."""
        mid, spec = self.centre, self.spec
        if spec.style == "headscarf":
            tint = COLOURS[spec.second]
            dark = _mix(tint, INK, 0.18)
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
            dark = _mix(self.second, INK, 0.2)
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
                self.second,
            )
            c.line([(mid - 58, 386), (mid, 402), (mid + 60, 384)], dark, 4)
        if spec.style == "braids":
            for s in (-1, 1):
                for k in range(6):
                    c.ellipse(mid + s * (self.rx + 12 - k * 1.5), self.cy + 44 + k * 27, 16, 18, self.hair)
                    c.line(
                        [
                            (mid + s * (self.rx + 2 - k), self.cy + 38 + k * 27),
                            (mid + s * (self.rx + 18 - k), self.cy + 50 + k * 27),
                        ],
                        self.strand,
                        2.5,
                    )
                c.ellipse(mid + s * (self.rx + 3), self.cy + 44 + 5.6 * 27, 9, 7, COPPER)
        if spec.accessory == "lanyard":
            for s in (-1, 1):
                c.line([(mid + s * 52, 396), (mid + s * 10, 496)], BLUE if spec.clothing != "blue" else COPPER, 7)
            c.rectangle(mid - 28, 484, mid + 28, 540, WHITE, radius=6)
        elif spec.accessory == "necklace":
            c.line(
                [(mid - 46, 398), (mid - 24, 434), (mid, 444), (mid + 24, 434), (mid + 46, 398)], COLOURS["ochre"], 3
            )
            c.ellipse(mid, 448, 9, 9, COPPER)
        elif spec.accessory == "pin":
            c.ellipse(mid - 92, 450, 11, 11, COLOURS["ochre"])
            c.ellipse(mid - 92, 450, 5, 5, COPPER)

    # Head

    def _head(self, c: _Canvas) -> None:
        mid, cy, rx, _ry, spec = self.centre, self.cy, self.rx, self.ry, self.spec
        covered = spec.style == "headscarf"
        if covered:
            self._scarf(c)
        if not covered:
            for s in (-1, 1):
                c.ellipse(mid + s * (rx + 3), cy + 12, 14, 20, self.shade)
                c.ellipse(mid + s * (rx + 1), cy + 12, 12, 18, self.skin)
        c.blob(self._face(), self.skin)
        self._cheeks(c)
        self._beard(c)
        self._features(c)
        if not covered:
            self._hair_front(c)
        else:
            band = _mix(COLOURS[spec.second], INK, 0.28)
            outer = self._outer(1, 158, 22)
            inner = _smooth(
                [(mid - 62, cy - 40), (mid - 30, cy - 66), (mid + 30, cy - 66), (mid + 62, cy - 40)], closed=False
            )
            c.polygon([*outer, *reversed(inner)], band)
        self._glasses(c)
        if spec.accessory == "earrings" and not covered:
            for s in (-1, 1):
                c.ellipse(mid + s * (rx + 6), cy + 40, 6, 9, COLOURS["ochre"] if spec.background != "ochre" else COPPER)
        if spec.accessory == "headphones":
            arc = self._outer(17, 176, 4, lift=12)
            c.line(arc, INK, 9, smooth=False)
            for s in (-1, 1):
                c.rectangle(mid + s * (rx + 12) - 15, cy - 18, mid + s * (rx + 12) + 15, cy + 42, COPPER, radius=14)

    def _face(self) -> list[Point]:
        rx, ry, cy = self.rx, self.ry, self.cy
        half = [
            (0.0, -ry),
            (rx * 0.58, -ry * 0.83),
            (rx * 0.97, -ry * 0.3),
            (rx * 0.98, ry * 0.18),
            (rx * self.jaw, ry * 0.6),
            (rx * 0.46 * (self.jaw + 0.16), ry * 0.93),
            (0.0, ry * 1.02),
        ]
        right = [(self.centre + x, cy + y) for x, y in half]
        left = [(self.centre - x, cy + y) for x, y in reversed(half[1:-1])]
        return [*right, *left]

    def _scarf(self, c: _Canvas) -> None:
        mid, cy, rx, ry = self.centre, self.cy, self.rx, self.ry
        tint = COLOURS[self.spec.second]
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
        dark = _mix(tint, INK, 0.16)
        c.line([(mid + rx + 10, cy - 20), (mid + rx + 8, cy + 50), (mid + 40, cy + 112)], dark, 4)
        c.line([(mid - 30, cy - ry - 14), (mid - rx - 4, cy - 40), (mid - rx - 10, cy + 30)], dark, 3)

    def _cheeks(self, c: _Canvas) -> None:
        mid, cy = self.centre, self.cy
        warm = _mix(self.skin, (214, 84, 72), 0.24 if self.spec.skin in {"porcelain", "fair", "rosy"} else 0.14)
        for s in (-1, 1):
            c.ellipse(mid + s * 46, cy + 30, 17, 12, warm)
        if self.spec.age == "older":
            for s in (-1, 1):
                c.line([(mid + s * 30, cy + 26), (mid + s * 42, cy + 42), (mid + s * 43, cy + 56)], self.shade, 3)
                c.line([(mid + s * 22, cy + 14), (mid + s * 33, cy + 17), (mid + s * 43, cy + 12)], self.shade, 2.5)
            for y in (-52, -43):
                c.line([(mid - 22, cy + y + 1), (mid, cy + y - 2), (mid + 22, cy + y + 1)], self.shade, 2.5)

    def _beard(self, c: _Canvas) -> None:
        kind, mid, cy, rx, ry = self.spec.beard, self.centre, self.cy, self.rx, self.ry
        if kind in {"stubble", "short", "full"}:
            colour = _mix(self.skin, self.hair, 0.34) if kind == "stubble" else self.hair
            length = {"stubble": 1.02, "short": 1.1, "full": 1.32}[kind]
            half = [
                (rx * 0.99, ry * 0.08),
                (rx * (self.jaw + 0.06), ry * 0.58),
                (rx * 0.56, ry * (length - 0.08)),
                (0.0, ry * length),
            ]
            inner = [(0.0, 32.0), (26.0, 31.0), (46.0, 44.0), (rx * 0.84, ry * 0.1)]
            right = _smooth([(mid + x, cy + y) for x, y in half], closed=False)
            left = [(2 * mid - x, y) for x, y in reversed(right)]
            inside_right = _smooth([(mid + x, cy + y) for x, y in inner], closed=False)
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
                self.hair,
            )
        if kind in {"moustache", "goatee", "full"}:
            colour = self.hair if kind != "full" else self.strand
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

    def _features(self, c: _Canvas) -> None:
        mid, cy, spec, e = self.centre, self.cy, self.spec, self.eye
        look = spec.expression
        brow = _mix(self.hair, INK, 0.35) if spec.hair not in {"white", "silver"} else _mix(self.hair, INK, 0.3)
        if spec.style == "headscarf":
            brow = _mix(HAIRS[spec.hair], self.skin, 0.1)
        thick = 5.5 + self.chance.uniform(-1, 1.5) + (1.5 if spec.beard != "none" else 0)
        for s in (-1, 1):
            raised = 8 if look == "wry" and s == 1 else 0
            arch = 5 if look in {"laugh", "grin"} else 2
            c.line(
                [
                    (mid + s * (e - 15), cy - 24 - raised * 0.6),
                    (mid + s * e, cy - 29 - arch - raised),
                    (mid + s * (e + 16), cy - 22 - raised * 0.6),
                ],
                brow,
                thick,
            )
            if look == "laugh":
                c.line([(mid + s * (e - 12), cy - 1), (mid + s * e, cy - 11), (mid + s * (e + 12), cy - 1)], INK, 5.5)
                continue
            tall = {"calm": 7.0, "wry": 7.5, "grin": 8.5, "smile": 9.0}[look]
            if spec.skin in {"brown", "deep"}:
                c.ellipse(mid + s * e, cy - 4, 12.5, tall + 0.5, WHITE)
            c.ellipse(mid + s * e, cy - 4, 7.2, tall, INK)
            c.ellipse(mid + s * e + 2.4, cy - 7, 2.2, 2.4, WHITE)
            if look == "calm":
                c.line(
                    [(mid + s * (e - 12), cy - 9), (mid + s * e, cy - 13), (mid + s * (e + 12), cy - 8)], self.deep, 3
                )
            if (
                spec.beard == "none"
                and spec.glasses == "none"
                and spec.style
                in {"long", "wavy", "bun", "fringe", "afro", "curly", "headscarf", "ponytail", "bob", "braids"}
            ):
                c.line([(mid + s * (e + 6), cy - 11), (mid + s * (e + 13), cy - 16)], INK, 3)
        nose = self.chance.randrange(3)
        if nose == 0:
            c.line([(mid + 2, cy + 2), (mid + 9, cy + 24), (mid - 3, cy + 27)], self.deep, 3.4)
        elif nose == 1:
            c.line([(mid - 9, cy + 23), (mid, cy + 29), (mid + 9, cy + 23)], self.deep, 3.6)
        else:
            c.line([(mid - 2, cy + 4), (mid - 9, cy + 23), (mid + 4, cy + 27)], self.deep, 3.4)
        self._mouth(c, look)

    def _mouth(self, c: _Canvas, look: str) -> None:
        mid, y = self.centre, self.cy + 52
        lip = _mix(self.skin, (150, 40, 48), 0.55)
        if look == "smile":
            c.line([(mid - 23, y - 2), (mid - 10, y + 8), (mid + 10, y + 8), (mid + 23, y - 2)], lip, 5)
        elif look == "calm":
            c.line([(mid - 17, y + 3), (mid, y + 6), (mid + 17, y + 2)], lip, 5)
        elif look == "wry":
            c.line([(mid - 20, y + 6), (mid - 2, y + 7), (mid + 14, y + 3), (mid + 23, y - 5)], lip, 5)
        else:
            depth = 17 if look == "grin" else 25
            width = 27 if look == "grin" else 30
            rim = _smooth([(mid - width, y - 5), (mid, y - 1), (mid + width, y - 5)], closed=False)
            under = _smooth(
                [
                    (mid + width, y - 5),
                    (mid + width * 0.62, y + depth * 0.75),
                    (mid, y + depth),
                    (mid - width * 0.62, y + depth * 0.75),
                    (mid - width, y - 5),
                ],
                closed=False,
            )
            c.polygon([*rim, *under], _mix(lip, INK, 0.55))
            teeth = _smooth(
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

    def _glasses(self, c: _Canvas) -> None:
        kind, mid, cy, e = self.spec.glasses, self.centre, self.cy - 2, self.eye
        if kind == "none":
            return
        frame = {"round": INK, "square": _mix(INK, COPPER, 0.25), "half": COPPER, "cat": COLOURS["plum"]}[kind]
        if self.spec.skin in {"brown", "deep"} and kind in {"round", "square"}:
            frame = COLOURS["ochre"] if kind == "round" else WHITE
        for s in (-1, 1):
            x = mid + s * (e + 1)
            if kind == "round":
                c.ring(x, cy, 25, 25, frame, 4)
            elif kind == "square":
                c.rectangle(x - 26, cy - 19, x + 26, cy + 20, frame, radius=8, outline=4.5)
            elif kind == "half":
                c.line(
                    [(x - 22, cy + 6), (x - 18, cy + 20), (x, cy + 25), (x + 18, cy + 20), (x + 22, cy + 6)], frame, 4
                )
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
                ring = _smooth(shape)
                c.line([*ring, ring[0]], frame, 5, smooth=False)
            c.line([(x + s * 25, cy - 3), (mid + s * (self.rx - 1), cy - 1)], frame, 3.5)
        bridge = cy + 6 if kind == "half" else cy - 3
        c.line([(mid - e + 25, bridge), (mid, bridge - 4), (mid + e - 25, bridge)], frame, 4)


# Covers

_SKY = _oklch(0.93, 0.03, 85)
_LIGHT_BLUE = _oklch(0.82, 0.06, 250)
_MID_BLUE = _oklch(0.66, 0.11, 252)
_DARK = _oklch(0.34, 0.08, 260)
_LIGHT_COPPER = _oklch(0.85, 0.06, 58)
_MID_COPPER = _oklch(0.74, 0.10, 54)
_BRICK = _oklch(0.52, 0.11, 42)
_HOUSE = (BLUE, COPPER, _DARK, _MID_BLUE, _BRICK, _MID_COPPER, _LIGHT_BLUE, _LIGHT_COPPER)


def _seal(c: _Canvas, initials: str) -> None:
    x, y = c.width - 92, c.height - 92
    c.ellipse(x, y, 50, 50, PAPER)
    c.ring(x, y, 42, 42, COPPER, 3)
    c.text(x, y + 1, initials, 34, INK)


def _gable(c: _Canvas, x: float, base: float, width: float, height: float, colour: Colour, kind: int) -> None:
    """Draw one town house with a stepped, bell, neck or pointed gable."""
    top, roof = base - height, width * 0.55
    c.rectangle(x, top + roof, x + width, base, colour)
    middle = x + width / 2
    if kind == 0:
        steps = 4
        for k in range(steps):
            inset = width / 2 * (k + 1) / (steps + 1)
            c.rectangle(x + inset, top + roof - roof * (k + 1) / steps, x + width - inset, top + roof + 2, colour)
    elif kind == 1:
        c.blob(
            [
                (x, top + roof + 3),
                (x + width * 0.2, top + roof * 0.55),
                (x + width * 0.3, top + 8),
                (middle, top - 8),
                (x + width * 0.7, top + 8),
                (x + width * 0.8, top + roof * 0.55),
                (x + width, top + roof + 3),
                (middle, top + roof + 20),
            ],
            colour,
        )
    elif kind == 2:
        c.rectangle(x + width * 0.24, top, x + width * 0.76, top + roof + 2, colour)
        c.polygon([(x + width * 0.2, top), (middle, top - width * 0.2), (x + width * 0.8, top)], colour)
        for s in (-1, 1):
            c.ellipse(middle + s * width * 0.34, top + roof - width * 0.02, width * 0.15, width * 0.17, colour)
    else:
        c.polygon([(x, top + roof + 2), (middle, top), (x + width, top + roof + 2)], colour)
    pane = _mix(colour, PAPER, 0.72)
    rows = max(2, int((height - roof) // 62))
    for row in range(rows):
        for column in range(2 if width < 118 else 3):
            count = 2 if width < 118 else 3
            gap = width / (count + 1)
            wx, wy = x + gap * (column + 1), top + roof + 26 + row * 58
            if wy + 40 < base - 62:
                c.rectangle(wx - 11, wy, wx + 11, wy + 34, pane, radius=2)
    door = _mix(colour, INK, 0.45)
    c.rectangle(middle - 15, base - 56, middle + 15, base, door, radius=4)
    c.ellipse(middle, top + roof * 0.62, 8, 8, pane)


def _row_of_houses(c: _Canvas, chance: random.Random, base: float, low: float, high: float) -> None:
    x, previous = -30.0, -1
    while x < c.width + 20:
        width = chance.choice((92, 104, 122, 140))
        colour_index = chance.randrange(len(_HOUSE))
        while colour_index == previous:
            colour_index = chance.randrange(len(_HOUSE))
        previous = colour_index
        _gable(c, x, base, width, chance.uniform(low, high), _HOUSE[colour_index], chance.randrange(4))
        x += width + 3


def _cover_gables(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, _SKY)
    c.ellipse(1180, 150, 86, 86, _LIGHT_COPPER)
    _row_of_houses(c, chance, 448, 230, 356)
    c.rectangle(0, 446, 1600, 500, _DARK)
    c.rectangle(0, 446, 1600, 452, _mix(_DARK, PAPER, 0.3))


def _cover_canal(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, _oklch(0.9, 0.04, 250))
    c.ellipse(420, 130, 62, 62, PAPER)
    _row_of_houses(c, chance, 330, 150, 250)
    flipped = c.image.crop((0, 0, c.width * 2, 330 * 2)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    water = Image.new("RGB", flipped.size, BLUE)
    c.image.paste(Image.blend(flipped, water, 0.62), (0, 336 * 2))
    c.rectangle(0, 326, 1600, 340, _mix(_DARK, PAPER, 0.15))
    for _ in range(26):
        x, y = chance.uniform(0, 1600), chance.uniform(352, 490)
        c.line([(x, y), (x + chance.uniform(40, 130), y)], _LIGHT_BLUE, 3)
    c.blob([(690, 404), (960, 404), (930, 446), (720, 446)], COPPER)
    c.rectangle(772, 372, 866, 408, PAPER, radius=5)
    for x in (790, 820, 850):
        c.ellipse(x, 390, 8, 8, BLUE)


def _cover_table(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, _oklch(0.88, 0.035, 75))
    for k in range(9):
        c.line([(k * 200, 0), (k * 200 - 60, 500)], _oklch(0.85, 0.04, 73), 3)
    c.rectangle(250, 138, 1350, 362, _mix(_BRICK, PAPER, 0.16), radius=112)
    c.rectangle(266, 152, 1334, 348, _MID_COPPER, radius=98)
    tints = [BLUE, _DARK, _MID_BLUE, COLOURS["moss"], COLOURS["plum"], COLOURS["teal"], COLOURS["ochre"], PAPER]
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
                c.ellipse(x + 26, ty, 11, 11, _BRICK)
            elif thing < 3:
                c.rectangle(x - 30, ty - 19, x + 18, ty + 19, WHITE, radius=3)
                for line in range(3):
                    c.line([(x - 22, ty - 9 + line * 9), (x + 8, ty - 9 + line * 9)], _LIGHT_BLUE, 2.5)
    c.ellipse(800, 250, 36, 36, PAPER)
    c.ellipse(800, 250, 27, 27, BLUE)


def _cover_weave(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, PAPER)
    warp = [BLUE, _LIGHT_BLUE, _MID_BLUE, _DARK]
    weft = [COPPER, _LIGHT_COPPER, _MID_COPPER, _BRICK, PAPER]
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
                c.line([(x + 4, y + size - 7), (x + size - 4, y + size - 7)], _mix(row_tints[row], INK, 0.1), 3)


def _cover_papercut(c: _Canvas, chance: random.Random) -> None:
    layers = [_oklch(0.92, 0.04, 75), _LIGHT_COPPER, _MID_COPPER, COPPER, _BRICK, _DARK]
    c.rectangle(0, 0, 1600, 500, _oklch(0.95, 0.02, 85))
    c.ellipse(1130, 190, 96, 96, BLUE)
    c.ellipse(1130, 190, 74, 74, _MID_BLUE)
    for depth, colour in enumerate(layers):
        base = 190 + depth * 52
        points: list[Point] = [(-80, 640)]
        x = -80.0
        while x < 1720:
            points.append((x, base + chance.uniform(-44, 40)))
            x += chance.uniform(120, 230)
        points.extend([(1720, base), (1720, 640)])
        shadow = _mix(colour, INK, 0.16)
        curve = _smooth(points[1:-1], closed=False)
        c.polygon([(-80, 640), *[(px, py - 6) for px, py in curve], (1720, 640)], shadow)
        c.polygon([(-80, 640), *curve, (1720, 640)], colour)
    for k in range(5):
        x, y = 250 + k * 46 + chance.uniform(-8, 8), 96 + abs(k - 2) * 14
        c.line([(x - 17, y - 7), (x - 7, y), (x, y + 4)], INK, 4)
        c.line([(x, y + 4), (x + 7, y), (x + 17, y - 8)], INK, 4)


def _cover_river(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, _oklch(0.84, 0.055, 135))
    for _ in range(22):
        x, y = chance.uniform(-60, 1560), chance.uniform(-40, 470)
        tint = chance.choice(
            (_oklch(0.88, 0.06, 110), _oklch(0.8, 0.06, 140), _oklch(0.9, 0.06, 92), _oklch(0.76, 0.06, 142))
        )
        w, h = chance.uniform(110, 230), chance.uniform(56, 120)
        c.polygon([(x, y), (x + w, y + 14), (x + w - 26, y + h), (x - 26, y + h - 12)], tint)
    bends = [(-60.0, 330.0), (180, 250), (430, 330), (690, 214), (960, 300), (1220, 180), (1440, 262), (1680, 190)]
    c.line(bends, _oklch(0.93, 0.03, 90), 118)
    c.line(bends, BLUE, 92)
    c.line([(x, y - 12) for x, y in bends], _MID_BLUE, 26)
    for left, low in ((300, 120), (1040, 110), (760, 400), (1300, 380), (90, 440)):
        for k in range(5):
            hx, hy = left + k * 30 + chance.uniform(-6, 6), low + chance.uniform(-14, 14)
            c.rectangle(hx, hy, hx + 20, hy + 18, PAPER)
            c.polygon([(hx - 4, hy), (hx + 10, hy - 15), (hx + 24, hy)], COPPER if k % 2 else _BRICK)
        c.polygon([(left + 66, low - 6), (left + 74, low - 62), (left + 82, low - 6)], _DARK)


def _cover_waves(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, PAPER)
    for k in range(5):
        y = 120.0 + k * 62
        c.line([(0, y), (1600, y)], _mix(INK, PAPER, 0.72), 3)
    for voice, (colour, shift) in enumerate(((BLUE, 0.0), (COPPER, 0.8), (_MID_BLUE, 1.7), (_BRICK, 2.5))):
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


def _cover_arches(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, _oklch(0.9, 0.035, 80))
    for k in range(8):
        x = k * 200 + 100
        rings = (
            [_DARK, BLUE, _MID_BLUE, _LIGHT_BLUE, PAPER]
            if k % 2 == 0
            else [_BRICK, COPPER, _MID_COPPER, _LIGHT_COPPER, PAPER]
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


def _cover_bridge(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, _oklch(0.91, 0.035, 60))
    c.ellipse(800, 350, 190, 190, _LIGHT_COPPER)
    c.ellipse(800, 350, 140, 140, _MID_COPPER)
    c.rectangle(0, 372, 1600, 500, BLUE)
    deck = [(0.0, 330.0), (300, 290), (800, 236), (1300, 290), (1600, 330)]
    c.polygon([*_smooth(deck, closed=False), (1600, 372), (0, 372)], _DARK)
    for x, r in ((220.0, 62.0), (470.0, 84.0), (800.0, 116.0), (1130.0, 84.0), (1380.0, 62.0)):
        c.pie(x, 376, r, 180, 360, _mix(BLUE, PAPER, 0.22))
        c.rectangle(x - r, 372, x + r, 378, BLUE)
    c.line([(x, y - 34) for x, y in deck], COPPER, 5)
    for k in range(33):
        x = k * 50.0
        y = 330 - 94 * math.sin(math.pi * x / 1600) ** 1.15
        c.line([(x, y - 32), (x, y)], COPPER, 4)
    for s, x in ((1, 742.0), (-1, 858.0)):
        colour = PAPER if s == 1 else COLOURS["ochre"]
        c.blob([(x - 17, 240), (x - 13, 174), (x, 164), (x + 13, 174), (x + 17, 240)], colour)
        c.ellipse(x, 148, 14, 15, SKINS["brown"] if s == 1 else SKINS["fair"])
        c.pie(x, 144, 15, 180, 360, HAIRS["black"] if s == 1 else HAIRS["copper"])
        c.line([(x, 190), (x + s * 40, 196)], colour, 9)
    c.ellipse(800, 194, 12, 9, INK)
    for _ in range(24):
        x, y = chance.uniform(0, 1560), chance.uniform(396, 490)
        c.line([(x, y), (x + chance.uniform(30, 110), y)], _MID_BLUE, 3)


def _cover_grid(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, _DARK)
    step = 50
    tints = [BLUE, _MID_BLUE, _LIGHT_BLUE, COPPER, _MID_COPPER, _LIGHT_COPPER, PAPER]
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


def _cover_workshop(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1600, 500, _oklch(0.9, 0.04, 70))
    c.rectangle(0, 0, 1600, 350, _oklch(0.86, 0.045, 62))
    for k in range(4):
        x = 90.0 + k * 400
        c.rectangle(x, 46, x + 210, 232, _LIGHT_BLUE, radius=6)
        c.rectangle(x + 101, 46, x + 109, 232, _oklch(0.86, 0.045, 62))
        c.rectangle(x, 134, x + 210, 142, _oklch(0.86, 0.045, 62))
    for k in range(3):
        x = 390.0 + k * 400
        c.line([(x, 0), (x, 118)], INK, 4)
        c.pie(x, 152, 44, 180, 360, COPPER)
        c.ellipse(x, 154, 11, 9, COLOURS["ochre"])
    c.rectangle(0, 404, 1600, 500, _BRICK)
    c.rectangle(0, 392, 1600, 414, _MID_COPPER)
    x, number = 60.0, 0
    while x < 1440:
        thing = 4 if number % 3 == 1 else chance.randrange(4)
        number += 1
        if thing == 0:
            c.rectangle(x, 330, x + 88, 392, BLUE, radius=6)
            c.rectangle(x + 20, 308, x + 68, 332, _DARK, radius=4)
            c.ellipse(x + 44, 360, 18, 18, PAPER)
        elif thing == 1:
            c.rectangle(x + 30, 300, x + 44, 392, _DARK)
            c.rectangle(x, 286, x + 76, 312, _DARK, radius=5)
        elif thing == 2:
            for k, h in enumerate((70, 92, 56)):
                c.rectangle(x + k * 26, 392 - h, x + k * 26 + 20, 392, (COPPER, _MID_BLUE, PAPER)[k], radius=3)
        elif thing == 3:
            c.ellipse(x + 44, 350, 44, 42, COLOURS["ochre"])
            c.rectangle(x, 350, x + 90, 392, COLOURS["ochre"], radius=10)
            c.line([(x + 22, 330), (x + 44, 318), (x + 66, 330)], _BRICK, 4)
        else:
            body = chance.choice((BLUE, _DARK, COLOURS["moss"], COLOURS["plum"]))
            c.blob([(x + 10, 392), (x + 14, 300), (x + 44, 282), (x + 74, 300), (x + 78, 392)], body)
            c.ellipse(x + 44, 252, 25, 28, list(SKINS.values())[chance.randrange(len(SKINS))])
            c.pie(x + 44, 247, 28, 180, 360, list(HAIRS.values())[chance.randrange(len(HAIRS))])
        x += chance.uniform(116, 146)


COVER_MOTIFS: dict[str, Callable[[_Canvas, random.Random], None]] = {
    "gables": _cover_gables,
    "canal": _cover_canal,
    "table": _cover_table,
    "weave": _cover_weave,
    "papercut": _cover_papercut,
    "river": _cover_river,
    "waves": _cover_waves,
    "arches": _cover_arches,
    "bridge": _cover_bridge,
    "grid": _cover_grid,
    "workshop": _cover_workshop,
}


# Illustrations


def _scribble(
    c: _Canvas, chance: random.Random, x: float, y: float, width: float, colour: Colour, pen: float = 4
) -> None:
    """Draw a line of handwriting that cannot be read."""
    end = x + width
    while x < end:
        word = min(chance.uniform(26, 84), end - x)
        points = [(x + k * 7.0, y + chance.uniform(-6, 5)) for k in range(max(3, int(word / 7)))]
        c.line(points, colour, pen)
        x += word + 16


def _little_person(c: _Canvas, x: float, y: float, size: float, colour: Colour, pen: float = 6) -> None:
    c.ring(x, y - size, size * 0.34, size * 0.34, colour, pen)
    c.line([(x, y - size * 0.64), (x, y)], colour, pen)
    c.line([(x - size * 0.42, y - size * 0.3), (x, y - size * 0.5), (x + size * 0.42, y - size * 0.3)], colour, pen)
    c.line([(x - size * 0.32, y + size * 0.5), (x, y), (x + size * 0.32, y + size * 0.5)], colour, pen)


def _whiteboard(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1200, 800, _oklch(0.87, 0.035, 75))
    c.rectangle(84, 74, 1116, 654, _mix(INK, PAPER, 0.25), radius=14)
    c.rectangle(98, 88, 1102, 640, WHITE, radius=6)
    c.rectangle(280, 654, 920, 676, _mix(INK, PAPER, 0.4), radius=6)
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
    c.blob(
        [(700, 590), (740, 560), (800, 566), (840, 548), (880, 572), (930, 572), (936, 604), (800, 614)], _LIGHT_BLUE
    )


def _postits(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1200, 800, _oklch(0.91, 0.025, 85))
    c.rectangle(0, 716, 1200, 800, _oklch(0.8, 0.05, 65))
    tints = (_oklch(0.89, 0.10, 95), _LIGHT_BLUE, _LIGHT_COPPER, _oklch(0.86, 0.06, 145))
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
                _oklch(0.84, 0.03, 80),
            )
            c.polygon(
                [(x + lean, y), (x + 124 + lean, y + 2), (x + 120 - lean, y + 120), (x - 4 - lean, y + 122)], colour
            )
            for k in range(chance.choice((2, 3))):
                _scribble(c, chance, x + 18, y + 36 + k * 28, chance.uniform(50, 84), INK, 3.5)
    c.line([(150, 690), (420, 560), (700, 600), (1060, 372)], COPPER, 8)
    c.line([(1024, 376), (1064, 370), (1050, 408)], COPPER, 8, smooth=False)


def _meeting(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1200, 800, _oklch(0.87, 0.035, 75))
    for k in range(8):
        c.line([(k * 170, 0), (k * 170 - 40, 800)], _oklch(0.84, 0.04, 73), 3)
    c.ellipse(600, 408, 332, 232, _mix(_BRICK, PAPER, 0.2))
    c.ellipse(600, 396, 330, 230, _MID_COPPER)
    tints = [BLUE, _DARK, COLOURS["moss"], COLOURS["plum"], COLOURS["teal"], _BRICK, COLOURS["ochre"], PAPER, _MID_BLUE]
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
            c.ellipse(tx, ty, 17, 17, _BRICK)
        else:
            c.polygon([(tx - 36, ty - 24), (tx + 30, ty - 28), (tx + 36, ty + 24), (tx - 30, ty + 28)], WHITE)
            for line in range(3):
                c.line([(tx - 22, ty - 10 + line * 11), (tx + 20, ty - 12 + line * 11)], _LIGHT_BLUE, 3)
    c.ellipse(600, 396, 54, 54, PAPER)
    c.ellipse(600, 396, 42, 42, BLUE)
    c.ellipse(588, 384, 15, 15, COLOURS["ochre"])
    c.ellipse(614, 402, 13, 13, COPPER)


def _notebook(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1200, 800, _oklch(0.62, 0.07, 55))
    for k in range(7):
        c.line([(0, k * 130 + 30), (1200, k * 130 + 10)], _oklch(0.59, 0.075, 54), 3)
    c.rectangle(174, 72, 1044, 752, _DARK, radius=22)
    c.rectangle(190, 62, 1030, 738, WHITE, radius=14)
    c.line([(610, 64), (610, 736)], _mix(WHITE, INK, 0.14), 5)
    for k in range(15):
        y = 128 + k * 39
        c.line([(226, y), (584, y)], _mix(WHITE, BLUE, 0.16), 2)
        c.line([(636, y), (994, y)], _mix(WHITE, BLUE, 0.16), 2)
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


def _chart(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1200, 800, PAPER)
    c.rectangle(90, 70, 1110, 730, WHITE, radius=14)
    for k in range(6):
        c.line([(190, 620 - k * 94), (1030, 620 - k * 94)], _mix(WHITE, INK, 0.12), 2.5)
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
    c.ring(990, 650, 54, 50, _oklch(0.86, 0.04, 60), 7)


def _landscape(c: _Canvas, chance: random.Random) -> None:
    c.rectangle(0, 0, 1200, 800, _oklch(0.91, 0.035, 230))
    c.ellipse(900, 196, 84, 84, _LIGHT_COPPER)
    for x, y in ((220.0, 150.0), (520.0, 100.0), (1060.0, 330.0)):
        for k in range(4):
            c.ellipse(x + k * 44, y + (k % 2) * 10, 46, 24, WHITE)
    c.rectangle(0, 400, 1200, 800, _oklch(0.82, 0.06, 135))
    for k in range(7):
        x = 40.0 + k * 92
        c.rectangle(x, 378, x + 52, 404, PAPER)
        c.polygon([(x - 6, 380), (x + 26, 350), (x + 58, 380)], _BRICK if k % 2 else COPPER)
    c.rectangle(376, 330, 402, 402, _DARK)
    c.polygon([(374, 332), (389, 246), (404, 332)], _DARK)
    c.polygon([(0, 474), (420, 440), (1200, 452), (1200, 560), (700, 530), (0, 600)], BLUE)
    for _ in range(14):
        x, y = chance.uniform(20, 1100), chance.uniform(478, 530)
        c.line([(x, y), (x + chance.uniform(30, 90), y)], _MID_BLUE, 3)
    c.polygon([(0, 600), (700, 530), (1200, 560), (1200, 800), (0, 800)], COLOURS["moss"])
    path = [(140.0, 820.0), (420, 700), (640, 640), (860, 590), (1220, 574)]
    c.line(path, _oklch(0.9, 0.04, 80), 54)
    for x, y, colour in ((560, 640, COPPER), (622, 622, BLUE), (686, 606, COLOURS["ochre"])):
        c.blob([(x - 17, y + 12), (x - 13, y - 48), (x, y - 58), (x + 13, y - 48), (x + 17, y + 12)], colour)
        c.ellipse(x, y - 72, 14, 15, list(SKINS.values())[chance.randrange(len(SKINS))])
        c.pie(x, y - 75, 15, 180, 360, list(HAIRS.values())[chance.randrange(len(HAIRS))])
    for x, y in ((980, 520), (1090, 512), (860, 500)):
        c.line([(x, y + 60), (x, y)], _BRICK, 8)
        c.ellipse(x, y - 22, 32, 46, _oklch(0.45, 0.07, 148))


ILLUSTRATIONS: dict[str, Callable[[_Canvas, random.Random], None]] = {
    "whiteboard": _whiteboard,
    "postits": _postits,
    "meeting": _meeting,
    "notebook": _notebook,
    "chart": _chart,
    "landscape": _landscape,
}
