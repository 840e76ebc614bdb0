"""Serving stored files through the permission check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.http import require_safe

from gilde.core.actor import Actor
from gilde.core.files.holders import Showing, showing
from gilde.core.models.file import FileKind, StoredFile

_CHUNK: Final = 64 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
# Whatever a file holds, a browser that opens it directly runs nothing, loads nothing and sends nothing.
_POLICY: Final = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)
# What only some people may see is asked for again each time and answered with 304 while it is the same: who left a
# community, or sits at the machine next, finds no copy in the browser. Faces, dozens on a page, stay an hour.
_PRIVATE: Final = "private, no-cache"
_PRIVATE_FACE: Final = "private, max-age=3600"
# What everybody may see may lie in caches between, for a minute: no call reaches a copy there, and what is hidden or
# deleted should be gone when those who decided look again.
_PUBLIC: Final = "public, max-age=60"


@require_safe
def by_key(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file with this key; ``?w=`` asks for the smallest version of a picture that is at least so wide."""
    file, shown = _visible_file(request, key)
    wanted = request.GET.get("w", "")
    width = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) <= 5 else None
    step = next((step for step in file.variant_widths if width is not None and step >= width), None)
    return _answer(request, file, step, shown)


@require_safe
def serve(request: HttpRequest, key: str, size: str, name: str) -> HttpResponseBase:
    """The file with this key, in the version ``size`` (a width in pixels, or ``original``)."""
    file, shown = _visible_file(request, key)
    if name != file.name:
        raise Http404
    if size == "original":
        return _answer(request, file, None, shown)
    step = next((step for step in file.variant_widths if str(step) == size), None)
    if step is None:
        raise Http404
    return _answer(request, file, step, shown)


def _visible_file(request: HttpRequest, key: str) -> tuple[StoredFile, Showing]:
    file = StoredFile.objects.filter(key=key).first()
    shown = showing(request.actor, file) if file is not None else None  # type: ignore[attr-defined]
    if file is None or shown is None:
        raise Http404
    return file, shown


def _answer(request: HttpRequest, file: StoredFile, step: int | None, shown: Showing) -> HttpResponseBase:
    # Pictures and sound are small already; compressing them again costs time and breaks ranges.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    etag = f'"{file.sha256[:32]}{f"-{step}" if step else ""}"'
    response: HttpResponseBase
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = _content(request, file, step, etag)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    response["ETag"] = etag
    if actor.is_visitor:
        response["Cache-Control"] = _PUBLIC
    else:
        response["Cache-Control"] = _PRIVATE_FACE if shown.is_face else _PRIVATE
    patch_vary_headers(response, ["Cookie"])
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _content(request: HttpRequest, file: StoredFile, step: int | None, etag: str) -> HttpResponseBase:
    path = file.variant_path(step) if step else file.path
    try:
        stream: BinaryIO = default_storage.open(path, "rb")  # type: ignore[assignment]
        size = default_storage.size(path) if step else file.size
    except FileNotFoundError:
        raise Http404 from None
    span = _span(request, size, etag)
    if span is None:
        stream.close()
        response: HttpResponseBase = HttpResponse(status=416, content_type="text/plain; charset=utf-8")
        response["Content-Range"] = f"bytes */{size}"
        return response
    first, last = span
    partial = (first, last) != (0, size - 1)
    response = StreamingHttpResponse(_Slice(stream, first, last - first + 1), status=206 if partial else 200)
    response["Content-Type"] = "text/plain; charset=utf-8" if file.content_type == "text/plain" else file.content_type
    response["Content-Length"] = str(max(0, last - first + 1))
    response["Accept-Ranges"] = "bytes"
    if partial:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    shown = file.kind in {FileKind.IMAGE, FileKind.SOUND}
    response["Content-Disposition"] = content_disposition_header(not shown, file.name) or "attachment"
    return response


def _span(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte to send; None when the asked range lies outside. Several ranges at once give the whole."""
    whole = (0, size - 1)
    match = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if match is None or request.headers.get("If-Range", etag) != etag or match.groups() == ("", ""):
        return whole
    first, last = (text[:15] for text in match.groups())
    if not first:  # the last N bytes
        length = int(last)
        return None if length == 0 else (max(0, size - length), size - 1)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if start >= size:
        return None
    return whole if end < start else (start, end)


class _Slice:
    """The bytes of a stream from ``first``, ``length`` of them; closes the stream when the answer is closed."""

    def __init__(self, stream: BinaryIO, first: int, length: int) -> None:
        self._stream, self._left = stream, length
        stream.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0:
            chunk = self._stream.read(min(_CHUNK, self._left))
            if not chunk:
                break
            self._left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self._stream.close()
