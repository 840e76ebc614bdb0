"""Portraits: one head and shoulders per person, from words a writer can choose."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, fields

from PIL import Image

from gilde.demo.pictures.canvas import Canvas, Point, shrink, spline, webp
from gilde.demo.pictures.palette import BACKGROUNDS, BLUE, COLOURS, COPPER, HAIRS, INK, SKINS, WHITE, Colour, mix

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
    return webp(shrink(_Portrait(spec).draw(), size, size), quality=86)


class _Portrait:
    """One head and shoulders on a square of 512."""

    centre = 256.0

    def __init__(self, spec: PortraitSpec) -> None:
        self.spec = spec
        words = "/".join(str(getattr(spec, item.name)) for item in fields(spec))
        self.chance = random.Random(words)  # noqa: S311 (a drawing, not a secret)
        self.skin = SKINS[spec.skin]
        self.shade = mix(self.skin, (120, 50, 40), 0.18 if spec.skin not in {"brown", "deep"} else 0.22)
        self.deep = mix(self.skin, (90, 35, 35), 0.42)
        self.hair = HAIRS[spec.hair]
        self.strand = mix(self.hair, INK, 0.25) if spec.hair not in {"black"} else mix(self.hair, WHITE, 0.16)
        self.cloth = COLOURS[spec.clothing]
        self.fold = mix(self.cloth, INK, 0.16) if spec.clothing != "ink" else mix(self.cloth, WHITE, 0.14)
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
        c = Canvas(512, 512, ground)
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

    def _backdrop(self, c: Canvas, shape: Colour) -> None:
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

    def _cap(self, c: Canvas, hairline: Sequence[Point], grow: float = 9, drop: float = 8, lift: float = 0) -> None:
        """Cover the skull from ear to ear over the top, down to the hairline (offsets from the middle of the face)."""
        outer = self._outer(grow, 180 + drop, -drop, lift)
        inner = spline([(self.centre + x, self.cy + y) for x, y in hairline], closed=False)
        c.polygon([*outer, *reversed(inner)], self.hair)

    def _hair_behind(self, c: Canvas) -> None:
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

    def _hair_front(self, c: Canvas) -> None:
        style, mid, cy, rx, ry = self.spec.style, self.centre, self.cy, self.rx, self.ry
        side = rx - 5
        plain = [(-side - 4, -4), (-side + 8, -40), (-40, -62), (0, -68), (40, -62), (side - 8, -40), (side + 4, -4)]
        if style in {"short", "crop"}:
            grow = 10 if style == "short" else 5
            self._cap(c, plain, grow, drop=4, lift=8 if style == "short" else 0)
            if style == "short":
                c.line([(mid - 30, cy - ry + 10), (mid - 8, cy - ry - 2), (mid + 22, cy - ry + 4)], self.strand, 3)
        elif style == "buzz":
            stubble = mix(self.skin, self.hair, 0.62)
            outer, inner = self._outer(2, 182, -2), [(mid + x, cy + y) for x, y in plain]
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
                    self.hair,
                )
            c.line([(mid - 22, cy - ry + 16), (mid - 4, cy - ry + 10)], mix(self.skin, WHITE, 0.4), 5)
        elif style == "bald":
            c.line([(mid - 30, cy - ry + 22), (mid - 6, cy - ry + 13)], mix(self.skin, WHITE, 0.4), 6)
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

    def _body(self, c: Canvas) -> None:
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
            c.polygon([(mid - 48, 378), (mid, 420), (mid - 30, 456), (mid - 74, 398)], mix(self.cloth, WHITE, 0.25))
            c.polygon([(mid + 48, 378), (mid, 420), (mid + 30, 456), (mid + 74, 398)], mix(self.cloth, WHITE, 0.25))
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
                c.line([(mid + s * 26, 406), (mid + s * 30, 462)], mix(self.cloth, WHITE, 0.6), 5)
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

    def _over_body(self, c: Canvas) -> None:
        """Draw what hangs over clothes: scarf, braids, lanyard, necklace, pin."""
        mid, spec = self.centre, self.spec
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
            dark = mix(self.second, INK, 0.2)
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

    def _head(self, c: Canvas) -> None:
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
            band = mix(COLOURS[spec.second], INK, 0.28)
            outer = self._outer(1, 158, 22)
            inner = spline(
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

    def _scarf(self, c: Canvas) -> None:
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
        dark = mix(tint, INK, 0.16)
        c.line([(mid + rx + 10, cy - 20), (mid + rx + 8, cy + 50), (mid + 40, cy + 112)], dark, 4)
        c.line([(mid - 30, cy - ry - 14), (mid - rx - 4, cy - 40), (mid - rx - 10, cy + 30)], dark, 3)

    def _cheeks(self, c: Canvas) -> None:
        mid, cy = self.centre, self.cy
        warm = mix(self.skin, (214, 84, 72), 0.24 if self.spec.skin in {"porcelain", "fair", "rosy"} else 0.14)
        for s in (-1, 1):
            c.ellipse(mid + s * 46, cy + 30, 17, 12, warm)
        if self.spec.age == "older":
            for s in (-1, 1):
                c.line([(mid + s * 30, cy + 26), (mid + s * 42, cy + 42), (mid + s * 43, cy + 56)], self.shade, 3)
                c.line([(mid + s * 22, cy + 14), (mid + s * 33, cy + 17), (mid + s * 43, cy + 12)], self.shade, 2.5)
            for y in (-52, -43):
                c.line([(mid - 22, cy + y + 1), (mid, cy + y - 2), (mid + 22, cy + y + 1)], self.shade, 2.5)

    def _beard(self, c: Canvas) -> None:
        kind, mid, cy, rx, ry = self.spec.beard, self.centre, self.cy, self.rx, self.ry
        if kind in {"stubble", "short", "full"}:
            colour = mix(self.skin, self.hair, 0.34) if kind == "stubble" else self.hair
            length = {"stubble": 1.02, "short": 1.1, "full": 1.32}[kind]
            half = [
                (rx * 0.99, ry * 0.08),
                (rx * (self.jaw + 0.06), ry * 0.58),
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

    def _features(self, c: Canvas) -> None:
        mid, cy, spec, e = self.centre, self.cy, self.spec, self.eye
        look = spec.expression
        brow = mix(self.hair, INK, 0.35) if spec.hair not in {"white", "silver"} else mix(self.hair, INK, 0.3)
        if spec.style == "headscarf":
            brow = mix(HAIRS[spec.hair], self.skin, 0.1)
        thick = 5.5 + self.chance.uniform(-1, 1.5) + (1.5 if spec.beard != "none" else 0)
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
                c.ellipse(mid + s * e, cy - 4, 11.5, tall - 0.5, mix(WHITE, self.skin, 0.08))
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
                c.line([(mid + s * (e + 6), cy - 9), (mid + s * (e + 12), cy - 12)], INK, 2.8)
        nose = self.chance.randrange(3)
        if nose == 0:
            c.line([(mid + 2, cy + 2), (mid + 9, cy + 24), (mid - 3, cy + 27)], self.deep, 3.4)
        elif nose == 1:
            c.line([(mid - 9, cy + 23), (mid, cy + 29), (mid + 9, cy + 23)], self.deep, 3.6)
        else:
            c.line([(mid - 2, cy + 4), (mid - 9, cy + 23), (mid + 4, cy + 27)], self.deep, 3.4)
        self._mouth(c, look)

    def _mouth(self, c: Canvas, look: str) -> None:
        mid, y = self.centre, self.cy + 52
        lip = mix(self.skin, (150, 40, 48), 0.55)
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

    def _glasses(self, c: Canvas) -> None:
        kind, mid, cy, e = self.spec.glasses, self.centre, self.cy - 2, self.eye
        if kind == "none":
            return
        frame = {"round": INK, "square": mix(INK, COPPER, 0.25), "half": COPPER, "cat": COLOURS["plum"]}[kind]
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
                ring = spline(shape)
                c.line([*ring, ring[0]], frame, 5, smooth=False)
            c.line([(x + s * 25, cy - 3), (mid + s * (self.rx - 1), cy - 1)], frame, 3.5)
        bridge = cy + 6 if kind == "half" else cy - 3
        c.line([(mid - e + 25, bridge), (mid, bridge - 4), (mid + e - 25, bridge)], frame, 4)
