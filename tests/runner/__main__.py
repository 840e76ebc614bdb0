"""``./gilde test [--only PART …] [anything pytest takes]``."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.runner.browser import NoBrowser, provide
from tests.runner.count import Count
from tests.runner.postgres import NoPostgres, throwaway

from gilde.core.command_line import Parser

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PARTS = ("checks", "sqlite", "postgresql", "browser")
CHECKS = {
    "ruff check": [BIN / "ruff", "check", "."],
    "ruff format": [BIN / "ruff", "format", "--check", "."],
    "import contracts": [BIN / "lint-imports"],
    "mypy": [BIN / "mypy"],
    "templates (djlint)": [BIN / "djlint", "src/gilde", "--lint", "--quiet"],
    "migrations": [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
}


PYTEST_NOT_UNDERSTOOD = 4  # pytest's exit code for words that it does not know


class NotUnderstood(Exception):
    """Words that no part can use; the message says which."""


def main() -> int:
    parser = Parser(
        "test",
        "Checks, the tests on SQLite, the same on a throw-away PostgreSQL, and the journeys in Chromium. "
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
    with tempfile.TemporaryDirectory(prefix="gilde-tests-") as folder:
        os.environ["GILDE_VAR"] = f"{folder}/checks"
        os.environ.pop("DATABASE_URL", None)
        os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        _compile_texts()
        if "checks" in parts:
            _check(count)
        if "sqlite" in parts:
            _pytest("tests on SQLite", ["-m", "not browser", *words], {}, folder, count, in_ci=in_ci)
        if "postgresql" in parts:
            try:
                with throwaway() as url:
                    more = {"DATABASE_URL": url}
                    _pytest("tests on PostgreSQL", ["-m", "not browser", *words], more, folder, count, in_ci=in_ci)
            except NoPostgres as reason:
                count.skip(f"tests on PostgreSQL: {reason}")
        if "browser" in parts:
            try:
                more = {"GILDE_TEST_CHROMIUM": provide()}
                # One by one to whoever is free, in order: those that need the demo wait until it has loaded.
                # A browser on a busy machine can be late: a journey gets a second attempt, and the report names it.
                order = ["--dist", "load", "--maxschedchunk", "1", "--retries", "1"]
                _pytest("journeys in Chromium", ["-m", "browser", *order, *words], more, folder, count, in_ci=in_ci)
            except NoBrowser as reason:
                count.skip(f"journeys: {reason}")
    return count.close(in_ci=in_ci)


def _compile_texts() -> None:
    from gilde.config.texts import compile_texts

    compile_texts()


def _check(count: Count) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gilde.config.settings"}
    for name, command in CHECKS.items():
        begin = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        ok = done.returncode == 0
        print(f"{name:<22} {'ok' if ok else 'FAILED':<7} {time.monotonic() - begin:5.1f} s", flush=True)
        if not ok:
            print((done.stdout + done.stderr).strip(), flush=True)
        count.step(name, ok)


def _pytest(name: str, words: list[str], more: dict[str, str], folder: str, count: Count, *, in_ci: bool) -> None:
    print(f"\n{name}", flush=True)
    target = Path(folder, f"{len(os.listdir(folder))}.json")
    environment = {**os.environ, **more, "GILDE_TEST_COUNT": str(target)}
    environment.pop("GILDE_VAR", None)
    parallel = [] if any(word.startswith(("-n", "--pdb")) for word in words) else ["-n", "2"]
    command = [sys.executable, "-m", "pytest", "-q", "--dist", "worksteal", *parallel, *words]
    # pytest says nothing on its error stream while it runs, so holding that back costs nobody a line.
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode == PYTEST_NOT_UNDERSTOOD and not target.exists():
        said = re.findall(r"error: (.+)", done.stderr, re.IGNORECASE)
        raise NotUnderstood(said[-1] if said else done.stderr.strip())
    print(done.stderr, end="", file=sys.stderr, flush=True)
    report = json.loads(target.read_text()) if target.exists() else None
    count.run(name, report, done.returncode, in_ci=in_ci)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
