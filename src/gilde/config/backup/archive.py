"""The file of a backup: an ordinary tar whose last member seals every byte before it.

Members are ``database.sqlite3`` or ``database.dump``, ``files/…``, ``secrets/…``, then ``manifest.json`` with size
and sha256 of each, and last ``seal``: the sha256 of the whole file up to itself. So one pass over the file finds any
cut, any added and any changed byte, before a single one is believed.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final, cast

from gilde.config.backup import BackupError

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SEAL: Final = "seal"
_BLOCK: Final = 512
_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    format: int
    product: str
    version: str
    engine: str
    made_at: str
    migrations: list[str]
    parts: dict[str, dict[str, Any]]


class Writer:
    """Writes a backup to ``path``, which appears only when it is complete and on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._draft = path.with_name(f".{path.name}.{os.getpid()}.partial")
        descriptor = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._stream = _Hashing(os.fdopen(descriptor, "wb"))
        self._tar = tarfile.open(fileobj=cast(IO[bytes], self._stream), mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, source: Path) -> None:
        """Add the file ``source`` as ``name``."""
        with source.open("rb") as stream:
            stat = os.fstat(stream.fileno())
            reading = _Hashing(stream)
            self._put(name, stat.st_size, stat.st_mtime, reading)
        self._parts[name] = {"size": stat.st_size, "sha256": reading.digest()}

    def _put(self, name: str, size: int, mtime: float, stream: Any) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = size, int(mtime), 0o600
        self._tar.addfile(entry, stream)

    def seal(self, *, version: str, engine: str, made_at: str, migrations: list[str]) -> Manifest:
        """Write manifest and seal, and give the file its name."""
        manifest = Manifest(FORMAT, "gilde", version, engine, made_at, migrations, self._parts)
        text = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
        self._put(MANIFEST, len(text), 0, io.BytesIO(text))
        raw = self._stream.raw
        raw.write(_trailer(self._stream.digest(), self._stream.tell()))
        raw.flush()
        os.fsync(raw.fileno())
        raw.close()
        # A link, not a rename: it refuses to take the place of an older backup.
        os.link(self._draft, self.path)
        self._draft.unlink()
        _sync(self.path.parent)
        return manifest

    def discard(self) -> None:
        """Leave nothing behind."""
        self._stream.raw.close()
        self._draft.unlink(missing_ok=True)


def verify(path: Path) -> Manifest:
    """Read every byte of the backup and answer with its manifest.

    Raises:
        BackupError: when it is no backup of ours, or not whole.
        OSError: when it cannot be read.
    """
    size = path.stat().st_size
    trailer_length = len(_trailer("0" * 64, 0))
    body = size - trailer_length
    hashed = hashlib.sha256()
    with path.open("rb") as stream:
        if body < _BLOCK or stream.read(_BLOCK)[257:262] != b"ustar":
            raise BackupError(f"{path} is not a backup of Gilde. Nothing was changed.")
        stream.seek(0)
        left = body
        while left:
            chunk = stream.read(min(_CHUNK, left))
            if not chunk:
                break
            hashed.update(chunk)
            left -= len(chunk)
        if stream.read() != _trailer(hashed.hexdigest(), body):
            raise BackupError(
                f"{path} is broken: it was cut off, changed, or is no backup of Gilde. Nothing was changed."
            )
    return _manifest_of(path)


def _manifest_of(path: Path) -> Manifest:
    with tarfile.open(path, "r:") as tar:
        member = None
        for member in tar:
            if member.name == MANIFEST:
                break
        source = tar.extractfile(member) if member and member.name == MANIFEST else None
        try:
            values = json.loads(source.read()) if source else {}
            manifest = Manifest(**values)
        except (ValueError, TypeError):
            values = values if isinstance(values, dict) else {}
            if values.get("product") == "gilde" and values.get("format", 0) > FORMAT:
                raise BackupError(
                    f"{path} was made by a newer version of Gilde ({values.get('version')}). Install that version "
                    "first. Nothing was changed."
                ) from None
            raise BackupError(f"{path} is not a backup of Gilde. Nothing was changed.") from None
    if manifest.product != "gilde":
        raise BackupError(f"{path} is not a backup of Gilde. Nothing was changed.")
    if manifest.format > FORMAT:
        raise BackupError(
            f"{path} was made by a newer version of Gilde ({manifest.version}). Install that version first. "
            "Nothing was changed."
        )
    return manifest


def unpack(path: Path, manifest: Manifest, folder: Path) -> None:
    """Write every part of a verified backup below ``folder``, which must exist and be empty.

    Raises:
        BackupError: when a part is not what the manifest says, or has a name that leads elsewhere.
    """
    seen = set()
    with tarfile.open(path, "r:") as tar:
        for member in tar:
            if member.name in {MANIFEST, SEAL}:
                continue
            stated = manifest.parts.get(member.name)
            if stated is None or not member.isreg() or not _harmless(member.name):
                raise BackupError(f"{path} holds {member.name!r}, which no backup holds. Nothing was changed.")
            target = folder / member.name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            hashed = hashlib.sha256()
            with cast(IO[bytes], tar.extractfile(member)) as source, target.open("xb") as out:
                while chunk := source.read(_CHUNK):
                    hashed.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            target.chmod(0o600)
            if hashed.hexdigest() != stated["sha256"]:
                raise BackupError(f"{path}: {member.name} is not what it was. Nothing was changed.")
            seen.add(member.name)
    missing = set(manifest.parts) - seen
    if missing:
        raise BackupError(f"{path} lacks {sorted(missing)[0]}. Nothing was changed.")


def parts_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file below ``folder`` with its path as a backup names it; drafts (names with a dot first) are left out."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in name.split("/")):
            yield name, path


def _harmless(name: str) -> bool:
    parts = name.split("/")
    return not name.startswith("/") and "\\" not in name and not {"", ".", ".."} & set(parts)


def _trailer(digest: str, length: int) -> bytes:
    """The last member and the end of the tar. Its length is always the same."""
    text = f"sha256 {digest} over {length:020d} bytes\n".encode()
    entry = tarfile.TarInfo(SEAL)
    entry.size, entry.mode = len(text), 0o600
    return entry.tobuf(tarfile.USTAR_FORMAT) + text.ljust(-(-len(text) // _BLOCK) * _BLOCK, b"\0") + b"\0" * 2 * _BLOCK


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Hashing:
    """A stream that hashes what passes."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw = raw
        self._hash = hashlib.sha256()
        self._passed = 0

    def read(self, size: int = -1) -> bytes:
        data = self.raw.read(size)
        self._hash.update(data)
        return data

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        self._passed += len(data)
        return self.raw.write(data)

    def tell(self) -> int:
        return self._passed

    def digest(self) -> str:
        return self._hash.hexdigest()
