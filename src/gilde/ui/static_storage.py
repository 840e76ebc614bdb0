"""Static files: the sheets joined into one, the scripts into one, hashed names, compressed copies."""

from __future__ import annotations

from django.contrib.staticfiles.storage import StaticFilesStorage
from django.templatetags.static import static


class Storage(StaticFilesStorage):
    """Placeholder until the joining storage lands in the next commit of this room."""


def stylesheets() -> list[str]:
    """Addresses of the style sheets of every page, in order."""
    return [static("ui/gilde.css")]
