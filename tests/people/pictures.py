"""Small pictures for uploads in tests."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(width: int = 400, height: int = 300, *, name: str = "me.png", kind: str = "PNG") -> SimpleUploadedFile:
    """A picture whose left half is red and right half blue."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    stream = io.BytesIO()
    image.save(stream, kind)
    return SimpleUploadedFile(name, stream.getvalue(), content_type="image/png")
