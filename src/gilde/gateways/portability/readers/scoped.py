"""Any reader, with its sources named for one community (:mod:`gilde.gateways.portability.scope`)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from gilde.gateways.portability.readers import HoldsFiles, Reader
from gilde.gateways.portability.records import File, Record
from gilde.gateways.portability.scope import plain_source, scoped_source


def scoped(reader: Reader, community_id: int) -> Reader:
    """``reader``, whose records cannot touch what came into another community."""
    return _WithFiles(reader, community_id) if isinstance(reader, HoldsFiles) else _Scoped(reader, community_id)


class _Scoped:
    def __init__(self, reader: Reader, community_id: int) -> None:
        self._reader, self._community_id = reader, community_id
        self.name, self.licence = reader.name, reader.licence
        self.sentences: Mapping[str, str] = reader.sentences

    def count(self, path: Path) -> int | None:
        return self._reader.count(path)

    def read(self, path: Path) -> Iterator[Record]:
        for record in self._reader.read(path):
            yield replace(record, source=scoped_source(record.source, self._community_id))

    def rewrite_inner_links(self, text: str, source: str, resolve: Callable[[str], str | None]) -> str:
        return self._reader.rewrite_inner_links(text, plain_source(source), resolve)


class _WithFiles(_Scoped):
    def open_file(self, record: File) -> BinaryIO | None:
        assert isinstance(self._reader, HoldsFiles)
        return self._reader.open_file(replace(record, source=plain_source(record.source)))
