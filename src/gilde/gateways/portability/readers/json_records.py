"""Reader of the neutral format itself: what another program wrote as records, one JSON object a line."""

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, cast

from gilde.gateways.portability.json_lines import from_json_line
from gilde.gateways.portability.readers.inner_links import rewrite_addresses
from gilde.gateways.portability.readers.plain_text import one_line
from gilde.gateways.portability.records import InvalidRecord, Problem, Record, UnreadableFile

_LONGEST_LINE = 16 * 1024 * 1024
_SAMPLE = 1024 * 1024


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for extraction; the report translates it when it is shown."""
    return sentence


class JsonRecordsReader:
    """Reads a file of JSON lines, plain or gzipped. The records name their own sources; ``site`` is not needed."""

    name = "records"
    licence = ""
    sentences: Mapping[str, str] = {
        "bad_line": gettext_noop("Line %(row)s: %(reason)s"),
        "line_too_long": gettext_noop("Line %(row)s is longer than 16 MB."),
    }

    def __init__(self, *, site: str | None = None) -> None:
        self._site = one_line(site or "")

    def count(self, path: Path) -> int | None:
        """About how many lines the file has, judged by its beginning; None for a gzipped one."""
        if path.suffix == ".gz":
            return None
        with _opened(path) as stream:
            sample = stream.read(_SAMPLE)
        return max(1, round(sample.count(b"\n") * path.stat().st_size / max(1, len(sample))))

    def read(self, path: Path) -> Iterator[Record]:
        """The records of the file in its order; a line that is none becomes a Problem.

        Raises :class:`UnreadableFile` with a sentence when the first line is no record, or the file is damaged.
        """
        source = self._site or one_line(path.name) or "records"
        is_first = True
        try:
            with _opened(path) as stream:
                for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b""), start=1):
                    if not line.strip():
                        continue
                    try:
                        yield _record(line, number)
                    except InvalidRecord as error:
                        if is_first:
                            raise UnreadableFile(f"{path.name} is not in the neutral format: {error}") from None
                        reason = {"reason": one_line(str(error))[:300]}
                        code = "bad_line" if len(line) < _LONGEST_LINE else "line_too_long"
                        yield Problem(source=source, source_id=f"line-{number}", code=code, values=reason, row=number)
                    is_first = False
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise UnreadableFile(f"{path.name} is damaged: its compressed content breaks off.") from None

    def rewrite_inner_links(self, text: str, source: str, resolve: Callable[[str], str | None]) -> str:
        """Complete addresses of the source, where it is a host, lead to what has that address among its old paths."""
        return rewrite_addresses(text, source, resolve)


def _opened(path: Path) -> IO[bytes]:
    if path.is_dir():
        raise UnreadableFile(f"{path.name} is a folder; give the file in it.")
    try:
        return cast(IO[bytes], gzip.open(path)) if path.suffix == ".gz" else path.open("rb")
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror or error}.") from None


def _record(line: bytes, number: int) -> Record:
    try:
        return from_json_line(line.decode("utf-8-sig"), row=number)
    except UnicodeDecodeError:
        raise InvalidRecord("This line is not UTF-8.") from None
