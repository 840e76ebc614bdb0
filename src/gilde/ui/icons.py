"""Icons (lucide, inline SVG) and house marks (drawn by us), each rendered once per shape and kept."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from io import BytesIO
from typing import Final
from xml.etree import ElementTree
from zipfile import ZipFile

from django.utils.functional import Promise
from lucide import IconDoesNotExist
from markupsafe import Markup

TINTS: Final = 8
_NAMESPACE: Final = "{http://www.w3.org/2000/svg}"


@lru_cache(maxsize=1)
def _archive() -> ZipFile:
    """All drawings of lucide, in memory and opened once per process.

    Lucide's own function reads the whole list of names anew for every icon, 12 ms each, and it is the first page after
    a start that shows most of them for the first time.
    """
    return ZipFile(BytesIO(resources.files("lucide").joinpath("lucide.zip").read_bytes()))


@lru_cache(maxsize=1024)
def _drawn(name: str, size: int) -> Markup:
    try:
        drawing = _archive().read(f"{name}.svg")
    except KeyError:
        raise IconDoesNotExist(f"There is no icon {name!r}.") from None
    svg = ElementTree.fromstring(drawing)  # noqa: S314 - a file of the package
    for node in svg.iter():
        node.tag = node.tag.removeprefix(_NAMESPACE)  # inline SVG needs none
        node.text = node.tail = None
    # How it is drawn stands in the style sheet: a page has a hundred icons.
    svg.attrib = {"class": "icon", "width": str(size), "height": str(size), "viewBox": svg.attrib["viewBox"]}
    return Markup(ElementTree.tostring(svg, encoding="unicode", short_empty_elements=True).replace(" />", "/>"))  # noqa: S704 - a drawing out of the package, no input of anyone


@lru_cache(maxsize=1024)
def _hidden(name: str, size: int) -> Markup:
    return Markup(str(_drawn(name, size)).replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704


def icon(name: str, size: int = 20, label: str | Promise | None = None) -> Markup:
    """The lucide icon ``name`` at ``size`` CSS pixels. Hidden from screen readers unless it has a ``label``.

    Raises:
        lucide.IconDoesNotExist: there is no icon of that name.
    """
    if not label:
        return _hidden(name, size)
    said = Markup('<svg role="img" aria-label="{}" ').format(str(label))
    return Markup(said + _drawn(name, size).removeprefix("<svg "))  # noqa: S704


@lru_cache(maxsize=4096)
def tint(seed: str) -> int:
    """A stable number from 1 to 8 for ``seed``: which tint a face or mark gets."""
    return hashlib.sha256(seed.encode()).digest()[0] % TINTS + 1


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """One or two letters for a face without a photo: ``Anna de Vries`` gives ``AV``."""
    words = [word for word in str(name).replace("-", " ").split() if word[:1].isalnum()]
    if not words:
        return "·"
    if len(words) == 1:
        return words[0][0].upper()
    return (words[0][0] + words[-1][0]).upper()


# Guild members signed their work with a house mark: a staff with a few strokes, told apart at a glance and cut with a
# knife. Each part is a path on a 24 × 24 grid; a community without a picture gets one of each kind, by its name.
_STAFFS: Final = ("M12 3v18", "M12 3v18M8 21h8", "M12 3v15M12 18l-4 3M12 18l4 3", "M12 5v16", "M9 21l3-18 3 18")
_HEADS: Final = (
    "M7 8l5-5 5 5",
    "M7 3l5 5 5-5",
    "M8 3h8",
    "M12 3l5 3-5 3",
    "M12 3L7 6l5 3",
    "M12 3a3.5 3.5 0 1 0 .01 0",
)
_ARMS: Final = (
    "M6 12h12",
    "M6 15l12-6",
    "M6 9l12 6",
    "M7 11l5 5 5-5",
    "M7 16l5-5 5 5",
    "M6 10v4h12v-4",
    "M6 14v-4h12v4",
    "M8 10l8 6M16 10l-8 6",
)
_FEET: Final = ("", "M17 17v4", "M7 17v4", "M6 18h4", "M14 18h4", "M12 18l5 3")


def _strokes(seed: str) -> str:
    digest = hashlib.sha256(seed.encode()).digest()
    return "".join(
        parts[digest[place] % len(parts)] for place, parts in enumerate((_STAFFS, _HEADS, _ARMS, _FEET), start=1)
    )


@lru_cache(maxsize=4096)
def house_mark(seed: str, size: int = 24) -> Markup:
    """The house mark of ``seed`` (a slug or address), the same each time, as inline SVG in the colour of the text."""
    return Markup(
        '<svg class="house-mark" viewBox="0 0 24 24" width="{0}" height="{0}" fill="none" stroke="currentColor" '
        'stroke-width="1.6" stroke-linecap="square" aria-hidden="true" focusable="false"><path d="{1}"/></svg>'
    ).format(size, _strokes(seed))


@lru_cache(maxsize=1024)
def house_cloth(seed: str) -> Markup:
    """The house mark of ``seed`` woven into a cloth: the cover of a community that chose no picture."""
    return Markup(
        '<svg class="house-cloth" width="100%" height="100%" aria-hidden="true" focusable="false">'
        '<defs><pattern id="cloth-{0}" width="72" height="72" patternUnits="userSpaceOnUse">'
        '<path d="{1}" transform="translate(6 6)"/><path d="{1}" transform="translate(42 42)"/></pattern></defs>'
        '<rect width="100%" height="100%" fill="url(#cloth-{0})"/></svg>'
    ).format(hashlib.sha256(seed.encode()).hexdigest()[:8], _strokes(seed))
