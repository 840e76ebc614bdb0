"""An installation that was migrated once, for all who begin with one: migrating is most of a first start.

Its page templates are compiled too, as they are in an installation that ran for a while. The tests take copies of it
(``tests.live.migrated``). Those about migrating itself begin with nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


class Template:
    """It is made in a process of its own, while something else goes on."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self._folder, self._url = folder, url
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.runner.template"],
            env={**os.environ, "GILDE_VAR": str(folder), "DATABASE_URL": url},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def address(self) -> dict[str, str]:
        """Where it is, for the environment of the tests, once it is there.

        Empty when it could not be made: then every test makes its own, and says what is wrong.
        """
        if self._process.wait():
            return {}
        return {"GILDE_TEST_TEMPLATE": str(self._folder), "GILDE_TEST_TEMPLATE_URL": self._url}


def _make() -> int:
    from gilde.config.cli.commands import run

    code = run(["migrate"])
    if code == 0:
        _compile_templates()
    return code


def _compile_templates() -> None:
    """What Gilde would compile at the first look at each page, in each of many test processes, is compiled here."""
    from django.template import engines

    pages = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in pages.list_templates(extensions=["html", "txt", "xml"]):
        pages.get_template(name)


if __name__ == "__main__":
    sys.exit(_make())
