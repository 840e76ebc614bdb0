"""Adding up test runs: nothing is forgotten, nothing is counted as good that is not."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.runner.__main__ import ROOT
from tests.runner.count import Count


def report(passed: int = 0, failed: int = 0, **skipped: int) -> dict[str, object]:
    return {"passed": passed, "failed": failed, "skipped": skipped}


def test_everything_passed(capsys: pytest.CaptureFixture[str]) -> None:
    count = Count()
    count.step("ruff", True)
    count.run("sqlite", report(10), 0, in_ci=True)
    count.run("postgresql", report(10), 0, in_ci=True)
    assert count.close(in_ci=True) == 0
    assert capsys.readouterr().out.endswith("\n21 passed, 0 failed, 0 skipped\n")


def test_a_failure_anywhere_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    count = Count()
    count.step("mypy", False)
    count.run("sqlite", report(10, 2), 1, in_ci=False)
    assert count.close(in_ci=False) == 1
    assert capsys.readouterr().out.endswith("\n10 passed, 3 failed, 0 skipped\n")


def test_what_was_skipped_is_said_with_its_reason_and_fails_in_ci(capsys: pytest.CaptureFixture[str]) -> None:
    count = Count()
    count.run("sqlite", report(10, no_wings=2), 0, in_ci=False)
    count.skip("tests on PostgreSQL: no server here")
    assert count.close(in_ci=False) == 0
    said = capsys.readouterr().out
    assert "2 x no_wings" in said
    assert "1 x tests on PostgreSQL: no server here" in said
    assert said.endswith("\n10 passed, 0 failed, 3 skipped\n")
    assert count.close(in_ci=True) == 1


def test_a_run_that_died_is_a_failure() -> None:
    count = Count()
    count.run("sqlite", None, -9, in_ci=False)
    assert (count.failed, count.passed) == (1, 0)
    count.run("postgresql", report(3), 3, in_ci=False)
    assert count.failed == 2


def test_no_test_at_all_is_no_success() -> None:
    count = Count()
    count.run("sqlite", None, 5, in_ci=False)
    assert count.failed == 0
    assert count.close(in_ci=False) == 1


def test_words_that_match_in_one_part_only_are_fine() -> None:
    count = Count()
    count.run("sqlite", report(4), 0, in_ci=True)
    count.run("browser", report(0), 5, in_ci=True)
    assert count.close(in_ci=True) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--only", "nothing"], "invalid choice: 'nothing'"),
        (["tests/nothing"], "there is no tests/nothing"),
        (["--only", "sqlite", "--dance"], "unrecognized arguments: --dance"),
    ],
)
def test_words_that_nobody_understands_get_one_line_and_2(words: list[str], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.runner", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("./gilde test: ")
    assert said in done.stderr
