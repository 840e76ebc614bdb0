"""What a file is, decided by its bytes and by nothing else: neither its name nor what the browser said."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from gilde.core.files.archive import office_type
from gilde.core.models.file import FileKind

HEAD: Final = 64 * 1024  # bytes that are looked at for marks
_CHUNK: Final = 256 * 1024

_MARKUP = re.compile(rb"\s*<(?:!doctype|\?xml|html|svg|head|body|script|iframe|xml|!--)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif", b"avis"})


class UnusableFile(Exception):
    """A file that cannot be kept; ``sentence`` tells the person why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def recognise(stream: BinaryIO, size: int) -> tuple[FileKind, str]:
    """Kind and content type of the bytes in ``stream`` (seekable, ``size`` bytes long).

    Raises:
        UnusableFile: for everything that is not on the list.
    """
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        raise UnusableFile(_("This file is empty."))
    image = _image(head)
    if image:
        return FileKind.IMAGE, image
    if _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        if b"<svg" in head.lower():
            raise UnusableFile(_("SVG pictures can contain programs. Save it as PNG and add that."))
        raise UnusableFile(_("You cannot add a web page. Save it as PDF, or paste the text."))
    sound = _sound(head, stream)
    if sound:
        return FileKind.SOUND, sound
    if head.startswith(b"%PDF-"):
        return FileKind.DOCUMENT, "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        content_type = office_type(stream, size)
        if content_type is None:
            raise UnusableFile(_("This archive is not an office document. Add the files in it one by one."))
        return FileKind.DOCUMENT, content_type
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise UnusableFile(_("This is an old kind of office document. Save it as .docx, .xlsx, .pptx or PDF."))
    if _is_text(stream):
        return FileKind.DOCUMENT, "text/plain"
    raise UnusableFile(
        _("We do not know this kind of file. Pictures, sound, PDF, office documents and plain text (UTF-8) work.")
    )


def _image(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        raise UnusableFile(_("This kind of picture is not supported everywhere. Save it as JPEG and add that."))
    return None


def _sound(head: bytes, stream: BinaryIO) -> str | None:
    if head.startswith(b"ID3") or (head[0] == 0xFF and len(head) > 2 and _is_mpeg_audio(head)):
        return "audio/mpeg"
    if head.startswith(b"OggS"):
        _refuse_film(any(mark in head for mark in (b"\x80theora", b"BBCD\x00", b"\x01video")))
        return "audio/ogg"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    if head.startswith(b"fLaC"):
        return "audio/flac"
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64]:
        _refuse_film(re.search(rb"V_(?:VP8|VP9|AV1|MPEG)", head) is not None)
        return "audio/webm"
    if head[4:8] == b"ftyp":
        _refuse_film(_has_video_track(stream))
        return "audio/mp4"
    return None


def _is_mpeg_audio(head: bytes) -> bool:
    """Whether the first four bytes are the header of an MPEG audio frame, layer III, with a lawful rate."""
    second, third = head[1], head[2]
    return second & 0xE6 == 0xE2 and third & 0xF0 not in {0xF0, 0x00} and third & 0x0C != 0x0C


def _has_video_track(stream: BinaryIO) -> bool:
    """Whether an MP4 file names a video handler: ``hdlr`` box, 8 bytes, then ``vide``."""
    stream.seek(0)
    tail = b""
    while chunk := stream.read(_CHUNK):
        window = tail + chunk
        if re.search(rb"hdlr.{8}vide", window, re.DOTALL):
            return True
        tail = window[-16:]
    return False


def _refuse_film(is_film: bool) -> None:
    if is_film:
        raise UnusableFile(_("You cannot add videos yet. Put the video on a video site and paste the link."))


def _is_text(stream: BinaryIO) -> bool:
    """Whether the whole stream is UTF-8 without control characters."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := stream.read(_CHUNK):
            if _CONTROL.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
