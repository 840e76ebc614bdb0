"""Commands about all data at once: backup, restore, move-database."""

from __future__ import annotations

import sys
from pathlib import Path

from gilde.config.cli.commands import Refusal
from gilde.config.cli.opening import opened
from gilde.core.command_line import Parser


def backup(words: list[str]) -> None:
    """Write one file with everything in it."""
    parser = Parser(
        "backup",
        "Write database, files and secrets to one file, of one moment, while Gilde runs. Keep it as "
        "carefully as the installation itself: whoever has it has everything.",
        example="gilde-2026-11-21.tar",
    )
    parser.add_argument(
        "file", metavar="FILE.tar", type=Path, help="the new file; one that exists is never overwritten"
    )
    args = parser.parse_args(words)
    with opened():
        from gilde.config.backup import BackupError
        from gilde.config.backup.take import take

        try:
            manifest = take(args.file)
        except BackupError as error:
            raise Refusal(str(error)) from None
        size = sum(part["size"] for part in manifest.parts.values())
        print(f"{args.file}: {len(manifest.parts)} parts, {size / 1e6:.1f} MB.")
        _warn_about_key("The backup does not hold it")


def restore(words: list[str]) -> None:
    """Put a backup in the place of what is here."""
    parser = Parser(
        "restore",
        "Restore a backup in place of what is here. Gilde must not be running. Every byte is checked first; a "
        "broken or foreign backup changes nothing. What was here is kept aside.",
        example="gilde-2026-11-21.tar",
    )
    parser.add_argument("file", metavar="FILE.tar", type=Path, help="a file that ./gilde backup made")
    args = parser.parse_args(words)
    with opened(alone=True, reach=False):
        from gilde.config.backup import BackupError
        from gilde.config.backup.put_back import put_back

        try:
            done = put_back(args.file)
        except BackupError as error:
            raise Refusal(str(error)) from None
        print(f"The backup of {done.manifest.made_at} is in place ({len(done.manifest.parts)} parts).")
        print(f"What was here is now in {done.aside}; remove it when all is well.")
        if done.schema_aside:
            print(f"The old tables are in the schema {done.schema_aside}; drop it when all is well.")
        _warn_about_key("It must be the same as when the backup was made")


def move_database(words: list[str]) -> None:
    """Copy every row from SQLite to PostgreSQL."""
    parser = Parser(
        "move-database",
        "Copy every row from SQLite to an empty PostgreSQL database and compare both, row by row. Gilde "
        "must not run. The SQLite file stays as it is.",
        example="postgresql://gilde:secret@db.example.org/gilde",
        more="docs/howto/move-to-postgresql.md goes through it step by step.",
    )
    parser.add_argument(
        "url", metavar="postgresql://…", help="the empty database: postgresql://user:password@host:port/name"
    )
    args = parser.parse_args(words)
    with opened(alone=True):
        from gilde.config.move_database import MoveRefused, move

        try:
            rows = move(args.url, tell=print)
        except MoveRefused as error:
            raise Refusal(str(error)) from None
        print(f"{rows} rows moved, difference 0. From now on start with DATABASE_URL set to that address.")


def _warn_about_key(sentence: str) -> None:
    from gilde.config.env import read_env

    if read_env()["GILDE_SECRET_KEY"]:
        print(f"GILDE_SECRET_KEY comes from the environment. {sentence}.", file=sys.stderr)
