"""Who sits for a portrait: colours, proportions and the outline of the skull, drawn from the words by chance."""

from __future__ import annotations

import math
import random
from dataclasses import fields

from gilde.demo.pictures.canvas import Point
from gilde.demo.pictures.palette import COLOURS, HAIRS, INK, SKINS, WHITE, mix
from gilde.demo.pictures.portrait.spec import PortraitSpec


class Sitter:
    """One head and shoulders on a square of 512; `chance` is used up in the order of drawing."""

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

    def outer(self, grow: float, start: float, end: float, lift: float = 0) -> list[Point]:
        """Give the outline of the skull from one angle to another over the top (180 is left, 0 right)."""
        points = []
        for step in range(25):
            angle = math.radians(start + (end - start) * step / 24)
            x = self.centre + (self.rx + grow) * math.cos(angle)
            y = self.cy - (self.ry + grow) * math.sin(angle) - lift * max(0.0, math.sin(angle)) ** 2
            points.append((x, y))
        return points
