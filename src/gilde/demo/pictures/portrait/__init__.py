"""Portraits: one head and shoulders per person, from words a writer can choose."""

from __future__ import annotations

from PIL import Image

from gilde.demo.pictures.canvas import Canvas, shrink, webp
from gilde.demo.pictures.palette import BACKGROUNDS, Colour
from gilde.demo.pictures.portrait.clothes import draw_body, draw_over_body
from gilde.demo.pictures.portrait.hair import draw_hair_behind
from gilde.demo.pictures.portrait.head import draw_head
from gilde.demo.pictures.portrait.sitter import Sitter
from gilde.demo.pictures.portrait.spec import PortraitSpec

__all__ = ["PortraitSpec", "portrait"]


def portrait(spec: PortraitSpec, size: int = 512) -> bytes:
    """Draw a portrait and give it as WebP."""
    return webp(shrink(_draw(Sitter(spec)), size, size), quality=86)


def _draw(sitter: Sitter) -> Image.Image:
    ground, shape = BACKGROUNDS[sitter.spec.background]
    c = Canvas(512, 512, ground)
    c.pivot = (sitter.centre, 350)
    _backdrop(c, sitter, shape)
    c.turn = sitter.tilt
    draw_hair_behind(c, sitter)
    c.turn = 0.0
    draw_body(c, sitter)
    c.turn = sitter.tilt
    draw_head(c, sitter)
    c.turn = 0.0
    draw_over_body(c, sitter)
    # A little closer: faces are mostly seen small.
    edge = 44 * c.scale
    return c.image.crop((edge, edge + 8 * c.scale, 512 * c.scale - edge, 512 * c.scale - edge + 8 * c.scale))


def _backdrop(c: Canvas, sitter: Sitter, shape: Colour) -> None:
    form = sitter.chance.randrange(5)
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
