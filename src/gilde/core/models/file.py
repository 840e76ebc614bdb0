"""StoredFile: one file that somebody added. The bytes lie in the storage under their own hash."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gilde.core.ids import token

# Widths in pixels of the smaller versions made of every image that is wider.
VARIANT_WIDTHS = (96, 320, 960, 1920)
_ALSO_QUOTED = str.maketrans({"(": "%28", ")": "%29", ",": "%2C"})


class FileKind(models.TextChoices):
    """What a file is to a reader; decided by its content, never by its name."""

    IMAGE = "image", _("image")
    SOUND = "sound", _("sound")
    DOCUMENT = "document", _("document")


class StoredFile(models.Model):
    """A file as it is served: type, size and hash are those of the stored bytes, not of what was sent.

    ``key`` is unguessable and part of its address; who may look is asked at every request from the holders
    (:mod:`gilde.core.files.holders`). Several rows may share the same bytes.
    """

    key = models.CharField(max_length=22, unique=True, default=token, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField(help_text="Bytes.")
    content_type = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    name = models.CharField(max_length=150, help_text="For people, made safe; never used as a path.")
    width = models.IntegerField(null=True, help_text="Pixels; images only.")
    height = models.IntegerField(null=True, help_text="Pixels; images only.")
    created_at = models.DateTimeField(db_index=True)
    uploader_id = models.BigIntegerField(null=True, help_text="Person; a plain number, since core knows no room.")
    client_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["uploader_id", "client_id"], condition=Q(client_id__isnull=False), name="file_client_once"
            ),
            models.CheckConstraint(condition=Q(size__gte=0), name="file_size"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def path(self) -> str:
        """Where the storage keeps the bytes."""
        return blob_path(self.sha256)

    @property
    def is_image(self) -> bool:
        """Whether a browser shows this in a page."""
        return self.kind == FileKind.IMAGE

    @property
    def variant_widths(self) -> tuple[int, ...]:
        """Widths of the smaller versions that exist; empty for everything but images."""
        width = self.width or 0
        return tuple(step for step in VARIANT_WIDTHS if step < width) if self.is_image else ()

    def variant_path(self, width: int) -> str:
        """Where the storage keeps the version of this width."""
        return f"{self.path}.w{width}"

    def url(self, width: int | None = None) -> str:
        """The address of this file, or of its smallest version that is at least ``width`` pixels wide."""
        from django.urls import reverse

        size = "original"
        if width is not None:
            size = next((str(step) for step in self.variant_widths if step >= width), "original")
        address = reverse("files:serve", kwargs={"key": self.key, "size": size, "name": self.name})
        # Brackets would end a Markdown link, a comma would split a srcset.
        return address.translate(_ALSO_QUOTED)

    @property
    def srcset(self) -> str:
        """The ``srcset`` of an ``img``: every version with its width."""
        steps = [f"{self.url(step)} {step}w" for step in self.variant_widths]
        return ", ".join([*steps, f"{self.url()} {self.width}w"]) if self.is_image else ""


class FileWords(models.Model):
    """The words of a document, for the search; who may read the file may find it by them, nobody else.

    ``reason`` says why there are none, or not all of them (:mod:`gilde.core.files.words`).
    """

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, primary_key=True, related_name="words")
    text = models.TextField(blank=True, default="")
    reason = models.CharField(max_length=20, blank=True, default="")

    def __str__(self) -> str:
        return f"words of {self.file_id}"


def blob_path(sha256: str) -> str:
    """The storage name of bytes with this hash."""
    return f"sha/{sha256[:2]}/{sha256[2:4]}/{sha256}"
