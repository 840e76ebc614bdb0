"""Backups: database, files and secrets in one sealed file, and the way back.

``archive`` knows the file, ``database`` how each engine is copied, ``take`` and ``put_back`` do the work. Kept in
``docs/reference/backup-format.md``.
"""


class BackupError(Exception):
    """A backup that cannot be made or put back; one sentence that says why, and that nothing was changed."""
