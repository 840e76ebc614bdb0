"""A file that is written while it is fetched: a table or a log to take along."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone, translation


def download(parts: Iterator[bytes], *, name: str, content_type: str) -> StreamingHttpResponse:
    """``parts`` as a file called ``name``, in the language and the time zone of this request; kept by no cache.

    Args:
        parts: a generator that has not begun: what it says and when is decided as it goes out.
        name: without quotes, of our own making.
    """
    spoken, zone = translation.get_language() or "en", timezone.get_current_timezone()

    def written() -> Iterator[bytes]:
        # The answer goes out after the request's language and time zone were put away, and any thread of the server may
        # ask for a part: what was put in place for one says nothing about the next.
        while True:
            with timezone.override(zone), translation.override(spoken):
                part = next(parts, None)
            if part is None:
                return
            yield part

    answer = StreamingHttpResponse(written(), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
