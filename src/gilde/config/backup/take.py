"""Taking a backup, while Gilde runs."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import gilde
from gilde.config.backup import BackupError, archive, database
from gilde.core.clock import now


def take(path: Path) -> archive.Manifest:
    """Write database, files and secrets to ``path``, all of one moment, and answer with what is in it.

    Raises:
        BackupError: when it cannot be made; then ``path`` does not exist and nothing is left behind.
    """
    if path.exists():
        raise BackupError(f"{path} exists already. Name a new file.")
    if not path.parent.is_dir():
        raise BackupError(f"The folder {path.parent} does not exist.")
    var = Path(settings.VAR)
    try:
        with tempfile.TemporaryDirectory(prefix="backup-", dir=var / "run") as name:
            staged = Path(name)
            # Files are only ever added, or removed when no row names them. So: hold on to those of now, copy the
            # database, then hold on to what came meanwhile. Every file the copy names is among them.
            _hold_files(Path(settings.MEDIA_ROOT), staged / "files")
            part = staged / database.NAMES[connection.vendor]
            database.copy_to(part)
            _hold_files(Path(settings.MEDIA_ROOT), staged / "files")
            return _write(path, part, staged / "files", var / "secrets")
    except FileExistsError:
        raise BackupError(f"{path} exists already. Name a new file.") from None
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error.strerror or error}. No file was left.") from None


def _hold_files(source: Path, target: Path) -> None:
    """A second name for every file, so that it stays while we read; a copy where the disk knows no second names."""
    target.mkdir(mode=0o700, exist_ok=True)
    for name, path in archive.parts_below(source):
        held = target / name
        if held.exists():
            continue
        held.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.link(path, held)
        except FileNotFoundError:
            continue  # removed this moment: no row names it
        except OSError:
            shutil.copyfile(path, held)


def _write(path: Path, part: Path, files: Path, secrets: Path) -> archive.Manifest:
    writer = archive.Writer(path)
    try:
        writer.add(part.name, part)
        for folder, prefix in ((files, "files"), (secrets, "secrets")):
            for name, source in archive.parts_below(folder):
                if (prefix, name) != ("secrets", "setup"):  # a link for one hour has no place in a backup
                    writer.add(f"{prefix}/{name}", source)
        applied = MigrationRecorder(connection).applied_migrations()
        return writer.seal(
            version=gilde.__version__,
            engine=connection.vendor,
            made_at=now().isoformat(),
            migrations=sorted(f"{app}.{name}" for app, name in applied),
        )
    except BaseException:
        writer.discard()
        raise
