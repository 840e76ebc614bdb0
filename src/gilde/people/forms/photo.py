"""A portrait, with the square to cut out of it."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from PIL import Image

from gilde.core.files.store import Square

SMALLEST: Final = 96  # pixels: the widest place where a face stands beside text
_FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP")
_TURNED: Final = {5, 6, 7, 8}  # EXIF orientations that lie on their side


class FractionField(forms.FloatField):
    """A number from a script; nonsense counts as nothing, since no person typed it."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> float | None:
        """The number from 0 to 1, or None."""
        try:
            number = super().clean(value)
        except forms.ValidationError:
            return None
        return number if number is not None and 0 <= number <= 1 else None


class CropForm(forms.Form):
    """The hidden fields of a picture: the chosen square of the upright picture.

    ``crop_x`` is a fraction of its width, ``crop_y`` of its height, ``crop_size`` of the shorter of both. Without
    scripts they stay empty and the largest square in the middle is taken; nonsense is treated the same.
    """

    crop_x = FractionField(required=False)
    crop_y = FractionField(required=False)
    crop_size = FractionField(required=False)

    def square(self, upload: Any) -> Square:
        """The square in pixels of the picture as sent."""
        x, y, size = (self.cleaned_data.get(name) for name in ("crop_x", "crop_y", "crop_size"))
        shape = _shape(upload)
        if shape is None or x is None or y is None or not size:
            return Square()
        width, height = shape
        return Square(round(x * width), round(y * height), max(1, round(size * min(shape))))


def _shape(upload: Any) -> tuple[int, int] | None:
    """Width and height of the upright picture, from its head alone; None when it is no picture."""
    try:
        upload.seek(0)
        with Image.open(upload, formats=_FORMATS) as image:
            width, height = image.size
            turned = image.getexif().get(0x0112, 1) in _TURNED
        return (height, width) if turned else (width, height)
    except Exception:
        return None  # Pillow raises almost anything; the keeper of files says what is wrong with it
    finally:
        upload.seek(0)


class PhotoForm(CropForm):
    """A new portrait."""

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("Your face, so people recognise you. It appears wherever your name does."),
        error_messages={"required": _("Choose a picture first.")},
    )

    def clean_photo(self) -> Any:
        """A picture large enough to see a face in; what it is otherwise is for the keeper of files to say."""
        upload = self.cleaned_data["photo"]
        shape = _shape(upload)
        if shape is not None and min(shape) < SMALLEST:
            raise forms.ValidationError(
                _("This picture is too small to recognise a face. Choose one of at least %(pixels)d by %(pixels)d."),
                params={"pixels": SMALLEST},
            )
        return upload


class LogoForm(forms.Form):
    """The logo of an organisation."""

    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("A square picture works best."),
        error_messages={"required": _("Choose a picture first.")},
    )
