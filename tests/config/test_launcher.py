"""The one file ``./gilde``: what it says on a machine that lacks something, and how it installs.

A small script plays uv, so that nothing is fetched: it writes down what it was asked and makes a bare environment.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = f"""#!/bin/sh
echo "$@" >> "$(dirname "$0")/asked"
case "$1 $2" in
  "venv "*) for last; do :; done; exec {sys.executable} -m venv --without-pip "$last" ;;
  "pip install") [ ! -e "$(dirname "$0")/broken" ] || {{ echo "no network" >&2; exit 2; }} ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with what the launcher touches, and a folder ``bin`` with the played uv."""
    shutil.copy2(ROOT / "gilde", tmp_path / "gilde")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "src").symlink_to(ROOT / "src")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "uv").write_text(UV)
    (tmp_path / "bin" / "uv").chmod(0o755)
    return tmp_path


def gilde(checkout: Path, *words: str, uv: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
    path = f"{checkout / 'bin'}:/usr/bin:/bin" if uv else str(checkout / "nothing")
    return subprocess.run(
        [sys.executable, checkout / "gilde", *words],
        env={"PATH": path, "HOME": str(checkout), **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


# A command that ends at once, and only after everything is installed.
QUICK = ("worker", "--dance")
UNDERSTOOD = "./gilde worker: unrecognized arguments: --dance."


def asked(checkout: Path) -> list[str]:
    """Which locks the played uv was told to install, in order."""
    file = checkout / "bin" / "asked"
    lines = file.read_text().splitlines() if file.exists() else []
    return [Path(line.split()[-1]).stem for line in lines if line.startswith("pip install")]


def test_every_python_can_read_the_file() -> None:
    source = (ROOT / "gilde").read_text(encoding="ascii")
    tree = ast.parse(source, feature_version=(3, 4))
    for node in ast.walk(tree):
        assert not isinstance(node, (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Nonlocal))
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not node.args.kwonlyargs
            assert all(argument.annotation is None for argument in node.args.args)


def test_a_too_old_python_gets_one_line(checkout: Path) -> None:
    pretend = (
        f"import sys; sys.version_info = (3, 8, 2); sys.argv = ['gilde', 'up']; __file__ = {str(ROOT / 'gilde')!r}"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{pretend}; exec(compile(open(__file__).read(), __file__, 'exec'))"],
        env={"PATH": str(checkout / "nothing")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer and this is Python 3.8" in done.stderr
    assert "apt install python3.11" in done.stderr


def test_the_first_command_installs_and_the_next_ones_do_not(checkout: Path) -> None:
    first = gilde(checkout, *QUICK)
    assert "Installing what Gilde needs" in first.stdout
    assert UNDERSTOOD in first.stderr
    assert first.returncode == 2
    assert "Installing" not in gilde(checkout, *QUICK).stdout
    assert asked(checkout) == ["runtime"]
    install = next(line for line in (checkout / "bin" / "asked").read_text().splitlines() if "pip install" in line)
    assert "--require-hashes" in install


def test_the_tests_need_more_and_what_they_need_holds_the_rest(checkout: Path) -> None:
    gilde(checkout, *QUICK)
    gilde(checkout, "test", "--help")
    gilde(checkout, *QUICK)
    gilde(checkout, "test", "--help")
    assert asked(checkout) == ["runtime", "dev"]


def test_a_changed_lock_is_installed(checkout: Path) -> None:
    gilde(checkout, *QUICK)
    with (checkout / "requirements" / "runtime.txt").open("a") as lock:
        lock.write("# newer\n")
    gilde(checkout, *QUICK)
    gilde(checkout, *QUICK)
    assert asked(checkout) == ["runtime", "runtime"]


def test_an_interrupted_installation_starts_over_from_nothing(checkout: Path) -> None:
    gilde(checkout, *QUICK)
    half = checkout / ".venv" / "lib" / "half-a-package"
    half.mkdir()
    (checkout / ".venv" / ".gilde-installing").touch()
    assert UNDERSTOOD in gilde(checkout, *QUICK).stderr
    assert asked(checkout) == ["runtime", "runtime"]
    assert not half.exists()


def test_what_python_compiled_is_kept_also_where_none_of_it_may_lie_beside_the_sources(checkout: Path) -> None:
    gilde(checkout, *QUICK, PYTHONDONTWRITEBYTECODE="1")
    kept = [path.name.partition(".")[0] for path in (checkout / ".venv" / "bytecode").rglob("*.pyc")]
    assert "commands" in kept


def test_a_python_that_went_away_is_replaced(checkout: Path) -> None:
    gilde(checkout, *QUICK)
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert UNDERSTOOD in gilde(checkout, *QUICK).stderr


def test_a_failed_installation_says_so_and_is_tried_again(checkout: Path) -> None:
    (checkout / "bin" / "broken").touch()
    done = gilde(checkout, *QUICK)
    assert done.returncode == 1
    assert "no network" in done.stderr
    assert "run ./gilde again" in done.stderr.splitlines()[-1]
    (checkout / "bin" / "broken").unlink()
    assert UNDERSTOOD in gilde(checkout, *QUICK).stderr


def test_a_uv_that_does_not_answer_is_not_used(checkout: Path) -> None:
    (checkout / "bin" / "uv").write_text("#!/bin/sh\nexit 127\n")
    (checkout / "lame").mkdir()
    (checkout / "lame" / "ensurepip.py").write_text("raise ImportError")
    done = gilde(checkout, *QUICK, PYTHONPATH=str(checkout / "lame"))
    assert "no ensurepip" in done.stderr


def test_a_missing_ensurepip_gets_the_line_to_type(checkout: Path) -> None:
    (checkout / "lame").mkdir()
    (checkout / "lame" / "ensurepip.py").write_text("raise ImportError")
    done = gilde(checkout, "up", uv=False, PYTHONPATH=str(checkout / "lame"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert f"apt install python{version}-venv" in done.stderr
    assert ("sudo " in done.stderr) == (os.geteuid() != 0)


def test_two_at_once_install_once(checkout: Path) -> None:
    environment = {"PATH": f"{checkout / 'bin'}:/usr/bin:/bin", "HOME": str(checkout)}
    both = [
        subprocess.Popen(
            [sys.executable, checkout / "gilde", *QUICK], env=environment, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert all(UNDERSTOOD in process.communicate(timeout=60)[1] for process in both)
    assert asked(checkout) == ["runtime"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 0, "Usage: ./gilde COMMAND"),
        (("--help",), 0, "move-database"),
        (("up", "--help"), 0, "usage: ./gilde up"),
        (("restore", "-h"), 0, "FILE.tar"),
        (("import", "--help"), 0, "stackexchange"),
        (("export-person", "--help"), 0, "FILE.zip"),
        (("dance",), 2, "There is no command 'dance'."),
        (("backpu",), 2, "Did you mean 'backup'?"),
        (("--dance",), 2, "There is no command '--dance'."),
    ],
)
def test_who_only_asks_need_not_install_anything(checkout: Path, words, code, said) -> None:
    done = gilde(checkout, *words)
    assert done.returncode == code
    assert said in done.stdout + done.stderr
    assert done.stderr.count("\n") == (1 if code else 0)
    assert asked(checkout) == []
    assert not (checkout / ".venv").exists()
