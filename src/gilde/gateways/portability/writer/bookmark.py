"""Where an import is: which run it goes on with, and moving its bookmark along with what was committed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext

from gilde import __version__
from gilde.communities.models import Community
from gilde.gateways.portability.models import ImportedRecord, ImportRun
from gilde.gateways.portability.scope import plain_source
from gilde.gateways.portability.writer.index import short_source

_PATH: Final = 500  # characters


class CannotImport(Exception):
    """This import cannot go on with what an earlier run did; the text is one sentence."""


class UnderWay(CannotImport):
    """Somebody else goes on with the same run."""


def stamp_of(path: Path) -> str:
    """A stamp of the files at ``path`` and of this version: with another stamp, positions mean something else.

    Raises OSError when they cannot be looked at.
    """
    stamp = hashlib.sha256(__version__.encode())
    for name, file in _files_of(path):
        about = file.lstat()
        stamp.update(repr((name, about.st_size, about.st_mtime_ns)).encode())
    return stamp.hexdigest()


def _files_of(path: Path) -> Iterator[tuple[str, Path]]:
    """A file, or all files in a folder and below, sorted; links are not followed."""
    if not path.is_dir():
        yield path.name, path
        return
    for folder, below, files in os.walk(path):
        below.sort()
        for each in sorted(files):
            file = Path(folder) / each
            yield file.relative_to(path).as_posix(), file


def unfinished(reader: str, path: Path, community: Community, stamp: str) -> ImportRun | None:
    """The last run of these files, if it was stopped before its end; None when a new one begins."""
    last = _runs(reader, path, community).order_by("-pk").first()
    return last if last is not None and last.finished_at is None and last.stamp == stamp else None


def require_own(source: str, community: Community) -> None:
    """What the operator brought in from a source is brought up to date by the operator.

    Raises:
        CannotImport: a host sends what came from this source on the command line before: it would come in twice.
    """
    plain = plain_source(source)
    if ImportedRecord.objects.filter(source=short_source(plain), community=community).exists():
        raise CannotImport(
            gettext(
                "The operator brought in %(source)s before. Ask them to bring in this newer export too; from here "
                "everything would come in twice."
            )
            % {"source": plain}
        )


def begin(reader: str, path: Path, community: Community, *, stamp: str, source: str, report: Path) -> ImportRun:
    """A new run, with its bookmark at the beginning.

    Raises:
        CannotImport: the same files came in under the name of another source before, and all would come in twice.
    """
    before = _runs(reader, path, community).filter(stamp=stamp).exclude(source__in=["", short_source(source)])
    other = before.order_by("-pk").first() if source else None
    if other is not None:
        raise CannotImport(
            f"{path.name} came into {community.slug} as {other.source} before; as {source} everything would come in "
            f"twice. Name it the same: --site {other.source}."
        )
    return ImportRun.objects.create(
        community=community,
        reader=reader,
        path=_stored(path),
        source=short_source(source),
        stamp=stamp,
        report=str(report.resolve())[:_PATH],
    )


def move(run: ImportRun, *, before: int, after: int, counts: Mapping[str, object], report_size: int) -> None:
    """Move the bookmark; part of the transaction of a batch.

    Raises:
        UnderWay: it is not where this process left it, so somebody else goes on with the same run.
    """
    moved = ImportRun.objects.filter(pk=run.pk, position=before, finished_at__isnull=True).update(
        position=after, counts=counts, report_size=report_size
    )
    if not moved:
        raise UnderWay("The same import is under way in another window. This one stops; that one goes on.")


def _runs(reader: str, path: Path, community: Community) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(community=community, reader=reader, path=_stored(path))


def _stored(path: Path) -> str:
    return str(path.resolve())[-_PATH:]
