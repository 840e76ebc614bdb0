"""Readers turn a foreign export into records; a new format is one file here and one line in :data:`READERS`."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from gilde.gateways.portability.readers.discourse import DiscourseReader
from gilde.gateways.portability.readers.json_records import JsonRecordsReader
from gilde.gateways.portability.readers.markdown import MarkdownReader
from gilde.gateways.portability.readers.mbox import MboxReader
from gilde.gateways.portability.readers.members_csv import MembersCsvReader
from gilde.gateways.portability.readers.slack import SlackReader
from gilde.gateways.portability.readers.stackexchange import StackExchangeReader
from gilde.gateways.portability.records import File, Record


class Reader(Protocol):
    """What the writer knows of a reader."""

    @property
    def name(self) -> str:
        """The word of the command line: ``gilde import NAME PATH``."""

    @property
    def licence(self) -> str:
        """The licence of what it reads, empty when exports of this kind have none; records say it exactly."""

    @property
    def sentences(self) -> Mapping[str, str]:
        """The English sentence for every reason code it gives, for :meth:`Problem.sentence`."""

    def count(self, path: Path) -> int | None:
        """About how many records :meth:`read` will give, cheaply, for a progress bar; None when nobody can say."""

    def read(self, path: Path) -> Iterator[Record]:
        """The records one by one, in constant memory and always in the same order, so that position N is a bookmark.

        Raises :class:`~gilde.gateways.portability.records.UnreadableFile` with one sentence, possibly late.
        """

    def rewrite_inner_links(self, text: str, source: str, resolve: Callable[[str], str | None]) -> str:
        """A body with its links to other records of the same source at their new addresses.

        ``source`` is the record's own. ``resolve`` gives the new address of a thread's or message's source_id, or of an
        old path (which begins with a slash), or None to leave the link as it is.
        """


@runtime_checkable
class HoldsFiles(Protocol):
    """A reader whose files do not lie beside what it reads but within it."""

    def open_file(self, record: File) -> BinaryIO | None:
        """The content of a file that it gave a record of, even when it has given its last; None when there is none."""


class ReaderFactory(Protocol):
    """How a reader is made: ``site`` names the origin where the export itself may not."""

    def __call__(self, *, site: str | None = None) -> Reader:
        """The reader for one import."""


READERS: Mapping[str, ReaderFactory] = {
    DiscourseReader.name: DiscourseReader,
    JsonRecordsReader.name: JsonRecordsReader,
    MarkdownReader.name: MarkdownReader,
    MboxReader.name: MboxReader,
    MembersCsvReader.name: MembersCsvReader,
    SlackReader.name: SlackReader,
    StackExchangeReader.name: StackExchangeReader,
}

__all__ = ["READERS", "HoldsFiles", "Reader", "ReaderFactory"]
