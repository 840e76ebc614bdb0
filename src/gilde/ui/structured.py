"""Structured data for machines that read pages (JSON-LD, schema.org): a data block, which no policy has to allow."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup

# What could end the element or a line of script; JSON reads the escapes as the letters themselves.
_ESCAPES: Final = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def structured_data(data: Mapping[str, Any]) -> Markup:
    """A ``script`` element with ``data`` as JSON-LD; empty values are left out, nothing in it can end the element."""
    filled = {name: value for name, value in data.items() if value not in (None, "", [], {}, ())}
    text = json.dumps({"@context": "https://schema.org", **filled}, ensure_ascii=False).translate(_ESCAPES)
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - escaped for its place above
