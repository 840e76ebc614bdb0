"""Faces: the picture or the initials of a person. The most frequent piece of a page, so it is made here and kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from markupsafe import Markup

from gilde.ui.addresses import file_url
from gilde.ui.icons import initials, tint

PIXELS: Final = {"xs": 24, "s": 32, "m": 40, "l": 64, "xl": 112}


@lru_cache(maxsize=8192)
def face(name: str, photo_key: str = "", size: str = "m") -> Markup:
    """The face of somebody called ``name``; decorative, because the name stands beside it.

    Without a photo: initials on one of eight paper tints, the same for the same name. ``size``: xs, s, m, l or xl.
    """
    if not photo_key:
        return Markup('<span class="avatar avatar-{} tint-{}" aria-hidden="true">{}</span>').format(
            size, tint(name), initials(name)
        )
    pixels = PIXELS[size]
    return Markup(
        '<img class="avatar avatar-{}" src="{}" width="{}" height="{}" alt="" loading="lazy" decoding="async">'
    ).format(size, file_url(photo_key, 2 * pixels), pixels, pixels)
