"""The colours of the demo's pictures, as the style sheet writes them."""

from __future__ import annotations

import math

Colour = tuple[int, int, int]


def oklch(lightness: float, chroma: float, hue: float) -> Colour:
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


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Blend `share` of the other colour into one."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


PAPER = oklch(0.965, 0.015, 85)
INK = oklch(0.26, 0.022, 265)
BLUE = oklch(0.48, 0.15, 255)
COPPER = oklch(0.62, 0.12, 50)
WHITE = (255, 253, 249)

COLOURS: dict[str, Colour] = {
    "blue": BLUE,
    "copper": COPPER,
    "ink": INK,
    "navy": oklch(0.36, 0.09, 262),
    "ochre": oklch(0.76, 0.12, 80),
    "moss": oklch(0.50, 0.07, 145),
    "plum": oklch(0.42, 0.09, 350),
    "sand": oklch(0.84, 0.05, 80),
    "rose": oklch(0.74, 0.08, 25),
    "teal": oklch(0.55, 0.08, 200),
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
    "paper": (oklch(0.93, 0.025, 85), oklch(0.88, 0.04, 80)),
    "blue": (oklch(0.86, 0.05, 250), oklch(0.78, 0.08, 252)),
    "copper": (oklch(0.87, 0.05, 55), oklch(0.78, 0.08, 52)),
    "moss": (oklch(0.87, 0.04, 140), oklch(0.79, 0.055, 143)),
    "rose": (oklch(0.90, 0.035, 20), oklch(0.83, 0.06, 22)),
    "ochre": (oklch(0.90, 0.07, 88), oklch(0.83, 0.10, 84)),
    "sand": (oklch(0.90, 0.03, 75), oklch(0.84, 0.045, 72)),
    "night": (oklch(0.42, 0.07, 262), oklch(0.48, 0.09, 258)),
}

SKY = oklch(0.93, 0.03, 85)
LIGHT_BLUE = oklch(0.82, 0.06, 250)
MID_BLUE = oklch(0.66, 0.11, 252)
DARK = oklch(0.34, 0.08, 260)
LIGHT_COPPER = oklch(0.85, 0.06, 58)
MID_COPPER = oklch(0.74, 0.10, 54)
BRICK = oklch(0.52, 0.11, 42)
HOUSE = (BLUE, COPPER, DARK, MID_BLUE, BRICK, MID_COPPER, LIGHT_BLUE, LIGHT_COPPER)
