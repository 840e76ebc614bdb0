"""A post as the forum rendered it, without what only its page needed."""

import re
from typing import Final

from gilde.gateways.portability.readers.emoji import emoji

_EMOJI: Final = re.compile(r"<img\b[^>]{0,600}\bclass=\"emoji[^>]{0,600}>", re.IGNORECASE)
_ALT: Final = re.compile(r"\balt=\"([^\"]{0,60})\"")
_AVATAR: Final = re.compile(
    r"<img\b[^>]{0,600}\bclass=\"(?:avatar|site-icon|ytp-thumbnail-image)[^>]{0,100}>", re.IGNORECASE
)
_CONTROLS: Final = re.compile(r"<div class=\"quote-controls\">.{0,200}?</div>", re.DOTALL)
_BADGE: Final = re.compile(r"<a class=\"badge-wrapper.{0,1500}?</a>", re.DOTALL)
_TITLE: Final = re.compile(r"<div class=\"title\">(.{0,4000}?)</div>\s*<blockquote>", re.DOTALL)
_LIGHTBOX: Final = re.compile(
    r"<div class=\"lightbox-wrapper\"><a class=\"lightbox\" href=\"([^\"]{1,600})\"[^>]{0,1500}?"
    r"(?:title=\"([^\"]{0,300})\")?[^>]{0,300}>.{0,3000}?</svg></div></a></div>",
    re.DOTALL,
)
_VIDEO: Final = re.compile(
    r"<div class=\"onebox lazyYT[^>]{0,600}data-youtube-title=\"([^\"]{0,300})\"[^>]{0,300}>\s*"
    r"<a href=\"(https://[^\"]{1,300})\"[^>]{0,200}>.{0,1500}?</a>",
    re.DOTALL,
)
_ANCHOR: Final = re.compile(r"<a\b[^>]{0,300}\bclass=\"anchor\"[^>]{0,300}></a>")


def readable(cooked: str) -> str:
    """The HTML with emoji as characters, quotes that begin with their author, and pictures by their name."""
    if "<img" in cooked or "<svg" in cooked:
        cooked = _LIGHTBOX.sub(lambda found: f'<a href="{found[1]}">{found[2] or ""}</a>', cooked)
        cooked = _VIDEO.sub(lambda found: f'<div><a href="{found[2]}">{found[1]}</a>', cooked)
        cooked = _EMOJI.sub(_character, _AVATAR.sub("", cooked))
    if "<aside" in cooked:
        cooked = _BADGE.sub("", _CONTROLS.sub("", cooked))
        cooked = _TITLE.sub(lambda found: f"<blockquote><p>{found[1].strip()}</p>", cooked)
    return _ANCHOR.sub("", cooked)


def _character(found: re.Match[str]) -> str:
    alt = _ALT.search(found[0])
    name = alt[1] if alt else ""
    return emoji(name.strip(":").partition(":")[0]) or name
