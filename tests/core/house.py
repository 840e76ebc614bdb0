"""A little house of its own on disk, for tests that need several processes on one real database.

It lives on the engine that ``DATABASE_URL`` names: an SQLite file, or a fresh database on that PostgreSQL server.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).parents[2]


class House:
    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "GILDE_VAR": str(folder),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "tests.core.small_settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    def start(self, code: str, *words: str) -> subprocess.Popen[str]:
        """A process that runs this code with Django set up."""
        start = "import gilde, django; django.setup()\n"
        return subprocess.Popen(
            [sys.executable, "-c", start + code, *words],
            env=self.environment,
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, code: str, *words: str) -> str:
        """Run this code to its end; gives what it printed."""
        process = self.start(code, *words)
        out, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        return out


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        house = House(folder, "")
        house.run("from django.core.management import call_command; call_command('migrate', verbosity=0)")
        yield house
        return
    import psycopg

    name = f"gilde_house_{secrets.token_hex(4)}"
    parts = urlsplit(url)
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            house = House(folder, urlunsplit(parts._replace(path=f"/{name}")))
            house.run("from django.core.management import call_command; call_command('migrate', verbosity=0)")
            yield house
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
