"""``./gilde test [--only PART …] [anything pytest takes]``."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.runner.browser import NoBrowser, provide
from tests.runner.count import Count
from tests.runner.part import ROOT, NotUnderstood, Part
from tests.runner.postgres import NoPostgres, throwaway
from tests.runner.template import Template

from gilde.core.command_line import Parser

BIN = Path(sys.executable).parent
PARTS = ("checks", "sqlite", "postgresql", "browser")
CHECKS: dict[str, list[Path | str]] = {
    "mypy": [BIN / "mypy"],  # the longest first: the others run beside it
    "ruff check": [BIN / "ruff", "check", "."],
    "ruff format": [BIN / "ruff", "format", "--check", "."],
    "import contracts": [BIN / "lint-imports"],
    "templates (djlint)": [BIN / "djlint", "src/gilde", "--lint", "--quiet"],
    "migrations": [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
}


def main() -> int:
    parser = Parser(
        "test",
        "Checks, the tests on SQLite, those for any engine on a throw-away PostgreSQL too, the journeys in Chromium. "
        "Everything else on the line goes to pytest.",
        example="tests/people -k handle",
        more="CONTRIBUTING.md tells more.",
    )
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part; can be given more than once")
    args, words = parser.parse_known_args()
    try:
        return run(args.only, words)
    except NotUnderstood as error:
        parser.error(str(error))


def run(only: list[str] | None, words: list[str]) -> int:
    """Run the parts called ``only`` (or all), with ``words`` for pytest; the exit code.

    Raises:
        NotUnderstood: for an option that pytest does not know, or a file that is not there.
    """
    for word in words:
        if word.startswith("tests") and not (ROOT / word.partition("::")[0]).exists():
            raise NotUnderstood(f"there is no {word.partition('::')[0]}")
    # Somebody who names tests wants those; the checks are about everything.
    parts = only or [part for part in PARTS if part != "checks" or not words]
    in_ci = os.environ.get("CI") == "true"
    count = Count()
    with tempfile.TemporaryDirectory(prefix="gilde-tests-", ignore_cleanup_errors=True) as folder, ExitStack() as stack:
        os.environ["GILDE_VAR"] = f"{folder}/checks"
        os.environ.pop("DATABASE_URL", None)
        os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        _compile_texts()
        # A run inside a run (the runner is tested too) has one already.
        wanted = {"sqlite", "browser"} & set(parts) and "GILDE_TEST_TEMPLATE" not in os.environ
        template = Template(Path(folder, "template")) if wanted else None
        if "checks" in parts:
            _check(count)
        on_sqlite = template.address() if template else {}
        # Beside each other: a test that waits for a process leaves its core to one on the other engine.
        both = []
        if "sqlite" in parts:
            both.append(Part("tests on SQLite", ["-m", "not browser", *words], on_sqlite, Path(folder, "sqlite")))
            stack.enter_context(both[-1])
        if "postgresql" in parts:
            try:
                url = stack.enter_context(throwaway())
            except NoPostgres as reason:
                count.skip(f"tests on PostgreSQL: {reason}")
            else:
                more = {"DATABASE_URL": url, **_migrated_on(url, folder)}
                if on_sqlite:  # for those who move from there
                    more["GILDE_TEST_TEMPLATE_SQLITE"] = on_sqlite["GILDE_TEST_TEMPLATE"]
                both.append(Part("tests on PostgreSQL", ["-m", "not browser", *words], more, Path(folder, "postgres")))
                stack.enter_context(both[-1])
        for part in both:
            part.tell(count, in_ci=in_ci)
        if "browser" in parts:
            try:
                more = {"GILDE_TEST_CHROMIUM": provide(), **on_sqlite}
            except NoBrowser as reason:
                count.skip(f"journeys: {reason}")
            else:
                # One by one to whoever is free, in order: those that need the demo wait until it has loaded.
                # A browser on a busy machine can be late: a journey gets a second attempt, and the report names it.
                order = ["-m", "browser", "--dist", "load", "--maxschedchunk", "1", "--retries", "1"]
                # Reading the tests of all other folders, to leave them out, takes each process seconds.
                order += [] if any(word.startswith("tests") for word in words) else ["tests/e2e"]
                with Part("journeys in Chromium", [*order, *words], more, Path(folder, "browser")) as journeys:
                    journeys.tell(count, in_ci=in_ci)
    return count.close(in_ci=in_ci)


def _migrated_on(url: str, folder: str) -> dict[str, str]:
    """A migrated database on this server."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE DATABASE gilde_template")
    own = urlunsplit(urlsplit(url)._replace(path="/gilde_template"))
    return Template(Path(folder, "template-postgresql"), own).address()


def _compile_texts() -> None:
    from gilde.config.texts import compile_texts

    compile_texts()


def _check(count: Count) -> None:
    """Two at a time, since each keeps one core busy; told in the order of the table."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gilde.config.settings"}

    def done(command: list[Path | str]) -> tuple[subprocess.CompletedProcess[str], float]:
        begin = time.monotonic()
        ended = subprocess.run(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        return ended, time.monotonic() - begin

    with ThreadPoolExecutor(2) as pool:
        for name, (ended, seconds) in zip(CHECKS, pool.map(done, CHECKS.values()), strict=True):
            ok = ended.returncode == 0
            print(f"{name:<22} {'ok' if ok else 'FAILED':<7} {seconds:5.1f} s", flush=True)
            if not ok:
                print((ended.stdout + ended.stderr).strip(), flush=True)
            count.step(name, ok)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
