"""Backups of a running installation, and what restore refuses."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.live import Live, live

from gilde.config.backup import BackupError, archive

FINGERPRINT = """
import json
from django.db import connection
from gilde.config.move_database import every_table, fingerprint
there = set(connection.introspection.table_names())
tables = [m for m in every_table() if m._meta.db_table in there]
print(json.dumps({m._meta.label: str(fingerprint(m, "default")) for m in tables}))
"""
WRITE = """
from gilde.people.models import Account
from django.core.files.storage import default_storage
from django.core.files.base import ContentFile
for i in range({start}, {start} + 50):
    default_storage.save(f"sha/aa/{{i}}", ContentFile(b"file %d" % i))
    Account.objects.create_user(f"person{{i}}@example.org")
print("done")
"""


def fingerprint(house: Live) -> dict[str, str]:
    return json.loads(house.inside(FINGERPRINT).strip().splitlines()[-1])


def files(house: Live) -> dict[str, bytes]:
    folders = (house.folder / "files", house.folder / "secrets")
    return {
        str(path.relative_to(house.folder)): path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path.name != "setup"
    }


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, _ready: Live) -> Iterator[Live]:
    """An installation with some accounts and files. Tests share it: each looks at what it changed itself."""
    with live(tmp_path_factory.mktemp("house") / "var", like=_ready) as house:
        house.inside(WRITE.format(start=0))
        yield house


@pytest.fixture(autouse=True)
def _stopped(full: Live) -> Iterator[None]:
    yield
    if full.process and full.process.poll() is None:
        full.stop()
    for aside in full.folder.glob("before-restore-*"):
        shutil.rmtree(aside)


@pytest.fixture(scope="module")
def backup(full: Live, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backup") / "backup.tar"
    done = full.gilde("backup", str(path))
    assert done.returncode == 0, done.stderr
    return path


def put_back(house: Live, backup: Path) -> dict[str, str]:
    done = house.quickly("restore", str(backup))
    assert done.returncode == 0, done.stderr
    return fingerprint(house)


def test_a_backup_put_back_on_an_empty_machine_is_the_same(full: Live, backup: Path, tmp_path: Path) -> None:
    with live(tmp_path / "elsewhere") as other:
        assert put_back(other, backup) == fingerprint(full)
        assert files(other) == files(full)
        other.start()
        assert other.status("/") < 500


def test_restoring_keeps_what_was_there_aside(full: Live, backup: Path) -> None:
    then = put_back(full, backup)
    full.inside(WRITE.format(start=100))
    (full.folder / "files" / "later").write_text("later")
    now = fingerprint(full)
    assert now != then
    done = full.gilde("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert fingerprint(full) == then
    assert not (full.folder / "files" / "later").exists()
    aside = max(full.folder.glob("before-restore-*"))
    assert str(aside) in done.stdout
    assert (aside / "files" / "later").read_text() == "later"
    assert not list((full.folder / "run").glob("restore*"))


def test_a_backup_while_people_write_is_of_one_moment(full: Live, tmp_path: Path) -> None:
    full.start()
    writer = subprocess.Popen(
        full.command("shell", "-c", WRITE.format(start=1000)), env=full.environment, stdout=subprocess.DEVNULL
    )
    paths = []
    while writer.poll() is None and len(paths) < 5:
        paths.append(tmp_path / f"{len(paths)}.tar")
        done = full.gilde("backup", str(paths[-1]))
        assert done.returncode == 0, done.stderr
    assert writer.wait(60) == 0
    assert paths
    full.stop()
    with live(tmp_path / "elsewhere") as other:
        done = other.gilde("restore", str(paths[-1]))
        assert done.returncode == 0, done.stderr
        lacking = other.inside(
            "from gilde.people.models import Account\n"
            "from django.core.files.storage import default_storage\n"
            "rows = Account.objects.filter(email__startswith='person').values_list('email', flat=True)\n"
            "print([e for e in rows if not default_storage.exists('sha/aa/' + e.split('@')[0][6:])])"
        )
        assert lacking.strip() == "[]"


def test_restore_is_refused_while_it_runs(full: Live, backup: Path) -> None:
    full.start()
    before = files(full)
    done = full.gilde("restore", str(backup))
    assert done.returncode == 1
    assert "running" in done.stderr
    assert files(full) == before


def untouched(house: Live, before: dict[str, str], path: Path, said: str) -> None:
    done = house.quickly("restore", str(path))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert fingerprint(house) == before
    assert not list(house.folder.glob("before-restore-*"))
    assert not list((house.folder / "run").glob("restor*"))


@pytest.mark.one_engine
def test_a_cut_or_changed_backup_is_seen_in_every_byte(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    dice = random.Random(7)
    broken = tmp_path / "broken.tar"
    cuts = [whole[:length] for length in (len(whole) - 1, len(whole) - 1024, len(whole) // 2, 600, 10, 0)]
    places = [dice.randrange(512, len(whole)) for _ in range(40)] + [0, 100, 511, len(whole) - 1, len(whole) - 1400]
    flips = [whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1 :] for at in places]
    for content in (*cuts, *flips, whole + b"\0" * 512):
        broken.write_bytes(content)
        with pytest.raises(BackupError, match=r"Nothing was changed\.$"):
            archive.verify(broken)
    broken.write_bytes(whole)
    assert archive.verify(broken).product == "gilde"


def test_a_cut_or_changed_backup_changes_nothing(full: Live, backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    before = fingerprint(full)
    broken = tmp_path / "broken.tar"
    middle = len(whole) // 2
    for content in (whole[:-700], whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]):
        broken.write_bytes(content)
        untouched(full, before, broken, "broken")


@pytest.mark.one_engine
def test_a_foreign_file_changes_nothing(full: Live, tmp_path: Path) -> None:
    before = fingerprint(full)
    other = tmp_path / "other.tar"
    with tarfile.open(other, "w") as tar:
        tar.add(__file__, "database.sqlite3")
    untouched(full, before, other, "no backup of Gilde")
    assert "cannot be read" in full.quickly("restore", str(tmp_path / "missing.tar")).stderr
    other.write_text("a letter to my mother\n" * 1000)
    with pytest.raises(BackupError, match="not a backup of Gilde"):
        archive.verify(other)


def reseal(backup: Path, target: Path, **changes: object) -> None:
    """The same backup with other words in its manifest, honestly sealed: as another version would write it."""
    manifest = archive.verify(backup)
    writer = archive.Writer(target)
    with tarfile.open(backup) as tar:
        for member in tar:
            if member.name in manifest.parts:
                writer._put(member.name, member.size, 0, tar.extractfile(member))
                writer._parts[member.name] = manifest.parts[member.name]
    values = {
        "version": manifest.version,
        "engine": manifest.engine,
        "made_at": manifest.made_at,
        "migrations": manifest.migrations,
    }
    writer.seal(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.one_engine
def test_a_newer_backup_changes_nothing(full: Live, backup: Path, tmp_path: Path) -> None:
    before = fingerprint(full)
    newer = tmp_path / "newer.tar"
    reseal(backup, newer, version="9.9", migrations=["people.0999_teleport"])
    untouched(full, before, newer, "newer version")


def test_a_backup_of_the_other_engine_changes_nothing(full: Live, backup: Path, tmp_path: Path) -> None:
    before = fingerprint(full)
    engine = "sqlite" if full.environment["DATABASE_URL"] else "postgresql"
    other = tmp_path / "other.tar"
    reseal(backup, other, engine=engine)
    untouched(full, before, other, "Nothing was changed")


@pytest.mark.one_engine
def test_a_part_with_a_name_that_leads_elsewhere_is_refused(full: Live, backup: Path, tmp_path: Path) -> None:
    before = fingerprint(full)
    evil = tmp_path / "evil.tar"
    manifest = archive.verify(backup)
    writer = archive.Writer(evil)
    writer.add("files/../../escaped", Path(__file__))
    writer.seal(
        version=manifest.version, engine=manifest.engine, made_at=manifest.made_at, migrations=manifest.migrations
    )
    untouched(full, before, evil, "no backup holds")
    assert not list(tmp_path.rglob("escaped"))


@pytest.mark.one_engine
def test_an_existing_file_is_not_overwritten(full: Live, backup: Path) -> None:
    size = backup.stat().st_size
    done = full.quickly("backup", str(backup))
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert backup.stat().st_size == size


@pytest.mark.one_engine
def test_where_nothing_can_be_written_no_half_backup_is_left(full: Live, tmp_path: Path) -> None:
    done = full.quickly("backup", "/proc/backup.tar")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "could not be written" in done.stderr
    assert "does not exist" in full.quickly("backup", str(tmp_path / "no" / "such.tar")).stderr
    assert not list((full.folder / "run").glob("backup-*"))


def test_a_restore_killed_in_the_middle_is_finished_by_the_next_command(full: Live, backup: Path) -> None:
    then = put_back(full, backup)
    full.inside(WRITE.format(start=100))
    now = fingerprint(full)
    for sign in ("restore-*", "restoring.json"):  # it unpacks; all is ready and the swap begins
        process = full.begin("restore", str(backup))
        while process.poll() is None and not list((full.folder / "run").glob(sign)):
            time.sleep(0.002)
        process.kill()
        process.wait()
        following = full.gilde("shell", "-c", FINGERPRINT)  # a process that knows nothing, as after a reboot
        assert json.loads(following.stdout.splitlines()[-1]) in (then, now), following.stderr
        assert not list((full.folder / "run").glob("restor*"))  # what was unpacked holds keys and all that was written
    assert put_back(full, backup) == then


@pytest.mark.one_engine
def test_every_step_of_the_swap_can_be_the_last_before_a_kill(tmp_path: Path) -> None:
    """The journal is replayed from any point between its first and its last rename."""
    from gilde.config.backup.put_back import _write_journal, finish

    for done_before in range(5):
        var = tmp_path / str(done_before)
        staged, aside = var / "run" / "restore-x", var / "before"
        for folder in (var / "run", staged / "files", var / "files", aside):
            folder.mkdir(parents=True)
        (var / "db").write_text("old")
        (var / "files" / "a").write_text("old")
        (staged / "db").write_text("new")
        (staged / "files" / "a").write_text("new")
        moves = [
            (var / "db", aside / "db"),
            (var / "files", aside / "files"),
            (staged / "db", var / "db"),
            (staged / "files", var / "files"),
        ]
        _write_journal(var, [(str(old), str(new)) for old, new in moves], None, staged)
        for old, new in moves[:done_before]:
            old.rename(new)
        assert finish(var, "")
        assert (var / "db").read_text() == (var / "files" / "a").read_text() == "new"
        assert (aside / "db").read_text() == (aside / "files" / "a").read_text() == "old"
        assert not finish(var, "")
