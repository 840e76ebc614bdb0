"""Pictures are always made anew: decoded within limits, turned upright, freed of metadata, and written as WebP."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from gilde.core.files.sniff import UnusableFile
from gilde.core.models.file import VARIANT_WIDTHS

CONTENT_TYPE: Final = "image/webp"
_FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP")
_MAX_PIXELS: Final = 40_000_000  # of what is sent
_MAX_WEBP_PIXELS: Final = 16_000_000  # its decoder needs four copies
_KEPT_PIXELS: Final = 6_000_000  # of what is kept: sharp on every screen
_MAX_SIDE: Final = 16_000  # WebP ends at 16,383
_SQUARE_SIDE: Final = 960
_STRIP: Final = 128  # rows
_MAX_PROFILE: Final = 1_000_000  # bytes of colour profile that are looked at

# What Pillow says of broken metadata and great size is of no use to the operator, in whose terminal it would stand.
warnings.filterwarnings("ignore", module=r"PIL\.")

# One picture at a time per process: a decoded one takes up to 160 MB.
_one_at_a_time = threading.BoundedSemaphore(1)

# EXIF orientation → how to turn the picture upright.
_UPRIGHT: Final[Mapping[int, Image.Transpose]] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Square:
    """The square to cut out, in pixels of the upright picture as sent. Without numbers: the largest, centred."""

    x: int | None = None
    y: int | None = None
    size: int | None = None


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: bytes of the full version, and of each smaller one by width in pixels."""

    data: bytes
    width: int
    height: int
    variants: Mapping[int, bytes]


def remake(stream: BinaryIO, square: Square | None = None) -> Picture:
    """The picture in ``stream``, made anew. Animated ones give their first frame.

    Raises:
        UnusableFile: when it cannot be read, is cut off, or has more than 40 million pixels.
    """
    with _one_at_a_time:
        try:
            return _remake(stream, square)
        except UnusableFile:
            raise
        except MemoryError:
            raise _too_large(_MAX_PIXELS) from None
        except Exception:
            # Pillow raises almost anything on bytes made to break it; all of it means the same to the person.
            raise UnusableFile(_("This picture is damaged or incomplete. Save it again as JPEG or PNG.")) from None


def _remake(stream: BinaryIO, square: Square | None) -> Picture:
    stream.seek(0)
    try:
        image: Image.Image = Image.open(stream, formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large(_MAX_PIXELS) from None
    sent_width, sent_height = image.size
    if sent_width * sent_height > _MAX_PIXELS:
        raise _too_large(_MAX_PIXELS)
    if image.format == "WEBP" and sent_width * sent_height > _MAX_WEBP_PIXELS:
        raise _too_large(_MAX_WEBP_PIXELS)
    is_drawn = image.format in {"PNG", "GIF"}
    orientation = _orientation(image)
    profile = image.info.get("icc_profile")
    image = _to_srgb(_without_idle_alpha(_reduce(image)), profile)
    if orientation in _UPRIGHT:
        image = image.transpose(_UPRIGHT[orientation])
    if square is not None:
        upright_width = sent_height if orientation in {5, 6, 7, 8} else sent_width
        image = _cut(image, square, scale=image.width / upright_width)
    lossless = is_drawn and image.getcolors(256) is not None
    variants = {}
    smaller = image
    for width in sorted((step for step in VARIANT_WIDTHS if step < image.width), reverse=True):
        smaller = smaller.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
        variants[width] = _encode(smaller, lossless=False, quality=80)
    return Picture(_encode(image, lossless=lossless, quality=82), image.width, image.height, variants)


def _too_large(pixels: int) -> UnusableFile:
    megapixels = pixels // 1_000_000
    return UnusableFile(
        _("This picture is too large. Make it smaller than %(number)d megapixels.") % {"number": megapixels}
    )


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(0x0112, 1)
    except Exception:
        return 1  # broken metadata is no reason to refuse a picture
    return value if isinstance(value, int) else 1


def _reduce(image: Image.Image) -> Image.Image:
    """The first frame, decoded, with at most 6 million pixels. JPEGs are reduced while they are decoded."""
    width, height = image.size
    factor = min(1.0, (_KEPT_PIXELS / (width * height)) ** 0.5, _MAX_SIDE / max(width, height))
    target = (max(1, round(width * factor)), max(1, round(height * factor)))
    if factor < 1:
        image.draft(None, target)
    image.load()
    image = _plain(_halve(image, target))
    if image.size != target:
        image = image.resize(target, Image.Resampling.LANCZOS)
    return image


def _halve(image: Image.Image, target: tuple[int, int]) -> Image.Image:
    """The picture at a half, a third… of its size, still at least ``target``, made strip by strip to spare memory."""
    step = min(image.width // target[0], image.height // target[1])
    if step < 2:
        return image
    height = -(-image.height // step)
    reduced: Image.Image | None = None
    for top in range(0, height, _STRIP):
        bottom = min(height, top + _STRIP)
        strip = _plain(image.crop((0, top * step, image.width, min(image.height, bottom * step)))).reduce(step)
        if reduced is None:
            reduced = Image.new(strip.mode, (strip.width, height))
        reduced.paste(strip, (0, top))
    return reduced or image


def _plain(image: Image.Image) -> Image.Image:
    """The picture as RGB, RGBA or CMYK (which waits for its colour profile), eight bits each."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"RGB", "RGBA", "CMYK"} and "transparency" not in image.info:
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("RGB")


def _without_idle_alpha(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image


def _to_srgb(image: Image.Image, profile: object) -> Image.Image:
    """The picture in the colours of every screen, since its own profile is dropped."""
    if isinstance(profile, bytes) and len(profile) <= _MAX_PROFILE and image.mode in {"RGB", "RGBA", "CMYK"}:
        alpha = image.getchannel("A") if image.mode == "RGBA" else None
        source = image.convert("RGB") if alpha is not None else image
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(source, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            changed = None
        if changed is not None:
            if alpha is not None:
                changed.putalpha(alpha)
            return changed
    return image.convert("RGB") if image.mode == "CMYK" else image


def _cut(image: Image.Image, square: Square, *, scale: float) -> Image.Image:
    shortest = min(image.size)
    if square.x is None or square.y is None or square.size is None or square.size <= 0:
        side, left, top = shortest, (image.width - shortest) // 2, (image.height - shortest) // 2
    else:
        side = min(max(round(square.size * scale), 1), shortest)
        left = min(max(round(square.x * scale), 0), image.width - side)
        top = min(max(round(square.y * scale), 0), image.height - side)
    image = image.crop((left, top, left + side, top + side))
    if side > _SQUARE_SIDE:
        image = image.resize((_SQUARE_SIDE, _SQUARE_SIDE), Image.Resampling.LANCZOS)
    return image


def _encode(image: Image.Image, *, lossless: bool, quality: int) -> bytes:
    out = io.BytesIO()
    # An empty profile and no EXIF: nothing of the sent file but its picture.
    image.save(out, "WEBP", lossless=lossless, quality=quality, method=3, exif=b"", xmp=b"", icc_profile=b"")
    return out.getvalue()
